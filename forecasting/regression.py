"""
Penalised quasi-Poisson regression of day totals on columns and a drift.

    log E y = offset + x b + drift,    variance m + cv2 m²

by iteratively reweighted least squares under normal priors.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import erf, exp1

from forecasting.base import Floats
from forecasting.drift import Between

TRUSTED_SD = 1.25
KEPT_SD = 3.0
_STEPS = 15
_CLOSE = 1e-3
_LEAST_CV2 = 4e-4
_MOST_CV2 = 10.0
_LIKE_THE_REST = 0.2
_FIRST_CV2 = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Normal:
    """Normal prior of the unknowns: independent columns, then the drift at its knots."""

    mean: Floats
    sd: Floats
    drift: "Precision"

    def precision(self) -> Floats:
        """Inverse covariance of all unknowns."""
        k, n = len(self.sd), len(self.drift.matrix)
        inverse = np.zeros((k + n, k + n))
        inverse[np.arange(k), np.arange(k)] = 1 / self.sd**2
        inverse[k:, k:] = self.drift.matrix
        return inverse

    def log_determinant(self) -> float:
        """Log determinant of the covariance of all unknowns."""
        return 2 * float(np.log(self.sd).sum()) + self.drift.log_determinant

    def all_means(self) -> Floats:
        """Prior means of columns and knots; the drift's is 0."""
        return np.concatenate([self.mean, np.zeros(len(self.drift.matrix))])


