"""What customers ask for: histories, forecasts and requirements."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.timegrid import TimeGrid


@dataclass(frozen=True, slots=True)
class History:
    """
    Contacts counted in the past, every stream on one grid of slots.

    A *stream* is a queue, or one priority of it: ``tickets/P1``. `counts` has a row per stream
    and NaN where the slot is missing; a slot without contacts is 0.
    """

    grid: TimeGrid
    streams: tuple[tuple[str, str], ...]
    counts: FloatArray
    aht_s: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def of(self, stream: tuple[str, str]) -> FloatArray:
        """Counts of one stream ``(n_slots,)``."""
        found: FloatArray = self.counts[self.streams.index(stream)]
        return found


@dataclass(frozen=True, slots=True)
class StreamForecast:
    """
    Expected contacts of one stream (a queue, or one priority of it) in every slot of a grid.

    `mean` has shape ``(n_slots,)``, `quantiles` ``(n_levels, n_slots)``; both are 0 where the
    queue is closed. `model` names the forecaster.
    """

    queue: str
    priority: str
    mean: FloatArray
    levels: tuple[float, ...]
    quantiles: FloatArray
    model: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Forecasts of all streams on one grid."""

    grid: TimeGrid
    streams: tuple[StreamForecast, ...]

    def of(self, queue: str) -> tuple[StreamForecast, ...]:
        """Streams of one queue."""
        return tuple(s for s in self.streams if s.queue == queue)

    def cut(self, grid: TimeGrid) -> "Forecast":
        """The part that lies on `grid`, which must be inside and in step."""
        first = self.grid.slot_of(grid.start)
        part = slice(first, first + grid.n_slots)
        return Forecast(
            grid,
            tuple(
                replace(s, mean=s.mean[part], quantiles=s.quantiles[:, part]) for s in self.streams
            ),
        )

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

    `load` is the offered load in erlangs, `net` the agents who must be at work, `scheduled` the
    agents to roster so that shrinkage leaves `net`.
    """

    queue: str
    load: FloatArray
    net: IntArray
    scheduled: IntArray
    is_open: BoolArray


@dataclass(frozen=True, slots=True)
class Requirement:
    """Agents needed by every queue on one grid."""

    grid: TimeGrid
    queues: tuple[QueueRequirement, ...]

    def of(self, queue: str) -> QueueRequirement:
        """Requirement of one queue."""
        return next(q for q in self.queues if q.queue == queue)
