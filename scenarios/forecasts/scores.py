"""How good a forecast was: errors and bands of series, of days, of weekdays and hours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from forecasting.metrics import bias, coverage, wape
from planner.arrays import BoolArray, FloatArray, IntArray
from planner.local_time import local_days, wall_clock, zone
from planner.timegrid import TimeGrid
from planner.totals import ForecastTotal, Whose
from scenarios.coverage import day_labels
from scenarios.forecasts.compared import Compared

WORTH_A_BAND: Final = 5.0
"""Contacts an interval; below, whole numbers alone decide what a band covers."""

ENOUGH_SLOTS: Final = 20
"""Slots from which a share of them inside their bands says anything."""


@dataclass(frozen=True, slots=True)
class Score:
    """
    A series, a queue of several or all, over the slots that are known.

    Shares and errors are ratios, NaN where there is nothing to measure. `slots_in_band` looks at
    slots with a mean of 5 or more and needs 20 of them, `days_in_band` at local days known in full;
    `n_slots` and `n_days` say how many of them there are.
    """

    of: Whose
    queue: str
    priority: str
    forecast: float
    actual: float
    wape: float
    bias: float
    slots_in_band: float
    n_slots: int
    days_in_band: float
    n_days: int


@dataclass(frozen=True, slots=True)
class DayScore:
    """A local day known in full: contacts forecast with their 80 % band, and those that came."""

    of: Whose
    queue: str
    priority: str
    day: date
    forecast: float
    low: float
    high: float
    actual: float

    @property
    def is_inside(self) -> bool:
        """Whether the day fell into its band."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True, slots=True)
class HourScore:
    """All known slots of one weekday (Monday 0) and wall-clock hour of a series or sum."""

    of: Whose
    queue: str
    priority: str
    weekday: int
    hour: int
    forecast: float
    actual: float
    wape: float


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Series that are scored together, summed over slots in which all of them are known."""

    of: Whose
    queue: str
    priority: str
    actual: FloatArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray


def groups(series: Sequence[Compared]) -> tuple[Group, ...]:
    """Each series, each queue of several, and all of them."""
    found = [Group("series", s.queue, s.priority, s.actual, s.mean, s.low, s.high) for s in series]
    queues = dict.fromkeys(s.queue for s in series)
    for queue in queues:
        own = [s for s in series if s.queue == queue]
        if len(own) > 1:
            found.append(_sum("queue", queue, own))
    if len(queues) > 1:
        found.append(_sum("total", "", list(series)))
    return tuple(found)


def _sum(of: Whose, queue: str, series: list[Compared]) -> Group:
    actual, mean = (np.sum([getattr(s, f) for s in series], axis=0) for f in ("actual", "mean"))
    unknown = np.full(actual.shape, np.nan)
    return Group(of, queue, "", actual, mean, unknown, unknown)


def day_scores(
    found: Sequence[Group], totals: Sequence[ForecastTotal], grid: TimeGrid, zone_name: str
) -> tuple[DayScore, ...]:
    """Days known in full, of every group that the forecast has totals of."""
    days = tuple(local_days(grid, zone(zone_name)))
    label = day_labels(grid, zone_name, days)
    by_key = {(t.queue, t.priority, t.first_day): t for t in totals if t.span == "day"}
    rows: list[DayScore] = []
    for group in found:
        known = ~np.isnan(group.actual)
        missing = np.bincount(label, ~known, len(days))
        actual = np.bincount(label, np.where(known, group.actual, 0.0), len(days))
        for i, day in enumerate(days):
            total = by_key.get((group.queue, group.priority, day))
            if missing[i] or total is None or not _is_same(group, total, label == i):
                continue
            low, high = float(total.quantiles[0]), float(total.quantiles[3])
            rows.append(_day(group, day, total.mean, low, high, float(actual[i])))
    return tuple(rows)


def _day(group: Group, day: date, mean: float, low: float, high: float, actual: float) -> DayScore:
    return DayScore(group.of, group.queue, group.priority, day, mean, low, high, actual)


def _is_same(group: Group, total: ForecastTotal, of_day: BoolArray) -> bool:
    """Whether a total sums what the group does; it does not where a series is not in the file."""
    mean = float(group.mean[of_day].sum())
    return abs(mean - total.mean) <= 0.01 * max(1.0, total.mean) and total.mean > 0


def scores(found: Sequence[Group], days: Sequence[DayScore]) -> tuple[Score, ...]:
    """A score for each group, whole queues before their priorities and all last."""
    return tuple(_score(group, days) for group in found)


def _score(group: Group, days: Sequence[DayScore]) -> Score:
    known = ~np.isnan(group.actual)
    busy = known & (group.mean >= WORTH_A_BAND) & ~np.isnan(group.low)
    n_busy = int(np.count_nonzero(busy))
    inside = coverage(group.actual[busy], group.low[busy], group.high[busy])
    key = (group.of, group.queue, group.priority)
    own = [d for d in days if (d.of, d.queue, d.priority) == key]
    return Score(
        *key,
        forecast=float(group.mean[known].sum()),
        actual=float(group.actual[known].sum()),
        wape=wape(group.actual, group.mean),
        bias=bias(group.actual, group.mean),
        slots_in_band=inside if n_busy >= ENOUGH_SLOTS else float("nan"),
        n_slots=n_busy,
        days_in_band=float(np.mean([d.is_inside for d in own])) if own else float("nan"),
        n_days=len(own),
    )


def hour_scores(found: Sequence[Group], grid: TimeGrid, zone_name: str) -> tuple[HourScore, ...]:
    """Every weekday and hour, on the clock `zone_name`, in which something is known."""
    local = wall_clock(grid.stamps(), zone(zone_name))
    cell = np.asarray(local.day_of_week * 24 + local.hour, dtype=np.int64)
    return tuple(row for group in found for row in _hours(group, cell))


def _hours(group: Group, cell: IntArray) -> Iterator[HourScore]:
    known = ~np.isnan(group.actual)
    for at in np.unique(cell[known]).tolist():
        here = known & (cell == at)
        forecast, actual = float(group.mean[here].sum()), float(group.actual[here].sum())
        if forecast == 0 and actual == 0:
            continue
        error = wape(group.actual[here], group.mean[here])
        yield HourScore(
            group.of, group.queue, group.priority, at // 24, at % 24, forecast, actual, error
        )


def by_weekday(rows: Sequence[HourScore]) -> Mapping[int, tuple[float, float]]:
    """Contacts forecast and come on each weekday, of the rows of one group."""
    return _summed((row.weekday, row) for row in rows)


def by_hour(rows: Sequence[HourScore]) -> Mapping[int, tuple[float, float]]:
    """Contacts forecast and come in each hour of the day, of the rows of one group."""
    return _summed((row.hour, row) for row in rows)


def _summed(pairs: Iterator[tuple[int, HourScore]]) -> Mapping[int, tuple[float, float]]:
    found: dict[int, tuple[float, float]] = {}
    for key, row in pairs:
        forecast, actual = found.get(key, (0.0, 0.0))
        found[key] = (forecast + row.forecast, actual + row.actual)
    return dict(sorted(found.items()))
