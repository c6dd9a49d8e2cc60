"""
Erlang B and Erlang C: live contacts that queue for seconds, patient customers.

Every function broadcasts, takes real-valued agents, and stays accurate from an empty centre to
loads of a million erlangs and right up to saturation. A saturated queue (load at or above the
agents) is defined, not an error: everyone waits, nobody is answered in time, the mean wait is
infinite. Customers who hang up need Erlang A, which has its own file.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked, checked_aht, checked_load, together
from planner.staffing.live.tail_sums import is_near_balance, near_balance

_LOG_TWO_PI = math.log(2.0 * math.pi)
_STIRLING_FROM = 16.0
_TINY = 1e-300
_PRECISION = 1e-16
_LAST_DIGITS = 4e-16


def erlang_b(agents: ArrayLike, load: ArrayLike) -> NDArray[np.float64]:
    """
    Probability that a contact is lost when nobody may queue.

    Parameters
    ----------
    agents
        Agents on duty, at least 0; real values by the continuous extension below.
    load
        Offered load in erlangs, 0 to 1e9.

    Returns
    -------
    NDArray
        In ``[0, 1]``, of the broadcast shape; 1 without agents.

    Notes
    -----
    ``1 / B(N, A)`` is the integral over t > 0 of ``A exp(-A t) (1 + t)^N``, which equals
    ``exp(A) A^-N Gamma(N + 1, A)``. It is summed by a power series or, well above saturation, by
    Legendre's continued fraction, in a number of steps of the order of the root of the load.

    Examples
    --------
    >>> erlang_b([0, 1, 2], 1.0).round(12).tolist()
    [1.0, 0.5, 0.2]
    """
    n, a = together(checked("agents", agents), checked_load(load))
    return _blocking_of_each(n.ravel(), a.ravel()).reshape(n.shape)


def erlang_c(agents: ArrayLike, load: ArrayLike) -> NDArray[np.float64]:
    """
    Probability that an arriving contact has to wait.

    Parameters
    ----------
    agents
        Agents on duty, at least 0; real values are allowed.
    load
        Offered load in erlangs: arrivals per second times handling time in seconds; 0 to 1e9.

    Returns
    -------
    NDArray
        In ``[0, 1]``; 1 when ``load >= agents``, since the queue then never empties.

    Notes
    -----
    Exact for Poisson arrivals, exponential handling times and patient customers:
    ``C = N B / (N - A + A B)`` with Erlang's B.

    Examples
    --------
    >>> round(float(erlang_c(agents=14, load=10.0)), 4)
    0.1741
    """
    waits, _ = _waits_and_not(checked("agents", agents), checked_load(load))
    return waits


def service_level(
    agents: ArrayLike, load: ArrayLike, aht_s: ArrayLike, within_s: ArrayLike
) -> NDArray[np.float64]:
    """
    Share of contacts answered within `within_s` seconds.

    Parameters
    ----------
    agents, load
        As in `erlang_c`.
    aht_s
        Mean handling time in seconds, above 0 wherever something is offered.
    within_s
        Answer-time threshold in seconds, at least 0.

    Returns
    -------
    NDArray
        In ``[0, 1]``; 0 at saturation.

    Notes
    -----
    ``1 - C exp(-x)`` with ``x = (N - A) within_s / aht_s``, written as the sum
    ``(1 - C) + C (1 - exp(-x))`` of two positive terms so that nothing cancels near saturation.

    Examples
    --------
    >>> round(float(service_level(agents=14, load=10.0, aht_s=180, within_s=20)), 4)
    0.8884
    """
    n, a = checked("agents", agents), checked_load(load)
    aht = checked_aht(aht_s, a)
    waits, answered_at_once = _waits_and_not(n, a)
    threshold = checked("within_s", within_s)
    answered_later = -np.expm1(-_decay(n, a, aht, threshold))
    return np.asarray(answered_at_once + waits * answered_later)


def asa_s(agents: ArrayLike, load: ArrayLike, aht_s: ArrayLike) -> NDArray[np.float64]:
    """
    Average speed of answer: the mean wait of all contacts, in seconds.

    Takes `agents`, `load` and `aht_s` as `service_level` does. Infinite at saturation.
    The formula is ``C aht_s / (N - A)``.

    Examples
    --------
    >>> round(float(asa_s(agents=14, load=10.0, aht_s=180)), 2)
    7.84
    """
    n, a = checked("agents", agents), checked_load(load)
    waits, _ = _waits_and_not(n, a)
    spare = np.where(n > a, n - a, 1.0)
    with np.errstate(over="ignore"):
        return np.where(n > a, waits * checked_aht(aht_s, a) / spare, np.inf)


def wait_longer_than(
    agents: ArrayLike, load: ArrayLike, aht_s: ArrayLike, longer_than_s: ArrayLike
) -> NDArray[np.float64]:
    """
    Share of contacts that wait longer than `longer_than_s` seconds: ``C exp(-x)``.

    Takes `agents`, `load` and `aht_s` as `service_level` does, whose x it shares; it is what the
    service level lacks, with all its digits where next to nobody waits. 1 at saturation.

    Examples
    --------
    >>> wait_longer_than(14, 10.0, 180, [0, 20, 600]).round(8).tolist()
    [0.17413193, 0.11164998, 2.8e-07]
    """
    n, a = checked("agents", agents), checked_load(load)
    aht = checked_aht(aht_s, a)
    waits, _ = _waits_and_not(n, a)
    return np.asarray(waits * np.exp(-_decay(n, a, aht, checked("longer_than_s", longer_than_s))))


def queue_length(agents: ArrayLike, load: ArrayLike) -> NDArray[np.float64]:
    """
    Mean number of contacts waiting: ``C A / (N - A)``; infinite at saturation, 0 without load.

    Examples
    --------
    >>> round(float(queue_length(agents=14, load=10.0)), 4)
    0.4353
    """
    n, a = checked("agents", agents), checked_load(load)
    waits, _ = _waits_and_not(n, a)
    return np.where(n > a, waits * a / np.where(n > a, n - a, 1.0), np.where(a > 0, np.inf, 0.0))


def occupancy(agents: ArrayLike, load: ArrayLike) -> NDArray[np.float64]:
    """
    Share of their time that agents spend handling contacts: ``load / agents``, at most 1.

    Without load it is 0, even without agents.

    Examples
    --------
    >>> occupancy([5, 10, 20], 10.0).tolist()
    [1.0, 1.0, 0.5]
    """
    n, a = together(checked("agents", agents), checked_load(load))
    return np.where(n > a, a / np.where(n > a, n, 1.0), np.where(a > 0, 1.0, 0.0))


def _decay(
    n: NDArray[np.float64],
    a: NDArray[np.float64],
    aht: NDArray[np.float64],
    threshold: NDArray[np.float64],
) -> NDArray[np.float64]:
    """``(N - A) T / aht``, 0 at saturation; may be infinite."""
    with np.errstate(over="ignore"):
        return np.asarray(np.maximum(n - a, 0.0) * threshold / np.where(aht > 0, aht, 1.0))


def _waits_and_not(
    n: NDArray[np.float64], a: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Erlang C and its complement, each computed without subtracting the other from 1."""
    n, a = together(n, a)
    blocking = _blocking_of_each(n.ravel(), a.ravel()).reshape(n.shape)
    spare = np.maximum(n - a, 0.0)
    scale = np.where(spare > 0, spare + a * blocking, 1.0)
    waits = np.where(spare > 0, n * blocking / scale, 1.0)
    return waits, spare * (1.0 - blocking) / scale


