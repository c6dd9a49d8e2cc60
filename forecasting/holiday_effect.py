"""What a public holiday does to an open queue, learned from few holidays and a prior."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats, Ints
from forecasting.features import day_number

PRIOR_RATIO = 0.85
PRIOR_SD = 0.5
BETWEEN_NAMES_SD = 0.2
NOISE_SD = 0.2
_LEAST_RATIO = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class HolidayEffect:
    """Log of the ratio to an ordinary day: of any holiday, and of those seen before by name."""

    any_log: float
    log_by_name: Mapping[str, float]

    def log_ratio(self, days: Ints, holidays: Mapping[dt.date, str]) -> Floats:
        """Log ratio of each day, 0 on ordinary days, shape ``(n_days,)``."""
        by_day = {
            day_number(date): self.log_by_name.get(name, self.any_log)
            for date, name in holidays.items()
        }
        return np.array([by_day.get(day, 0.0) for day in days.tolist()])


def learn_holiday_effect(
    days: Ints, total: Floats, mean: Floats, holidays: Mapping[dt.date, str]
) -> HolidayEffect:
    """
    Ratio of holidays to the ordinary days they would have been, shrunk in two steps.

    All holidays together are pulled towards ``PRIOR_RATIO``, each name towards all together.
    `mean` is what an ordinary day would have brought, for each of `days`. Days on which not even
    one contact was expected teach nothing.
    """
    index = {day: at for at, day in enumerate(days.tolist())}
    logs: dict[str, list[float]] = {}
    for date, name in holidays.items():
        at = index.get(day_number(date))
        if at is not None and mean[at] >= 1:
            ratio = max(total[at] / mean[at], _LEAST_RATIO)
            logs.setdefault(name, []).append(float(np.log(ratio)))
    all_logs = [log for values in logs.values() for log in values]
    spread = float(np.hypot(NOISE_SD, BETWEEN_NAMES_SD))
    any_log = _posterior(all_logs, float(np.log(PRIOR_RATIO)), PRIOR_SD, spread)
    by_name = {
        name: _posterior(values, any_log, BETWEEN_NAMES_SD, NOISE_SD)
        for name, values in logs.items()
    }
    return HolidayEffect(any_log, by_name)


def _posterior(values: list[float], prior: float, prior_sd: float, noise_sd: float) -> float:
    """Mean of a normal with a normal prior."""
    strength = (noise_sd / prior_sd) ** 2
    return (sum(values) + strength * prior) / (len(values) + strength)
