"""
How handling times vary over the day and the week: learned in layers, each shrunk.

A layer multiplies what stands below it by a factor a cell and keeps only the part of each factor
that is more than chance. A cell without contacts keeps what the layers below say.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import convolve1d

from forecasting.arrays import ratio_or, sums_at
from forecasting.base import Floats, Ints

HALF_LIFE_DAYS = 180.0
SURE = 2.0
_ITSELF = np.ones(1)


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """
    Known slots of a history, arrays ``(n_known,)``.

    `variance` is that of `mean_s` over its expectation squared, `trust` how far a slot counts, 0 to
    1; `day` is the local day.
    """

    mean_s: Floats
    contacts: Floats
    variance: Floats
    trust: Floats
    day: Ints
    weekday: Ints
    slot: Ints
    n_slots: int


def handling_pattern(seen: Observed, level_s: Floats, day_cv: float) -> Floats:
    """
    Factors on the level by weekday and slot of the day, shape ``(7, n_slots)``.

    Parameters
    ----------
    level_s
        Level of the day of each known slot, seconds, ``(n_known,)``.
    day_cv
        Relative standard deviation of days around it, which no number of contacts averages out.
    """
    age = float(seen.day.max(initial=0)) - seen.day
    weight = seen.trust * 0.5 ** (age / HALF_LIFE_DAYS) / seen.variance
    table = np.ones((7, seen.n_slots))
    shared = _shared_by_day(seen, weight)
    smooth = _triangle(seen.n_slots)
    for rows, kernel in ((1, smooth), (1, _ITSELF), (0, _ITSELF), (7, smooth), (7, _ITSELF)):
        ratio = seen.mean_s / (level_s * table[seen.weekday, seen.slot])
        sums = np.zeros((3, 7, seen.n_slots))
        for total, part in zip(
            sums, (weight, weight * ratio, weight**2 * seen.variance), strict=True
        ):
            np.add.at(total, (seen.weekday, seen.slot), part)
        joined = _joined(sums, rows)
        if rows != 1:
            joined[2] += day_cv**2 * shared * joined[0] ** 2
        table = table * _factor(joined, kernel)
    return table


def _shared_by_day(seen: Observed, weight: Floats) -> Floats:
    """One over the days, as weights count them, that the mean of each weekday rests on."""
    days, row = np.unique(seen.day, return_inverse=True)
    of_day = sums_at(row, weight, len(days))
    weekday = np.zeros(len(days), np.int64)
    weekday[row] = seen.weekday
    total = sums_at(weekday, of_day, 7)
    return ratio_or(sums_at(weekday, of_day**2, 7), total**2, 1.0)[:, np.newaxis]


def _joined(sums: Floats, rows: int) -> Floats:
    """Sums by weekday and slot (7 rows), by slot (1), or by weekday alone (0)."""
    if rows == 7:
        return sums
    if rows == 1:
        return np.asarray(sums.sum(axis=1, keepdims=True))
    return np.asarray(sums.sum(axis=2, keepdims=True))


def _factor(sums: Floats, kernel: Floats) -> Floats:
    """
    Shrunk factors by weekday and slot, ``(7 or 1, n_slots or 1)``.

    The variance of the true factors is judged by moments: what squared departures of their means
    have beyond chance.
    """
    base = _smoothed(sums[0], kernel)
    mean = ratio_or(_smoothed(sums[1], kernel), base, 1.0)
    chance = ratio_or(_smoothed(sums[2], kernel**2), base**2, 1.0)
    departure = mean - 1
    weight = np.where(base > 0, 1 / np.maximum(chance, 1e-12), 0.0)
    real = _real_variance(departure, chance, weight, len(kernel))
    kept = real / (real + np.maximum(chance, 1e-12))
    factor: Floats = np.maximum(1 + np.where(base > 0, kept * departure, 0.0), 0.05)
    return factor


def _real_variance(departure: Floats, chance: Floats, weight: Floats, width: int) -> float:
    """
    Variance of true departures: what the squared ones have beyond chance, less its own error.

    Chance alone makes their sum, in units of its variance, the number of cells give or take the
    root of twice that; cells that are smoothed together err together.
    """
    n = np.count_nonzero(weight)
    beyond = float((weight * (departure**2 - chance)).sum()) - SURE * (2 * n * width) ** 0.5
    return max(beyond, 0.0) / max(float(weight.sum()), 1e-12)


def _triangle(n_slots: int) -> Floats:
    """Weights of neighbours that fall to nothing a little over an hour away."""
    reach = max(n_slots // 24, 1)
    return (reach + 1 - np.abs(np.arange(-reach, reach + 1))).astype(np.float64)


def _smoothed(values: Floats, kernel: Floats) -> Floats:
    """Weighted sums over neighbouring slots, midnight joined to midnight."""
    if len(kernel) == 1:
        return values
    return np.asarray(convolve1d(values, kernel, axis=-1, mode="wrap"))
