"""
Erlang A one number at a time: the compiled heart that arrays, searches and mixtures share.

Handling times are the unit of time here, so the load is the rate of arrivals; `theta` is the
mean handling time over the mean patience, 0 for customers who never hang up. Unchecked: agents
and load are finite and not negative, and `theta` comes from `hang_up_rate`.

With ``c = n / theta``, ``x = a / theta``, the virtual wait V (of a customer who never hangs up),
given that there is one, has density proportional to ``exp(x (1 - exp(-theta v)) - n v)``. Past v
it looks like the wait at the lesser load ``a exp(-theta v)``. All measures follow from three
integrals of this density, which a power series gives for small c and Gauss-Legendre nodes for
large. Both are scaled by the density at its peak, so that nothing overflows or cancels.
"""

import math
from typing import Final

import numpy as np
from numba import njit

from planner.staffing.erlang import blocking_probability

OFFERED: Final = 0
ANSWERED: Final = 1
WITHOUT_SHORT_ABANDONS: Final = 2
WAIT: Final = 3
VIRTUAL: Final = 4

_SERIES_BELOW = 10.0
_DEEP_FROM = 110.0
_NEGLIGIBLE = 37.0
_PRECISION = 1e-17
_SMALL = 0.01
_LARGEST_THETA = 1e15
_LEAST_THETA = 1e-30
_LEAST_AGENTS = 1e-200
_LONGEST = 1e100
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)


@njit(cache=True, error_model="numpy")
def hang_up_rate(aht_s: float, patience_s: float) -> float:
    """Mean handling time over mean patience; 0 for endless patience, bounded for none at all."""
    if aht_s == 0.0 or aht_s <= _LEAST_THETA * patience_s:
        return 0.0
    if aht_s >= _LARGEST_THETA * patience_s:
        return _LARGEST_THETA
    return aht_s / patience_s


@njit(cache=True, error_model="numpy")
def threshold_in_aht(within_s: float, aht_s: float) -> float:
    """Threshold in handling times, bounded; whatever it is where there are none."""
    return min(within_s / aht_s, _LONGEST) if aht_s > 0.0 else _LONGEST


@njit(cache=True, error_model="numpy")
def waiting(n: float, a: float, theta: float) -> tuple[float, float, float, float, float, float]:
    """
    What waiting is like with `n` agents.

    Probability of waiting and of not waiting; then of those who wait: the share that hangs up and
    that is answered, the mean wait, and the mean of the wait where answered and else 0.
    """
    if n < _LEAST_AGENTS:
        return 1.0, 0.0, 1.0 if theta > 0 else 0.0, 0.0, 1.0 / theta if theta > 0 else np.inf, 0.0
    excess = (a - n) / n
    if theta == 0.0 and excess >= 0.0:
        return 1.0, 0.0, 0.0, 1.0, np.inf, np.inf
    scaled, gone, wait, answered_wait = _wait_sums(n, excess, theta)
    answered = 1.0 - gone
    per_sum = math.exp(-_peak(n, excess, theta)) / scaled
    if excess > 0.0:
        answered = (1.0 - per_sum) / (1.0 + excess)
    blocking = blocking_probability(n, a)
    total = blocking + (1.0 - blocking) * per_sum
    waits, at_once = blocking / total, (1.0 - blocking) * per_sum / total
    return waits, at_once, gone, answered, wait, answered_wait


@njit(cache=True, error_model="numpy")
def waiting_longer(n: float, a: float, theta: float, t: float) -> tuple[float, float]:
    """
    Of those who wait, the share whose virtual wait exceeds `t`.

    With it the share that hangs up later on, of those still waiting then.
    """
    if n < _LEAST_AGENTS:
        return 1.0, 1.0 if theta > 0 else 0.0
    excess = (a - n) / n
    if theta == 0.0:
        return math.exp(min(a - n, 0.0) * t), 0.0
    fewer = math.expm1(-theta * t)
    later = excess * (1.0 + fewer) + fewer
    scaled_now = _wait_sums(n, excess, theta)[0]
    scaled_then, gone, _, _ = _wait_sums(n, later, theta)
    if excess <= 0.0:
        drop = (n - a) * t + a / theta * _curvature(theta * t)
    elif later < 0.0:
        drop = n / theta * _curvature(theta * t - math.log1p(excess))
    else:
        drop = 0.0
    return min(math.exp(-drop) * scaled_then / scaled_now, 1.0), gone


@njit(cache=True, error_model="numpy")
def level_within(n: float, a: float, theta: float, t: float, definition: int) -> float:
    """Service level within `t` handling times by one of the definitions above."""
    if a == 0.0 and n >= _LEAST_AGENTS:
        return 1.0
    waits, at_once, _, answered, _, _ = waiting(n, a, theta)
    if theta == 0.0:
        return at_once - waits * math.expm1(min(a - n, 0.0) * t)
    longer, gone_later = waiting_longer(n, a, theta, t)
    if definition == VIRTUAL:
        return at_once + waits * (1.0 - longer)
    longer *= math.exp(-theta * t)
    if definition == WAIT:
        return at_once + waits * (1.0 - longer)
    late = longer * (1.0 - gone_later)
    in_time = at_once + waits * max(answered - late, 0.0)
    if definition == ANSWERED:
        in_time /= max(at_once + waits * answered, 1e-300)
    elif definition == WITHOUT_SHORT_ABANDONS:
        in_time /= max(at_once + waits * (answered + longer * gone_later), 1e-300)
    return min(in_time, 1.0)


