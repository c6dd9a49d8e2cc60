"""
The band of a sum of series: what a queue of several priorities, a channel or everybody gets.

Quantiles do not add up: that all parts turn out high at once is rarer than that one does. Means
and variances do, once it is known what the parts share. Each part's variance is split in two, that
of the factor its day shares, which the parts have in common as far as their correlation says, and
the rest, which is independent from slot to slot and from part to part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, Self

import numpy as np

from forecasting.base import Floats, Ints
from forecasting.spread import count_quantiles

_SMALLEST, _LARGEST = 0.25, 4.0
_ROUNDS = 3


class Part(Protocol):
    """One series of a sum: a `forecasting.base.Prediction`, or what else has its numbers."""

    @property
    def mean(self) -> Floats:
        """Expected contacts, shape ``(n_slots,)``."""
        ...

    @property
    def levels(self) -> tuple[float, ...]:
        """Probabilities of the quantiles."""
        ...

    @property
    def quantiles(self) -> Floats:
        """Shape ``(n_levels, n_slots)``."""
        ...

    @property
    def day_cv(self) -> float | Floats:
        """Relative standard deviation of the day's factor, one for all slots or each its own."""
        ...

    @property
    def slot_cv(self) -> float:
        """Relative standard deviation of the slot's own factor."""
        ...

    @property
    def phi(self) -> float:
        """Variance of the remaining chance in units of the mean."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class JointSpread:
    """
    Where the counts of several series fall together.

    Parameters
    ----------
    mean
        Expected contacts, shape ``(n_series, n_slots)``.
    own
        Variance that each slot of each series has to itself, of the same shape.
    shared
        Standard deviation that comes from the factor of the day, of the same shape.
    correlation
        Of the day factors, shape ``(n_series, n_series)``, positive semidefinite.
    """

    mean: Floats
    own: Floats
    shared: Floats
    correlation: Floats

    def of(self, rows: Sequence[int]) -> Self:
        """The series with these numbers alone."""
        at = np.asarray(rows, dtype=np.int64)
        part = self.correlation[np.ix_(at, at)]
        return type(self)(self.mean[at], self.own[at], self.shared[at], part)

    def variance(self) -> Floats:
        """
        Variance of the sum in each slot, shape ``(n_slots,)``.

        ``sum own + s' R s`` with the shared standard deviations ``s`` and the correlation ``R``.
        """
        return np.asarray(self.own.sum(axis=0) + self.shared_variance(), dtype=np.float64)

    def shared_variance(self) -> Floats:
        """The part of it that the factors of the day bring, ``s' R s``."""
        together = np.einsum("it,it->t", self.shared, self.correlation @ self.shared)
        return np.asarray(np.maximum(together, 0.0), dtype=np.float64)

    def by_day(self, day: Ints) -> Self:
        """
        The same of whole days instead of slots: own variances add up, shared deviations too.

        `day` numbers the day of each slot; days come in the order of `numpy.unique`.
        """
        days, index = np.unique(day, return_inverse=True)
        starts = np.zeros((len(index), len(days)))
        starts[np.arange(len(index)), index] = 1.0
        return type(self)(
            self.mean @ starts, self.own @ starts, self.shared @ starts, self.correlation
        )

    def quantiles(self, levels: tuple[float, ...]) -> Floats:
        """Quantiles of the sum, shape ``(n_levels, n_slots)``; those of `count_quantiles`."""
        return count_quantiles(self.mean.sum(axis=0), self.variance(), levels)


def joint_spread(parts: Sequence[Part], correlation: Floats) -> JointSpread:
    """
    Spread of several series together.

    Parameters
    ----------
    parts
        At least one, all over the same slots.
    correlation
        Of their day factors, shape ``(n_parts, n_parts)``.
    """
    split = [_split(part) for part in parts]
    return JointSpread(
        mean=np.stack([part.mean for part in parts]),
        own=np.stack([own for own, _ in split]),
        shared=np.stack([shared for _, shared in split]),
        correlation=correlation,
    )


def _split(part: Part) -> tuple[Floats, Floats]:
    """Variance of a slot's own, and standard deviation by the day's factor."""
    shared = np.asarray(part.day_cv * part.mean, dtype=np.float64)
    stated = part.phi * part.mean + (part.slot_cv * part.mean) ** 2 + shared**2
    variance = _calibrated(part, stated)
    return np.maximum(variance - shared**2, 0.0), np.minimum(shared, np.sqrt(variance))


def _calibrated(part: Part, stated: Floats) -> Floats:
    """
    Variance that a part's quantiles show, which were calibrated, in place of what it states.

    Read off the distance of the highest quantile from the mean, as that of `count_quantiles`. As
    stated where the quantile says nothing, 0 where it is the mean itself, which is known then.
    """
    if not part.levels or part.levels[-1] <= 0.6:
        return stated
    given = part.quantiles[-1] - part.mean
    variance = stated
    for _ in range(_ROUNDS):
        distance = _distance(part.mean, variance, part.levels[-1])
        some = (distance > 0) & (given > 0)
        ratio = np.where(some, given / np.where(some, distance, 1.0), 1.0) ** 2
        variance = np.clip(variance * ratio, _SMALLEST * stated, _LARGEST * stated)
    return np.where(np.abs(given) < 1e-9, 0.0, variance)


def _distance(mean: Floats, variance: Floats, level: float) -> Floats:
    """How far `count_quantiles` puts a level above the mean; its skewness looked up in a table."""
    sd = np.sqrt(np.where(mean > 0, variance, 1.0))
    skew = (2 * variance / np.where(mean > 0, mean, 1.0) - 1) / sd
    knots, standard = _standard_distances(level)
    return np.asarray(sd * np.interp(skew, knots, standard), dtype=np.float64)


@lru_cache(maxsize=8)
def _standard_distances(level: float) -> tuple[Floats, Floats]:
    """In standard deviations, for skewnesses from 0.001 to 1,000."""
    skew, sd = np.geomspace(1e-3, 1e3, 512), 100.0
    mean = 2 * sd**2 / (1 + sd * skew)
    above = count_quantiles(mean, np.full(len(skew), sd**2), (level,))[0] - mean
    return skew, above / sd
