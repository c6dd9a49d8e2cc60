"""Sample paths of many series together: days that are busy on one tend to be so on others."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr

from forecasting.base import Floats, Ints, Prediction
from forecasting.day_correlation import BETWEEN_DAYS
from forecasting.sums import joint_spread
from planner.errors import InputError

_LEAST_CV = 1e-6


def joint_paths(
    predictions: Sequence[Prediction], correlation: Floats, n_paths: int, seed: int
) -> Iterator[Ints]:
    """
    Counts as chance would have them, one series after the other, all of the same futures.

    Path i of one series goes with path i of every other, so that paths of a sum are sums of paths.
    A series at a time, so that a thousand of them need no memory at once.

    Parameters
    ----------
    predictions
        Of all series, each over slots of its own; days are matched by their local date.
    correlation
        Of the day factors, shape ``(n_series, n_series)``, positive semidefinite.
    n_paths
        How many, at least 1.
    seed
        A whole number of at least 0; the same one gives the same paths.

    Yields
    ------
    numpy.ndarray
        Whole counts of a series, shape ``(n_paths, n_slots)``; 0 where closed.

    Raises
    ------
    InputError
        When the correlation does not fit the series or is none, or `n_paths` is below 1.

    Notes
    -----
    For each path and day, normal numbers with the given correlation between series, and
    `BETWEEN_DAYS` between days, become the day factors by their probability: gamma numbers of mean
    1 and relative standard deviation `day_cv` (a Gaussian copula). Given those, slots are
    independent: Poisson, times a gamma factor of each slot that gives the count the variance of its
    band.
    """
    root = _root(correlation, len(predictions))
    if n_paths < 1:
        raise InputError(f"n_paths is {n_paths}; use 1 or more")
    days = np.unique(np.concatenate([p.day for p in predictions] or [np.empty(0, np.int64)]))
    common, *own = np.random.default_rng(seed).spawn(1 + len(predictions))
    normal = _normal(common, (n_paths, len(days), root.shape[1]))
    for row, (prediction, rng) in enumerate(zip(predictions, own, strict=True)):
        chance = ndtr((normal @ root[row].astype(np.float32)).astype(np.float64))
        at = np.searchsorted(days, prediction.day)
        yield _paths(prediction, chance[:, at], rng)


def _normal(rng: np.random.Generator, shape: tuple[int, int, int]) -> NDArray[np.float32]:
    """Standard normal numbers by path, day and series, days of a path correlated."""
    each = rng.standard_normal(shape, np.float32)
    always = rng.standard_normal((shape[0], 1, shape[2]), np.float32)
    found: NDArray[np.float32] = each * np.float32((1 - BETWEEN_DAYS) ** 0.5)
    found += always * np.float32(BETWEEN_DAYS**0.5)
    return found


def _paths(prediction: Prediction, chance: Floats, rng: np.random.Generator) -> Ints:
    """Counts of one series whose day factors have the probabilities `chance` in each slot."""
    spread = joint_spread([prediction], np.eye(1))
    mean, own, shared = spread.mean[0], spread.own[0], spread.shared[0]
    some = mean > 0
    safe = np.where(some, mean, 1.0)
    day_cv = np.where(some, shared / safe, 0.0).round(9)
    rate = mean * _gamma_quantile(day_cv, chance)
    cv2 = np.where(some, np.maximum(own - mean, 0.0) / safe**2, 0.0)
    shape = 1 / np.maximum(cv2, _LEAST_CV**2)
    factor = rng.standard_gamma(np.broadcast_to(shape, rate.shape)) / shape
    return np.asarray(rng.poisson(rate * factor), dtype=np.int64)


def _gamma_quantile(cv: Floats, chance: Floats) -> Floats:
    """Gamma numbers of mean 1, ``(n_paths, n_slots)``, once for every day and spread in it."""
    new = np.r_[True, (np.diff(cv) != 0) | (np.diff(chance[0]) != 0)] if cv.size else cv > 0
    index = np.cumsum(new) - 1
    first = np.flatnonzero(new)
    shape = 1 / np.maximum(cv[first], _LEAST_CV) ** 2
    some = cv[first] > _LEAST_CV
    values = np.ones((len(chance), len(first)))
    values[:, some] = gammaincinv(shape[some], chance[:, first][:, some]) / shape[some]
    return values[:, index]


def _root(correlation: Floats, n: int) -> Floats:
    """Matrix whose rows times independent normal numbers have the correlation."""
    if correlation.shape != (n, n):
        raise InputError(
            f"correlation has shape {correlation.shape}, there are {n} series; give ({n}, {n})"
        )
    if n and not np.allclose(np.diag(correlation), 1.0):
        raise InputError(
            "correlation is not 1 on its diagonal; give the correlation of day factors"
        )
    values, vectors = np.linalg.eigh(correlation)
    if n and values[0] < -1e-6 * n:
        raise InputError(
            f"correlation has the negative eigenvalue {values[0]:g}; no days behave so, use the "
            "matrix that day_correlation gives"
        )
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)), dtype=np.float64)
