"""The fewest agents that meet targets on the mean over an uncertain load, interval by interval."""

import math
from typing import NoReturn

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, together
from planner.staffing.live.erlang_a import checked_patience
from planner.staffing.live.erlang_a_core import (
    OFFERED,
    hang_up_rate,
    level_and_rest,
    mean_waits,
    threshold_in_aht,
    waiting,
)
from planner.staffing.rounding import RELATIVE_TOLERANCE, whole_agents
from planner.staffing.uncertain.load_nodes import (
    LEAST_CV,
    NODES,
    WEIGHTS,
    Row,
    gamma_peak,
    panel_edges,
)
from planner.staffing.uncertain.mixture import LARGEST_CV, LARGEST_MEAN_LOAD

_LATE, _GONE, _WAIT = 0, 1, 2
_LOG_TAIL = 20.0
_NEAR = 6.0
_LONG_THRESHOLD = 4.0
_CORE_TAIL = 10.0
_CORE_PANEL = 4.0
_MANY_EDGES = 7
_IMPATIENT = 0.1  # handling times over patience; below it the level bends sharply at L = N
# Some three times the largest errors found, in the unit of the measure: few panels 1.2e-3; those
# of the core 4e-4 with long patience, 2.2e-5 without end to it or with less.
_DOUBT_OF_FEW = 4e-3
_DOUBT = 1e-3


def required_agents_mixture(
    load: ArrayLike,
    cv: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike | None = None,
    fraction: ArrayLike | None = None,
    max_abandonment: ArrayLike | None = None,
    max_asa_s: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
    patience_s: ArrayLike | None = None,
) -> NDArray[np.int64]:
    """
    Fewest agents whose mean over the uncertain load meets every given target in each interval.

    All arguments broadcast; give at least one target.

    Parameters
    ----------
    load
        Mean offered load in erlangs, 0 to 1e7.
    cv
        Coefficient of variation of the load, 0 to 2.
    aht_s
        Mean handling time in seconds.
    within_s, fraction
        Mean service level over offered contacts, as in 80 % within 20 s; together.
    max_abandonment
        Highest share of contacts that hang up, above 0 and below 1; needs `patience_s`.
    max_asa_s
        Longest mean wait of all contacts in seconds, above 0; needs `patience_s`, since a load
        without bound makes the mean wait of patient customers infinite.
    max_occupancy
        Highest quotient of mean load and agents, above 0 and at most 1.
    patience_s
        Mean patience in seconds; then Erlang A, otherwise Erlang C.

    Returns
    -------
    NDArray
        Whole agents; 0 where nothing is offered.

    Raises
    ------
    InputError
        Naming the field that lies outside its range or is missing.

    Notes
    -----
    Bisected with the integral of `mixture_service_level` in a few panels, and with all of them
    wherever that comes near a target; so the answer is that of the full integral. A target met
    to within 1e-12 of itself counts as met.

    Examples
    --------
    >>> required_agents_mixture(10.0, [0.0, 0.1, 0.2], 180, within_s=20, fraction=0.8).tolist()
    [14, 14, 15]
    """
    a = checked("load", load, most=LARGEST_MEAN_LOAD)
    spread = checked("cv", cv, most=LARGEST_CV)
    aht = checked_aht(aht_s, a)
    patience = np.inf if patience_s is None else checked_patience(patience_s)
    queue = (a, spread, aht, np.asarray(patience))
    found: list[NDArray[np.int64]] = []
    if within_s is not None and fraction is not None:
        wanted = checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False)
        found.append(_search(_LATE, queue, checked("within_s", within_s), 1.0 - wanted))
    elif within_s is not None or fraction is not None:
        missing = "within_s" if within_s is None else "fraction"
        _refuse(missing, f"{missing} is missing; a service level needs fraction and within_s")
    for kind, field, limit in (
        (_GONE, "max_abandonment", max_abandonment),
        (_WAIT, "max_asa_s", max_asa_s),
    ):
        if limit is not None:
            found.append(_search(kind, queue, 0.0, _checked_limit(kind, field, limit, queue)))
    if max_occupancy is not None:
        busiest = checked("max_occupancy", max_occupancy, most=1.0, least_allowed=False)
        found.append(whole_agents(*together(a, busiest)))
    if not found:
        _refuse("fraction", "no target is given; use fraction with within_s, or another")
    shape = together(*queue)[0].shape
    return np.array(np.maximum(np.zeros(shape, np.int64), np.maximum.reduce(_spread(found))))


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))


