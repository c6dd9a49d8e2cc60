"""
Erlang A one number at a time: the compiled heart that arrays, searches and mixtures share.

Handling times are the unit of time here, so the load is the rate of arrivals; `theta` is the
mean handling time over the mean patience, 0 for customers who never hang up. Unchecked: agents
and load are finite and not negative, and `theta` comes from `hang_up_rate`.

A customer whose virtual wait (that of endless patience) has lasted t looks at the same queue with
the lesser load ``a exp(-theta t)``, so one sum at two loads gives every measure.
"""

import math
from typing import Final

import numpy as np
from numba import njit

from planner.staffing.live.erlang import blocking_probability
from planner.staffing.live.tail_sums import answered_wait, curvature, peak_exponent, tail_sum

OFFERED: Final = 0
ANSWERED: Final = 1
WITHOUT_SHORT_ABANDONS: Final = 2
WAIT: Final = 3
VIRTUAL: Final = 4

_LARGEST_THETA = 1e15
_LEAST_THETA = 1e-30
LEAST_AGENTS, _MOST_AGENTS = 1e-200, 1e100
_SHORTEST, _LONGEST = 1e-100, 1e100
_NOBODY = 1e-300


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
    """Threshold in handling times, bounded, 0 where it is next to none; any where none is had."""
    if aht_s == 0.0:
        return _LONGEST
    return min(within_s / aht_s, _LONGEST) if within_s > _SHORTEST * aht_s else 0.0


@njit(cache=True, error_model="numpy")
def waiting(n: float, a: float, theta: float) -> tuple[float, float, float, float, float]:
    """
    Probability of waiting and of not waiting.

    With them, of those who wait, the share that hangs up and the share that is answered; and the
    sum that `waiting_longer` asks for.
    """
    n = min(n, _MOST_AGENTS)
    if n < LEAST_AGENTS:
        return 1.0, 0.0, 1.0 if theta > 0.0 else 0.0, 0.0, 1.0
    excess = (a - n) / n
    total, gone = 1.0, 0.0
    if theta > 0.0:
        total, gone = tail_sum(n / theta, excess)
        per_sum = math.exp(-peak_exponent(n / theta, excess)) / total
    else:
        per_sum = max(-excess, 0.0)
    answered = (1.0 - per_sum) / (1.0 + excess) if excess > 0.0 and theta > 0.0 else 1.0 - gone
    blocking = blocking_probability(n, a)
    at_once = (1.0 - blocking) * per_sum
    norm = blocking + at_once
    return blocking / norm, at_once / norm, gone, answered, total


@njit(cache=True, error_model="numpy")
def mean_waits(n: float, a: float, theta: float) -> tuple[float, float]:
    """Mean wait of all contacts and of those answered, in handling times; may be infinite."""
    waits, at_once, gone, answered, _ = waiting(n, a, theta)
    if waits == 0.0:
        return 0.0, 0.0
    if n < LEAST_AGENTS:
        return 1.0 / theta if theta > 0.0 else np.inf, np.inf
    if theta == 0.0:
        wait = waits / (n - a) if n > a else np.inf
        return wait, wait
    wait_of_answered = answered_wait(n / theta, (a - n) / n) / theta
    all_answered = max(at_once + waits * answered, _NOBODY)
    return waits * gone / theta, waits * wait_of_answered / all_answered


@njit(cache=True, error_model="numpy")
def waiting_longer(n: float, a: float, theta: float, t: float, total: float) -> tuple[float, float]:
    """
    Of those who wait, the share whose virtual wait exceeds `t`; `total` is that of `waiting`.

    With it the share that hangs up later on, of those still waiting then.
    """
    n = min(n, _MOST_AGENTS)
    if n < LEAST_AGENTS:
        return 1.0, 1.0 if theta > 0.0 else 0.0
    if theta == 0.0:
        return math.exp(min(a - n, 0.0) * t), 0.0
    excess = (a - n) / n
    c = n / theta
    fewer = math.expm1(-theta * t)
    later = excess * (1.0 + fewer) + fewer
    total_then, gone = tail_sum(c, later)
    drop = 0.0
    if excess <= 0.0:
        drop = (n - a) * t + a / theta * curvature(theta * t)
    elif later < 0.0:
        drop = c * curvature(theta * t - math.log1p(excess))
    return min(math.exp(-drop) * total_then / total, 1.0), gone


@njit(cache=True, error_model="numpy")
def level_and_rest(
    n: float, a: float, theta: float, t: float, definition: int
) -> tuple[float, float]:
    """
    Service level within `t` handling times by one of the definitions above, and what it lacks.

    The two add up to 1, and neither is computed from the other, so that both keep their digits.
    """
    if a == 0.0 and n >= LEAST_AGENTS:
        return 1.0, 0.0
    waits, at_once, gone, answered, total = waiting(n, a, theta)
    longer, gone_later = waiting_longer(n, a, theta, t, total)
    rest = waits * longer
    if theta == 0.0:
        return at_once + waits * abs(math.expm1(min(a - n, 0.0) * t)), rest
    if definition == VIRTUAL:
        return min(at_once + waits * (1.0 - longer), 1.0), rest
    longer *= math.exp(-theta * t)
    rest = waits * longer
    if definition == WAIT:
        return min(at_once + waits * (1.0 - longer), 1.0), rest
    late = waits * longer * (1.0 - gone_later)
    in_time = max(at_once + waits * answered - late, 0.0)
    if definition == ANSWERED:
        rest = late
    elif definition == OFFERED:
        rest = late + waits * gone
    whole = max(in_time + rest, _NOBODY)
    return in_time / whole, rest / whole
