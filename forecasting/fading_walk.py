"""Whether the walk found in a level is one: what the last weeks say of carrying it ahead."""

import numpy as np

from forecasting.base import Ints
from forecasting.regression import Normal, Regression, Totals

_MOST_ORIGINS = 12
_LEAST_ORIGINS = 6
_AHEAD_DAYS = 28
_WORTH_A_CHANGE = 0.98


def walk_fades(totals: Totals, age: Ints, fit: Regression, walking: Normal, still: Normal) -> bool:
    """
    Whether days were missed less, by 2 % or more, where the level does not walk.

    Up to twelve origins a week apart, in the second half of the history, each forecast the four
    weeks after them under both priors; fewer than six, in under twelve weeks, say nothing. Weights
    and working responses are those of `fit` to the whole history.

    Parameters
    ----------
    age
        Days from each total to the end of the history, shape ``(n,)``.
    """
    n_origins = min(_MOST_ORIGINS, int(age.max(initial=0) + 1) // 14)
    if n_origins < _LEAST_ORIGINS:
        return False
    origins = 7 * np.arange(1, n_origins + 1)
    by_walk, by_none = (_missed(totals, age, fit, prior, origins) for prior in (walking, still))
    return by_none < _WORTH_A_CHANGE * by_walk


def _missed(totals: Totals, age: Ints, fit: Regression, prior: Normal, origins: Ints) -> float:
    """Absolute errors of the totals ahead of all origins, told by their age."""
    precision = prior.precision()
    pull = precision @ prior.all_means()
    missed = 0.0
    for origin in origins:
        w = np.where(age >= origin, fit.w, 0.0)
        projected = totals.project(w * fit.target)
        unknowns = np.linalg.solve(totals.gram(w) + precision, projected + pull)
        ahead = (age < origin) & (age >= origin - _AHEAD_DAYS)
        missed += float(np.abs(totals.mean(np.asarray(unknowns)) - totals.y)[ahead].sum())
    return missed