@dataclass(frozen=True, slots=True, eq=False)
class Precision:
    """Inverse of a covariance, and the log determinant of the covariance."""

    matrix: Floats
    log_determinant: float

    @classmethod
    def of(cls, covariance: Floats) -> Self:
        """Invert a covariance."""
        factor = cho_factor(covariance)
        inverse = cho_solve(factor, np.eye(len(covariance)))
        return cls(inverse, 2 * float(np.log(np.diag(factor[0])).sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """
    What is regressed.

    Parameters
    ----------
    x
        Columns, shape ``(n, k)``; the first is all ones.
    knots
        Where the days lie between the drift's knots.
    y
        Totals, shape ``(n,)``, not all 0.
    exposure
        Share of a full day behind each total, above 0.
    weight
        Weight of each day, e.g. for its age.
    """

    x: Floats
    knots: Between
    y: Floats
    exposure: Floats
    weight: Floats

    def base(self) -> float:
        """Log of the mean level, around which the first coefficient has its prior."""
        return float(np.log(self.y.sum() / self.exposure.sum()))

    def predictor(self, unknowns: Floats) -> Floats:
        """Log of the mean of a full day."""
        k = self.x.shape[1]
        return np.asarray(self.base() + self.x @ unknowns[:k] + self.knots.values(unknowns[k:]))

    def mean(self, unknowns: Floats) -> Floats:
        """Expected totals, shape ``(n,)``."""
        return self.exposure * np.exp(np.clip(self.predictor(unknowns), -30, 30))

    def gram(self, w: Floats) -> Floats:
        """Weighted cross products of all columns and knots."""
        k = self.x.shape[1]
        weighted = self.x * w[:, None]
        cross, own = self.knots.sums(weighted), self.knots.gram(w)
        gram = np.empty((k + own.shape[0],) * 2)
        gram[:k, :k] = weighted.T @ self.x
        gram[k:, :k], gram[:k, k:], gram[k:, k:] = cross, cross.T, own
        return gram

    def project(self, v: Floats) -> Floats:
        """Products of all columns and knots with `v`."""
        return np.concatenate([self.x.T @ v, self.knots.sums(v)])


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """
    A fitted log-linear mean.

    ``unknowns`` are columns, then knots; the variance of a total with mean m is ``m + cv2 m²``.
    ``w`` and ``target`` are weights and working responses of the last step.
    """

    unknowns: Floats
    cv2: float
    w: Floats
    target: Floats

    def information(self, mean: Floats) -> Floats:
        """Inverse variance of the log of a total with this mean."""
        return mean / (1 + self.cv2 * mean)


def regress(totals: Totals, prior: Normal, trusted_sd: float = TRUSTED_SD) -> Regression:
    """
    Most probable unknowns.

    Notes
    -----
    A day more than `trusted_sd` standard deviations off keeps only ``trusted_sd / distance`` of its
    weight (Huber), so that a few wild days bend little. Rare busy days would so be missing from the
    mean: in the end it becomes that of all days, their errors cut at 3 standard deviations. ``cv2``
    is by moments: what relative errors have beyond Poisson chance.

    Where all days brought over a fifth more or less than that expects, no few days are wild, and
    the search begins anew from a fit that trusts them all.
    """
    fit = _iterated(totals, prior, prior.all_means(), trusted_sd)
    if abs(_log_missed(totals, fit)) > _LIKE_THE_REST:
        free = _iterated(totals, prior, prior.all_means(), np.inf)
        fit = _iterated(totals, prior, free.unknowns, trusted_sd)
    return _with_mean_of_all(totals, fit)


def _iterated(totals: Totals, prior: Normal, start: Floats, trusted_sd: float) -> Regression:
    """Most probable unknowns from a start; where all days are trusted, ``cv2`` stays the first."""
    precision, middle = prior.precision(), prior.all_means()
    u, cv2 = start.copy(), _FIRST_CV2
    w = target = np.empty(0)
    for _ in range(_STEPS):
        log_mean = np.clip(totals.predictor(u), -30, 30)
        mean = totals.exposure * np.exp(log_mean)
        error = (totals.y - mean) / mean
        information = mean / (1 + cv2 * mean)
        trust = totals.weight * _trust(error, information, trusted_sd)
        w, target = trust * information, log_mean - totals.base() + error
        solved = np.linalg.solve(
            totals.gram(w) + precision, totals.project(w * target) + precision @ middle
        )
        step = np.clip(solved - u, -2, 2)
        u = u + step
        if np.isfinite(trusted_sd):
            cv2 = _day_cv2(error, mean, trust, _square_lost(trusted_sd))
        if np.abs(step).max() < _CLOSE:
            break
    return Regression(u, cv2, w, target)


def _log_missed(totals: Totals, fit: Regression) -> float:
    """Log of what all days brought over what they were expected to bring."""
    mean = totals.mean(fit.unknowns)
    return float(np.log((totals.weight @ totals.y) / (totals.weight @ mean)))


def _trust(error: Floats, information: Floats, trusted_sd: float) -> Floats:
    """Weight that a relative error keeps for its size, above 0 and at most 1."""
    far = np.sqrt(error**2 * information + 1e-12)
    return np.minimum(1.0, trusted_sd / far)


def _square_lost(trusted_sd: float) -> float:
    """Mean square of a normal error over its mean trusted square: 1 + k E1(k²/2) / (2π)^½ / erf."""
    k = trusted_sd
    return float(1 + k * exp1(k**2 / 2) / np.sqrt(2 * np.pi) / erf(k / np.sqrt(2)))


def _with_mean_of_all(totals: Totals, fit: Regression) -> Regression:
    """The same with a base at which all days together bring what they brought."""
    mean = totals.mean(fit.unknowns)
    most = KEPT_SD / np.sqrt(fit.information(mean))
    error = np.clip((totals.y - mean) / mean, -most, most)
    weight = totals.weight * mean
    unknowns = fit.unknowns.copy()
    unknowns[0] += np.log1p((weight * error).sum() / weight.sum())
    return replace(fit, unknowns=unknowns)


def evidence(gram: Floats, projected: Floats, prior: Normal) -> float:
    """
    Log probability of the working responses, up to what does not depend on the prior.

    ``gram`` and ``projected`` are `Totals.gram` and `Totals.project` of the weights and weighted
    responses of a fit.
    """
    precision, middle = prior.precision(), prior.all_means()
    factor = cho_factor(gram + precision)
    u = cho_solve(factor, projected + precision @ middle)
    quadratic = u @ (projected + precision @ middle) - middle @ precision @ middle
    spread = 2 * float(np.log(np.diag(factor[0])).sum())
    return 0.5 * float(quadratic - spread - prior.log_determinant())


def _day_cv2(error: Floats, mean: Floats, trust: Floats, square_lost: float) -> float:
    """Squared day factor by moments: what relative errors have beyond Poisson chance."""
    w = trust * (mean / (1 + _FIRST_CV2 * mean)) ** 2
    beyond = square_lost * error**2 - 1 / mean
    return float(np.clip((w * beyond).sum() / w.sum(), _LEAST_CV2, _MOST_CV2))
