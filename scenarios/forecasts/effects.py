"""Whether the overrides in a forecast brought it nearer to what came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.metrics import wape
from planner.arrays import BoolArray
from planner.timegrid import Interval, TimeGrid
from scenarios.forecasts.compared import Compared
from scenarios.forecasts.corrections import Correction


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What an override did, over the slots of it that it changed and of which is known what came.

    `before` and `after` are contacts forecast without any override and with all of them,
    `wape_before` and `wape_after` the errors slot by slot, NaN where nothing came.
    """

    queue: str
    priority: str
    what: str
    before: float
    after: float
    actual: float
    wape_before: float
    wape_after: float

    @property
    def helped(self) -> bool:
        """Whether the forecast was nearer with it."""
        return self.wape_after < self.wape_before


def effects(
    series: Sequence[Compared], grid: TimeGrid, made: Sequence[Correction]
) -> tuple[Effect, ...]:
    """Effect of every override of which something is known."""
    return tuple(effect for one in made for effect in _effect(series, grid, one))


def _effect(series: Sequence[Compared], grid: TimeGrid, one: Correction) -> Iterator[Effect]:
    in_span = _slots(grid, one.interval)
    touched = [
        (s, in_span & s.is_known & (s.mean != s.model_mean))
        for s in series
        if one.is_on(s.queue, s.priority, grid.interval)
    ]
    if not any(slots.any() for _, slots in touched):
        return
    actual, before, after = (
        np.concatenate([getattr(s, name)[slots] for s, slots in touched])
        for name in ("actual", "model_mean", "mean")
    )
    yield Effect(
        queue=one.queue,
        priority=one.priority,
        what=one.what,
        before=float(before.sum()),
        after=float(after.sum()),
        actual=float(actual.sum()),
        wape_before=wape(actual, before),
        wape_after=wape(actual, after),
    )


def _slots(grid: TimeGrid, span: Interval) -> BoolArray:
    """Slots of a grid that begin in a span."""
    first, last = grid.offset(span.start), grid.offset(span.end)
    number = np.arange(grid.n_slots)
    return np.asarray((first <= number) & (number < last))
