"""
Classes of contacts that share agents: the first class is always served first, nobody interrupts.

The M/M/c queue with non-preemptive priorities and patient customers, exact when all classes have
the same mean handling time; `mixed_aht_s` gives the usual substitute when they differ. A class
that the agents cannot keep up with is defined: its waits are infinite, the classes above it keep
theirs.
"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked, checked_aht, checked_load, together
from planner.staffing.live.erlang import erlang_c

_STEP = 0.14
_NEGLIGIBLE = 1e-17
_LONGEST = 1e100


@dataclass(frozen=True, slots=True)
class ClassWaits:
    """Waits by class: `p_wait` of the shape of the slots, the others with the classes in front."""

    p_wait: NDArray[np.float64]
    mean_wait_s: NDArray[np.float64]
    p_late: NDArray[np.float64]

    @property
    def service_level(self) -> NDArray[np.float64]:
        """Share of each class that is answered in time."""
        return 1.0 - self.p_late


def waits_by_class(
    agents: ArrayLike, loads: ArrayLike, aht_s: ArrayLike, within_s: ArrayLike
) -> ClassWaits:
    """
    How long each class waits when they share agents, class 0 before class 1 and so on.

    Parameters
    ----------
    agents
        Agents on duty, at least 0, of the shape of the slots; exact for whole numbers.
    loads
        Offered load in erlangs by class, shape ``(n_classes, ...)`` followed by the slots; at
        least 0.
    aht_s
        Mean handling time in seconds, the same for all classes, above 0 where something is
        offered.
    within_s
        Answer-time threshold in seconds, at least 0; one, or by class ``(n_classes, ...)``.

    Returns
    -------
    ClassWaits
        Share who wait (the same for all classes), mean wait in seconds and share who wait for
        more than `within_s`. A class is saturated where its load and that of the classes before it
        reach the agents: its mean wait is infinite and its late share 1.

    Notes
    -----
    With ``S_k`` the load of classes 0..k and C Erlang's for all of it, the mean wait of class k is
    ``C N aht / ((N - S_(k-1)) (N - S_k))``. Those who wait, wait for a geometric number of busy
    periods of the classes above; its distribution is a mixture of exponentials, integrated over
    the spectrum of the busy period. R. H. Davis, *Waiting-time distribution of a multi-server,
    priority queuing system*, Operations Research 14(1), 1966; O. Kella and U. Yechiali, *Waiting
    times in the non-preemptive priority M/M/c queue*, Stochastic Models 1, 1985.

    Examples
    --------
    >>> waits = waits_by_class(agents=10, loads=[2.0, 6.0], aht_s=300, within_s=60)
    >>> waits.mean_wait_s.round(2).tolist()
    [15.34, 76.72]
    >>> waits.p_late.round(4).tolist()
    [0.0826, 0.2874]
    """
    by_class = checked_load(loads)
    if by_class.ndim == 0:
        by_class = by_class[np.newaxis]
    up_to = np.cumsum(by_class, axis=0)
    n, aht, total = together(checked("agents", agents), checked_aht(aht_s, up_to[-1]), up_to[-1])
    threshold = _by_class("within_s", within_s, n.ndim, by_class.shape[0])
    shape = (by_class.shape[0], *n.shape)
    slots = by_class.shape[1:]
    up_to = np.broadcast_to(up_to.reshape(len(up_to), *_ones(n, up_to), *slots), shape)
    above = np.concatenate([np.zeros((1, *n.shape)), up_to[:-1]])
    p_wait = erlang_c(n, total)
    left = _agents_left(n, by_class.reshape(len(by_class), *_ones(n, by_class), *slots))
    keeps_up = left[1:] > 0
    with np.errstate(over="ignore"):
        per_wait = p_wait * (n / np.where(keeps_up, left[:-1], 1.0)) * aht
        mean = np.where(keeps_up, per_wait / np.where(keeps_up, left[1:], 1.0), np.inf)
    late = _late_given_wait(
        *(np.array(x).ravel() for x in together(n, above, up_to, aht, threshold))
    )
    return ClassWaits(p_wait, mean, p_wait * late.reshape(shape))


def mixed_aht_s(loads: ArrayLike, aht_by_class_s: ArrayLike) -> NDArray[np.float64]:
    """
    Mean handling time of all contacts together, where the classes differ.

    Parameters
    ----------
    loads
        Offered load in erlangs by class, shape ``(n_classes, ...)``.
    aht_by_class_s
        Mean handling time in seconds of each class, above 0: one a class, ``(n_classes,)``, or one
        a class and slot.

    Returns
    -------
    NDArray
        ``sum of loads / sum of (loads / aht)``, of the shape of the slots; 0 where nothing is
        offered.

    Notes
    -----
    The priority formulas with this mean are an approximation: the load is right, but the mixture
    is more variable than one exponential; see `mixed_wait_factor`.

    Examples
    --------
    >>> float(mixed_aht_s([1.0, 3.0], [100.0, 600.0]).round(6))
    266.666667
    """
    by_class = checked_load(loads)
    aht = _of_classes(aht_by_class_s, by_class)
    per_s = np.sum(by_class / aht, axis=0)
    return np.asarray(np.sum(by_class, axis=0) / np.where(per_s > 0, per_s, 1.0))


def _of_classes(aht_by_class_s: ArrayLike, loads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Handling times that broadcast against loads."""
    aht = checked("aht_by_class_s", aht_by_class_s, least_allowed=False)
    return aht.reshape(aht.shape + (1,) * (loads.ndim - aht.ndim))


