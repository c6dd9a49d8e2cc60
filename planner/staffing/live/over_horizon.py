"""
Agents for a service level that has to hold over a day or a week, not in every slot of it.

A target for the sum of many slots costs fewer agents than the same target in each: agents go where
one of them gets most contacts answered in time. Each slot is in steady state by itself.
"""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, checked_load
from planner.staffing.live.erlang_a import checked_patience
from planner.staffing.live.live_level import live_service_level
from planner.staffing.live.marginal_gain import by_marginal_gain, save_agents
from planner.staffing.rounding import RELATIVE_TOLERANCE, whole_agents

_SPARE_ROWS = 12
_MOST_CELLS = 20_000_000


def agents_over_horizon(
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: ArrayLike,
    group: ArrayLike = 0,
    min_agents: ArrayLike = 0,
    patience_s: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
    definition: str = "offered",
) -> NDArray[np.int64]:
    """
    Fewest agent-slots with which each group of slots, such as a day, meets its service level.

    Parameters
    ----------
    load
        Offered load in erlangs, shape ``(n_slots,)``.
    contacts
        Contacts offered in each slot, the weights of the service level.
    aht_s, within_s
        Mean handling time and answer-time threshold in seconds; broadcast to ``(n_slots,)``.
    fraction
        Share to answer in time over each group, above 0 and below 1: one number or one a slot,
        the same all through a group.
    group
        Number of the group of each slot, whole and at least 0, such as the day; by default all
        slots are one group.
    min_agents
        Fewest agents of each slot: what keeps a quiet slot staffed.
    patience_s
        Mean patience in seconds; then Erlang A, otherwise Erlang C.
    max_occupancy
        Highest ``load / agents`` of every slot by itself, above 0 and at most 1.
    definition
        Service level with abandons, see `live_service_level`.

    Returns
    -------
    NDArray
        Whole agents, shape ``(n_slots,)``; `min_agents` where nothing is offered. With Erlang C
        more than the load, so that no queue grows without end; with Erlang A at least as many
        as from where each further agent gains less than the one before.

    Raises
    ------
    InputError
        Naming the field that lies outside its range.

    Notes
    -----
    Marginal allocation (B. Fox, Discrete optimization via marginal analysis, Management Science
    13(3), 1966): the next agent goes where it gets most contacts answered in time. That is optimal
    where the level is concave in the agents, as Erlang C's is above the load: there the
    probability of waiting is convex in the agents (A. A. Jagers and E. A. van Doorn, 1991) and
    so are its products with falling exponentials. Elsewhere agents are added in the groups of the
    concave hull, then taken away and swapped as long as that saves one; the answer may then be
    an agent or two above the least. It is never more than the agents that meet the same level in
    each slot.

    Examples
    --------
    A busy and a quiet slot need 14 and 3 agents one by one; 14 and 2 hold the level over both.

    >>> agents_over_horizon([10, 1], [100, 10], 180, within_s=20, fraction=0.8).tolist()
    [14, 2]
    """
    slots = _checked_slots(load, contacts, aht_s, within_s, fraction, patience_s, definition)
    labels = _checked_groups(group, slots.load.size)
    least = _least_agents(slots.load, min_agents, max_occupancy)
    agents = least.copy()
    busy = (slots.load > 0) & (slots.contacts > 0)
    if busy.any():
        part = slots.take(busy)
        agents[busy] = _allocate(part, labels[busy], least[busy])
    return agents


@dataclass(frozen=True, slots=True)
class _Slots:
    """What is offered in each slot, and the level wanted; arrays of one shape ``(n,)``."""

    load: NDArray[np.float64]
    contacts: NDArray[np.float64]
    aht_s: NDArray[np.float64]
    within_s: NDArray[np.float64]
    fraction: NDArray[np.float64]
    patience_s: NDArray[np.float64] | None
    definition: str

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "_Slots":
        return _Slots(
            self.load[chosen],
            self.contacts[chosen],
            self.aht_s[chosen],
            self.within_s[chosen],
            self.fraction[chosen],
            None if self.patience_s is None else self.patience_s[chosen],
            self.definition,
        )

    def level(self, agents: NDArray[np.int64]) -> NDArray[np.float64]:
        """Service level of each slot; `agents` may have a further axis in front."""
        given = (self.load, self.aht_s, self.within_s)
        load, aht, within = (np.broadcast_to(array, agents.shape).copy() for array in given)
        patience = self.patience_s
        if patience is not None:
            patience = np.broadcast_to(patience, agents.shape).copy()
        return live_service_level(agents, load, aht, within, patience, self.definition)


def _checked_slots(
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    fraction: ArrayLike,
    patience_s: ArrayLike | None,
    definition: str,
) -> _Slots:
    a = np.atleast_1d(checked_load(load))
    if a.ndim != 1:
        _refuse("load", f"load has {a.ndim} axes; use one number per slot")
    wanted = checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False)
    patience = 0.0 if patience_s is None else checked_patience(patience_s)
    volume, aht = checked("contacts", contacts), checked_aht(aht_s, a)
    arrays = (volume, aht, checked("within_s", within_s), wanted, np.asarray(patience))
    spread = [np.broadcast_to(array, a.shape) for array in arrays]
    volume, aht, threshold, wanted, patience = spread
    has_patience = None if patience_s is None else patience
    return _Slots(a, volume, aht, threshold, wanted, has_patience, definition)