def _spread(found: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    return [np.asarray(array) for array in together(*found)]


def _checked_limit(kind: int, field: str, limit: ArrayLike, queue: tuple[Row, ...]) -> Row:
    if np.isposinf(queue[3]).any():
        _refuse("patience_s", f"patience_s is missing; {field} of an uncertain load needs it")
    most = 1.0 if kind == _GONE else np.inf
    return checked(field, limit, most=most, least_allowed=False, most_allowed=False)


def _search(
    kind: int, queue: tuple[Row, ...], within_s: ArrayLike, limit: ArrayLike
) -> NDArray[np.int64]:
    arrays = together(*queue, within_s, limit)
    flat = [array.astype(np.float64).flatten() for array in arrays]
    return _fewest_of_each(kind, *flat).reshape(arrays[0].shape)


@njit(cache=True, error_model="numpy")
def _fewest_of_each(
    kind: int, load: Row, cv: Row, aht_s: Row, patience_s: Row, within_s: Row, limit: Row
) -> NDArray[np.int64]:
    result = np.zeros(load.size, np.int64)
    for i in range(load.size):
        if load[i] > 0.0:
            theta = hang_up_rate(aht_s[i], patience_s[i])
            t = threshold_in_aht(within_s[i], aht_s[i])
            most = limit[i] / aht_s[i] if kind == _WAIT else limit[i]
            result[i] = _fewest(kind, load[i], cv[i], theta, t, most)
    return result


@njit(cache=True, error_model="numpy")
def _fewest(kind: int, a: float, cv: float, theta: float, t: float, limit: float) -> float:
    """Gallop until the numbers tried miss and meet the limit, then bisect; a known load first."""
    n = max(1.0, math.floor(a + math.sqrt(a + (a * cv) ** 2)))
    step = max(1.0, math.floor(0.25 * math.sqrt(a)))
    if theta > 0.0 and cv > 0.0:
        n = _fewest_from(n, step, kind, a, 0.0, theta, t, limit)
        step = max(1.0, math.floor(0.3 * a * cv * cv))
    return _fewest_from(n, step, kind, a, cv, theta, t, limit)


@njit(cache=True, error_model="numpy")
def _fewest_from(
    n: float, step: float, kind: int, a: float, cv: float, theta: float, t: float, limit: float
) -> float:
    low, high = 0.0, np.inf
    while high - low > 1.0:
        if _meets(kind, n, a, cv, theta, t, limit):
            high = n
        else:
            low = n
        if high == np.inf:
            n = low + step
        elif low == 0.0:
            n = max(high - step, math.floor(0.5 * high))
        else:
            n = math.floor(0.5 * (low + high))
        step *= 2.0
    return high


@njit(cache=True, error_model="numpy")
def _meets(kind: int, n: float, a: float, cv: float, theta: float, t: float, limit: float) -> bool:
    """
    By as few nodes as will do: a few panels where the span is wide, then those of the core.

    Only what they leave in doubt takes all panels. Past a long threshold the level falls more
    steeply than the queue's own scale tells, so that fewer nodes could miss it.
    """
    most = limit * (1.0 + RELATIVE_TOLERANCE)
    if cv < LEAST_CV:
        return _measure(kind, n, a, theta, t) <= most
    if kind != _LATE or t * math.sqrt(n) <= _LONG_THRESHOLD:
        unit = max(limit, 1.0)
        edges = _core_edges(n, a, cv, theta < _IMPATIENT)
        if edges.size > _MANY_EDGES:
            mean = _mean(kind, n, a, cv, theta, t, _few_edges(n, a, cv))
            if abs(mean - limit) > _DOUBT_OF_FEW * unit:
                return mean <= most
        mean = _mean(kind, n, a, cv, theta, t, edges)
        if abs(mean - limit) > (_DOUBT if 0.0 < theta < _IMPATIENT else _DOUBT / 10.0) * unit:
            return mean <= most
    return _mean(kind, n, a, cv, theta, t, panel_edges(n, a, cv)) <= most


@njit(cache=True, error_model="numpy")
def _mean(kind: int, n: float, a: float, cv: float, theta: float, t: float, edges: Row) -> float:
    k = 1.0 + 1.0 / cv**2
    peak = gamma_peak(k)
    total = 0.0
    for j in range(edges.size - 1):
        half = 0.5 * (edges[j + 1] - edges[j])
        for m in range(NODES.size):
            z = edges[j] + half * (1.0 + NODES[m])
            load = a * (1.0 + cv * cv) * math.exp(z)
            weight = half * WEIGHTS[m] * peak * math.exp(-k * (math.expm1(z) - z))
            total += weight * _measure(kind, n, load, theta, t)
    return total


@njit(cache=True, error_model="numpy")
def _measure(kind: int, n: float, a: float, theta: float, t: float) -> float:
    """Share late, share gone or mean wait in handling times: all fall with the agents."""
    if kind == _LATE:
        if theta == 0.0 and a >= n:
            return 1.0
        return level_and_rest(n, a, theta, t, OFFERED)[1]
    if kind == _WAIT:
        return mean_waits(n, a, theta)[0]
    probability = waiting(n, a, theta)
    return probability[0] * probability[2]


@njit(cache=True, error_model="numpy")
def _core_edges(n: float, a: float, cv: float, is_split: bool) -> Row:
    """Panels of the middle of the density, in the queue's own scale; patience smooths ``L = N``."""
    low, high = _span(cv, _CORE_TAIL)
    split = math.log(n / (a * (1.0 + cv * cv))) if is_split else high
    split = min(max(split, low), high)
    width = _CORE_PANEL / math.sqrt(n)
    below, above = math.ceil((split - low) / width), math.ceil((high - split) / width)
    edges = np.empty(below + above + 1)
    edges[0] = low
    for i in range(below):
        edges[i + 1] = low + (split - low) * (i + 1) / below
    for i in range(above):
        edges[below + i + 1] = split + (high - split) * (i + 1) / above
    return edges


@njit(cache=True, error_model="numpy")
def _few_edges(n: float, a: float, cv: float) -> Row:
    """Panels that see the slope of the queue around ``L = N`` and little else."""
    low, high = _span(cv, _LOG_TAIL)
    split = math.log(n / (a * (1.0 + cv * cv))) if n > 0.0 else low
    near = _NEAR / math.sqrt(max(n, 1.0))
    edges = np.array([low, split - near, split, split + near, high])
    return np.unique(np.minimum(np.maximum(edges, low), high))


@njit(cache=True, error_model="numpy")
def _span(cv: float, log_tail: float) -> Row:
    """Where the density has not yet fallen by ``exp(-log_tail)``."""
    tail = log_tail / (1.0 + 1.0 / cv**2)
    return np.array([-0.5 * (tail + math.sqrt(tail * tail + 8.0 * tail)), math.sqrt(2.0 * tail)])
