"""What a public holiday does to an open queue, learned from few holidays and a prior."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.arrays import looked_up
from forecasting.base import Floats, Ints
from forecasting.closing import HolidayDays

PRIOR_RATIO = 0.85
PRIOR_SD = 0.5
BETWEEN_NAMES_SD = 0.2
NOISE_SD = 0.2
_LEAST_RATIO = 0.02
_LEAST_SHARE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class HolidayEffect:
    """Log of the ratio to an ordinary day: of any holiday, and of those seen before by name."""

    any_log: float
    log_by_name: Mapping[str, float]

    def log_ratio(self, days: Ints, holidays: HolidayDays) -> Floats:
        """
        Log ratio of each day, 0 on ordinary days, shape ``(n_days,)``.

        A holiday of a share w of the customers takes the ratio r of all of them to 1 - w + w r. One
        never seen, on which a queue is open that closes on most, is a small one: its log is that of
        any holiday times the chance that such a day is open.
        """
        by_day = {
            day: self.log_by_name.get(name, self.any_log * (1 - holidays.closed[day]))
            for day, name in holidays.name.items()
        }
        logs = looked_up(by_day, days)
        return np.asarray(np.log1p(holidays.shares(days) * np.expm1(logs)))


def learn_holiday_effect(
    days: Ints, total: Floats, mean: Floats, holidays: HolidayDays
) -> HolidayEffect:
    """
    Ratio of holidays to the ordinary days they would have been, shrunk in two steps.

    All holidays together are pulled towards ``PRIOR_RATIO``, each name towards all together.
    `mean` is what an ordinary day would have brought, for each of `days`. Days on which not even
    one contact was expected teach nothing, nor do holidays of under a fifth of the customers.
    """
    logs: dict[str, list[float]] = {}
    for at in np.flatnonzero(holidays.is_in(days) & (mean >= 1)).tolist():
        day = int(days[at])
        share = holidays.share[day]
        if share >= _LEAST_SHARE:
            ratio = max(1 + (total[at] / mean[at] - 1) / share, _LEAST_RATIO)
            logs.setdefault(holidays.name[day], []).append(float(np.log(ratio)))
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
