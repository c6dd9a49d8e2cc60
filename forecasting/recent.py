"""Mean of the last few slots of the same weekday and wall time: the core of both baselines."""

from dataclasses import dataclass

import numpy as np

from forecasting.arrays import ratio_or, sums_at
from forecasting.base import Components, Finding, Floats, Horizon, Ints, Series
from forecasting.features import is_holiday, wall_clock, weekday_of


@dataclass(frozen=True, slots=True, eq=False)
class SameSlotMean:
    """Expected contacts by weekday and slot of the day, ``table`` of shape ``(7, slots a day)``."""

    table: Floats

    def mean(self, horizon: Horizon) -> Floats:
        """Expected contacts in each slot, open or not, shape ``(n,)``."""
        clock = wall_clock(horizon)
        return self.table[clock.weekday, clock.slot]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """None: whatever came is averaged."""
        return ()

    def variance_ahead(self, days: Ints) -> Floats:
        """None: a mean knows no drift."""
        return np.zeros(len(days))

    def components(self, horizon: Horizon) -> Components:
        """The mean day of each weekday and its profile."""
        days = np.unique(wall_clock(horizon).day)
        total = self.table.sum(axis=1)
        profile = ratio_or(self.table, total[:, None], 0.0)
        return Components(days, {"level": total[weekday_of(days)]}, profile)


def same_slot_mean(series: Series, n_weeks: int) -> SameSlotMean:
    """
    Mean of the last `n_weeks` slots of each weekday and wall time that count.

    Slots that were closed, missing or on a public holiday do not count: the week before steps in.
    A weekday that was never seen takes the mean of that wall time over all days, a wall time never
    seen the mean of everything; no history at all gives 0.
    """
    clock = wall_clock(series)
    keep = series.is_observed & ~is_holiday(clock.day, series.holidays)
    n_slots = 1440 // series.minutes
    cell = (clock.weekday * n_slots + clock.slot)[keep]
    y = series.y[keep]
    recent = _age_in_cell(cell) < n_weeks
    total = sums_at(cell[recent], y[recent], 7 * n_slots).reshape(7, n_slots)
    count = sums_at(cell[recent], np.ones(recent.sum()), 7 * n_slots).reshape(7, n_slots)
    return SameSlotMean(_filled_mean(total, count))


def _age_in_cell(cell: Ints) -> Ints:
    """How many later entries the same cell has, for each entry of `cell`."""
    backwards = cell[::-1]
    order = np.argsort(backwards, kind="stable")
    grouped = backwards[order]
    first = np.searchsorted(grouped, grouped)
    age = np.empty_like(cell)
    age[order] = np.arange(len(cell)) - first
    return age[::-1]


def _filled_mean(total: Floats, count: Floats) -> Floats:
    """``total / count`` by weekday and slot; empty cells borrow from the slot, then from all."""
    overall = total.sum() / max(count.sum(), 1)
    of_slot = ratio_or(total.sum(0), count.sum(0), overall)
    return np.where(count > 0, ratio_or(total, count, 0.0), of_slot)
