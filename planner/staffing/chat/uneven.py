"""
The states with a free slot of a chat team whose chats are spread unevenly.

Chats that end leave some agents with fewer than others, and new ones go there first. With j chats
in progress, ``j = q N + r``, most agents hold q or q + 1. A state is told by those who hold q - 1
and q + 2, two of them at most together; a chat whose end would lead to more ends with the most
loaded agent instead. Compiled loops on unchecked numbers, solved by blocks: the states of one j.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Row = NDArray[np.float64]

MOST_AGENTS_UNEVEN = 100
"""Beyond, chats are taken to be spread evenly, which then is off by less."""

_LOW = np.array([0, 1, 0, 1, 2, 0])
_HIGH = np.array([0, 0, 1, 1, 0, 2])
_STATES = 6
_STATE_OF = np.array([[0, 2, 5], [1, 3, -1], [4, -1, -1]])
_NEGLIGIBLE = 1e-9
_LARGE = 1e200


@njit(cache=True, error_model="numpy")
def is_spread_felt(n: float, throughput: Row) -> bool:
    """Whether ends depend on the spread: several agents, and durations that differ by level."""
    if n < 2.0 or n > MOST_AGENTS_UNEVEN:
        return False
    for held in range(2, throughput.size):
        if abs(throughput[held] - held * throughput[1]) > 1e-12 * throughput[held]:
            return True
    return False


@njit(cache=True, error_model="numpy")
def below_full_uneven(n: int, rate: float, throughput: Row) -> tuple[float, float, float, float]:
    """
    Weight of the states with a free slot, that of the full state being 1.

    Returns what the same sums of an even spread are: weight, chats held, busy agents, and the power
    of 1e200 by which all three are to be multiplied.
    """
    most = n * (throughput.size - 1)
    first = _first_that_counts(n, rate, throughput)
    passed = _passages(n, rate, throughput, first, most)
    inside, nobody = np.zeros(_STATES), np.zeros(_STATES)
    inside[0] = 1.0
    weight, total, held, busy, scale = 1.0, 0.0, 0.0, 0.0, 0.0
    for j in range(most - 1, first - 1, -1):
        shares = inside @ passed[j - first]
        growth = shares.sum()
        inside = shares / growth
        weight *= growth
        for s in range(_STATES):
            nobody[s] = _holding(n, j, s, 0)
        total += weight
        held += weight * j
        busy += weight * (n - (inside * nobody).sum())
        if total > _LARGE:
            weight /= _LARGE
            total /= _LARGE
            held /= _LARGE
            busy /= _LARGE
            scale += 1.0
    return total, held, busy, scale


@njit(cache=True, error_model="numpy")
def _first_that_counts(n: int, rate: float, throughput: Row) -> int:
    """Fewest chats in progress whose weight, evenly spread, is not negligible."""
    weight, most_weight = 1.0, 1.0
    for j in range(n * (throughput.size - 1), 0, -1):
        weight *= _ends(n, j, 0, throughput) / rate
        if weight > most_weight:
            most_weight = weight
        if weight < _NEGLIGIBLE * most_weight:
            return j - 1
        if weight > _LARGE:
            weight /= _LARGE
            most_weight /= _LARGE
    return 0


@njit(cache=True, error_model="numpy")
def _passages(n: int, rate: float, throughput: Row, first: int, most: int) -> NDArray[np.float64]:
    """
    R of ``pi_j = pi_(j+1) R_j`` for j from `first` on, pi_j the weights of the states with j chats.

    ``R_j = D_(j+1) (diag(rate + ends) - rate R_(j-1) A_(j-1))^-1``, D the ends and A the arrivals
    from state to state; nothing ends in the first. Absent states have a 1 on the diagonal.
    """
    passed = np.zeros((most - first, _STATES, _STATES))
    up, matrix = np.full(_STATES, -1), np.empty((_STATES, _STATES))
    for j in range(first, most):
        down = passed[j - first]
        matrix[:] = 0.0
        for s in range(_STATES):
            matrix[s, s] = 1.0
            if _is_state(n, j, s, throughput):
                matrix[s, s] = rate + (_ends(n, j, s, throughput) if j > first else 0.0)
            if _is_state(n, j + 1, s, throughput):
                _add_ends(n, j + 1, s, throughput, down[s])
        _take_arrivals(matrix, rate, passed[j - first - 1], up)
        _solve(matrix, down)
        for s in range(_STATES):
            up[s] = _after_arrival(n, j, s) if _is_state(n, j, s, throughput) else -1
    return passed


@njit(cache=True, error_model="numpy")
def _take_arrivals(
    matrix: NDArray[np.float64], rate: float, passed: NDArray[np.float64], up: NDArray[np.int64]
) -> None:
    """Less ``rate R A``; `up` is the state to which an arrival leads, -1 of a state not there."""
    for s in range(_STATES):
        if up[s] >= 0:
            for a in range(_STATES):
                matrix[a, up[s]] -= rate * passed[a, s]


@njit(cache=True, error_model="numpy")
def _solve(matrix: NDArray[np.float64], right: NDArray[np.float64]) -> None:
    """Turn `right` into ``right matrix^-1``; an M-matrix needs no pivots."""
    for p in range(_STATES):
        for c in range(p + 1, _STATES):
            if matrix[p, c] != 0.0:
                factor = matrix[p, c] / matrix[p, p]
                _take_column(matrix, factor, p, c)
                _take_column(right, factor, p, c)
    for p in range(_STATES - 1, -1, -1):
        for a in range(_STATES):
            right[a, p] /= matrix[p, p]
        for c in range(p):
            if matrix[p, c] != 0.0:
                _take_column(right, matrix[p, c], p, c)


@njit(cache=True, error_model="numpy")
def _take_column(matrix: NDArray[np.float64], factor: float, at: int, of: int) -> None:
    """Take `factor` times one column from another."""
    for a in range(_STATES):
        matrix[a, of] -= factor * matrix[a, at]


@njit(cache=True, error_model="numpy")
def _holding(n: int, j: int, state: int, held: int) -> int:
    """Agents who hold so many chats in a state of j."""
    q = j // n
    r, low, high = j - q * n, _LOW[state], _HIGH[state]
    if held == q - 1:
        return int(low)
    if held == q:
        return int(n - r - 2 * low + high)
    if held == q + 1:
        return int(r + low - 2 * high)
    return int(high) if held == q + 2 else 0


@njit(cache=True, error_model="numpy")
def _is_state(n: int, j: int, state: int, throughput: Row) -> bool:
    q = j // n
    if (_LOW[state] > 0 and q == 0) or (_HIGH[state] > 0 and q + 2 > throughput.size - 1):
        return False
    above = _holding(n, j, state, q + 1)
    if above > 0 and q + 1 > throughput.size - 1:
        return False
    return _holding(n, j, state, q) >= 0 and above >= 0


@njit(cache=True, error_model="numpy")
def _ends(n: int, j: int, state: int, throughput: Row) -> float:
    total, q = 0.0, j // n
    for held in range(max(q - 1, 1), min(q + 2, throughput.size - 1) + 1):
        total += _holding(n, j, state, held) * throughput[held]
    return total


@njit(cache=True, error_model="numpy")
def _after_arrival(n: int, j: int, state: int) -> int:
    """State of j + 1 chats when the new one goes to an agent who holds the fewest."""
    q = j // n
    least = q - 1 if _LOW[state] > 0 else q if _holding(n, j, state, q) > 0 else q + 1
    return _after(n, j, state, least, 1)


@njit(cache=True, error_model="numpy")
def _add_ends(n: int, j: int, state: int, throughput: Row, down: Row) -> None:
    """Rates at which a state of j chats goes to each state of one less."""
    q, most = j // n, throughput.size - 1
    top = min(q + 2, most)
    while _holding(n, j, state, top) == 0:
        top -= 1
    for held in range(max(q - 1, 1), min(q + 2, most) + 1):
        agents = _holding(n, j, state, held)
        if agents > 0:
            to = _after(n, j, state, held, -1)
            if to < 0:
                to = _after(n, j, state, top, -1)
            down[to] += agents * throughput[held]


@njit(cache=True, error_model="numpy")
def _after(n: int, j: int, state: int, held: int, change: int) -> int:
    """State when an agent who holds so many gets one more or less; -1 where it is left out."""
    q = (j + change) // n
    low = high = outside = 0
    for level in range(max(j // n - 2, 0), j // n + 4):
        agents = _holding(n, j, state, level)
        agents += (level == held + change) - (level == held)
        if level == q - 1:
            low = agents
        elif level == q + 2:
            high = agents
        elif level != q and level != q + 1:
            outside += agents
    return int(_STATE_OF[low, high]) if outside == 0 and low <= 2 and high <= 2 else -1
