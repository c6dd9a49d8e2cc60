"""
The drift of a level: a random walk plus a departure that fades, looked at from the end of history.

    Cov(g(s), g(t)) = walk_sd² min(s, t) / 7  +  swing_sd² exp(-|s - t| / swing_days)

with s and t in days since the history began. The walk stays where it is, the swing fades with the
lead, and the variance of a forecast grows as both say.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from forecasting.base import Floats, Ints

_WEEK = 7.0
_JITTER = 1e-6
_FURTHEST_DAYS = 120


@dataclass(frozen=True, slots=True)
class DriftPrior:
    """
    How a level may wander.

    ``walk_sd`` is the standard deviation of the walk's log step over a week, ``swing_sd`` that of
    the swing's log, ``swing_days`` the days after which a swing has fallen to 1 / e.
    """

    walk_sd: float = 0.025
    swing_sd: float = 0.05
    swing_days: float = 14.0

    def covariance(self, s: Floats, t: Floats) -> Floats:
        """Covariance between the times `s` and `t`, shape ``(len(s), len(t))``."""
        walk = self.walk_sd**2 / _WEEK * np.minimum(s[:, None], t[None, :])
        swing = self.swing_sd**2 * np.exp(-np.abs(s[:, None] - t[None, :]) / self.swing_days)
        return np.asarray(walk + swing)


@dataclass(frozen=True, slots=True, eq=False)
class Knots:
    """
    Times at which the drift is estimated; between them it is a straight line.

    ``times`` are days since the history began, ascending, the last one its end: every four days in
    the last eight weeks, every week over a year, every four weeks before.
    """

    times: Floats

    @classmethod
    def over(cls, span_days: int) -> Self:
        """Knots of a history of `span_days` days."""
        ages = [*range(0, 56, 4), *range(56, 366, 7), *range(366, max(span_days, 367), 28)]
        times = np.array([span_days - age for age in ages if age < span_days] or [0.0], dtype=float)
        return cls(np.unique(np.append(times, 0.0)))

    def __len__(self) -> int:
        return len(self.times)

    def between(self, at: Floats) -> "Between":
        """Where the times `at`, ascending, lie between the knots."""
        if len(self) == 1:
            return Between.beside(np.zeros(len(at), np.int64), np.zeros(len(at)), 1)
        right = np.clip(np.searchsorted(self.times, at, side="left"), 1, len(self) - 1)
        left = right - 1
        share = (at - self.times[left]) / (self.times[right] - self.times[left])
        return Between.beside(left, share, len(self))

    def prior_covariance(self, prior: DriftPrior) -> Floats:
        """Covariance of the drift at the knots before any count is seen."""
        return prior.covariance(self.times, self.times) + _JITTER * np.eye(len(self))


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """
    Ascending times between knots: `share` of the way from knot `left` to the next, of `n` knots.

    It is a matrix with two weights a row, taken apart because sparse ones are slow when small.
    ``used`` are the knots that times lie behind, ``first`` the first such time of each.
    """

    left: Ints
    share: Floats
    n: int
    used: Ints
    first: Ints

    @classmethod
    def beside(cls, left: Ints, share: Floats, n: int) -> Self:
        """Times at their share of the way from the knots `left` of `n`."""
        return cls(left, share, n, *np.unique(left, return_index=True))

    def values(self, at_knots: Floats) -> Floats:
        """Straight lines between values at the knots, shape ``(n_times,)``."""
        following = np.minimum(self.left + 1, self.n - 1)
        return np.asarray((1 - self.share) * at_knots[self.left] + self.share * at_knots[following])

    def sums(self, v: Floats) -> Floats:
        """Transpose of the matrix times `v`, for a vector or for the columns of a matrix."""
        share = self.share if v.ndim == 1 else self.share[:, None]
        found = self._by_knot((1 - share) * v)
        found[1:] += self._by_knot(share * v)[:-1]
        return found

    def gram(self, w: Floats) -> Floats:
        """Weighted cross products of the weights, shape ``(n, n)``: three diagonals."""
        diagonal = self._by_knot((1 - self.share) ** 2 * w)
        diagonal[1:] += self._by_knot(self.share**2 * w)[:-1]
        beside = self._by_knot(self.share * (1 - self.share) * w)[:-1]
        return np.asarray(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))

    def _by_knot(self, v: Floats) -> Floats:
        """Sums of `v` over the times behind each knot, along the first axis."""
        sums = np.zeros((self.n, *v.shape[1:]))
        if len(self.used):
            sums[self.used] = np.add.reduceat(v, self.first, axis=0)
        return sums


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """
    A learned drift.

    ``values`` are the logs at the knots, ``pull`` what they say of times behind the end, and
    ``ahead`` the variance of the log on each of the days after it.
    """

    knots: Knots
    prior: DriftPrior
    values: Floats
    pull: Floats
    ahead: Floats

    def mean(self, at: Floats) -> Floats:
        """Expected log at days since the history began; behind the end the swing fades."""
        end = self.knots.times[-1]
        found = self.knots.between(np.minimum(at, end)).values(self.values)
        later = at > end
        if later.any():
            found[later] = self.prior.covariance(at[later], self.knots.times) @ self.pull
        return np.asarray(found)

    def variance_ahead(self, at: Floats) -> Floats:
        """Variance of the log at times behind the end of the history, shape ``(len(at),)``."""
        lead = np.clip(np.round(at - self.knots.times[-1]).astype(int), 0, len(self.ahead) - 1)
        return np.asarray(self.ahead[lead])


def learned_drift(knots: Knots, prior: DriftPrior, values: Floats, covariance: Floats) -> Drift:
    """Drift of these values at the knots, of which `covariance` is left unknown."""
    before = knots.prior_covariance(prior)
    gain = np.linalg.inv(before)
    at = knots.times[-1] + np.arange(_FURTHEST_DAYS + 1.0)
    reach = prior.covariance(at, knots.times) @ gain
    own = prior.walk_sd**2 / _WEEK * at + prior.swing_sd**2
    ahead = own - ((reach @ (before - covariance)) * reach).sum(axis=1)
    return Drift(knots, prior, values, gain @ values, np.maximum(ahead, 0.0))


def days_since(days: Ints, first_day: int) -> Floats:
    """Day numbers as times of a drift whose history began on `first_day`."""
    return np.asarray(days - first_day, dtype=np.float64)
