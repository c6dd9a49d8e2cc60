"""
Level of a day: weekday, season, month, drift, recent weeks, public holidays.

    log level = base + weekday + season + month + eve + day after + drift + recent + holiday

All but the last two are one penalised regression over ordinary days; what the last days add and
what holidays take are measured on its residuals, so that a holiday never bends a weekday.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats, Ints
from forecasting.design import Design
from forecasting.features import is_holiday, weekday_of
from forecasting.holiday_effect import HolidayEffect, learn_holiday_effect
from forecasting.regression import ROBUST_SD, Regression, regress

WEIGHT_HALF_LIFE_DAYS = 365.0
RECENT_HALF_LIFE_DAYS = 8.0
RECENT_SD = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class DayLevels:
    """Learned level of days; ``recent`` and the holiday effect are logs of ratios."""

    design: Design
    regression: Regression
    recent: float
    holiday: HolidayEffect

    def mean(self, days: Ints, holidays: Mapping[dt.date, str]) -> Floats:
        """Expected contacts of whole days at full opening, shape ``(n_days,)``."""
        ordinary = self.design.columns(days, holidays) @ self.regression.coefficients
        return np.exp(ordinary + self.recent + self.holiday.log_ratio(days, holidays))


def learn_levels(
    days: Ints, total: Floats, share: Floats, last_day: int, holidays: Mapping[dt.date, str]
) -> DayLevels | None:
    """
    Learn the level from day totals; None when no ordinary day brought a contact.

    Parameters
    ----------
    days
        Local day numbers, ascending, shape ``(n_days,)``.
    total
        Contacts seen that day.
    share
        Share of the full day's profile that was open and seen.
    last_day
        Last local day of the history.
    holidays
        Public holidays by date.
    """
    ordinary = ~is_holiday(days, holidays) & (share > 0)
    if not total[ordinary].sum() > 0:
        return None
    worked = np.bincount(weekday_of(days[ordinary]), minlength=7) > 0
    design = Design(last_day, last_day - int(days[0]), worked)
    x = design.columns(days, holidays)
    age = (last_day - days)[ordinary]
    weight = 0.5 ** (age / WEIGHT_HALF_LIFE_DAYS)
    fit = regress(x[ordinary], total[ordinary], share[ordinary], weight, design.prior_sd())
    mean = share * np.exp(x @ fit.coefficients)
    recent = _recent(total[ordinary], mean[ordinary], age, fit)
    effect = learn_holiday_effect(days, total, mean, holidays)
    return DayLevels(design, fit, recent, effect)


def _recent(total: Floats, mean: Floats, age: Ints, fit: Regression) -> float:
    """Log ratio by which the last days ran above the regression, shrunk towards 0."""
    information = fit.information(mean)
    bound = ROBUST_SD / np.sqrt(information)
    error = np.clip((total - mean) / mean, -bound, bound)
    weight = information * 0.5 ** (age / RECENT_HALF_LIFE_DAYS)
    return float(np.log1p(max((weight @ error) / (weight.sum() + RECENT_SD**-2), -0.9)))