@njit(cache=True, error_model="numpy")
def _peak(n: float, excess: float, theta: float) -> float:
    """Logarithm of the density at its peak over that at 0: above 0 in overload."""
    if theta == 0.0 or excess <= 0.0:
        return 0.0
    return n / theta * _curvature(-math.log1p(excess))


@njit(cache=True, error_model="numpy")
def _curvature(z: float) -> float:
    """``z - 1 + exp(-z)``, which starts as half of z squared."""
    if abs(z) < _SMALL:
        slope = 1 / 6 - (1 / 24 - (1 / 120 - (1 / 720 - z / 5040) * z) * z) * z
        return z * z * (0.5 - slope * z)
    return z + math.expm1(-z)


@njit(cache=True, error_model="numpy")
def _wait_sums(n: float, excess: float, theta: float) -> tuple[float, float, float, float]:
    """
    Sum over the states in which a customer waits, over the state with all agents just busy.

    Scaled by the exponential of the peak. With it, of those who wait: the share that hangs up, the
    mean wait, and the mean of the wait where answered and else 0.
    """
    if theta == 0.0:
        wait = -1.0 / (n * excess)
        return -1.0 / excess, 0.0, wait, wait
    c = n / theta
    x = c * (1.0 + excess)
    if c >= _SERIES_BELOW:
        scaled, gone, answered_wait = _by_nodes(c, excess)
    elif x <= _DEEP_FROM:
        scaled, gone, answered_wait = _by_series(c, x)
        scaled *= math.exp(-_peak(n, excess, theta))
    else:
        scaled = math.exp(math.lgamma(c + 1.0) + c - c * math.log(c))
        per_sum = math.exp(-_peak(n, excess, theta)) / scaled
        gone = 1.0 - (1.0 - per_sum) / (1.0 + excess)
        answered_wait = (math.log(x) - _digamma(c + 1.0)) / (1.0 + excess)
    return scaled, gone, gone / theta, answered_wait / theta


@njit(cache=True, error_model="numpy")
def _by_series(c: float, x: float) -> tuple[float, float, float]:
    """States of the queue one by one: ``x^j / ((c + 1) ... (c + j))``."""
    term, total, gone, answered_wait, harmonic, j = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    while term > _PRECISION * total or j < x - c:
        rate = c + j + 1.0
        harmonic += 1.0 / rate
        total += term
        gone += term * (j + 1.0) / rate
        answered_wait += term * c / rate * harmonic
        term *= x / rate
        j += 1.0
    return total, gone / total, answered_wait / total


@njit(cache=True, error_model="numpy")
def _by_nodes(c: float, excess: float) -> tuple[float, float, float]:
    """Integrals over the virtual wait (in units of the patience) where it is likely at all."""
    least = slope = 0.0
    bend = c
    if excess > 0.0:
        left = -math.log1p(excess)
        least = max(left, -math.sqrt(2.0 * _NEGLIGIBLE / c))
    else:
        left = 0.0
        slope = -c * excess
        bend = c * (1.0 + excess)
    half = 0.5 * (_end(slope, bend) - least)
    total = gone = answered_wait = 0.0
    for i in range(_NODES.size):
        z = least + half * (1.0 + _NODES[i])
        density = _WEIGHTS[i] * math.exp(-slope * z - bend * _curvature(z))
        v = z - left
        past = -math.expm1(-v)
        total += density
        gone += density * past
        answered_wait += density * v * (1.0 - past)
    return c * half * total, gone / total, answered_wait / total


@njit(cache=True, error_model="numpy")
def _end(slope: float, bend: float) -> float:
    """Where ``slope z + bend curvature(z)`` has grown past what counts: two steps of Newton."""
    most = 2.0 * _NEGLIGIBLE
    z = most / (slope + math.sqrt(slope * slope + bend * most))
    for _ in range(2):
        height = slope * z + bend * _curvature(z) - _NEGLIGIBLE
        z -= height / (slope - bend * math.expm1(-z))
    return z


@njit(cache=True, error_model="numpy")
def _digamma(x: float) -> float:
    shift = 0.0
    while x < 10.0:
        shift -= 1.0 / x
        x += 1.0
    r = 1.0 / (x * x)
    tail = 1 / 252 - r * (1 / 240 - r * (1 / 132 - r * 691 / 32760))
    tail = r * (1 / 12 - r * (1 / 120 - r * tail))
    return shift + math.log(x) - 0.5 / x - tail