def mixed_wait_factor(loads: ArrayLike, aht_by_class_s: ArrayLike) -> NDArray[np.float64]:
    """
    How many times longer waits are than those with `mixed_aht_s`, because the classes differ.

    Takes the arguments of `mixed_aht_s`; at least 1, and 1 where nothing is offered.

    Notes
    -----
    ``E[S^2] / (2 E[S]^2)`` of the mixture S of exponentials, which is half of one plus its squared
    coefficient of variation. Multiply mean waits by it, or divide thresholds and longest waits by
    it. For mean waits of one agent exact (A. Cobham, *Priority assignment in waiting line
    problems*, Operations Research 2(1), 1954); for several agents the usual approximation (A. M.
    Lee and P. A. Longton, *Queueing process associated with airline passenger check-in*,
    Operational Research Quarterly 10, 1959), which asks too much where a class with long handling
    times comes first.

    Examples
    --------
    >>> float(mixed_wait_factor([1.0, 3.0], [100.0, 600.0]).round(4))
    1.7812
    """
    by_class = checked_load(loads)
    aht = _of_classes(aht_by_class_s, by_class)
    work = np.sum(by_class * aht, axis=0)
    mean_work = np.sum(by_class, axis=0) * mixed_aht_s(by_class, aht)
    offered = mean_work > 0
    return np.asarray(np.where(offered, work / np.where(offered, mean_work, 1.0), 1.0))


def _agents_left(n: NDArray[np.float64], by_class: NDArray[np.float64]) -> NDArray[np.float64]:
    """Agents less the loads of the classes 0..k, from none on, as exact as next to saturation."""
    left, lost = np.array(n), np.zeros(n.shape)
    found = [left]
    for load in by_class:
        less = left - load
        back = less - left
        lost = lost + ((left - (less - back)) - (load + back))
        left = less
        found.append(less + lost)
    return np.stack(together(*found))


def _ones(n: NDArray[np.float64], up_to: NDArray[np.float64]) -> list[int]:
    return [1] * (n.ndim - up_to.ndim + 1)


def _by_class(field: str, value: ArrayLike, n_dims: int, n_classes: int) -> NDArray[np.float64]:
    """One number for all classes, or numbers by class followed by the slots."""
    array = checked(field, value)
    if array.ndim == 0 or array.ndim == n_dims + 1:
        return array
    return array.reshape(*array.shape, *[1] * (n_dims + 1 - array.ndim))


@njit(cache=True, error_model="numpy")
def _late_given_wait(
    n: NDArray[np.float64],
    above: NDArray[np.float64],
    up_to: NDArray[np.float64],
    aht_s: NDArray[np.float64],
    within_s: NDArray[np.float64],
) -> NDArray[np.float64]:
    result = np.ones(n.size)
    for i in range(n.size):
        if up_to[i] < n[i] and within_s[i] > 0.0:
            result[i] = late_given_wait(n[i], above[i], up_to[i], n[i] * within_s[i] / aht_s[i])
    return result


@njit(cache=True, error_model="numpy")
def late_given_wait(n: float, above: float, up_to: float, time: float) -> float:
    """
    Share of those who wait that wait longer than `time`, in mean gaps between two departures.

    Needs ``up_to < n``. With a and s the loads per agent above and up to the class, the tail is
    the pole ``(s^2 - a) / (s (s - a)) exp(-(1 - s) (1 - a / s) time)``, present where ``s^2 > a``,
    and the integral over 0..pi of ``2 a (1 - s) sin^2 p / (pi d x) exp(-x time)`` with
    ``d = a + s^2 - 2 s sqrt(a) cos p`` and ``x = 1 + a - 2 sqrt(a) cos p``. All terms are positive.
    """
    a = above / n
    s = up_to / n
    time = min(time, _LONGEST)
    spare = (n - up_to) / n
    if a < 1e-290:
        return math.exp(-spare * time)
    root = math.sqrt(a)
    excess = s * s - a
    pole = 0.0
    if excess > 0.0:
        own = (s - a) / s
        pole = excess / (s * (s - a)) * math.exp(-spare * own * time)
    edge = ((n - above) / n / (1.0 + root)) ** 2
    gap = (excess / (s + root)) ** 2
    front = 16.0 / math.pi * a * spare * _STEP * math.exp(-edge * time)
    return min(1.0, pole + front * _spectral_sum(root, s, edge, gap, time))


@njit(cache=True, error_model="numpy")
def _spectral_sum(root: float, s: float, edge: float, gap: float, time: float) -> float:
    """Trapezoidal sum over v with tan(p / 2) = exp(v), unimodal, whose poles lie pi / 2 away."""
    start = min(0.0, -0.5 * math.log(4.0 * root * time + 1e-300))
    total = 0.0
    for direction in (-1.0, 1.0):
        v = start if direction < 0.0 else start + _STEP
        while True:
            y = math.exp(v)
            weight = 1.0 / (1.0 + y * y)
            bend = 4.0 * root * y * y * weight
            term = (y * weight) ** 3 / ((gap + s * bend) * (edge + bend)) * math.exp(-bend * time)
            total += term
            if term <= _NEGLIGIBLE * total:
                break
            v += direction * _STEP
    return total
