"""
How far chance alone moves the contacts answered in time within hours or days.

Contacts answered in time come in runs: while a queue stands, all who arrive wait. Their number
over a day therefore varies several times more than independent contacts would.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Row = NDArray[np.float64]

_NEGLIGIBLE = 1e-8
_CERTAIN = 1e30
_MOST_WAITING = 10_000


@njit(cache=True, error_model="numpy")
def margin_variance(
    agents: Row, load: Row, within_aht: Row, leaving: Row, fraction: float, span_aht: Row
) -> Row:
    """
    Variance per contact of contacts in time less `fraction` of those offered; unchecked.

    Parameters
    ----------
    agents, load
        Whole agents and offered load in erlangs, shape ``(n,)`` as all arrays here.
    within_aht
        Answer-time threshold over the mean handling time.
    leaving
        Mean handling time over mean patience; 0 for patient customers.
    fraction
        The share wanted in time.
    span_aht
        Length of the period over the mean handling time: the period is no longer than the memory
        of the queue allows it to vary.

    Notes
    -----
    The number in the system is a birth-and-death chain; with ``p_k`` the chance to be answered in
    time on finding k there and p its mean, the variance per contact of a long period is the sum
    over k of ``pi_k ((p_k - f + d_k)^2 + p_k (1 - p_k) + d_k^2)``, where ``pi_k d_k = - sum over
    j <= k of pi_j (p_j - p)``: the solution of Poisson's equation. What exceeds the variance of
    independent contacts, ``p (1 - p) + (p - f)^2``, is scaled down for a period of length s by
    ``1 - (1 - exp(-s / r)) r / s``, with the time of relaxation r that this excess implies. A
    caller with j ahead meets a sum of j + 1 exponential stages, taken as a gamma variable by
    Wilson and Hilferty's cube root.
    """
    result = np.empty(agents.size)
    for i in range(agents.size):
        n, a = agents[i], load[i]
        if n <= 0.0 or (a >= n and leaving[i] == 0.0):
            result[i] = fraction * fraction
        else:
            result[i] = _variance(n, a, within_aht[i], leaving[i], fraction, span_aht[i])
    return result


@njit(cache=True, error_model="numpy")
def _variance(n: float, a: float, within: float, leaving: float, f: float, span: float) -> float:
    share, in_time = _queue_states(n, a, within, leaving)
    idle, ratio = 0.0, 0.0  # sum of pi_k, k < n, and cumulated pi over pi_k, both over pi_n
    weight = 1.0
    k = n
    while k > 0.0 and weight > _NEGLIGIBLE * idle:
        weight *= k / a
        idle += weight
        k -= 1.0
        if idle > _CERTAIN:
            return (1.0 - f) ** 2
    total = idle + share.sum()
    p = (idle + (share * in_time).sum()) / total
    spread = p * (1.0 - p) + (p - f) ** 2
    value = 0.0
    below = k
    while below < n:
        ratio = 1.0 + ratio * below / a
        step = -(1.0 - p) * ratio
        value += weight * ((1.0 - f + step) ** 2 + step**2)
        below += 1.0
        weight *= a / below
    tail = 0.0
    for j in range(share.size - 1, -1, -1):
        step = tail / share[j]
        value += share[j] * ((in_time[j] - f + step) ** 2 + step**2)
        value += share[j] * in_time[j] * (1.0 - in_time[j])
        tail += share[j] * (in_time[j] - p)
    excess = value / total - spread
    if excess <= 0.0 or p * (1.0 - p) < _NEGLIGIBLE:
        return float(spread + excess)
    relative = span * 2.0 * a * p * (1.0 - p) / excess
    return float(spread + excess * (1.0 + math.expm1(-relative) / relative))


@njit(cache=True, error_model="numpy")
def _queue_states(n: float, a: float, within: float, leaving: float) -> tuple[Row, Row]:
    """Probability of j waiting over that of none waiting, and the chance then to be in time."""
    share, in_time = np.empty(_MOST_WAITING), np.empty(_MOST_WAITING)
    weight, mean, variance, size = 1.0, 0.0, 0.0, 0
    while size < _MOST_WAITING and (weight > _NEGLIGIBLE or a > n + size * leaving):
        rate = n + (size + 1.0) * leaving
        mean += 1.0 / rate
        variance += 1.0 / rate**2
        share[size] = weight
        in_time[size] = n / rate * _gamma_cdf(within, mean, variance)
        size += 1
        weight *= a / rate
    return share[:size].copy(), in_time[:size].copy()


@njit(cache=True, error_model="numpy")
def _gamma_cdf(x: float, mean: float, variance: float) -> float:
    if x <= 0.0:
        return 0.0
    ninth = variance / (9.0 * mean * mean)
    z = ((x / mean) ** (1.0 / 3.0) - 1.0 + ninth) / math.sqrt(ninth)
    return 0.5 * math.erfc(-z / math.sqrt(2.0))
