"""
By how many contacts a day beats or misses its service level, given how busy it turns out.

The margin of a slot is the contacts answered in time less the wanted share of those offered. It
adds up over slots and days, and the service level of a week is met exactly if the sum is not
below 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr

from planner.staffing.live.live_level import live_service_level
from planner.staffing.uncertain.sampling_noise import margin_variance

Row = NDArray[np.float64]

_TAIL = 1e-7
_N_SLOT_FACTORS = 5


@dataclass(frozen=True, slots=True)
class Workload:
    """What each slot is offered on an average day, and the level wanted; arrays of one shape."""

    load: Row
    contacts: Row
    aht_s: Row
    within_s: Row
    patience_s: Row
    day: NDArray[np.int64]
    fraction: float

    def take(self, chosen: NDArray[np.bool_]) -> "Workload":
        """Only the chosen slots."""
        return Workload(
            self.load[chosen],
            self.contacts[chosen],
            self.aht_s[chosen],
            self.within_s[chosen],
            self.patience_s[chosen],
            self.day[chosen],
            self.fraction,
        )


def day_margins(
    agents: NDArray[np.int64], work: Workload, factor: Row, slot_cv: float
) -> tuple[Row, Row, Row]:
    """
    Mean and variance of the margin of each day, and its mean of contacts in time, by day factor.

    Chance and the slots' own factors are averaged over. Three tables of shape
    ``(n_days, n_factors)``.
    """
    n_days = int(work.day.max(initial=0)) + 1
    busy = (work.load > 0) & (work.contacts > 0)
    tables = _by_slot(agents[busy], work.take(busy), factor, slot_cv)
    mean, variance, in_time = (_per_day(table, work.day[busy], n_days) for table in tables)
    return mean, variance, in_time


def _by_slot(
    agents: NDArray[np.int64], work: Workload, factor: Row, slot_cv: float
) -> tuple[Row, Row, Row]:
    """The same for each slot, of shape ``(n_factors, n_slots)``."""
    slot_factor, weight = factor_nodes(slot_cv, _N_SLOT_FACTORS)
    times = factor[:, None, None] * slot_factor[:, None]
    level = _level(agents, work, work.load * times)
    offered = work.contacts * times
    margin = offered * (level - work.fraction)
    mean = np.einsum("s,fsi->fi", weight, margin)
    between = np.einsum("s,fsi->fi", weight, (margin - mean[:, None]) ** 2)
    in_time = np.einsum("s,fsi->fi", weight, offered * level)
    return mean, between + _noise(agents, work, factor[:, None]), in_time


def day_factors(cv: float, n_factors: int) -> tuple[Row, Row]:
    """Factors evenly spaced in their logarithm up to the far tails, and their probabilities."""
    if cv == 0.0:
        return np.ones(1), np.ones(1)
    low, high = gamma_quantile(cv, np.array([_TAIL, 1.0 - _TAIL])).tolist()
    factor = np.geomspace(max(low, 1e-6), high, n_factors)
    weight = np.exp((np.log(factor) - factor + 1.0) / cv**2)
    return factor, weight / weight.sum()


def factor_nodes(cv: float, n_nodes: int) -> tuple[Row, Row]:
    """
    Factors of mean 1 and their weights: Gauss and Hermite's rule carried to the gamma law.

    Each normal node becomes the gamma quantile of the same probability.
    """
    if cv == 0.0:
        return np.ones(1), np.ones(1)
    nodes, weights = np.polynomial.hermite_e.hermegauss(n_nodes)
    return gamma_quantile(cv, ndtr(nodes)), weights / weights.sum()


def gamma_quantile(cv: float, probability: Row) -> Row:
    """Quantiles of a gamma variable of mean 1 whose `cv` is above 0."""
    shape = 1.0 / cv**2
    return np.asarray(gammaincinv(shape, probability) / shape)


def _level(agents: NDArray[np.int64], work: Workload, load: Row) -> Row:
    arrays = (agents.astype(np.float64), work.aht_s, work.within_s, work.patience_s)
    n, aht, within, patience = (np.broadcast_to(array, load.shape).copy() for array in arrays)
    impatient = not np.isposinf(work.patience_s).all()
    return live_service_level(n, load, aht, within, patience if impatient else None)


def _noise(agents: NDArray[np.int64], work: Workload, factor: Row) -> Row:
    """Variance of the margin of each slot from chance alone, at each day factor."""
    load = work.load * factor
    span = np.bincount(work.day, work.contacts / work.load)[work.day]
    arrays = (agents, load, work.within_s / work.aht_s, work.aht_s / work.patience_s, span)
    n, a, within, leaving, lasting = (
        np.broadcast_to(array, load.shape).astype(np.float64).ravel() for array in arrays
    )
    each = margin_variance(n, a, within, leaving, work.fraction, lasting)
    return work.contacts * factor * each.reshape(load.shape)


def _per_day(table: Row, day: NDArray[np.int64], n_days: int) -> Row:
    """Sum over the slots of each day, of a table of shape ``(n_factors, n_slots)``."""
    result = np.zeros((n_days, table.shape[0]))
    np.add.at(result, day, table.T)
    return result