def _checked_groups(group: ArrayLike, n_slots: int) -> NDArray[np.int64]:
    given = np.broadcast_to(checked("group", group), (n_slots,))
    if np.any(given != np.rint(given)):
        _refuse("group", "group is not whole; use a number per group, such as the day")
    return np.unique(given, return_inverse=True)[1].astype(np.int64)


def _least_agents(
    load: NDArray[np.float64], min_agents: ArrayLike, max_occupancy: ArrayLike | None
) -> NDArray[np.int64]:
    given = checked("min_agents", min_agents, most=1e9)
    least = np.broadcast_to(np.ceil(given), load.shape).astype(np.int64)
    if max_occupancy is None:
        return least
    busiest = checked("max_occupancy", max_occupancy, most=1.0, least_allowed=False)
    return np.maximum(least, whole_agents(load, busiest))


def _allocate(
    slots: _Slots, labels: NDArray[np.int64], least: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Agents of slots with contacts: higher tables until no slot wants more than they hold."""
    least = np.maximum(least, _stable(slots))
    each = _agents_in_each(slots, least)
    if labels.max() == labels.size - 1:  # every slot is a group of its own
        return each
    start = np.maximum(_start_of_table(slots, least, each), each - _rows_below(slots))
    n_rows = int((each - start).max()) + _SPARE_ROWS
    while True:
        level = slots.level(start + np.arange(n_rows)[:, None])
        bottom = np.minimum(_bend(level) if slots.patience_s is not None else 0, each - start)
        table = np.ascontiguousarray((np.maximum.accumulate(level) * slots.contacts).T)
        rows = _rows_taken(table, bottom, each - start, slots, labels)
        if (rows < n_rows - 1).all() or n_rows * rows.size > _MOST_CELLS:
            return np.asarray(start + rows)
        n_rows *= 2


def _agents_in_each(slots: _Slots, least: NDArray[np.int64]) -> NDArray[np.int64]:
    """Fewest agents, at least `least`, that meet the level in each slot by itself."""
    low = least - 1
    step = np.maximum(1, np.sqrt(slots.load)).astype(np.int64)
    high = low + step
    while not (good := _meets(slots, high)).all():
        low, high = np.where(good, low, high), np.where(good, high, high + 2 * (high - low))
    while (high - low > 1).any():
        middle = (low + high + 1) // 2  # high itself where the two are neighbours
        good = _meets(slots, middle)
        low, high = np.where(good, low, middle), np.where(good, middle, high)
    return high


def _meets(slots: _Slots, agents: NDArray[np.int64]) -> NDArray[np.bool_]:
    most_late = (1.0 - slots.fraction) * (1.0 + RELATIVE_TOLERANCE)
    return np.asarray(1.0 - slots.level(np.maximum(agents, 0)) <= most_late)


def _stable(slots: _Slots) -> NDArray[np.int64]:
    if slots.patience_s is not None:
        return np.ones(slots.load.size, np.int64)
    return (np.floor(slots.load) + 1.0).astype(np.int64)


def _start_of_table(
    slots: _Slots, least: NDArray[np.int64], each: NDArray[np.int64]
) -> NDArray[np.int64]:
    """
    Few enough agents to see where the level begins to be concave in them.

    In overload all wait until a share ``1 - N / A`` has hung up, so the level rises steeply where
    that takes `within_s`.
    """
    if slots.patience_s is None:
        return least
    patience = np.maximum(slots.patience_s, 1e-3)
    steepest = slots.load * np.exp(-np.minimum(slots.within_s / patience, 700.0))
    below = np.floor(steepest - 2.0 - 2.0 * np.sqrt(steepest)).astype(np.int64)
    return np.maximum(least, np.minimum(below, each))


def _rows_below(slots: _Slots) -> NDArray[np.int64]:
    """How far below its own requirement a slot may fall: bounds the tables of huge loads."""
    rows: NDArray[np.float64] = 16.0 + 6.0 * np.sqrt(slots.load)
    return rows.astype(np.int64)


def _bend(level: NDArray[np.float64]) -> NDArray[np.int64]:
    """Row of each slot after which each agent gains less than the one before, roughly."""
    return np.asarray(np.argmax(np.diff(level, axis=0), axis=0))


def _rows_taken(
    table: NDArray[np.float64],
    bottom: NDArray[np.int64],
    each: NDArray[np.int64],
    slots: _Slots,
    labels: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Column of the table of contacts in time, for each slot, group by group."""
    rows = np.zeros(labels.size, np.int64)
    order = np.argsort(labels, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        offered = slots.contacts[places].sum()
        most_late = (1.0 - slots.fraction[places[0]]) * offered * (1.0 + RELATIVE_TOLERANCE)
        needed = offered - most_late
        found = by_marginal_gain(table[places], bottom[places], needed)
        found = save_agents(table[places], found, bottom[places], needed)
        rows[places] = found if found.sum() <= each[places].sum() else each[places]
    return rows


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))