@njit(cache=True, error_model="numpy")
def _blocking_of_each(n: NDArray[np.float64], a: NDArray[np.float64]) -> NDArray[np.float64]:
    result = np.empty(n.size)
    for i in range(n.size):
        result[i] = blocking_probability(n[i], a[i])
    return result


@njit(cache=True, error_model="numpy")
def blocking_probability(n: float, a: float) -> float:
    """Erlang B of one number of agents and one load, unchecked: for other compiled loops."""
    if n == 0.0:
        return 1.0
    if a == 0.0:
        return 0.0
    excess = (a - n) / n
    if is_near_balance(n, excess):
        tail, width, drop, _ = near_balance(n, excess)
        return 1.0 / (1.0 + (tail if excess > 0.0 else width * math.exp(drop) - tail))
    if a > n + 2.0:
        return 1.0 / (a * _legendre_fraction(n, a))
    return 1.0 / (1.0 / _poisson_density(n, a) - _lower_series(n, a))


@njit(cache=True, error_model="numpy")
def _legendre_fraction(n: float, a: float) -> float:
    """``exp(a) a^-(n + 1) Gamma(n + 1, a)`` by Lentz's rule for Legendre's fraction."""
    b = a - n
    c = 1.0 / _TINY
    d = 1.0 / b
    value = d
    i = 0.0
    change = 2.0
    while abs(change - 1.0) > _LAST_DIGITS:
        i += 1.0
        step = i * (n + 1.0 - i)
        b += 2.0
        d = step * d + b
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = b + step / c
        c = c if abs(c) > _TINY else _TINY
        change = c * d
        value *= change
    return value


@njit(cache=True, error_model="numpy")
def _lower_series(n: float, a: float) -> float:
    """Sum over k > 0 of ``a^k / ((n + 1) ... (n + k))``."""
    term = a / (n + 1.0)
    total = term
    k = 1.0
    while term > _PRECISION * total:
        k += 1.0
        term *= a / (n + k)
        total += term
    return total


@njit(cache=True, error_model="numpy")
def _poisson_density(n: float, a: float) -> float:
    """``exp(-a) a^n / Gamma(n + 1)``; for large n by distance from a, to keep digits."""
    if n < _STIRLING_FROM:
        return math.exp(n * math.log(a) - a - math.lgamma(n + 1.0))
    excess = (a - n) / n
    growth = math.log1p(excess) if abs(excess) < 0.5 else math.log(a / n)
    square = n * n
    correction = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n
    return math.exp(-n * (excess - growth) - correction - 0.5 * (_LOG_TWO_PI + math.log(n)))
