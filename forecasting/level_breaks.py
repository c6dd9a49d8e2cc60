"""Days on which a level broke: from one day to the next, and for good."""

import math

import numpy as np
from scipy.special import xlogy

from forecasting.base import Floats, Ints

LEAST_DAYS = 14
_WINDOW = 28
_NEAR = 7
_LEAST_LOG = 0.26
_LEAST_T = 6.0
_ABRUPT = 0.6
_MOST = 4
THIN = 2.0
_THIN_CONTACTS = 60.0
_THIN_T = 4.5
_LEAST = 1e-9


def level_breaks(days: Ints, log_ratio: Floats, noise: Floats) -> tuple[int, ...]:
    """
    First days of new levels, ascending.

    Parameters
    ----------
    days
        Observed ordinary days, ascending.
    log_ratio
        Log of what came over what weekday, season and month explain, without drift.
    noise
        Standard deviation of `log_ratio` by chance.

    Notes
    -----
    At a break the means of the 28 observed days before and after differ by 30 % at least and by 6
    standard errors, and those of the 7 days on either side by 60 % of that: a rise over weeks is
    drift. Of that the last 7 of the days after keep 60 %: what a storm leaves behind fades. The
    clearest is taken first, then others at least 14 observed days away.
    """
    score = _scores(log_ratio, noise)
    return tuple(int(days[at]) for at in _clearest(score, LEAST_DAYS))


def _clearest(score: Floats, apart: int) -> list[int]:
    """Where the highest scores above 0 are, so far apart, ascending."""
    taken: list[int] = []
    while len(taken) < _MOST and score.size and score.max() > 0:
        at = int(np.argmax(score))
        taken.append(at)
        score[max(at - apart, 0) : at + apart] = 0.0
    return sorted(taken)


def _scores(log_ratio: Floats, noise: Floats) -> Floats:
    """How clear a break before each observed day is; 0 where there is none."""
    score = np.zeros(len(log_ratio))
    for at in _candidates(log_ratio):
        before, after = slice(max(at - _WINDOW, 0), at), slice(at, at + _WINDOW)
        step = float(np.median(log_ratio[after]) - np.median(log_ratio[before]))
        near = np.mean(log_ratio[at : at + _NEAR]) - np.mean(log_ratio[at - _NEAR : at])
        error = math.hypot(*(_error(log_ratio[part], noise[part]) for part in (before, after)))
        left = np.mean(log_ratio[after][-_NEAR:]) - np.median(log_ratio[before])
        is_clear = abs(step) > max(_LEAST_LOG, _LEAST_T * error)
        if is_clear and near / step >= _ABRUPT and left / near >= _ABRUPT:
            score[at] = abs(step) / error
    return score


def _candidates(log_ratio: Floats) -> list[int]:
    """Days around which the means of the nearest days differ: cheap to find, and few."""
    n = len(log_ratio)
    if n < 2 * LEAST_DAYS:
        return []
    sums = np.concatenate([[0.0], np.cumsum(log_ratio)])
    at = np.arange(LEAST_DAYS, n - LEAST_DAYS + 1)
    near = (sums[at + _NEAR] - 2 * sums[at] + sums[at - _NEAR]) / _NEAR
    return [int(day) for day in at[np.abs(near) > _ABRUPT * _LEAST_LOG]]


def _error(values: Floats, noise: Floats) -> float:
    """Standard error of a mean, no smaller than chance allows."""
    own = float(np.std(values))
    return max(own, float(np.sqrt(np.mean(noise**2)))) / float(np.sqrt(len(values)))


def thin_breaks(days: Ints, came: Floats, due: Floats, variance: Floats) -> tuple[int, ...]:
    """
    First days of new levels where a day brings so little that its log says nothing.

    Notes
    -----
    Counts on either side of a day, over as many days as are due 60 contacts, are held against one
    common ratio by the deviance of a quasi-Poisson; a break has a root of it of 4.5 at least.
    """
    n = len(days)
    width = max(_WINDOW, math.ceil(_THIN_CONTACTS / float(due.mean())))
    at = np.arange(LEAST_DAYS, n - LEAST_DAYS + 1)
    y, m, v = (np.concatenate([[0.0], np.cumsum(x)]) for x in (came, due, variance))
    low, high = np.maximum(at - width, 0), np.minimum(at + width, n)
    ya, yb, ma, mb = y[at] - y[low], y[high] - y[at], m[at] - m[low], m[high] - m[at]
    ratio = np.maximum(ya + yb, _LEAST) / (ma + mb)
    deviance = 2 * (xlogy(ya, ya / (ma * ratio)) + xlogy(yb, yb / (mb * ratio)))
    phi = (v[high] - v[low]) / (m[high] - m[low])
    score = np.zeros(n)
    score[at] = np.sqrt(np.maximum(deviance, 0.0) / phi)
    score[score < _THIN_T] = 0.0
    return tuple(int(days[one]) for one in _clearest(score, width))
