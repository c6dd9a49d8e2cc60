"""The fewest agents with whom every class of a priority queue meets its own target."""

import math
from typing import NoReturn

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, checked_load
from planner.staffing.live.erlang import blocking_probability
from planner.staffing.priority.waits import late_given_wait
from planner.staffing.rounding import RELATIVE_TOLERANCE


def required_agents_by_priority(
    loads: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike | None = None,
    fraction: ArrayLike | None = None,
    max_asa_s: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
) -> NDArray[np.int64]:
    """
    Fewest agents so that each class meets its own targets, class 0 being served first.

    Parameters
    ----------
    loads
        Offered load in erlangs, shape ``(n_classes,)`` or ``(n_classes, n_slots)``.
    aht_s
        Mean handling time in seconds, the same for all classes, above 0 where something is
        offered; one or ``(n_slots,)``. See `mixed_aht_s` where the classes differ.
    within_s, fraction
        Service level of each class: one or ``(n_classes,)``, `fraction` at least 0 and below 1;
        0 asks nothing of a class. Give both or neither.
    max_asa_s
        Longest mean wait in seconds: one or ``(n_classes,)``, above 0; infinity asks nothing.
    max_occupancy
        Highest share of busy time of the agents, 1e-6 to 1; one or ``(n_slots,)``.

    Returns
    -------
    NDArray
        Whole agents, more than the load of all classes together, so that no class is left
        waiting for ever; 0 where nothing is offered. Shape ``(n_slots,)`` or ``()``.

    Raises
    ------
    InputError
        Naming the field that lies outside its range or is missing.

    Notes
    -----
    The waits of `waits_by_class`, searched outwards from the neighbouring slot's answer and then
    by halving. A class without load in a slot asks nothing there. Targets are met when they are
    met to within 1e-12 of themselves.

    Examples
    --------
    >>> required_agents_by_priority(
    ...     [2.0, 6.0], aht_s=300, within_s=[20, 120], fraction=[0.9, 0.8]
    ... ).tolist()
    12
    """
    by_class = checked_load(loads)
    if by_class.ndim not in {1, 2} or by_class.shape[0] == 0:
        _refuse("loads", f"loads has shape {by_class.shape}; use (n_classes, n_slots)")
    up_to = np.cumsum(by_class.reshape(by_class.shape[0], -1), axis=0)
    n_classes, n_slots = up_to.shape
    limits = _limits(within_s, fraction, max_asa_s, max_occupancy, n_classes)
    busiest = checked(
        "max_occupancy", 1.0 if max_occupancy is None else max_occupancy, least=1e-6, most=1.0
    )
    aht = checked_aht(_per_slot("aht_s", checked("aht_s", aht_s), n_slots), up_to[-1])
    busiest = _per_slot("max_occupancy", busiest, n_slots)
    found = _fewest_of_each(np.ascontiguousarray(up_to.T), aht, busiest, limits)
    return found.reshape(by_class.shape[1:])


def _limits(
    within_s: ArrayLike | None,
    fraction: ArrayLike | None,
    max_asa_s: ArrayLike | None,
    max_occupancy: ArrayLike | None,
    n_classes: int,
) -> NDArray[np.float64]:
    """Threshold, most late share and most mean wait of each class, slack where absent."""
    if (within_s is None) != (fraction is None):
        missing = "within_s" if within_s is None else "fraction"
        _refuse(missing, f"{missing} is missing; a service level needs fraction and within_s")
    if fraction is None and max_asa_s is None and max_occupancy is None:
        _refuse("fraction", "no target is given; use fraction with within_s, or another")
    wanted = checked("fraction", 0.0 if fraction is None else fraction, most=1, most_allowed=False)
    longest = np.asarray(np.inf if max_asa_s is None else max_asa_s, dtype=np.float64)
    endless = np.isposinf(longest)
    checked("max_asa_s", np.where(endless, 1.0, longest), least_allowed=False)
    threshold = checked("within_s", 0.0 if within_s is None else within_s)
    slack = 1.0 + RELATIVE_TOLERANCE
    most_late = np.where(wanted > 0, (1.0 - wanted) * slack + 2.3e-16, np.inf)
    rows = {"within_s": threshold, "fraction": most_late, "max_asa_s": longest * slack}
    for field, row in rows.items():
        if row.shape not in {(), (1,), (n_classes,)}:
            _refuse(field, f"{field} has shape {row.shape}; use one or one of {n_classes} classes")
    return np.stack([np.broadcast_to(row, n_classes) for row in rows.values()])


def _per_slot(field: str, value: NDArray[np.float64], n_slots: int) -> NDArray[np.float64]:
    if value.shape not in {(), (1,), (n_slots,)}:
        _refuse(field, f"{field} has shape {value.shape}; use one or one of {n_slots} slots")
    return np.broadcast_to(value, n_slots).astype(np.float64)


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))


@njit(cache=True, error_model="numpy")
def _fewest_of_each(
    up_to: NDArray[np.float64],
    aht_s: NDArray[np.float64],
    max_occupancy: NDArray[np.float64],
    limits: NDArray[np.float64],
) -> NDArray[np.int64]:
    result = np.zeros(aht_s.size, np.int64)
    spare = 1.0
    for i in range(aht_s.size):
        load = up_to[i, -1]
        if load > 0.0:
            quotient = load / max_occupancy[i]
            least = max(math.floor(load) + 1.0, math.ceil(quotient - 1e-12 * quotient))
            start = math.ceil(load + spare * math.sqrt(load))
            found = _fewest(max(start, least), least, up_to[i], aht_s[i], limits)
            spare = (found - load) / math.sqrt(load)
            result[i] = found
    return result


@njit(cache=True, error_model="numpy")
def _fewest(
    start: float,
    least: float,
    up_to: NDArray[np.float64],
    aht_s: float,
    limits: NDArray[np.float64],
) -> float:
    """Bracket by doubling steps from `start`, then halve; the answer does not depend on `start`."""
    fails = least - 1.0
    meets = np.inf
    n = start
    step = 1.0
    while meets - fails > 1.0:
        if _is_met(n, up_to, aht_s, limits):
            meets = n
            n -= step
        else:
            fails = n
            n += step
        step *= 2.0
        if n >= meets or n <= fails:
            n = math.floor(0.5 * (meets + fails))
    return meets


@njit(cache=True, error_model="numpy")
def _is_met(
    n: float, up_to: NDArray[np.float64], aht_s: float, limits: NDArray[np.float64]
) -> bool:
    """Whether each class with load meets its level and wait; the last class, the slowest, first."""
    load = up_to[-1]
    blocking = blocking_probability(n, load)
    p_wait = n * blocking / (n - load + load * blocking)
    for k in range(up_to.size - 1, -1, -1):
        above = up_to[k - 1] if k > 0 else 0.0
        if up_to[k] > above:
            if p_wait * n * aht_s > limits[2, k] * (n - above) * (n - up_to[k]):
                return False
            if p_wait > limits[1, k]:
                late = late_given_wait(n, above, up_to[k], n * limits[0, k] / aht_s)
                if p_wait * late > limits[1, k]:
                    return False
    return True
