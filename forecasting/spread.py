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
from scipy.special import gammaincinv

from forecasting.arrays import distinct, sums_at
from forecasting.base import Floats, Ints, PointModel, Series
from forecasting.features import is_holiday, wall_clock

_ORIGINS = 12
_BAND = (0.1, 0.9)
_WORTH_A_BAND = 5.0  # contacts a slot; below, whole numbers alone decide what a band covers
_FEWEST_BUSY = 100
_SLOTS_OF_ONE = 300.0  # slots that a scale of 1 counts as much as
LEAD_DAYS = 7
LATE_WEEKS = 4
_HALF_LIFE_WEEKS = 12.0
_MOST_DAY_CV = 3.0
_HALVINGS = 14
_MOST_GROWTH = 3.0
_LEAST_PHI = 0.01
_CALM_SD = 3.0
_EXPECTED_GROWTH = 8.0
_WEEK_MINUTES = LEAD_DAYS * 1440


@dataclass(frozen=True, slots=True)
class Spread:
    """
    Where counts fall around their mean.

    Parameters
    ----------
    phi
        Variance of chance in units of the mean: 1 (Poisson) or more; less only where squared errors
        are clearly less than those of Poisson counts, as where a history tells tenths of contacts.
    slot_cv, day_cv
        Relative standard deviation of the slot's own factor and of the factor a day shares.
    scale
        Factor on the slot's standard deviation that made the 80 % band cover 80 %, drawn towards 1.
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
        counts one and the growth expected, of one, eight.
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
    return _quantile(mean, variance, np.asarray(levels, dtype=float)[:, None])


def _quantile(mean: Floats, variance: Floats, probability: Floats) -> Floats:
    some = mean > 0
    safe = np.where(some, mean, 1.0)
    sd = np.sqrt(np.where(some, variance, 1.0))
    skew = np.maximum(2 * sd**2 / safe - 1, 0.1) / sd
    shape = 4 / skew**2
    standard = (gammaincinv(shape, probability) - shape) / np.sqrt(shape)
    return np.where(some, np.maximum(safe + sd * standard, 0.0), 0.0)


def day_sums(day: Ints, values: Floats) -> Floats:
    """Sums of `values` over each local day, in the order of `numpy.unique` of `day`."""
    days, index = distinct(day)
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
        ahead = series.part(origin, min(origin + LATE_WEEKS * week, len(series)))
        errors = _errors(learn(series.part(0, origin)), ahead)
        soon.append(errors.slots(0, week))
        late.append(errors.slots(week, len(ahead)))
    if not soon or sum(errors.mean.sum() for errors in soon) < 1:
        return Spread()
    errors = _joined(soon)
    total, came = day_sums(errors.day, errors.mean), day_sums(errors.day, errors.actual)
    phi, slot_cv = _chance(errors.mean, errors.actual, errors.day, total, came)
    inside = Spread(phi, slot_cv, day_cv=0.0)
    raw = replace(inside, day_cv=_day_cv(soon, inside))
    late = [errors for errors in late if len(errors.mean)]
    late_cv = _day_cv(late, inside) if late else 0.0
    scale = _scale(errors, raw)
    return replace(raw, scale=scale, late_cv=late_cv, n_late=len(late))


@dataclass(frozen=True, slots=True, eq=False)
class _Errors:
    """
    Ordinary slots that were forecast from one origin before them, ``at`` so many slots ahead.

    ``beside_cv`` is what holidays near by add to the day factor, and no part of what is measured.
    """

    at: Ints
    mean: Floats
    actual: Floats
    day: Ints
    beside_cv: Floats

    def slots(self, first: int, until: int) -> "_Errors":
        """Only the slots from `first` to `until` (exclusive) ahead."""
        part = slice(*np.searchsorted(self.at, [first, until]).tolist())
        return _Errors(
            self.at[part],
            self.mean[part],
            self.actual[part],
            self.day[part],
            self.beside_cv[part],
        )


def _errors(model: PointModel, ahead: Series) -> _Errors:
    day = wall_clock(ahead).day
    mean = model.mean(ahead)
    keep = ahead.is_observed & ~is_holiday(day, ahead.holidays) & (mean > 0)
    _, index = distinct(day)
    beside_cv = np.sqrt(model.holiday_variance(ahead))[index]
    at = np.flatnonzero(keep)
    return _Errors(at, mean[keep], ahead.y[keep], day[keep], beside_cv[keep])


def _joined(errors: Sequence[_Errors]) -> _Errors:
    return _Errors(
        np.concatenate([e.at for e in errors]),
        np.concatenate([e.mean for e in errors]),
        np.concatenate([e.actual for e in errors]),
        np.concatenate([e.day for e in errors]),
        np.concatenate([e.beside_cv for e in errors]),
    )


def _chance(
    mean: Floats, actual: Floats, day: Ints, total: Floats, came: Floats
) -> tuple[float, float]:
    """Variance inside days, once each day's own level is known: ``phi mean + slot_cv² mean²``."""
    _, index = distinct(day)
    level = (came / np.maximum(total, 1e-9))[index]
    inside = np.minimum((actual - level * mean) ** 2, 16 * (mean + (0.3 * mean) ** 2))
    weight = 1 / (mean + (0.1 * mean) ** 2)
    terms = np.stack([mean * weight, mean**2 * weight], axis=1)
    (phi, share), _ = nnls(terms, inside * weight)
    if phi < 1 and not _is_calmer_than_poisson(mean, inside):
        beyond = (inside - mean) * weight
        phi, share = 1.0, max(0.0, (beyond @ terms[:, 1]) / (terms[:, 1] @ terms[:, 1]))
    return float(max(phi, _LEAST_PHI)), float(np.sqrt(share))


