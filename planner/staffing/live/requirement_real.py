"""The real-valued requirement of Erlang C: where the service level is met exactly."""

import math

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked, checked_aht, checked_load, together
from planner.staffing.live.erlang import blocking_probability

_PRECISION = 4e-16
_MOST_STEPS = 200


def required_agents_real(
    load: ArrayLike, aht_s: ArrayLike, within_s: ArrayLike, fraction: ArrayLike
) -> NDArray[np.float64]:
    """
    Agents, as a real number, with which patient customers get exactly the service level.

    It moves smoothly with the load, where the whole requirement jumps; its ceiling is the whole
    requirement for the same target.

    Parameters
    ----------
    load, aht_s, within_s, fraction
        As in `required_agents`.

    Returns
    -------
    NDArray
        More than the load wherever there is one; 0 where there is none.

    Examples
    --------
    >>> required_agents_real([0.0, 10.0], 180, 20, 0.8).round(3).tolist()
    [0.0, 13.037]
    """
    a = checked_load(load)
    arrays = together(
        a,
        checked_aht(aht_s, a),
        checked("within_s", within_s),
        1.0 - checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False),
    )
    flat = (np.ascontiguousarray(array).ravel() for array in arrays)
    return _each(*flat).reshape(arrays[0].shape)


@njit(cache=True, error_model="numpy")
def _each(
    load: NDArray[np.float64],
    aht_s: NDArray[np.float64],
    within_s: NDArray[np.float64],
    late_share: NDArray[np.float64],
) -> NDArray[np.float64]:
    result = np.zeros(load.size)
    for i in range(load.size):
        if load[i] > 0.0:
            result[i] = load[i] + _spare(load[i], within_s[i] / aht_s[i], late_share[i])
    return result


@njit(cache=True, error_model="numpy")
def _spare(a: float, t: float, most_late: float) -> float:
    """Agents beyond the load: a bracket closed by false position on the logarithm, or halved."""
    low, high = 0.0, 1.0
    gap_low, gap_high = -math.log(most_late), _gap(a, 1.0, t, most_late)
    while gap_high > 0.0:
        low, gap_low = high, gap_high
        high *= 2.0
        gap_high = _gap(a, high, t, most_late)
    for step in range(_MOST_STEPS):
        if high - low <= _PRECISION * (a + high):
            break
        share = gap_low / (gap_low - gap_high)
        middle = 0.5 * (low + high)
        if step % 3 < 2 and 0.0 < share < 1.0:
            middle = low + share * (high - low)
        gap = _gap(a, middle, t, most_late)
        if gap > 0.0:
            low, gap_low = middle, gap
        else:
            high, gap_high = middle, gap
    return high


@njit(cache=True, error_model="numpy")
def _gap(a: float, spare: float, t: float, most_late: float) -> float:
    blocking = blocking_probability(a + spare, a)
    waits = (a + spare) * blocking / (spare + a * blocking)
    return math.log(waits / most_late) - spare * t
