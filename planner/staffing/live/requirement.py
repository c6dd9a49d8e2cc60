"""
The fewest productive agents that meet the targets of a live queue, interval by interval.

Customers are patient (Erlang C) unless their patience is given (Erlang A). The search for Erlang A
has its own file.
"""

import math
from typing import Final, NoReturn

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, checked_load, together
from planner.staffing.live.erlang import blocking_probability
from planner.staffing.live.erlang_a import checked_patience, definition_number
from planner.staffing.live.requirement_search import ABANDONMENT, ASA, OCCUPANCY, fewest_of_each
from planner.staffing.rounding import RELATIVE_TOLERANCE, whole_agents

TARGETS: Final = ("service_level", "asa", "occupancy", "abandonment")
_MEASURES: Final = {"asa": ASA, "occupancy": OCCUPANCY, "abandonment": ABANDONMENT}
FloatArray = NDArray[np.float64]


def required_agents(
    load: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike | None = None,
    fraction: ArrayLike | None = None,
    max_asa_s: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
    patience_s: ArrayLike | None = None,
    max_abandonment: ArrayLike | None = None,
    definition: str = "offered",
    redial_share: ArrayLike = 0.0,
) -> NDArray[np.int64]:
    """
    Fewest agents that meet every given target in each interval.

    All arguments broadcast; give at least one target.

    Parameters
    ----------
    load
        Offered load in erlangs, 0 to 1e9.
    aht_s
        Mean handling time in seconds, above 0 wherever something is offered.
    within_s, fraction
        Service level, as in 80 % (`fraction` 0.8, above 0 and below 1) within 20 s; together.
    max_asa_s
        Longest mean wait in seconds, above 0; with abandonment, of those who are answered.
    max_occupancy
        Highest share of busy time, above 0 and at most 1; work that hung up keeps nobody busy.
    patience_s
        Mean patience in seconds, infinity for endless; None for Erlang C.
    max_abandonment
        Highest share of offered contacts that hang up, above 0 and below 1; needs `patience_s`.
    definition
        Which service level is meant where customers hang up, see `service_level_with_abandonment`.
    redial_share
        Share of those who hang up that call again, at least 0 and below 1; see
        `load_with_redials`. The load is then that of the fresh calls.

    Returns
    -------
    NDArray
        Whole agents, more than the load wherever there is one, with abandonment at least 1; 0
        where there is none.

    Raises
    ------
    InputError
        Naming the field that lies outside its range or is missing.

    Notes
    -----
    Erlang C is searched upwards from the first stable number of agents with the exact recursion
    ``B(N) = A B(N-1) / (N + A B(N-1))``, Erlang A by a bracket around a first guess. Targets are
    met when they are met to within 1e-12 of the share of late contacts, of the mean wait or of
    the agents.

    Examples
    --------
    >>> required_agents([0.0, 10.0, 100.0], 180, within_s=20, fraction=0.8).tolist()
    [0, 14, 107]
    >>> required_agents(100.0, 180, within_s=20, fraction=0.8, patience_s=[60, 600]).tolist()
    [90, 104]
    """
    by_target = agents_by_target(
        load,
        aht_s,
        within_s=within_s,
        fraction=fraction,
        max_asa_s=max_asa_s,
        max_occupancy=max_occupancy,
        patience_s=patience_s,
        max_abandonment=max_abandonment,
        definition=definition,
        redial_share=redial_share,
    )
    return np.asarray(np.maximum.reduce(list(by_target.values())))


def agents_by_target(
    load: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike | None = None,
    fraction: ArrayLike | None = None,
    max_asa_s: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
    patience_s: ArrayLike | None = None,
    max_abandonment: ArrayLike | None = None,
    definition: str = "offered",
    redial_share: ArrayLike = 0.0,
) -> dict[str, NDArray[np.int64]]:
    """
    Fewest agents for each given target alone, keyed by the names in `TARGETS`.

    The largest binds. Takes the arguments of `required_agents`.

    Examples
    --------
    >>> alone = agents_by_target(21.0, 180, within_s=20, fraction=0.8, max_occupancy=0.7)
    >>> {target: int(agents) for target, agents in alone.items()}
    {'service_level': 25, 'occupancy': 30}
    """
    a = checked_load(load)
    aht = checked_aht(aht_s, a)
    asked = _asked(within_s, fraction, max_asa_s, max_occupancy, max_abandonment)
    number = definition_number(definition)
    if patience_s is None:
        if max_abandonment is not None or np.any(np.asarray(redial_share) != 0):
            _refuse("patience_s", "patience_s is missing; abandonment and redials need it")
        found = {name: _without_abandonment(name, a, aht, *asked[name]) for name in asked}
    else:
        patience = checked_patience(patience_s)
        again = checked("redial_share", redial_share, most=1.0, most_allowed=False)
        measures = {"service_level": number, **_MEASURES}
        found = {
            name: _with_abandonment(measures[name], a, aht, patience, again, *asked[name])
            for name in asked
        }
    shape = together(*found.values(), aht)[0].shape
    return {target: np.broadcast_to(agents, shape) for target, agents in found.items()}


