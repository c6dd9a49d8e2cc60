"""
How far counts stray from their mean, measured out of sample, and the quantiles that follow.

One model for every forecaster: a count is its mean, times a factor the whole day shares, times a
factor of the slot, plus chance. Its first three moments are those of a negative binomial with the
same mean and variance; the quantiles are those of a gamma distribution shifted to match all three
(Pearson type III), so they are continuous and never cross.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import nnls
from scipy.special import gammaincinv, ndtri

from forecasting.arrays import sums_at
from forecasting.base import Floats, Ints, PointModel, Series
from forecasting.features import is_holiday, wall_clock

_ORIGINS = 12
_BAND = (0.1, 0.9)
_Z = float(ndtri(_BAND[1]))
_WORTH_A_BAND = 5.0  # contacts a slot; below, whole numbers alone decide what a band covers
LEAD_DAYS = 7
_WEEK_MINUTES = LEAD_DAYS * 1440


@dataclass(frozen=True, slots=True)
class Spread:
    """
    Where counts fall around their mean.

    Parameters
    ----------
    phi
        Variance of chance in units of the mean, at least 1 (Poisson).
    slot_cv, day_cv
        Relative standard deviation of the slot's own factor and of the factor a day shares.
    scale
        Factor on the slot's standard deviation that made the 80 % band cover 80 %.
    """

    phi: float = 1.0
    slot_cv: float = 0.1
    day_cv: float = 0.15
    scale: float = 1.0

    def slot_variance(self, mean: Floats, day_cv: Floats) -> Floats:
        """Variance of the count of each slot around `mean`, given its day's factor."""
        share = self.slot_cv**2 + day_cv**2
        return self.scale**2 * (self.phi * mean + share * mean**2)

    def day_variance(self, index: Ints, mean: Floats, day_cv: Floats, n_days: int) -> Floats:
        """Variance of the contacts of each whole day, shape ``(n_days,)``."""
        own = self.phi * mean + self.slot_cv**2 * mean**2
        return sums_at(index, own, n_days) + sums_at(index, day_cv * mean, n_days) ** 2


def count_quantiles(mean: Floats, variance: Floats, levels: tuple[float, ...]) -> Floats:
    """
    Quantiles of counts, shape ``(n_levels, n)``; 0 where the mean is 0.

    The shifted gamma has the skewness of a negative binomial, ``(2 variance / mean - 1) /
    sqrt(variance)``; values below 0 become 0.
    """
    some = mean > 0
    safe = np.where(some, mean, 1.0)
    sd = np.sqrt(np.where(some, variance, 1.0))
    skew = np.maximum(2 * sd**2 / safe - 1, 0.1) / sd
    shape = 4 / skew**2
    probability = np.asarray(levels, dtype=float)[:, None]
    standard = (gammaincinv(shape, probability) - shape) / np.sqrt(shape)
    return np.where(some, np.maximum(safe + sd * standard, 0.0), 0.0)


def day_sums(day: Ints, values: Floats) -> Floats:
    """Sums of `values` over each local day, in the order of `numpy.unique` of `day`."""
    days, index = np.unique(day, return_inverse=True)
    return sums_at(index, values, len(days))


def measured_spread(learn: Callable[[Series], PointModel], series: Series) -> Spread:
    """
    Spread that a way of learning shows out of sample, on the last weeks of its own history.

    Up to twelve origins a week apart, in the second half of the history; each forecasts the seven
    days after it. Holidays are left out. With under two weeks of history, or next to no contacts,
    the defaults of `Spread` stand.
    """
    errors = _errors(learn, series)
    if errors is None:
        return Spread()
    mean, actual, day = errors
    total, came = day_sums(day, mean), day_sums(day, actual)
    phi, slot_cv = _chance(mean, actual, day, total, came)
    inside = Spread(phi, slot_cv, day_cv=0.0)
    days, index = np.unique(day, return_inverse=True)
    chance = inside.day_variance(index, mean, np.zeros_like(mean), len(days))
    raw = replace(inside, day_cv=_day_cv(came - total, total, chance))
    return replace(raw, scale=_scale(mean, actual, raw))


def _errors(
    learn: Callable[[Series], PointModel], series: Series
) -> tuple[Floats, Floats, Ints] | None:
    """Mean, actual and day of ordinary slots that were forecast from before them."""
    week = _WEEK_MINUTES // series.minutes
    n_origins = min(_ORIGINS, len(series) // week // 2)
    means, actuals, days = [], [], []
    for origin in (len(series) - week * np.arange(n_origins, 0, -1)).tolist():
        model = learn(series.part(0, origin))
        ahead = series.part(origin, origin + week)
        clock = wall_clock(ahead)
        mean = model.mean(ahead)
        keep = ahead.is_observed & ~is_holiday(clock.day, ahead.holidays) & (mean > 0)
        means.append(mean[keep])
        actuals.append(ahead.y[keep])
        days.append(clock.day[keep])
    if not means or sum(m.sum() for m in means) < 1:
        return None
    return np.concatenate(means), np.concatenate(actuals), np.concatenate(days)


def _chance(
    mean: Floats, actual: Floats, day: Ints, total: Floats, came: Floats
) -> tuple[float, float]:
    """Variance inside days, once each day's own level is known: ``phi mean + slot_cv² mean²``."""
    _, index = np.unique(day, return_inverse=True)
    level = (came / np.maximum(total, 1e-9))[index]
    inside = np.minimum((actual - level * mean) ** 2, 16 * (mean + (0.3 * mean) ** 2))
    weight = 1 / (mean + (0.1 * mean) ** 2)
    terms = np.stack([mean * weight, mean**2 * weight], axis=1)
    (phi, share), _ = nnls(terms, inside * weight)
    if phi < 1:
        beyond = (inside - mean) * weight
        phi, share = 1.0, max(0.0, (beyond @ terms[:, 1]) / (terms[:, 1] @ terms[:, 1]))
    return float(phi), float(np.sqrt(share))


def _day_cv(error: Floats, total: Floats, own: Floats) -> float:
    """Day factor that puts 80 % of the day totals inside their 80 % band."""
    needed = ((error / _Z) ** 2 - own) / total**2
    n = len(needed)
    level = min(1.0, (_BAND[1] - _BAND[0]) * (n + 1) / n)
    return float(np.sqrt(max(np.quantile(needed, level), 0.0)))


def _scale(mean: Floats, actual: Floats, raw: Spread) -> float:
    """Factor on the standard deviation that puts 80 % of busy slots inside their 80 % band."""
    busy = mean >= _WORTH_A_BAND
    if np.count_nonzero(busy) < 100:
        return 1.0
    m, error = mean[busy], (actual - mean)[busy]
    low, high = count_quantiles(m, raw.slot_variance(m, np.full_like(m, raw.day_cv)), _BAND)
    used = np.where(error > 0, error / (high - m), -error / (m - low))
    return float(np.clip(np.quantile(used, _BAND[1] - _BAND[0]), 0.5, 2.0))
