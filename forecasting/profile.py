"""
How a day's contacts spread over its slots, by weekday: learned from all days, shrunk.

Layer on layer, from coarse to fine: all days smoothed, all days, each weekday smoothed, each
weekday, the last weeks. A layer multiplies what stands below it by a factor a slot, and keeps only
the part of each factor that is more than chance.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy.ndimage import convolve1d

from forecasting.arrays import ratio_or, sums_at
from forecasting.base import Bools, Floats, Ints

HALF_LIFE_DAYS = 365.0
TILT_HALF_LIFE_DAYS = 14.0
_TILT_HALF_LIVES = 20  # those before weigh less than a millionth
_ITSELF = np.ones(1)
_LEAST_FREE = 48
_LEAST_PHI = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """
    Share of the day's level by weekday and slot, ``table`` of shape ``(7, slots a day)``.

    ``phi`` is the variance of single counts around it in units of their mean: 1 where they are
    Poisson, a tenth where a history tells tenths of them. ``holiday`` is a table for public
    holidays by the weekday on which they fall, where they have one of their own.
    """

    table: Floats
    phi: float = 1.0
    holiday: Floats | None = None

    def at(self, weekday: Ints, slot: Ints, on_holiday: Bools) -> Floats:
        """Share of each slot, shape ``(n,)``."""
        own = self.table[weekday, slot]
        if self.holiday is None:
            return own
        return np.where(on_holiday, self.holiday[weekday, slot], own)

    def resting(self, weekdays: Bools) -> "Profile":
        """The same with nothing on some weekdays, Monday first, shape ``(7,)``."""
        return (
            replace(self, table=np.where(weekdays[:, None], 0.0, self.table))
            if weekdays.any()
            else self
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """
    Observed slots of ordinary days, arrays of shape ``(n,)``.

    ``level`` is the level of the slot's day, ``age`` the days from it to the end of the history.
    """

    weekday: Ints
    slot: Ints
    y: Floats
    level: Floats
    age: Ints

    def where(self, keep: Bools) -> Self:
        """Only the slots to keep."""
        return type(self)(
            self.weekday[keep], self.slot[keep], self.y[keep], self.level[keep], self.age[keep]
        )

    def sums(self, values: Floats, n_slots: int) -> Floats:
        """Sums of `values` by weekday and slot, shape ``(7, n_slots)``."""
        cell = self.weekday * n_slots + self.slot
        return sums_at(cell, values, 7 * n_slots).reshape(7, n_slots)


def flat_profile(slot: Ints, n_slots: int) -> Profile:
    """Same share for every slot, so that those in `slot` make a day."""
    return Profile(np.full((7, n_slots), 1 / max(len(np.unique(slot)), 1)))


def learn_profile(sample: Sample, n_slots: int) -> Profile:
    """
    Profile of each weekday; flat when nothing came.

    Wall times never seen are drawn between their neighbours; a weekday never seen has the profile
    of all days. The pooled profile adds up to 1 over the day.
    """
    weight = 0.5 ** (sample.age / HALF_LIFE_DAYS)
    came = sample.sums(weight * sample.y, n_slots)
    base = sample.sums(weight * sample.level, n_slots)
    if not came.sum() > 0:
        return flat_profile(sample.slot, n_slots)
    phi = _chance(sample, came, base)
    noise = phi * sample.sums(weight**2 * sample.level, n_slots)
    smooth = _triangle(n_slots)
    pool = _filled(_smoothed(came.sum(0), smooth), _smoothed(base.sum(0), smooth))
    pool = pool * _factor(came.sum(0), base.sum(0) * pool, noise.sum(0) * pool, _ITSELF)
    table = np.tile(pool, (7, 1))
    for kernel in (smooth, _ITSELF):
        table = table * _factor(came, base * table, noise * table, kernel)
    table = table * _lately(sample, table, phi, smooth)
    return Profile(_normalised(table, pool, base > 0), phi)


def _chance(sample: Sample, came: Floats, base: Floats) -> float:
    """
    Variance of a slot's count around its cell's share of the day, in units of its mean.

    Cells and days were drawn from the same counts, so that they take that much less of it; where
    hardly more counts are than these, it is taken as Poisson.
    """
    share = ratio_or(came, base, 0.0)
    mean = sample.level * share[sample.weekday, sample.slot]
    n_free = len(mean) - np.count_nonzero(base > 0) - len(np.unique(sample.age))
    if n_free < _LEAST_FREE:
        return 1.0
    squares = float(((sample.y - mean) ** 2).sum() / mean.sum())
    return max(_LEAST_PHI, squares * len(mean) / n_free)


def _lately(sample: Sample, table: Floats, phi: float, kernel: Floats) -> Floats:
    """Factor by which each slot ran above its profile in the last weeks, all weekdays together."""
    sample = sample.where(sample.age < _TILT_HALF_LIVES * TILT_HALF_LIFE_DAYS)
    weight = 0.5 ** (sample.age / TILT_HALF_LIFE_DAYS)
    mean = sample.level * table[sample.weekday, sample.slot]
    came, base, noise = (
        sums_at(sample.slot, values, table.shape[1])
        for values in (weight * sample.y, weight * mean, phi * weight**2 * mean)
    )
    return _factor(came, base, noise, kernel)


def _factor(came: Floats, expected: Floats, noise: Floats, kernel: Floats) -> Floats:
    """
    Ratio of what came to what was expected, shrunk towards 1 by how much of it is chance.

    `noise` is the variance of `came`. The variance of the true ratios is judged by moments over the
    last axis together: what the squared departures have beyond chance.
    """
    base = _smoothed(expected, kernel)
    seen = (expected > 0) & (base > 0)
    safe = np.where(seen, base, 1.0)
    departure = np.where(seen, _smoothed(came, kernel) / safe - 1, 0.0)
    chance = _smoothed(noise, kernel**2) / safe**2
    weight = np.where(seen, 1 / np.maximum(chance, 1e-12), 0.0)
    mass = np.maximum(weight.sum(-1, keepdims=True), 1e-12)
    real = (weight * (departure**2 - chance)).sum(-1, keepdims=True) / mass
    kept = np.maximum(real, 0.0) / np.maximum(np.maximum(real, 0.0) + chance, 1e-12)
    return np.asarray(1 + kept * departure)


def _triangle(n_slots: int) -> Floats:
    """Weights of neighbours that fall to nothing a little over an hour away."""
    reach = max(n_slots // 24, 1)
    return (reach + 1 - np.abs(np.arange(-reach, reach + 1))).astype(np.float64)


def _smoothed(values: Floats, kernel: Floats) -> Floats:
    """Weighted sums over neighbouring slots, midnight joined to midnight."""
    return np.asarray(convolve1d(values, kernel, axis=-1, mode="wrap"))


def _filled(came: Floats, base: Floats) -> Floats:
    """Share of each slot; slots without base are drawn between their neighbours."""
    seen = np.flatnonzero(base > 0)
    return np.interp(np.arange(len(base)), seen, came[seen] / base[seen])


def _normalised(table: Floats, pool: Floats, seen: Bools) -> Floats:
    """Scale every weekday so that its seen slots hold what they hold in the pool."""
    pool_sum = np.where(seen, pool, 0.0).sum(1)
    own_sum = np.where(seen, table, 0.0).sum(1)
    return np.asarray(table * ratio_or(pool_sum, own_sum, 1.0)[:, None] / pool.sum())