def binding_target(by_target: dict[str, NDArray[np.int64]]) -> NDArray[np.str_]:
    """
    Name of the target that asks for the most agents in each interval; the first of equals.

    Empty where nobody is needed. Takes the answer of `agents_by_target`.

    Examples
    --------
    >>> str(binding_target(agents_by_target(21.0, 180, max_asa_s=60, max_occupancy=0.7)))
    'occupancy'
    """
    agents = np.stack(list(by_target.values()))
    names = np.array(list(by_target))[np.argmax(agents, axis=0)]
    return np.where(agents.max(axis=0) > 0, names, "")


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))


def _asked(
    within_s: ArrayLike | None,
    fraction: ArrayLike | None,
    max_asa_s: ArrayLike | None,
    max_occupancy: ArrayLike | None,
    max_abandonment: ArrayLike | None,
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """By target given: the threshold, and the bound of late share, wait, occupancy or loss."""
    none = np.zeros(())
    asked: dict[str, tuple[FloatArray, FloatArray]] = {}
    if within_s is not None and fraction is not None:
        threshold = checked("within_s", within_s)
        wanted = checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False)
        asked["service_level"] = threshold, 1.0 - wanted
    elif within_s is not None or fraction is not None:
        missing = "within_s" if within_s is None else "fraction"
        _refuse(missing, f"{missing} is missing; a service level needs fraction and within_s")
    if max_asa_s is not None:
        asked["asa"] = none, checked("max_asa_s", max_asa_s, least_allowed=False)
    if max_occupancy is not None:
        busiest = checked("max_occupancy", max_occupancy, most=1.0, least_allowed=False)
        asked["occupancy"] = none, busiest
    if max_abandonment is not None:
        asked["abandonment"] = (
            none,
            checked(
                "max_abandonment",
                max_abandonment,
                most=1.0,
                least_allowed=False,
                most_allowed=False,
            ),
        )
    if not asked:
        _refuse("fraction", "no target is given; use fraction with within_s, or another")
    return asked


def _with_abandonment(
    measure: int,
    load: FloatArray,
    aht_s: FloatArray,
    patience_s: FloatArray,
    redial_share: FloatArray,
    within_s: FloatArray,
    most: FloatArray,
) -> NDArray[np.int64]:
    if measure == ASA:
        with np.errstate(over="ignore"):
            most = most / np.where(aht_s > 0, aht_s, 1.0)
    arrays = together(load, aht_s, patience_s, within_s, most, redial_share)
    flat = (np.ascontiguousarray(array).ravel() for array in arrays)
    return fewest_of_each(measure, *flat).reshape(arrays[0].shape)


def _without_abandonment(
    target: str, load: FloatArray, aht_s: FloatArray, within_s: FloatArray, most: FloatArray
) -> NDArray[np.int64]:
    if target == "occupancy":
        return _agents_for_occupancy(*together(load, most))
    if target == "asa":
        return _search(load, aht_s, 0.0, np.inf, most)
    return _search(load, aht_s, within_s, most, np.inf)


def _agents_for_occupancy(
    load: NDArray[np.float64], max_occupancy: NDArray[np.float64]
) -> NDArray[np.int64]:
    stable = np.where(load > 0, np.floor(load) + 1.0, 0.0).astype(np.int64)
    return np.maximum(whole_agents(load, max_occupancy), stable)


def _search(
    load: NDArray[np.float64],
    aht_s: NDArray[np.float64],
    within_s: ArrayLike,
    late_share: ArrayLike,
    max_asa_s: ArrayLike,
) -> NDArray[np.int64]:
    arrays = together(load, aht_s, within_s, late_share, max_asa_s)
    flat = [np.ravel(array).astype(np.float64) for array in arrays]
    return _fewest_of_each(*flat).reshape(arrays[0].shape)


@njit(cache=True, error_model="numpy")
def _fewest_of_each(
    load: NDArray[np.float64],
    aht_s: NDArray[np.float64],
    within_s: NDArray[np.float64],
    late_share: NDArray[np.float64],
    max_asa_s: NDArray[np.float64],
) -> NDArray[np.int64]:
    result = np.zeros(load.size, np.int64)
    for i in range(load.size):
        if load[i] > 0.0:
            result[i] = _fewest(load[i], aht_s[i], within_s[i], late_share[i], max_asa_s[i])
    return result


@njit(cache=True, error_model="numpy")
def _fewest(a: float, aht_s: float, within_s: float, late_share: float, max_asa_s: float) -> float:
    """First whole number above the load that meets both targets; infinity stands for none."""
    n = math.floor(a) + 1.0
    blocking = blocking_probability(n, a)
    most_late = late_share * (1.0 + RELATIVE_TOLERANCE) + 2.3e-16
    longest = max_asa_s * (1.0 + RELATIVE_TOLERANCE)
    while True:
        spare = n - a
        waits = n * blocking / (spare + a * blocking)
        late = waits * math.exp(-spare * within_s / aht_s)
        if late <= most_late and waits * aht_s <= longest * spare:
            return n
        n += 1.0
        blocking = a * blocking / (n + a * blocking)
