"""
Erlang A: live contacts whose customers hang up after an exponential patience (M/M/n+M).

Every function broadcasts, takes real-valued agents, from no load to loads of a million erlangs
and more, far into overload: with abandonment there is a steady state at any load. Endless
patience (``numpy.inf``) is Erlang C, saturated where the load reaches the agents; patience 0 is
Erlang B, where whoever cannot be answered at once is gone.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, checked_load, checked_or_endless, together
from planner.staffing.live.erlang_a_core import (
    ANSWERED,
    LEAST_AGENTS,
    OFFERED,
    VIRTUAL,
    WAIT,
    WITHOUT_SHORT_ABANDONS,
    hang_up_rate,
    level_and_rest,
    mean_waits,
    threshold_in_aht,
    waiting,
    waiting_longer,
)

_NUMBER_OF_DEFINITION: Final = {
    "offered": OFFERED,
    "answered": ANSWERED,
    "without_short_abandons": WITHOUT_SHORT_ABANDONS,
    "wait": WAIT,
    "virtual": VIRTUAL,
}
DEFINITIONS: Final = tuple(_NUMBER_OF_DEFINITION)


@dataclass(frozen=True, slots=True)
class ErlangA:
    """
    What a queue with abandonment is like in steady state; arrays of one broadcast shape.

    ``p_wait`` and ``p_abandon`` are shares of the offered contacts, ``mean_wait_s`` the mean wait
    of all of them (those who hang up wait until then), ``asa_s`` the mean wait of the answered,
    ``queue_length`` the mean number waiting, ``occupancy`` the busy share of the agents' time.
    """

    p_wait: NDArray[np.float64]
    p_abandon: NDArray[np.float64]
    mean_wait_s: NDArray[np.float64]
    asa_s: NDArray[np.float64]
    queue_length: NDArray[np.float64]
    occupancy: NDArray[np.float64]


def erlang_a(
    agents: ArrayLike, load: ArrayLike, aht_s: ArrayLike, patience_s: ArrayLike
) -> ErlangA:
    """
    Waiting, abandonment and occupancy of a queue whose customers hang up.

    Parameters
    ----------
    agents
        Agents on duty, at least 0; real values are allowed.
    load
        Offered load in erlangs, 0 to 1e9, of all contacts whether they are answered or not.
    aht_s
        Mean handling time in seconds, above 0 wherever something is offered.
    patience_s
        Mean time in seconds after which a waiting customer hangs up, at least 0; infinity for
        customers who never do.

    Returns
    -------
    ErlangA
        Without abandonment and at saturation the waits and the queue are infinite. Without
        agents nobody is answered and the mean wait of the answered is infinite.

    Notes
    -----
    With C. Palm's model as in N. Gans, G. Koole, A. Mandelbaum, Telephone call centers: tutorial,
    review, and research prospects, 2003: ``S`` is the sum over j of ``A^j`` over the product of
    ``N + i theta`` for i = 1 .. j with ``theta = aht_s / patience_s``, ``P(wait)`` is
    ``S / (1/B - 1 + S)`` with Erlang's B, and the abandoned share is ``theta / A`` times the mean
    queue.

    Examples
    --------
    >>> busy = erlang_a(agents=10, load=12.0, aht_s=180, patience_s=60)
    >>> round(float(busy.p_abandon), 4), round(float(busy.mean_wait_s), 2)
    (0.244, 14.64)
    """
    n, a, aht, patience, shape = _flat(agents, load, aht_s, patience_s)
    table = _measures(n, a, aht, patience)
    return ErlangA(*(column.reshape(shape) for column in table))


def service_level_with_abandonment(
    agents: ArrayLike,
    load: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
    within_s: ArrayLike,
    definition: str = "offered",
) -> NDArray[np.float64]:
    """
    Service level within `within_s` seconds where customers hang up.

    Parameters
    ----------
    agents, load, aht_s, patience_s
        As in `erlang_a`.
    within_s
        Answer-time threshold in seconds, at least 0.
    definition
        ``offered``: answered in time over offered. ``answered``: over answered.
        ``without_short_abandons``: over the offered that did not hang up within the threshold.
        ``wait``: waits of at most the threshold, however they ended. ``virtual``: waits of at
        most the threshold if the customer had endless patience.

    Returns
    -------
    NDArray
        In ``[0, 1]``; 1 without load, 0 without agents unless waits are what counts.

    Examples
    --------
    >>> offered, answered = (
    ...     service_level_with_abandonment(10, 12.0, 180, 60, 20, definition)
    ...     for definition in ("offered", "answered")
    ... )
    >>> round(float(offered), 4), round(float(answered), 4)
    (0.569, 0.7526)
    """
    n, a, aht, patience, threshold, shape = _flat_until(
        agents, load, aht_s, patience_s, "within_s", within_s
    )
    number = definition_number(definition)
    return _levels(n, a, aht, patience, threshold, number).reshape(shape)


def wait_longer_than_with_abandonment(
    agents: ArrayLike,
    load: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
    longer_than_s: ArrayLike,
) -> NDArray[np.float64]:
    """
    Share of all contacts that wait longer than `longer_than_s` seconds, answered later or not.

    Takes `agents`, `load`, `aht_s` and `patience_s` as `erlang_a` does. At 0 s it is the
    probability of waiting.

    Examples
    --------
    >>> wait_longer_than_with_abandonment(10, 12.0, 180, 60, [0, 20, 60]).round(4).tolist()
    [0.6011, 0.2873, 0.0414]
    """
    n, a, aht, patience, threshold, shape = _flat_until(
        agents, load, aht_s, patience_s, "longer_than_s", longer_than_s
    )
    return _tails(n, a, aht, patience, threshold).reshape(shape)


def checked_patience(patience_s: ArrayLike) -> NDArray[np.float64]:
    """Mean patience in seconds, at least 0 and possibly infinite."""
    return checked_or_endless("patience_s", patience_s)


def definition_number(definition: str) -> int:
    """Number of a definition of service level, for the compiled loops."""
    if definition not in _NUMBER_OF_DEFINITION:
        message = f"definition is {definition!r}; use one of {', '.join(DEFINITIONS)}"
        raise InputError(message, (Problem(message, field="definition", value=str(definition)),))
    return _NUMBER_OF_DEFINITION[definition]


Flat = NDArray[np.float64]


def _flat(
    agents: ArrayLike, load: ArrayLike, aht_s: ArrayLike, patience_s: ArrayLike
) -> tuple[Flat, Flat, Flat, Flat, tuple[int, ...]]:
    n, a, aht, patience, _, shape = _flat_until(agents, load, aht_s, patience_s, "within_s", 0.0)
    return n, a, aht, patience, shape


def _flat_until(
    agents: ArrayLike,
    load: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
    name: str,
    until_s: ArrayLike,
) -> tuple[Flat, Flat, Flat, Flat, Flat, tuple[int, ...]]:
    """All arguments checked, broadcast and flattened, and their shape."""
    a = checked_load(load)
    checked_arrays = together(
        checked("agents", agents),
        a,
        checked_aht(aht_s, a),
        checked_patience(patience_s),
        checked(name, until_s),
    )
    n, a, aht, patience, until = (np.ascontiguousarray(array).ravel() for array in checked_arrays)
    return n, a, aht, patience, until, checked_arrays[0].shape


@njit(cache=True, error_model="numpy")
def _measures(n: Flat, a: Flat, aht_s: Flat, patience_s: Flat) -> NDArray[np.float64]:
    table = np.zeros((6, n.size))
    for i in range(n.size):
        theta = hang_up_rate(aht_s[i], patience_s[i])
        waits, at_once, gone, answered, _ = waiting(n[i], a[i], theta)
        wait, wait_of_answered = mean_waits(n[i], a[i], theta)
        table[0, i] = waits
        table[1, i] = waits * gone
        if aht_s[i] > 0.0:
            table[2, i] = wait * aht_s[i]
            table[3, i] = wait_of_answered * aht_s[i]
        elif n[i] < LEAST_AGENTS:
            table[2, i], table[3, i] = patience_s[i], np.inf
        if a[i] > 0.0:
            table[4, i] = a[i] * wait
            table[5, i] = 1.0
            if n[i] >= LEAST_AGENTS:
                table[5, i] = min(a[i] / n[i] * (at_once + waits * answered), 1.0)
    return table


@njit(cache=True, error_model="numpy")
def _levels(
    n: Flat, a: Flat, aht_s: Flat, patience_s: Flat, within_s: Flat, definition: int
) -> NDArray[np.float64]:
    result = np.empty(n.size)
    for i in range(n.size):
        theta = hang_up_rate(aht_s[i], patience_s[i])
        t = threshold_in_aht(within_s[i], aht_s[i])
        result[i] = level_and_rest(n[i], a[i], theta, t, definition)[0]
    return result


@njit(cache=True, error_model="numpy")
def _tails(
    n: Flat, a: Flat, aht_s: Flat, patience_s: Flat, longer_than_s: Flat
) -> NDArray[np.float64]:
    result = np.empty(n.size)
    for i in range(n.size):
        theta = hang_up_rate(aht_s[i], patience_s[i])
        t = threshold_in_aht(longer_than_s[i], aht_s[i])
        waits, _, _, _, total = waiting(n[i], a[i], theta)
        longer, _ = waiting_longer(n[i], a[i], theta, t, total)
        result[i] = waits * longer * math.exp(-theta * t)
    return result
