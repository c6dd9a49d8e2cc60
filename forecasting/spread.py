"""
How far counts stray from their mean, measured out of sample, and the quantiles that follow.

One model for every forecaster: a count is its mean, times a factor the whole day shares, times a
factor of the slot, plus chance. Its first three moments are those of a negative binomial with the
same mean and variance; the quantiles are those of a gamma distribution shifted to match all three
(Pearson type III), so they are continuous and never cross.
"""

from collections.abc import Callable, Sequence
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
LATE_WEEKS = 4
_MOST_GROWTH = 3.0
_EXPECTED_GROWTH = 2.0
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
    late_cv, n_late
        As `day_cv`, two to four weeks ahead instead of one; and from how many origins.
    """

    phi: float = 1.0
    slot_cv: float = 0.1
    day_cv: float = 0.15
    scale: float = 1.0
    late_cv: float = 0.0
    n_late: int = 0

    def growth(self, expected: float) -> float:
        """
        Factor on the variance that a level gains with the lead, from what was measured.

        `expected` is what it should gain from the first week to the three after it. Each origin
        counts one and no growth beyond the expected two.
        """
        if not (self.n_late and expected > 0):
            return 1.0
        measured = np.clip((self.late_cv**2 - self.day_cv**2) / expected, 0.0, _MOST_GROWTH)
        return float((self.n_late * measured + _EXPECTED_GROWTH) / (self.n_late + _EXPECTED_GROWTH))

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
    days after it, and the three weeks after those as far as the history goes. Holidays are left
    out. With under two weeks of history, or next to no contacts, the defaults of `Spread` stand.
    """
    week = _WEEK_MINUTES // series.minutes
    n_origins = min(_ORIGINS, len(series) // week // 2)
    soon, late = [], []
    for origin in (len(series) - week * np.arange(n_origins, 0, -1)).tolist():
        model = learn(series.part(0, origin))
        soon.append(_errors(model, series.part(origin, origin + week)))
        if origin + week < len(series):
            late.append(_errors(model, series.part(origin + week, origin + LATE_WEEKS * week)))
    if not soon or sum(errors.mean.sum() for errors in soon) < 1:
        return Spread()
    errors = _joined(soon)
    total, came = day_sums(errors.day, errors.mean), day_sums(errors.day, errors.actual)
    phi, slot_cv = _chance(errors.mean, errors.actual, errors.day, total, came)
    inside = Spread(phi, slot_cv, day_cv=0.0)
    raw = replace(inside, day_cv=_day_cv(soon, inside))
    late = [errors for errors in late if len(errors.mean)]
    late_cv = _day_cv(late, inside) if late else 0.0
    scale = _scale(errors.mean, errors.actual, raw)
    return replace(raw, scale=scale, late_cv=late_cv, n_late=len(late))


@dataclass(frozen=True, slots=True, eq=False)
class _Errors:
    """Mean, actual and day of ordinary slots that were forecast from one origin before them."""

    mean: Floats
    actual: Floats
    day: Ints


def _errors(model: PointModel, ahead: Series) -> _Errors:
    day = wall_clock(ahead).day
    mean = model.mean(ahead)
    keep = ahead.is_observed & ~is_holiday(day, ahead.holidays) & (mean > 0)
    return _Errors(mean[keep], ahead.y[keep], day[keep])


def _joined(errors: Sequence[_Errors]) -> _Errors:
    return _Errors(
        np.concatenate([e.mean for e in errors]),
        np.concatenate([e.actual for e in errors]),
        np.concatenate([e.day for e in errors]),
    )


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


def _day_cv(errors: Sequence[_Errors], inside: Spread) -> float:
    """Day factor that puts 80 % of the day totals inside their 80 % band."""
    needed = np.concatenate([_needed(e, inside) for e in errors])
    n = len(needed)
    level = min(1.0, (_BAND[1] - _BAND[0]) * (n + 1) / n)
    return float(np.sqrt(max(np.quantile(needed, level), 0.0)))


def _needed(errors: _Errors, inside: Spread) -> Floats:
    """Squared day factor with which the error of each day would lie on the band's edge."""
    days, index = np.unique(errors.day, return_inverse=True)
    total, came = (sums_at(index, v, len(days)) for v in (errors.mean, errors.actual))
    chance = inside.day_variance(index, errors.mean, np.zeros_like(errors.mean), len(days))
    return np.asarray((((came - total) / _Z) ** 2 - chance) / total**2)


def _scale(mean: Floats, actual: Floats, raw: Spread) -> float:
    """Factor on the standard deviation that puts 80 % of busy slots inside their 80 % band."""
    busy = mean >= _WORTH_A_BAND
    if np.count_nonzero(busy) < 100:
        return 1.0
    m, error = mean[busy], (actual - mean)[busy]
    low, high = count_quantiles(m, raw.slot_variance(m, np.full_like(m, raw.day_cv)), _BAND)
    used = np.where(error > 0, error / (high - m), -error / (m - low))
    return float(np.clip(np.quantile(used, _BAND[1] - _BAND[0]), 0.5, 2.0))
