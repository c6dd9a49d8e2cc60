"""What a live queue faces in the slots of a week: contacts, load, and how uncertain both are."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.demand import Forecast, StreamForecast
from planner.local_time import local_days, wall_clock, zone
from planner.queues import Queue
from planner.staffing.load.offered_load import offered_load
from planner.staffing.uncertain.service_promise import DemandUncertainty
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.joint import joint_factors
from scenarios.staffing.handling import (
    handling_day_cv,
    handling_s,
    handling_shape,
    mixed_handling_s,
)
from scenarios.staffing.queue_week import open_slots, week_of

STEP: Final = 0.04
"""How far handling times may be rounded apart for the lag of their work; not for its amount."""


@dataclass(frozen=True, slots=True, eq=False)
class LiveWork:
    """
    A live queue's week, ``(n_slots,)`` each.

    Parameters
    ----------
    contacts
        Expected contacts that arrive in the slot.
    load
        Erlangs to staff the slot for; with long handling times they come from earlier slots too.
    load_by_priority
        The same by priority, most urgent first.
    aht_s, aht_by_priority
        Mean handling time in seconds of the contacts of the slot: of the mix, and by priority.
    cv
        Coefficient of variation of the load: how far it may leave its mean, besides chance. That of
        handling times by day is in it.
    day_cv, slot_cv
        The part of it that the slots of a day share, and each slot's own.
    day
        Number of the local day on the queue's clock.
    """

    queue: Queue
    contacts: FloatArray
    load: FloatArray
    load_by_priority: dict[str, FloatArray]
    aht_s: FloatArray
    aht_by_priority: dict[str, FloatArray]
    cv: FloatArray
    day_cv: float
    slot_cv: float
    day: IntArray
    is_open: BoolArray

    @property
    def mean_aht_s(self) -> float:
        """Mean handling time of the week's contacts, seconds."""
        weights = self.contacts if self.contacts.any() else None
        return float(np.average(self.aht_s, weights=weights))

    @property
    def uncertainty(self) -> DemandUncertainty:
        """
        How far demand may leave its forecast, in the numbers that formulas of certainty take.

        A slot's own part is its coefficient of variation beyond the day's, `phi` included; the one
        number told for all slots gives their sum the variance it has. Beyond 1 it counts as 1.
        """
        weights = self.contacts**2
        own = np.maximum(self.cv**2 - self.day_cv**2, 0.0)
        variance = float(np.average(own, weights=weights)) if weights.any() else 0.0
        return DemandUncertainty(day_cv=min(self.day_cv, 1.0), slot_cv=min(variance**0.5, 1.0))


def live_work(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> LiveWork:
    """Work of a live queue; what arrives while it is closed is not served."""
    is_open = open_slots(inputs, queue, wide.grid)
    streams = sorted(wide.of(queue.id), key=lambda s: queue.priority_rank(s.priority))
    loads = {s.priority: _load(queue, s, is_open, wide.grid) for s in streams}
    by_priority = {p: week_of(load, wide.grid, grid) for p, load in loads.items()}
    open_week = week_of(is_open, wide.grid, grid) > 0
    contacts = np.where(open_week, week_of(wide.mean(queue.id), wide.grid, grid), 0.0)
    day_cv, slot_cv, phi = joint_factors(wide, [(queue.id, s.priority) for s in streams])
    day_cv = float(np.hypot(day_cv, handling_day_cv(streams)))
    return LiveWork(
        queue=queue,
        contacts=contacts,
        load=np.sum(list(by_priority.values()), axis=0) if by_priority else contacts,
        load_by_priority=by_priority,
        aht_s=week_of(mixed_handling_s(queue, wide), wide.grid, grid),
        aht_by_priority={
            s.priority: week_of(handling_s(queue, s), wide.grid, grid) for s in streams
        },
        cv=_cv(contacts, day_cv, slot_cv, phi),
        day_cv=day_cv,
        slot_cv=slot_cv,
        day=_days(queue, grid),
        is_open=open_week,
    )


def _load(queue: Queue, stream: StreamForecast, is_open: BoolArray, wide: TimeGrid) -> FloatArray:
    """Erlangs on the wide grid, none while closed: what is in hand then is finished by whoever."""
    shape, cv = handling_shape(queue, [stream])
    contacts, aht_s = in_steps(np.where(is_open, stream.mean, 0.0), handling_s(queue, stream))
    load = offered_load(
        contacts,
        aht_s,
        wide.slot_s,
        method=queue.load_method,
        shape=shape,
        cv=cv,
    )
    return np.where(is_open, load, 0.0)


def in_steps(contacts: FloatArray, aht_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """
    The same work in few different handling times, `STEP` apart, for what takes each of them alone.

    Contacts are scaled so that each slot keeps its seconds of work; equal times stay as they are.
    """
    if np.all(aht_s == aht_s[0]):
        return contacts, aht_s
    step = np.log1p(STEP)
    stepped = np.exp(np.round(np.log(aht_s) / step) * step)
    return contacts * aht_s / stepped, stepped


def _cv(contacts: FloatArray, day_cv: float, slot_cv: float, phi: float) -> FloatArray:
    """Of the gamma factor that gives counts their variance; `phi` is told per contact."""
    chance = np.maximum(phi - 1.0, 0.0) / np.maximum(contacts, 1.0)
    return np.asarray(np.sqrt(day_cv**2 + slot_cv**2 + chance), dtype=np.float64)


def _days(queue: Queue, grid: TimeGrid) -> IntArray:
    clock = zone(queue.zone)
    local = wall_clock(grid.stamps(), clock).normalize()
    numbers = {day: i for i, day in enumerate(local_days(grid, clock))}
    return np.array([numbers[stamp.date()] for stamp in local], dtype=np.int64)
