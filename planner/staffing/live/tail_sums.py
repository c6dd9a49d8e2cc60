"""
Sums over the states of a queue whose customers hang up, scaled so that nothing overflows.

With c the agents and x the load, both over the hang-up rate, and ``excess = x / c - 1``, the sum
is ``1 + x / (c + 1) + x^2 / ((c + 1) (c + 2)) + ...``, the incomplete gamma function of c and x
over its density. The same sum is ``c`` times the integral over z > 0 of the density
``exp(x (1 - exp(-z)) - c z)`` of the virtual wait z, in units of the mean patience. In overload
the density has its peak past 0, and everything is divided by ``exp(peak_exponent)``, its height.

Few agents or little patience go by the terms of the sum, or deep in overload by its limit. Large c
near balance goes by the uniform expansion of N. M. Temme, *The asymptotic expansion of the
incomplete gamma functions*, SIAM J. Math. Anal. 10, 1979 (also DLMF 8.12); the rest by
Gauss-Legendre nodes where the density counts. Checked against each other to 1e-12.
"""

import math
from fractions import Fraction

import numpy as np
from numba import njit
from numpy.typing import NDArray

_SERIES_BELOW = 10.0
_DEEP_FROM, _DEEP_BELOW = 120.0, 40.0
_UNIFORM_FROM = 25.0
_UNIFORM_WITHIN = 0.5
_NEGLIGIBLE = 37.0
_PRECISION = 1e-17
_SMALL = 0.01
_DIRECT_BELOW = 3.0
_ROOT_PI = math.sqrt(math.pi)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)


