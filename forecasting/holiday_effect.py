"""What a public holiday does to an open queue, learned from few holidays and a prior."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from forecasting.arrays import looked_up
from forecasting.base import Floats, Ints
from forecasting.closing import HolidayDays

PRIOR_RATIO = 0.85
PRIOR_SD = 0.5
UNKNOWN_SD = 0.3
BETWEEN_NAMES_SD = 0.2
NOISE_SD = 0.2
_LEAST_RATIO = 0.02
_LEAST_SHARE = 0.2
_ONE_SD = float(np.hypot(NOISE_SD, BETWEEN_NAMES_SD))
_PRIOR_HOLIDAYS = 4.0
_MOST_SQUARE = 1.0
_LEAST_SD = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class HolidayEffect:
    """
    Log of the ratio to an ordinary day: of any holiday, and of those seen before by name.

    ``n_by_name`` says how often each was seen, ``one_variance`` how far the log of one holiday lies
    off that of all.
    """

    any_log: float
    log_by_name: Mapping[str, float]
    n_by_name: Mapping[str, int] = field(default_factory=dict)
    one_variance: float = _ONE_SD**2

    def variance(self, days: Ints, holidays: HolidayDays) -> Floats:
        """
        Variance of the log ratio of each day around what is expected, 0 on ordinary days.

        With a variance v of one holiday around all, half of it between names and half of it from
        year to year, n holidays seen and k of the name: ``v / 2 + v / 2 / (1 + k) + a / (1 + k)²``,
        where ``a = 1 / (1 / UNKNOWN_SD² + n / v)`` is what is not known of all of them. One never
        seen, on which a queue is open that closes on most, has as small a part of it as of the log.
        Where a day is silent with a chance of s, it is ``(variance + s) / (1 - s)`` of the mean².
        """
        half = self.one_variance / 2
        n_seen = sum(self.n_by_name.values())
        common = 1 / (1 / UNKNOWN_SD**2 + n_seen / self.one_variance)
        by_day = {}
        for day, name in holidays.name.items():
            unknown = 1 / (1 + self.n_by_name.get(name, 0))
            size = 1.0 if name in self.n_by_name else 1 - holidays.closed[day]
            by_day[day] = size**2 * (half + half * unknown + common * unknown**2)
        of_open = looked_up(by_day, days) * holidays.shares(days) ** 2
        silent = _silences(days, holidays)
        return np.asarray((of_open + silent) / (1 - silent))

    def log_ratio(self, days: Ints, holidays: HolidayDays) -> Floats:
        """
        Log ratio of each day, 0 on ordinary days, shape ``(n_days,)``.

        A holiday of a share w of the customers takes the ratio r of all of them to 1 - w + w r. One
        never seen, on which a queue is open that closes on most, is a small one: its log is that of
        any holiday times the chance that such a day is open. Where nobody told which are closed,
        the ratio is multiplied by that chance.
        """
        by_day = {
            day: self.log_by_name.get(name, self.any_log * (1 - holidays.closed[day]))
            for day, name in holidays.name.items()
        }
        logs = looked_up(by_day, days)
        open_log = np.log1p(holidays.shares(days) * np.expm1(logs))
        return np.asarray(open_log + np.log1p(-_silences(days, holidays)))


def learn_holiday_effect(
    days: Ints, total: Floats, mean: Floats, holidays: HolidayDays, cv2: float = 0.0
) -> HolidayEffect:
    """
    Ratio of holidays to the ordinary days they would have been, shrunk in two steps.

    All holidays together are pulled towards ``PRIOR_RATIO``, each name towards all together.
    `mean` is what an ordinary day would have brought, for each of `days`, and `cv2` the squared
    factor by which ordinary days vary. Days on which not even one contact was expected teach
    nothing, nor do closed ones and those of under a fifth of the customers.
    """
    logs: dict[str, list[float]] = {}
    chances: dict[str, list[float]] = {}
    told = holidays.is_in(days) & (mean >= 1) & (looked_up(holidays.closed, days) < 1)
    for at in np.flatnonzero(told).tolist():
        name, share = holidays.name[int(days[at])], holidays.share[int(days[at])]
        if share >= _LEAST_SHARE:
            ratio = max(1 + (total[at] / mean[at] - 1) / share, _LEAST_RATIO)
            logs.setdefault(name, []).append(float(np.log(ratio)))
            chances.setdefault(name, []).append(float(1 / (mean[at] * ratio) + cv2) / share**2)
    all_logs = np.array([log for values in logs.values() for log in values])
    all_chances = np.array([chance for values in chances.values() for chance in values])
    any_log = _posterior(all_logs, float(np.log(PRIOR_RATIO)), PRIOR_SD, _ONE_SD)
    by_name = {
        name: _posterior(np.array(values), any_log, BETWEEN_NAMES_SD, NOISE_SD)
        for name, values in logs.items()
    }
    return HolidayEffect(
        any_log,
        by_name,
        {name: len(values) for name, values in logs.items()},
        _one_variance(all_logs - any_log, all_chances),
    )


def _silences(days: Ints, holidays: HolidayDays) -> Floats:
    """Probability that nothing comes on each day, never sure."""
    return np.minimum(holidays.silences(days), 1 - _LEAST_RATIO)


def _one_variance(departure: Floats, chance: Floats) -> float:
    """Squared departures of single holidays beyond chance, and four of the prior's."""
    real = np.minimum(departure**2, _MOST_SQUARE) - chance
    found = (_PRIOR_HOLIDAYS * _ONE_SD**2 + real.sum()) / (_PRIOR_HOLIDAYS + len(departure))
    return max(float(found), _LEAST_SD**2)


def _posterior(values: Floats, prior: float, prior_sd: float, noise_sd: float) -> float:
    """Mean of a normal with a normal prior."""
    strength = (noise_sd / prior_sd) ** 2
    return float((values.sum() + strength * prior) / (len(values) + strength))