def _is_calmer_than_poisson(mean: Floats, squares: Floats) -> bool:
    """Whether squared errors are less than those of Poisson counts by 3 standard deviations."""
    sd = float(np.sqrt((2 * mean**2 + mean).sum()))
    return float((mean - squares).sum()) > _CALM_SD * sd


def _day_cv(errors: Sequence[_Errors], inside: Spread) -> float:
    """Day factor that puts 80 % of the day totals inside their 80 % band, late weeks first."""
    totals = [_totals(e, inside) for e in errors]
    mean, came, chance = (np.concatenate(values) for values in zip(*totals, strict=True))
    weeks = np.repeat(np.arange(len(totals))[::-1], [len(one[0]) for one in totals])
    weight = 0.5 ** (weeks / _HALF_LIFE_WEEKS)
    n = weight.sum() ** 2 / (weight**2).sum()
    level = min(1.0, (_BAND[1] - _BAND[0]) * (n + 1) / n)
    return weighted_quantile(_needed(mean, came, chance), weight, level)


def _totals(errors: _Errors, inside: Spread) -> tuple[Floats, Floats, Floats]:
    """Mean and count of each day, and the variance it has by chance and by holidays near by."""
    days, index = distinct(errors.day)
    mean, came = (sums_at(index, v, len(days)) for v in (errors.mean, errors.actual))
    chance = inside.day_variance(index, errors.mean, errors.beside_cv, len(days))
    return mean, came, chance


def _needed(mean: Floats, came: Floats, chance: Floats) -> Floats:
    """Day factor with which each count would lie on the edge of its band, by halving."""
    low, high = np.zeros_like(mean), np.full_like(mean, _MOST_DAY_CV)
    is_high = came > mean
    probability = np.where(is_high, _BAND[1], _BAND[0])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        edge = _quantile(mean, chance + (middle * mean) ** 2, probability)
        holds = np.where(is_high, edge >= came, edge <= came)
        low, high = np.where(holds, low, middle), np.where(holds, middle, high)
    return np.where(low > 0, high, 0.0)


def weighted_quantile(values: Floats, weight: Floats, level: float) -> float:
    """Value below which a share `level` of the weight lies; of equal weights the plain quantile."""
    order = np.argsort(values)
    middle = np.cumsum(weight[order]) - weight[order] / 2
    share = (middle - middle[0]) / max(middle[-1] - middle[0], 1e-12)
    return float(np.interp(level, share, values[order]))


def _scale(errors: _Errors, raw: Spread) -> float:
    """
    Factor on the standard deviation that puts 80 % of busy slots inside their 80 % band.

    Drawn towards 1 where few slots tell it: they come by days, which makes them fewer still.
    """
    busy = errors.mean >= _WORTH_A_BAND
    n_busy = np.count_nonzero(busy)
    if n_busy < _FEWEST_BUSY:
        return 1.0
    m, error = errors.mean[busy], (errors.actual - errors.mean)[busy]
    day_cv = np.hypot(raw.day_cv, errors.beside_cv[busy])
    low, high = count_quantiles(m, raw.slot_variance(m, day_cv), _BAND)
    used = np.where(error > 0, error / (high - m), -error / (m - low))
    found = np.clip(np.quantile(used, _BAND[1] - _BAND[0]), 0.5, 2.0)
    return float(found ** (n_busy / (n_busy + _SLOTS_OF_ONE)))
