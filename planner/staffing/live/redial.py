"""
Customers who hang up and call again: the load that their calls add to the fresh ones.

Every contact that hangs up comes back with the same probability, however often it has called
before, and long enough afterwards to look like a new one. The level per call is Erlang A's at the
total load.
"""

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked, checked_aht, checked_load, together
from planner.staffing.live.erlang_a import checked_patience
from planner.staffing.live.erlang_a_core import hang_up_rate, waiting

_PRECISION = 1e-15
_MOST_STEPS = 60


def load_with_redials(
    agents: ArrayLike,
    load: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
    redial_share: ArrayLike,
) -> NDArray[np.float64]:
    """
    Offered load in erlangs of fresh calls and of those that call again after hanging up.

    Parameters
    ----------
    agents
        Agents on duty, at least 0; real values are allowed.
    load
        Load of the fresh calls in erlangs, 0 to 1e9.
    aht_s, patience_s
        As in `erlang_a`; with endless patience nobody calls again.
    redial_share
        Share of those who hang up that call again, at least 0 and less than 1.

    Returns
    -------
    NDArray
        At least `load`, and at most ``load / (1 - redial_share)``, where nobody is answered.

    Notes
    -----
    The one solution of ``A (1 - redial_share P_abandon(N, A)) = load``, whose left side grows
    with A; found by bracketed false position. Of all callers, the share that gives up for good is
    ``1 - A (1 - P_abandon) / load``.

    Examples
    --------
    >>> float(load_with_redials(5, 7.0, 180, 60, 0.8).round(4))
    15.1431
    """
    a = checked_load(load)
    checked_arrays = together(
        checked("agents", agents),
        a,
        checked_aht(aht_s, a),
        checked_patience(patience_s),
        checked("redial_share", redial_share, most=1.0, most_allowed=False),
    )
    flat = (np.ascontiguousarray(array).ravel() for array in checked_arrays)
    return _total_of_each(*flat).reshape(checked_arrays[0].shape)


@njit(cache=True, error_model="numpy")
def total_load(n: float, fresh: float, theta: float, redial_share: float) -> float:
    """Load with redials of one queue, unchecked: for other compiled loops."""
    if fresh == 0.0 or redial_share == 0.0 or theta == 0.0:
        return fresh
    low, high = fresh, fresh / (1.0 - redial_share)
    over_low = fresh - _first_calls(n, low, theta, redial_share)
    over_high = fresh - _first_calls(n, high, theta, redial_share)
    if over_low <= 0.0 or over_high >= 0.0:
        return low if over_low <= 0.0 else high
    side = 0
    for _ in range(_MOST_STEPS):
        found = low + (high - low) * over_low / (over_low - over_high)
        over = fresh - _first_calls(n, found, theta, redial_share)
        if abs(over) <= _PRECISION * fresh:
            return found
        if over > 0.0:
            low, over_low = found, over
            over_high *= 0.5 if side > 0 else 1.0
            side = 1
        else:
            high, over_high = found, over
            over_low *= 0.5 if side < 0 else 1.0
            side = -1
        if high - low <= _PRECISION * high:
            break
    return 0.5 * (low + high)


@njit(cache=True, error_model="numpy")
def _first_calls(n: float, a: float, theta: float, redial_share: float) -> float:
    """Part of the load `a` that cannot be redials."""
    waits, at_once, gone, answered, _ = waiting(n, a, theta)
    return a * (at_once + waits * (answered + (1.0 - redial_share) * gone))


@njit(cache=True, error_model="numpy")
def _total_of_each(
    n: NDArray[np.float64],
    a: NDArray[np.float64],
    aht_s: NDArray[np.float64],
    patience_s: NDArray[np.float64],
    redial_share: NDArray[np.float64],
) -> NDArray[np.float64]:
    result = np.empty(n.size)
    for i in range(n.size):
        theta = hang_up_rate(aht_s[i], patience_s[i])
        result[i] = total_load(n[i], a[i], theta, redial_share[i])
    return result
