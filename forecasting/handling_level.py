"""
The level of handling times from day to day: one that drifts, under days that differ by chance.

    level(d + 1) = level(d) + drift,   ratio(d) = level(d) + day + sampling noise

Drift and day-to-day variance are those, of a few, that make the ratios likeliest when each is
forecast from the days before it (Kalman filter).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from forecasting.base import Floats, Ints

DRIFTS = (0.0, 1e-6, 1e-5, 1e-4, 4e-4, 1.6e-3)
DAYS = (0.0, 1e-4, 4e-4, 1.6e-3, 6.4e-3, 2.5e-2, 0.1)
_GRID = np.array(list(product(DRIFTS, DAYS)))
FAR = 3.0
START_VARIANCE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class HandlingLevel:
    """
    Levels of the days of a history.

    Parameters
    ----------
    of_day
        Level of each day as the whole history sees it, shape ``(n_days,)``.
    last
        Level at the end, which stays.
    day_cv
        Relative standard deviation of single days around it.
    trust
        1 for an ordinary day and less the farther it lies off, ``(n_days,)``.
    """

    of_day: Floats
    last: float
    day_cv: float
    trust: Floats


def handling_level(ratio: Floats, variance: Floats, day: Ints) -> HandlingLevel:
    """
    Level of days whose mean ratio to something fixed is known, around 1.

    Parameters
    ----------
    ratio, variance
        Mean of each day, and its variance by sampling alone, ``(n_days,)``.
    day
        Number of each day, ascending; days may be absent.
    """
    gap = np.diff(day, prepend=day[0]).astype(np.float64)
    start = float(np.average(ratio[:7], weights=1 / variance[:7]))
    drift, apart = _likeliest(ratio, variance, gap, start)
    filtered, spread = _filter(ratio, variance, gap, start, drift, apart)
    smooth = filtered.copy()
    for d in range(len(ratio) - 2, -1, -1):
        ahead = spread[d] + drift * gap[d + 1]
        gain = spread[d] / ahead if ahead > 0 else 1.0
        smooth[d] += gain * (smooth[d + 1] - filtered[d])
    miss = np.abs(ratio - smooth) / np.sqrt(apart + variance)
    trust = np.minimum(1.0, FAR / np.maximum(miss, FAR)) ** 2
    return HandlingLevel(smooth, float(filtered[-1]), float(np.sqrt(apart)), trust)


def _likeliest(ratio: Floats, variance: Floats, gap: Floats, start: float) -> tuple[float, float]:
    """Variance of the drift a day and of single days; the smallest of equally likely ones."""
    drift, apart = _GRID.T
    level = np.full(len(_GRID), start)
    spread = np.full(len(_GRID), START_VARIANCE)
    loss = np.zeros(len(_GRID))
    for d in range(len(ratio)):
        spread += drift * gap[d]
        total = spread + apart + variance[d]
        miss = np.clip((ratio[d] - level) / np.sqrt(total), -FAR, FAR)
        loss += np.log(total) + miss**2
        level += spread * miss / np.sqrt(total)
        spread *= 1 - spread / total
    best = _GRID[int(np.argmin(loss))]
    return float(best[0]), float(best[1])


def _filter(
    ratio: Floats, variance: Floats, gap: Floats, start: float, drift: float, apart: float
) -> tuple[Floats, Floats]:
    """Level after each day and its variance; a day far off counts as one not quite so far."""
    level, spread = start, START_VARIANCE
    levels, spreads = np.empty(len(ratio)), np.empty(len(ratio))
    for d in range(len(ratio)):
        spread += drift * gap[d]
        total = spread + apart + variance[d]
        miss = min(max((ratio[d] - level) / total**0.5, -FAR), FAR)
        level += spread * miss / total**0.5
        spread *= 1 - spread / total
        levels[d], spreads[d] = level, spread
    return levels, spreads
