"""The hours that a forecast missed most, and what was known of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from planner.arrays import IntArray
from planner.customers import customer_holidays
from planner.local_time import zone
from planner.timegrid import Interval, TimeGrid
from scenarios.forecasts.compared import Compared
from scenarios.forecasts.corrections import Correction
from scenarios.inputs import Inputs

MISSES_TOLD: Final = 10

HOUR_S: Final = 3600

Reasons = Callable[[str, str, Interval], tuple[str, ...]]
"""Queue, priority and time to what was known of them, in words."""


@dataclass(frozen=True, slots=True)
class Miss:
    """
    An hour of a series, by the plan's clock; `start` is UTC.

    `is_outside` says whether a slot of it fell out of its 80 % band, `why` what was known of the
    hour: ``holiday``, ``event`` or ``override`` and which, or nothing.
    """

    queue: str
    priority: str
    start: datetime
    forecast: float
    actual: float
    is_outside: bool
    why: tuple[str, ...]

    @property
    def error(self) -> float:
        """Contacts forecast too much, below 0 too little."""
        return self.forecast - self.actual


def misses(
    inputs: Inputs,
    series: Sequence[Compared],
    grid: TimeGrid,
    corrections: Sequence[Correction] = (),
    n: int = MISSES_TOLD,
) -> tuple[Miss, ...]:
    """The `n` hours with the largest errors in contacts, the largest first."""
    why = reasons(inputs, grid, corrections)
    found = [miss for one in series for miss in _largest(inputs, one, grid, n, why)]
    return tuple(sorted(found, key=lambda m: (-abs(m.error), m.start, m.queue))[:n])


def reasons(inputs: Inputs, grid: TimeGrid, corrections: Sequence[Correction] = ()) -> Reasons:
    """Who tells what was known of a stretch of `grid` in a series: holidays, events, overrides."""
    years = tuple(range(grid.start.year - 1, grid.end.year + 2))
    holidays = {queue.id: customer_holidays(queue, years) for queue in inputs.queues}
    clocks = {queue.id: zone(queue.zone) for queue in inputs.queues}

    def why(queue: str, priority: str, span: Interval) -> tuple[str, ...]:
        holiday = holidays[queue].get(span.start.astimezone(clocks[queue]).date())
        events = [
            f"event: {event.name}"
            for event in inputs.events
            if event.queue == queue and event.interval.overlaps(span)
        ]
        overrides = [
            f"override: {one.what}" for one in corrections if one.is_on(queue, priority, span)
        ]
        known = [f"holiday: {holiday}"] if holiday else []
        return tuple(dict.fromkeys([*known, *events, *overrides]))

    return why


def _largest(inputs: Inputs, one: Compared, grid: TimeGrid, n: int, why: Reasons) -> Iterator[Miss]:
    hour = _hours(grid, inputs.settings.zone)
    known = one.is_known
    error = np.bincount(hour, np.where(known, one.mean - one.actual, 0.0))
    for at in np.argsort(-np.abs(error), kind="stable")[:n].tolist():
        if error[at] == 0:
            return
        slots = np.flatnonzero((hour == at) & known)
        start, end = grid.instant(int(slots[0])), grid.instant(int(slots[-1]) + 1)
        outside = (one.actual[slots] < one.low[slots]) | (one.actual[slots] > one.high[slots])
        yield Miss(
            queue=one.queue,
            priority=one.priority,
            start=start,
            forecast=float(one.mean[slots].sum()),
            actual=float(one.actual[slots].sum()),
            is_outside=bool(outside.any()),
            why=why(one.queue, one.priority, Interval(start, end)),
        )


def _hours(grid: TimeGrid, zone_name: str) -> IntArray:
    """Number of the clock hour of each slot, from 0; a doubled hour is two."""
    clock = zone(zone_name)
    offsets = np.array(
        [
            int((grid.instant(i).astimezone(clock).utcoffset() or grid.slot * 0).total_seconds())
            for i in range(grid.n_slots)
        ]
    )
    seconds = grid.stamps().astype(np.int64) + offsets
    new = np.diff(seconds // HOUR_S, prepend=seconds[0] // HOUR_S) != 0
    return np.cumsum(new | (np.diff(offsets, prepend=offsets[0]) != 0))