def _expansion(n_orders: int, n_powers: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficients by order in 1/c and power of eta (DLMF 8.12.11 and 12), and Stirling's."""
    n_alpha = 2 * n_orders + n_powers + 2
    alpha = [Fraction(0), Fraction(1)]
    for n in range(2, n_alpha + 1):
        crossed = sum(j * alpha[j] * alpha[n - j + 1] for j in range(2, n))
        alpha.append((alpha[n - 1] - crossed) / (n + 1))
    odd = Fraction(1)
    stirling = []
    for k in range(n_orders):
        odd *= 2 * k + 1
        stirling.append(odd * alpha[2 * k + 1])
    first = [(n + 2) * alpha[n + 2] for n in range(n_alpha - 1)]
    first[0] = Fraction(-1, 3)
    orders = [first]
    for k in range(1, n_orders):
        before = orders[-1]
        sign = (-1) ** k * stirling[k]
        orders.append([sign * first[n] + (n + 2) * before[n + 2] for n in range(len(before) - 2)])
    table = np.array([[float(d) for d in order[:n_powers]] for order in orders])
    return table, np.array([float(g) for g in stirling])


_TEMME, _STIRLING = _expansion(9, 20)


@njit(cache=True, error_model="numpy")
def curvature(z: float) -> float:
    """``z - 1 + exp(-z)``, which starts as half of z squared."""
    if abs(z) < _SMALL:
        slope = 1 / 6 - (1 / 24 - (1 / 120 - (1 / 720 - z / 5040) * z) * z) * z
        return z * z * (0.5 - slope * z)
    return z + math.expm1(-z)


@njit(cache=True, error_model="numpy")
def peak_exponent(c: float, excess: float) -> float:
    """Logarithm of the density at its peak over that at 0: above 0 in overload."""
    return c * curvature(-math.log1p(excess)) if excess > 0.0 else 0.0


@njit(cache=True, error_model="numpy")
def tail_sum(c: float, excess: float) -> tuple[float, float]:
    """Sum over its peak, and the share of those who wait that hangs up; for c above 0."""
    x = c * (1.0 + excess)
    if c < _DEEP_BELOW and x > _DEEP_FROM:
        total = math.exp(math.lgamma(c + 1.0) + c - c * math.log(c))
        return total, _gone_in_overload(c, excess, total)
    if c < _SERIES_BELOW:
        total, gone, _ = _by_terms(c, x)
        return total * math.exp(-peak_exponent(c, excess)), gone
    if is_near_balance(c, excess):
        return _by_expansion(c, excess)
    total, gone, _ = _by_nodes(c, excess)
    return total, gone


@njit(cache=True, error_model="numpy")
def answered_wait(c: float, excess: float) -> float:
    """Mean over those who wait of the wait where answered, else 0; in units of the patience."""
    x = c * (1.0 + excess)
    if c < _DEEP_BELOW and x > _DEEP_FROM:
        return (math.log(x) - _digamma(c + 1.0)) / (1.0 + excess)
    return _by_terms(c, x)[2] if c < _SERIES_BELOW else _by_nodes(c, excess)[2]


@njit(cache=True, error_model="numpy")
def _by_terms(c: float, x: float) -> tuple[float, float, float]:
    """State by state; a customer met by j others ahead is answered with ``c / (c + j + 1)``."""
    term, total, gone, wait, harmonic, j = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    while term > _PRECISION * total or j < x - c:
        rate = c + j + 1.0
        harmonic += 1.0 / rate
        total += term
        gone += term * (j + 1.0) / rate
        wait += term * c / rate * harmonic
        term *= x / rate
        j += 1.0
    return total, gone / total, wait / total


@njit(cache=True, error_model="numpy")
def _by_nodes(c: float, excess: float) -> tuple[float, float, float]:
    least = left = slope = 0.0
    bend = c
    if excess > 0.0:
        left = -math.log1p(excess)
        least = max(left, -math.sqrt(2.0 * _NEGLIGIBLE / c))
    else:
        slope = -c * excess
        bend = c * (1.0 + excess)
    half = 0.5 * (_end(slope, bend) - least)
    total = gone = wait = 0.0
    before = math.exp(left)
    for i in range(_NODES.size):
        z = least + half * (1.0 + _NODES[i])
        curve = curvature(z)
        density = _WEIGHTS[i] * math.exp(-slope * z - bend * curve)
        past = z - curve if left == 0.0 else 1.0 - before * (1.0 - (z - curve))
        total += density
        gone += density * past
        wait += density * (z - left) * (1.0 - past)
    return c * half * total, gone / total, wait / total


@njit(cache=True, error_model="numpy")
def _end(slope: float, bend: float) -> float:
    """Where ``slope z + bend curvature(z)`` has grown past what counts: two steps of Newton."""
    most = 2.0 * _NEGLIGIBLE
    z = most / (slope + math.sqrt(slope * slope + bend * most))
    for _ in range(2):
        height = slope * z + bend * curvature(z) - _NEGLIGIBLE
        z -= height / (slope - bend * math.expm1(-z))
    return z


@njit(cache=True, error_model="numpy")
def is_near_balance(c: float, excess: float) -> bool:
    """Whether `near_balance` keeps its digits."""
    return c >= _UNIFORM_FROM and abs(excess) < _UNIFORM_WITHIN


@njit(cache=True, error_model="numpy")
def near_balance(c: float, excess: float) -> tuple[float, float, float, float]:
    """
    One tail of the gamma function of c at ``c (1 + excess)`` over its density there.

    The lower tail (the sum) without excess, the upper one with; with it the width of the density,
    the exponent of its drop from the middle, and for the lower tail the derivative along the load.
    """
    half_square = curvature(-math.log1p(excess))
    ratio = math.sqrt(2.0 * half_square) / abs(excess) if excess != 0.0 else 1.0
    series, slope, gamma = _series(c, excess * ratio)
    scaled, falling = _scaled_erfc(math.sqrt(c * half_square))
    half_width = math.sqrt(0.5 * math.pi * c)
    tail = half_width * scaled + (series if excess > 0.0 else -series)
    rising = gamma * (0.5 * c * _ROOT_PI * falling - slope) / (c * ratio * (1.0 + excess))
    return gamma * tail, 2.0 * gamma * half_width, c * half_square, rising


@njit(cache=True, error_model="numpy")
def _by_expansion(c: float, excess: float) -> tuple[float, float]:
    tail, width, drop, rising = near_balance(c, excess)
    if excess <= 0.0:
        return tail, rising / tail
    total = width - math.exp(-drop) * tail
    return total, _gone_in_overload(c, excess, total)


@njit(cache=True, error_model="numpy")
def _series(c: float, eta: float) -> tuple[float, float, float]:
    """Temme's double series, its derivative along eta, and Stirling's series."""
    n_orders = _TEMME.shape[0] if c < 300.0 else 5
    n_powers = min(_TEMME.shape[1], int(3.0 + 40.0 / (1.26 - math.log(abs(eta) + 1e-30))))
    series = slope = gamma = 0.0
    for k in range(n_orders - 1, -1, -1):
        value = rise = 0.0
        for n in range(n_powers - 1, -1, -1):
            rise = rise * eta + value
            value = value * eta + _TEMME[k, n]
        series = series / c + value
        slope = slope / c + rise
        gamma = gamma / c + _STIRLING[k]
    return series, slope, gamma


@njit(cache=True, error_model="numpy")
def _scaled_erfc(z: float) -> tuple[float, float]:
    """``exp(z^2) erfc(z)`` and its derivative with the sign turned, by the continued fraction."""
    if z < _DIRECT_BELOW:
        scaled = math.exp(z * z) * math.erfc(z)
        return scaled, 2.0 / _ROOT_PI - 2.0 * z * scaled
    rest = 0.0
    for k in range(int(12.0 + 200.0 / (z * z)), 0, -1):
        rest = 0.5 * k / (z + rest)
    scaled = 1.0 / (_ROOT_PI * (z + rest))
    return scaled, 2.0 * rest * scaled


@njit(cache=True, error_model="numpy")
def _gone_in_overload(c: float, excess: float, total: float) -> float:
    per_sum = math.exp(-peak_exponent(c, excess)) / total
    return (excess + per_sum) / (1.0 + excess)


@njit(cache=True, error_model="numpy")
def _digamma(x: float) -> float:
    shift = 0.0
    while x < 10.0:
        shift -= 1.0 / x
        x += 1.0
    r = 1.0 / (x * x)
    tail = 1 / 252 - r * (1 / 240 - r * (1 / 132 - r * 691 / 32760))
    return shift + math.log(x) - 0.5 / x - r * (1 / 12 - r * (1 / 120 - r * tail))
