"""
Which queues are busy on the same days: correlation of the day factors of many series.

Measured on days that were forecast from before them. Chance pulls a plain correlation of errors
towards 0, so it is taken out of the variances first; what is left is shrunk towards what all pairs
have in common, and that towards a prior.
"""

from collections.abc import Sequence

import numpy as np

from forecasting.base import Floats
from forecasting.day_errors import DayErrors

PRIOR, PRIOR_SD = 0.3, 0.2
"""Correlation of two series of which nothing is known; a judgement from real histories."""

BETWEEN_DAYS = 0.5
"""Of the factors of two days of one series: a level that is missed is missed all week."""

FARTHEST = 3.0
"""Standard deviations at which the error of a day is cut off: a storm is not the rule."""

_LEAST_CV = 0.02


def day_correlation(
    errors: Sequence[DayErrors], phi: Sequence[float], slot_cv: Sequence[float]
) -> Floats:
    """
    Correlation of the day factors of every two series, shape ``(n, n)``.

    Parameters
    ----------
    errors
        Days of each series; those that two series share are compared.
    phi, slot_cv
        Chance inside the days of each, as its `Prediction` states it.

    Returns
    -------
    numpy.ndarray
        Symmetric, positive semidefinite, 1 on the diagonal. Swapping series swaps its rows and
        columns.

    Notes
    -----
    With relative errors ``e``, weights ``w = 1 / (chance + 0.1²)`` and sums over common days::

        cov_ij  = sum sqrt(w_i w_j) e_i e_j / sum sqrt(w_i w_j)
        real_i  = sum w_i (e_i² - chance_i) / sum w_i               at least 0.02²
        r_ij    = cov_ij / sqrt(real_i real_j)
        noise_ij = max(1, cov_ii cov_jj / (real_i real_j)) / days   variance of r_ij by chance

    All pairs together are the mean of ``r`` with weights ``1 / noise``, shrunk to the prior; each
    pair keeps ``spread / (spread + noise)`` of its departure from that, ``spread`` being the
    variance of departures beyond noise.
    """
    n = len(errors)
    if n < 2:
        return np.eye(n)
    covariance, real, n_days = _moments(errors, phi, slot_cv)
    scale = np.sqrt(np.outer(real, real))
    variance = np.diag(covariance)
    noise = np.maximum(np.outer(variance, variance) / scale**2, 1.0) / np.maximum(n_days, 1e-9)
    upper = np.triu_indices(n, 1)
    shrunk = np.eye(n)
    shrunk[upper] = _shrunk((covariance / scale)[upper], noise[upper])
    return _positive(shrunk + shrunk.T - np.eye(n))


def _moments(
    errors: Sequence[DayErrors], phi: Sequence[float], slot_cv: Sequence[float]
) -> tuple[Floats, Floats, Floats]:
    """Covariance of relative errors, their variance beyond chance, and common days."""
    days = np.unique(np.concatenate([e.day for e in errors]))
    weighted, root = np.zeros((2, len(errors), len(days)))
    real = np.full(len(errors), _LEAST_CV**2)
    for row, (one, p, cv) in enumerate(zip(errors, phi, slot_cv, strict=True)):
        if not len(one.day):
            continue
        at = np.searchsorted(days, one.day)
        chance = one.chance(p, cv)
        weight = 1 / (chance + 0.1**2)
        relative = _cut(one.came / one.expected - 1, np.sqrt(weight))
        root[row, at] = np.sqrt(weight)
        weighted[row, at] = np.sqrt(weight) * relative
        beyond = float(np.average(relative**2 - chance, weights=weight))
        real[row] = max(beyond, _LEAST_CV**2)
    covariance = weighted @ weighted.T / np.maximum(root @ root.T, 1e-9)
    known = (root > 0).astype(float)
    return covariance, real, known @ known.T


def _cut(relative: Floats, root_weight: Floats) -> Floats:
    """Errors no farther out than `FARTHEST` robust standard deviations."""
    standard = relative * root_weight
    limit = FARTHEST * 1.4826 * float(np.median(np.abs(standard)))
    return np.clip(standard, -limit, limit) / root_weight


def _shrunk(measured: Floats, noise: Floats) -> Floats:
    weight = 1 / noise
    total = float(weight.sum())
    common = (weight @ measured + PRIOR / PRIOR_SD**2) / (total + 1 / PRIOR_SD**2)
    spread = 0.0
    if len(measured) > 1:
        spread = max(0.0, float(weight @ ((measured - common) ** 2 - noise)) / total)
    kept = spread / (spread + noise)
    return np.clip(common + kept * (measured - common), -1.0, 1.0)


def _positive(matrix: Floats) -> Floats:
    """Nearest correlation matrix, near enough: negative eigenvalues cut off, diagonal 1."""
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= 0:
        return matrix
    made = (vectors * np.maximum(values, 0.0)) @ vectors.T
    root = np.sqrt(np.diag(made))
    scaled = np.asarray(made / np.outer(root, root), dtype=np.float64)
    np.fill_diagonal(scaled, 1.0)
    return (scaled + scaled.T) / 2
