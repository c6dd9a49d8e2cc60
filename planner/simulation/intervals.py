"""
Confidence intervals of ratios from weeks that are independent of each other.

A week is one observation, so contacts of one week may depend on each other as they like.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import stats

from planner.arrays import FloatArray, IntArray
from planner.errors import InputError
from planner.staffing.checks import checked

Masked = np.ma.MaskedArray[Any, np.dtype[np.float64]]

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Estimates with the bounds of their confidence intervals, masked where nothing was counted."""

    mean: Masked
    low: Masked
    high: Masked


def ratio_estimate(
    part: FloatArray, whole: FloatArray, confidence: float = CONFIDENCE, most: float = np.inf
) -> Estimate:
    """
    Ratio of two sums over weeks, with the t interval of the delta method.

    Parameters
    ----------
    part, whole
        Of each week, ``(n_weeks, ...)``, at least 0.
    most
        No bound lies above it, nor below 0.

    Notes
    -----
    With R the ratio of the sums and n weeks, the squared standard error is
    ``sum((part - R whole)^2) / (n (n - 1)) / mean(whole)^2`` (W. G. Cochran, *Sampling
    Techniques*, 3rd ed., 1977, ch. 6). Degrees of freedom are the weeks that count anything, less
    one.
    """
    ratio, error, t = _ratio(part, whole, confidence)
    low = np.maximum(ratio - t * error, 0.0)
    high = np.minimum(ratio + t * error, most)
    return _estimate(whole, ratio, low, high)


def share_estimate(part: FloatArray, whole: FloatArray, confidence: float = CONFIDENCE) -> Estimate:
    """
    Share of counted contacts, with an interval that never has zero width.

    Arguments as for `ratio_estimate`; `part` is a count out of the count `whole`.

    Notes
    -----
    Wilson's interval with the t quantile and the effective number of contacts
    ``R (1 - R) / error^2``, at most the number of contacts, which is also taken where all weeks
    agree: E. L. Korn and B. I. Graubard, *Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data*, Survey Methodology 24(2), 1998, who do
    the same with another binomial interval.

    Examples
    --------
    >>> week = np.array([[80.0], [90.0], [70.0]])
    >>> found = share_estimate(week, np.full((3, 1), 100.0))
    >>> [round(float(x[0]), 3) for x in (found.low, found.mean, found.high)]
    [0.49, 0.8, 0.943]
    """
    ratio, error, t = _ratio(part, whole, confidence)
    n = np.maximum(whole.sum(axis=0), 1.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        effective = ratio * (1.0 - ratio) / error**2
    effective = np.where(error > 0, np.minimum(effective, n), n)
    low, high = _wilson(ratio, np.maximum(effective, 1e-9), t)
    return _estimate(whole, ratio, low, high)


def proportion(n_met: IntArray, n: IntArray, confidence: float = CONFIDENCE) -> Estimate:
    """Share of `n` independent cases, with Wilson's score interval; masked where `n` is 0."""
    z = stats.norm.ppf(0.5 + _checked_confidence(confidence) / 2)
    cases = np.maximum(n, 1).astype(np.float64)
    share = n_met / cases
    low, high = _wilson(share, cases, np.asarray(z))
    return _estimate(n[None].astype(np.float64), share, low, high)


def _ratio(
    part: FloatArray, whole: FloatArray, confidence: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Ratio, its standard error, and the quantile of t that goes with it."""
    n = part.shape[0]
    if n < 2:
        raise InputError(f"n_weeks is {n}; an interval needs at least 2")
    total = whole.sum(axis=0)
    ratio = part.sum(axis=0) / np.where(total > 0, total, 1.0)
    squares = ((part - ratio * whole) ** 2).sum(axis=0)
    error = np.sqrt(squares * n / (n - 1)) / np.where(total > 0, total, 1.0)
    freedom = np.maximum((whole > 0).sum(axis=0) - 1, 1)
    t = stats.t.ppf(0.5 + _checked_confidence(confidence) / 2, freedom)
    return ratio, error, np.asarray(t, dtype=np.float64)


def _wilson(share: FloatArray, n: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray]:
    squared = z**2 / n
    centre = (share + squared / 2) / (1 + squared)
    half = np.sqrt(share * (1 - share) * squared + squared**2 / 4) / (1 + squared)
    low = np.where(share > 0, centre - half, 0.0)
    high = np.where(share < 1, centre + half, 1.0)
    return np.clip(low, 0.0, share), np.clip(high, share, 1.0)


def _estimate(whole: FloatArray, mean: FloatArray, low: FloatArray, high: FloatArray) -> Estimate:
    nothing = whole.sum(axis=0) == 0
    return Estimate(*(np.ma.masked_array(x, nothing) for x in (mean, low, high)))


def _checked_confidence(confidence: float) -> float:
    return float(
        checked("confidence", confidence, most=1.0, least_allowed=False, most_allowed=False)
    )
