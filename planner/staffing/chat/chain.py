"""
The birth-death chain of a chat queue, summed both ways from the state in which all slots are taken.

Compiled loops on unchecked numbers; `chat.py` says what they mean. Sums that grow beyond 1e200 are
scaled, so that neither an idle team of thousands nor a deep overload leaves the range of numbers.
The work grows with the slots of the team and with the customers waiting.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.staffing.chat.uneven import below_full_uneven, is_spread_felt

LEAST_RATE = 1e-30

_LARGE = 1e200
_NEGLIGIBLE = 1e-18
_LEAST_LOG = -600.0

Measures = tuple[float, float, float, float, float, float, float, float, float, float]
NOBODY_WAITS: Measures = (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)


@njit(cache=True, error_model="numpy")
def measures_of_each(
    n: NDArray[np.float64],
    rate: NDArray[np.float64],
    within_s: NDArray[np.float64],
    theta: NDArray[np.float64],
    throughput: NDArray[np.float64],
    is_even: bool,
) -> NDArray[np.float64]:
    """One row per interval; the columns are the fields of `ChatMeasures`, in their order."""
    result = np.empty((n.size, 10))
    for i in range(n.size):
        measures = measures_of_one(n[i], rate[i], within_s[i], theta[i], throughput, is_even)
        for column in range(10):
            result[i, column] = measures[column]
    return result


@njit(cache=True, error_model="numpy")
def measures_of_one(
    n: float,
    rate: float,
    within_s: float,
    theta: float,
    throughput: NDArray[np.float64],
    is_even: bool,
) -> Measures:
    """Fields of `ChatMeasures` of one interval, unchecked: for other compiled loops."""
    most = throughput.size - 1.0
    departures = n * throughput[-1]
    offered = rate > LEAST_RATE
    if n == 0.0 or (offered and theta == 0.0 and rate >= departures):
        gone, busy = (1.0 if theta > 0.0 else 0.0), (1.0 if offered else 0.0)
        held = busy * most if n > 0.0 else 0.0
        return 1.0, gone, 1.0 / theta, np.inf, 0.0, 0.0, 0.0, busy, busy, held
    if not offered:
        return NOBODY_WAITS
    if is_even or not is_spread_felt(n, throughput):
        free, held, busy, free_scale = _below_full(n, rate, throughput)
    else:
        free, held, busy, free_scale = below_full_uneven(int(n), rate, throughput)
    full, answered, wait, answered_wait, late, virtual, full_scale = _from_full_on(
        rate, departures, theta, within_s
    )
    shrink = _LARGE ** min(0.0, free_scale - full_scale)
    tail = _LARGE ** min(0.0, full_scale - free_scale)
    everything = free * shrink + full * tail
    body, tail = shrink / everything, tail / everything
    served = free * body + answered * tail
    in_time = max(0.0, served - late * tail)
    chats = held * body + n * most * full * tail
    agents = busy * body + n * full * tail
    return (
        full * tail,
        theta * wait * tail,
        wait * tail,
        answered_wait * tail / served,
        in_time,
        in_time / served,
        max(0.0, 1.0 - virtual * tail),
        chats / (n * most),
        agents / n,
        chats / agents,
    )


@njit(cache=True, error_model="numpy")
def _below_full(
    n: float, rate: float, throughput: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """
    Weight of the states with a free slot, that of the full state being 1.

    Returns the sums over these states of the weight, of the chats held and of the busy agents,
    and the power of 1e200 by which all three are to be multiplied.
    """
    level = throughput.size - 2
    rises = True
    for i in range(level + 1):
        rises = rises and throughput[i + 1] > throughput[i]
    chats = n * (level + 1.0)
    weight, total, held, busy, scale = 1.0, 0.0, 0.0, 0.0, 0.0
    gap = 1.0 / rate
    while chats > 0.0:
        step = throughput[level + 1] - throughput[level]
        growth = (n * throughput[level] + (chats - level * n) * step) * gap
        chats -= 1.0
        if chats == level * n:
            level -= 1
        weight *= growth
        total += weight
        held += weight * chats
        busy += weight * min(chats, n)
        if rises and growth < 1.0 and weight < _NEGLIGIBLE * total * (1.0 - growth):
            break
        if total > _LARGE:
            weight /= _LARGE
            total /= _LARGE
            held /= _LARGE
            busy /= _LARGE
            scale += 1.0
    return total, held, busy, scale


@njit(cache=True, error_model="numpy")
def _from_full_on(
    rate: float, departures: float, theta: float, within_s: float
) -> tuple[float, float, float, float, float, float, float]:
    """
    Weight of the states without a free slot, that of the full state being 1.

    Returns the sums over these states of the weight, times the chance to be answered, times the
    mean wait, times this chance and the mean wait of those answered, times the chance to be
    answered late, times that of a late virtual wait; and their scale, as `_below_full` does.
    """
    if theta == 0.0:
        full = departures / (departures - rate)
        wait = full * full / departures
        late = full * math.exp(-(departures - rate) * within_s)
        return full, full, wait, wait, late, late, 0.0
    return _from_full_on_leaving(rate, departures, theta, within_s)


@njit(cache=True, error_model="numpy")
def _from_full_on_leaving(
    rate: float, departures: float, theta: float, within_s: float
) -> tuple[float, float, float, float, float, float, float]:
    """As `_from_full_on`, of customers who hang up, state by state."""
    full, answered, wait, answered_wait, late, virtual = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    weight, scale, ahead, wait_if_answered = 1.0, 0.0, 0.0, 0.0
    gone = -math.expm1(-theta * within_s) / theta
    late_log, virtual_log = -(departures + theta) * within_s, -departures * within_s
    late_term, virtual_term = _from_log(late_log), _from_log(virtual_log)
    late_tail, virtual_tail = late_term, virtual_term
    while True:
        ahead += 1.0
        leaving = departures + ahead * theta
        stay = 1.0 / leaving
        chance = weight * departures * stay
        wait_if_answered += stay
        full += weight
        answered += chance
        wait += weight * ahead * stay
        answered_wait += chance * wait_if_answered
        late += chance * min(late_tail, 1.0)
        virtual += weight * min(virtual_tail, 1.0)
        growth = rate * stay
        weight *= growth
        if growth < 1.0 and weight < _NEGLIGIBLE * full * (1.0 - growth):
            return full, answered, wait, answered_wait, late, virtual, scale
        step = gone / ahead
        late_log, late_term = _grown(late_log, late_term, step * leaving)
        virtual_log, virtual_term = _grown(virtual_log, virtual_term, step * (leaving - theta))
        late_tail += late_term
        virtual_tail += virtual_term
        if full > _LARGE:
            full /= _LARGE
            answered /= _LARGE
            wait /= _LARGE
            answered_wait /= _LARGE
            late /= _LARGE
            virtual /= _LARGE
            weight /= _LARGE
            scale += 1.0


@njit(cache=True, error_model="numpy")
def _from_log(logarithm: float) -> float:
    return math.exp(logarithm) if logarithm >= _LEAST_LOG else 0.0


@njit(cache=True, error_model="numpy")
def _grown(logarithm: float, term: float, growth: float) -> tuple[float, float]:
    """Next term, kept as a logarithm as long as it is too small for a number."""
    if logarithm >= _LEAST_LOG:
        return logarithm, term * growth
    logarithm += math.log(growth)
    return logarithm, _from_log(logarithm)
