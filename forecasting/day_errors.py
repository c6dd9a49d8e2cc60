"""By how much whole days missed their forecast, from origins inside a history."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats, Ints, PointModel, Series
from forecasting.features import is_holiday, wall_clock
from forecasting.spread import day_sums

ORIGINS = 12
"""A week apart, in the second half of the history: 84 days of errors."""

LEAST_SEEN = 0.9
"""Share of its expected contacts whose slots must be known for a day to count."""

_WEEK_MINUTES = 7 * 1440


@dataclass(frozen=True, slots=True, eq=False)
class DayErrors:
    """
    Ordinary days of one series that were forecast from up to a week before, shape ``(n,)`` each.

    Parameters
    ----------
    day
        Local day numbers from 1970-01-01, ascending.
    expected, came
        Contacts of the slots that were known, as forecast and as they came.
    squares
        Sum of the squares of what was expected in each slot.
    """

    day: Ints
    expected: Floats
    came: Floats
    squares: Floats

    def chance(self, phi: float, slot_cv: float) -> Floats:
        """Variance of ``came / expected`` without a day factor, shape ``(n,)``."""
        return (phi * self.expected + slot_cv**2 * self.squares) / self.expected**2


def day_errors(
    learn: Callable[[Series], PointModel],
    series: Series,
    *,
    n_origins: int = ORIGINS,
    weeks_back: int | None = None,
) -> DayErrors:
    """
    Errors of a way of learning, seven days ahead from origins a week apart; no holidays.

    As many origins as lie in the second half of the history, at most `n_origins`; each learns from
    all that was before it, or from `weeks_back` weeks. Days of which over a tenth is missing, and
    days without expected contacts, are left out.
    """
    week = _WEEK_MINUTES // series.minutes
    n = min(n_origins, len(series) // week // 2)
    weeks = []
    for at in (len(series) - week * np.arange(n, 0, -1)).tolist():
        first = 0 if weeks_back is None else max(0, at - weeks_back * week)
        weeks.append(_week(learn(series.part(first, at)), series.part(at, at + week)))
    columns = [np.concatenate(column) for column in zip(*weeks, strict=True)]
    if not columns:
        return DayErrors(np.empty(0, np.int64), *np.empty((3, 0)))
    return DayErrors(columns[0].astype(np.int64), columns[1], columns[2], columns[3])


def _week(model: PointModel, ahead: Series) -> tuple[Ints, Floats, Floats, Floats]:
    day = wall_clock(ahead).day
    mean = np.where(ahead.is_open, model.mean(ahead), 0.0)
    seen = ahead.is_observed
    known = np.where(seen, mean, 0.0)
    days, full, expected = np.unique(day), day_sums(day, mean), day_sums(day, known)
    keep = (expected > 0) & (expected >= LEAST_SEEN * full) & ~is_holiday(days, ahead.holidays)
    came = day_sums(day, np.where(seen, ahead.y, 0.0))
    return days[keep], expected[keep], came[keep], day_sums(day, known**2)[keep]
