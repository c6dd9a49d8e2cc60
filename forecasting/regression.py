"""Penalised quasi-Poisson regression of day totals, by iteratively reweighted least squares."""

from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats

ROBUST_SD = 3.0
_STEPS = 15
_LEAST_CV2 = 4e-4
_FIRST_CV2 = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """
    A fitted log-linear mean.

    ``cv2`` is the squared coefficient of variation of the day factor: the variance of a total with
    mean m is ``m + cv2 m²``.
    """

    coefficients: Floats
    cv2: float

    def information(self, mean: Floats) -> Floats:
        """Inverse variance of the log of a total with this mean."""
        return mean / (1 + self.cv2 * mean)


def regress(x: Floats, y: Floats, exposure: Floats, weight: Floats, prior_sd: Floats) -> Regression:
    """
    Most probable coefficients of ``log E y = x b + log exposure`` under normal priors.

    Parameters
    ----------
    x
        Columns, shape ``(n, k)``; the first is all ones.
    y
        Totals, shape ``(n,)``, not all 0.
    exposure
        Share of a full day behind each total, above 0.
    weight
        Weight of each day, e.g. for its age.
    prior_sd
        Prior standard deviation of each coefficient around 0, shape ``(k,)``; 0 drops the column.
        The first is around the log of the mean level.

    Notes
    -----
    Variance ``m + cv2 m²`` with ``cv2`` by moments; a day more than 2.5 standard deviations off
    keeps only ``2.5 / distance`` of its weight (Huber), so that one outage or storm bends little.
    """
    used = prior_sd > 0
    x_used, penalty = x[:, used], np.diag(1 / prior_sd[used] ** 2)
    base = np.log(y.sum() / exposure.sum())
    b = np.zeros(x_used.shape[1])
    cv2 = _FIRST_CV2
    for _ in range(_STEPS):
        mean = exposure * np.exp(np.clip(base + x_used @ b, -30, 30))
        error = (y - mean) / mean
        information = mean / (1 + cv2 * mean)
        trust = weight * np.minimum(1.0, ROBUST_SD / np.sqrt(error**2 * information + 1e-12))
        w = trust * information
        target = x_used @ b + error
        solved = np.linalg.solve((x_used.T * w) @ x_used + penalty, x_used.T @ (w * target))
        step = np.clip(solved - b, -2, 2)
        b = b + step
        cv2 = _day_cv2(error, mean, trust)
        if np.abs(step).max() < 1e-6:
            break
    coefficients = np.zeros(len(prior_sd))
    coefficients[used] = b
    coefficients[0] += base
    return Regression(coefficients, cv2)


def _day_cv2(error: Floats, mean: Floats, trust: Floats) -> float:
    """Squared day factor by moments: what relative errors have beyond Poisson chance."""
    w = trust * (mean / (1 + _FIRST_CV2 * mean)) ** 2
    return float(np.clip((w * (error**2 - 1 / mean)).sum() / w.sum(), _LEAST_CV2, 1.0))
