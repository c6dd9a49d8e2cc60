"""What customers ask for: histories, forecasts and requirements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.errors import InputError
from planner.overrides import AppliedOverride
from planner.timegrid import TimeGrid


@dataclass(frozen=True, slots=True)
class History:
    """
    Contacts counted in the past, every stream on one grid of slots.

    A *stream* is a queue, or one priority of it: ``tickets/P1``. `counts` has a row per stream
    and NaN where the slot is missing; a slot without contacts is 0.

    `aht_s` is the mean handling time of a stream over all of it, seconds. `handle_s` has the mean
    of the contacts of each slot, NaN where nobody knows, and `handled` the contacts it was taken
    over, 0 there; both have the shape of `counts`, or are None where no stream tells any.
    """

    grid: TimeGrid
    streams: tuple[tuple[str, str], ...]
    counts: FloatArray
    aht_s: Mapping[tuple[str, str], float] = field(default_factory=dict)
    handle_s: FloatArray | None = None
    handled: FloatArray | None = None

    def until(self, n_slots: int) -> "History":
        """What was known after the first `n_slots`."""
        return replace(
            self,
            grid=TimeGrid(self.grid.start, self.grid.minutes, n_slots),
            counts=self.counts[:, :n_slots],
            handle_s=None if self.handle_s is None else self.handle_s[:, :n_slots],
            handled=None if self.handled is None else self.handled[:, :n_slots],
        )

    def of(self, stream: tuple[str, str]) -> FloatArray:
        """Counts of one stream ``(n_slots,)``."""
        found: FloatArray = self.counts[self.streams.index(stream)]
        return found


@dataclass(frozen=True, slots=True)
class BacklogItem:
    """
    Contacts of a deferred queue that are open when the planned week begins.

    `arrived` and `due` are aware instants in UTC; None for a due time that follows from the arrival
    and the queue's due hours. `contacts` is how many, at least 1.
    """

    queue: str
    priority: str
    arrived: datetime
    due: datetime | None = None
    contacts: int = 1

    def __post_init__(self) -> None:
        if self.contacts < 1:
            raise InputError(f"contacts is {self.contacts}; use 1 or more")
        if self.due is not None and self.due <= self.arrived:
            raise InputError(
                f"due is {self.due:%Y-%m-%dT%H:%MZ}, not after arrived "
                f"{self.arrived:%Y-%m-%dT%H:%MZ}; correct one, or leave due empty",
                code="reversed",
            )


@dataclass(frozen=True, slots=True)
class StreamForecast:
    """
    Expected contacts of one stream (a queue, or one priority of it) in every slot of a grid.

    `mean` has shape ``(n_slots,)``, `quantiles` ``(n_levels, n_slots)``; both are 0 where the
    queue is closed. `model` names the forecaster, `why` says in a sentence what spoke for it.
    `model_mean` is the mean before people corrected it, ``(n_slots,)``; None where nobody did.
    `day_cv` and `slot_cv` are the relative standard deviations of the factor that all slots of a
    local day share and of each slot's own; `phi` is the variance of the remaining chance in units
    of the mean, 1 for Poisson. `day_cv` is one for all days, or has that of each slot's day,
    ``(n_slots,)``: days far ahead and holidays are less sure.

    `aht_s` is the mean handling time of the contacts of each slot, seconds, ``(n_slots,)``; None
    leaves it to the queue. `aht_day_cv` is the relative standard deviation of the factor that the
    handling times of a local day share, `aht_cv` that of single contacts around their mean, None
    where nobody knows.
    """

    queue: str
    priority: str
    mean: FloatArray
    levels: tuple[float, ...]
    quantiles: FloatArray
    model: str = ""
    day_cv: float | FloatArray = 0.0
    slot_cv: float = 0.0
    phi: float = 1.0
    aht_s: FloatArray | None = None
    aht_day_cv: float = 0.0
    aht_cv: float | None = None
    why: str = ""
    model_mean: FloatArray | None = None

    @property
    def typical_day_cv(self) -> float:
        """`day_cv` in one number: root mean square, weighted by the squares of contacts."""
        weight = float((self.mean**2).sum())
        if not weight > 0:
            return float(np.mean(self.day_cv)) if len(self.mean) else 0.0
        return float(np.sqrt(((self.day_cv * self.mean) ** 2).sum() / weight))

    def cut(self, part: slice) -> "StreamForecast":
        """The slots of `part`."""
        return replace(
            self,
            mean=self.mean[part],
            quantiles=self.quantiles[:, part],
            day_cv=self.day_cv[part] if isinstance(self.day_cv, np.ndarray) else self.day_cv,
            aht_s=None if self.aht_s is None else self.aht_s[part],
            model_mean=None if self.model_mean is None else self.model_mean[part],
        )


@dataclass(frozen=True, slots=True)
class Forecast:
    """
    Forecasts of all streams on one grid.

    `day_correlation` says how far the day factors of two streams go together, ``(n_streams,
    n_streams)``; None where they are independent. `overrides` are the corrections of people that
    are in it.
    """

    grid: TimeGrid
    streams: tuple[StreamForecast, ...]
    day_correlation: FloatArray | None = None
    overrides: tuple[AppliedOverride, ...] = ()

    def of(self, queue: str) -> tuple[StreamForecast, ...]:
        """Streams of one queue."""
        return tuple(s for s in self.streams if s.queue == queue)

    def cut(self, grid: TimeGrid) -> "Forecast":
        """The part that lies on `grid`, which must be inside and in step."""
        first = self.grid.slot_of(grid.start)
        part = slice(first, first + grid.n_slots)
        streams = tuple(s.cut(part) for s in self.streams)
        return Forecast(grid, streams, self.day_correlation, self.overrides)

    def correlation(self, rows: Sequence[int]) -> FloatArray:
        """Correlation of the day factors of the streams with these numbers."""
        if self.day_correlation is None:
            return np.eye(len(rows))
        found: FloatArray = self.day_correlation[np.ix_(rows, rows)]
        return found

    def mean(self, queue: str) -> FloatArray:
        """Expected contacts of a queue in each slot, priorities summed, ``(n_slots,)``."""
        total = np.zeros(self.grid.n_slots)
        for stream in self.of(queue):
            total += stream.mean
        return total


@dataclass(frozen=True, slots=True)
class QueueRequirement:
    """
    Agents that one queue needs in every slot of a grid, shape ``(n_slots,)`` each.

    `load` is the offered load in erlangs and `alone` the agents who must be at work if nobody
    helps. `net` are those who work for the queue only, `scheduled` those to roster for it so that
    shrinkage leaves `net`; in a pool, agents with several skills make up the difference.
    """

    queue: str
    load: FloatArray
    alone: IntArray
    net: IntArray
    scheduled: IntArray
    is_open: BoolArray


@dataclass(frozen=True, slots=True)
class PoolRequirement:
    """Flexible agents that a pool needs besides those of its queues, ``(n_slots,)`` each."""

    pool: str
    queues: tuple[str, ...]
    net: IntArray
    scheduled: IntArray


@dataclass(frozen=True, slots=True)
class Requirement:
    """Agents needed by every queue, and by every pool of them, on one grid."""

    grid: TimeGrid
    queues: tuple[QueueRequirement, ...]
    pools: tuple[PoolRequirement, ...] = ()

    def of(self, queue: str) -> QueueRequirement:
        """Requirement of one queue."""
        return next(q for q in self.queues if q.queue == queue)

    def pool_of(self, queue: str) -> PoolRequirement | None:
        """Requirement of the pool that a queue belongs to, if any."""
        return next((p for p in self.pools if queue in p.queues), None)
