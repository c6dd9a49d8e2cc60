"""
Deferred work as a fluid: mail and tickets spread over the slots in which they may be done.

Work is counted in seconds of handling and done in open slots only. A *queue* is a list of items
whose releases and due slots both never decrease, so that first in, first out is also earliest due
date first.
"""

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked
from planner.staffing.deferred.due_windows import (
    check_order,
    checked_open,
    flat_items,
    items_on_open_slots,
    picked_items,
)
from planner.staffing.rounding import whole_agents


def spread_work(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    open_slots: ArrayLike,
    *,
    cyclic: bool = False,
    catch_up_slots: int | None = None,
) -> NDArray[np.float64]:
    """
    Work to do in each slot so that all is done in time and the load is as level as can be.

    Parameters
    ----------
    work_s
        Seconds of handling of each item of one queue, shape ``(n_items,)``: usually one item a
        slot, with further items in front for a backlog (release 0 or the slot of arrival, below 0).
    release, due
        Slots of each item, see `due_windows`; both must never decrease.
    open_slots
        Whether each slot is open, shape ``(n_slots,)``.
    cyclic
        Whether the horizon repeats: work due after its end is then done early in the same
        horizon, standing for last week's. Otherwise such work is done before the end, and work
        released only after the last open slot is left out.
    catch_up_slots
        Open slots from its release within which work is done that cannot be in time, because its
        due time is past or passes while nobody works: 1 is as early as can be, more is gentler.
        None refuses such work. Where work behind it in the queue is due sooner, it is done sooner.

    Returns
    -------
    NDArray
        Seconds of work in each slot, shape ``(n_slots,)``, 0 in closed ones. Over `slot_s` it is
        the load in erlangs. Queues are spread one by one and add up.

    Raises
    ------
    InputError
        When an item has no open slot between release and due, or the queue is out of order.

    Notes
    -----
    The work done up to each slot has to lie between all that is due by then and all that has been
    released. Of all the paths in that corridor the taut string has at once the lowest peak and
    the least variance. In a cyclic horizon the string touches the lower wall where that wall
    stands highest over the line of constant load, so it is cut and pulled tight there.

    Examples
    --------
    Two slots' notice levels a burst; at the end of the horizon only a cycle leaves it room.

    >>> release, due, is_open = [0, 1, 2, 3], [2, 3, 4, 5], [True] * 4
    >>> spread_work([60, 0, 0, 0], release, due, is_open).tolist()
    [30.0, 30.0, 0.0, 0.0]
    >>> spread_work([0, 0, 0, 60], release, due, is_open).tolist()
    [0.0, 0.0, 0.0, 60.0]
    >>> spread_work([0, 0, 0, 60], release, due, is_open, cyclic=True).tolist()
    [30.0, 0.0, 0.0, 30.0]

    A backlog that is overdue since yesterday, to be caught up within two slots.

    >>> spread_work([60, 0], [0, 0], [-8, 4], is_open, catch_up_slots=2).tolist()
    [30.0, 30.0, 0.0, 0.0]
    """
    is_open = checked_open(open_slots)
    work, first, last = flat_items(
        items_on_open_slots(work_s, release, due, is_open, cyclic, catch_up_slots)
    )
    check_order(first, last if catch_up_slots is None else np.asarray(due, dtype=np.float64))
    last = np.minimum.accumulate(last[::-1])[::-1]
    n_open = int(is_open.sum())
    if not cyclic:
        inside = first < n_open
        work, first, last = work[inside], first[inside], np.minimum(last[inside], n_open)
    level = np.zeros(is_open.size)
    if n_open and work.sum() > 0:
        level[is_open] = _level_profile(work, first, last, n_open, cyclic)
    return level


def min_constant_capacity(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    open_slots: ArrayLike,
    *,
    catch_up_slots: int | None = None,
) -> tuple[float, tuple[int, int]]:
    """
    Least capacity, the same in every open slot, with which nothing is late; and what forces it.

    Takes the items of any number of queues that share the open slots, in any order. Work due
    after the horizon is ignored; work that cannot be in time is refused, or caught up within
    `catch_up_slots` as in `spread_work`.

    Returns
    -------
    float, tuple[int, int]
        Seconds of work per open slot, and the critical window as first slot and slot after the
        last: the work that must be done inside it fills its open slots. The closed slots right
        before it belong to it, since what arrives in them is done in it. Of equal windows the one
        that starts, then the one that ends first. ``0.0, (0, 0)`` without work.

    Notes
    -----
    The largest density over all windows: work released and due inside, per open slot inside.

    Examples
    --------
    >>> min_constant_capacity([60, 0, 30], [0, 1, 2], [2, 3, 4], [True] * 4)
    (30.0, (0, 2))
    """
    is_open = checked_open(open_slots)
    work, first, last = flat_items(
        items_on_open_slots(work_s, release, due, is_open, False, catch_up_slots)
    )
    counts = (last <= is_open.sum()) & (work > 0)
    if not counts.any():
        return 0.0, (0, 0)
    order = np.argsort(last[counts], kind="stable")
    work, first, last = picked_items(picked_items((work, first, last), counts), order)
    capacity, start, stop = _densest_window(work, first, last, np.unique(first))
    slots = np.flatnonzero(is_open)
    opens = int(slots[start - 1]) + 1 if start else 0
    return float(capacity), (opens, int(slots[stop - 1]) + 1)


def agents_for_load(load: ArrayLike, max_occupancy: ArrayLike = 1.0) -> NDArray[np.int64]:
    """
    Whole agents who carry a deferred load in erlangs at no more than `max_occupancy`.

    Deferred work waits for nobody, so agents may be as many as the load.

    Examples
    --------
    >>> agents_for_load([0.0, 2.0, 21.0], 0.7).tolist()
    [0, 3, 30]
    """
    busiest = checked("max_occupancy", max_occupancy, most=1.0, least_allowed=False)
    return whole_agents(checked("load", load, most=1e9), busiest)


def _level_profile(
    work: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    n_open: int,
    cyclic: bool,
) -> NDArray[np.float64]:
    """Work per open slot along the taut string between due (lower) and released (upper)."""
    lower = _cumulated(work, last, n_open)
    upper = _cumulated(work, first + 1, n_open)
    if not cyclic:
        lower[-1] = upper[-1]
        return np.maximum(np.diff(_taut_string(lower, upper)), 0.0)
    line = work.sum() / n_open * np.arange(n_open + 1)
    cut = int(np.argmax((lower - line)[:n_open]))
    lower, upper = (_cycle_from(cut, wall, float(work.sum())) for wall in (lower, upper))
    upper[0], upper[-1] = lower[0], lower[-1]
    return np.maximum(np.roll(np.diff(_taut_string(lower, upper)), cut), 0.0)


def _cumulated(
    work: NDArray[np.float64], position: NDArray[np.int64], n_open: int
) -> NDArray[np.float64]:
    """
    Work with ``position <= k`` for k = 0 .. n_open, where each item comes back every cycle.

    Cycles before the first item count down below 0, so differences along k are what matters; in a
    plain horizon all positions lie within 0 .. n_open and the first value is put at 0.
    """
    steps = np.bincount(position % n_open, weights=work, minlength=n_open)
    start = float((work * np.floor_divide(-position, n_open)).sum())
    return start + np.concatenate(([0.0], np.cumsum(np.concatenate((steps[1:], steps[:1])))))


def _cycle_from(cut: int, wall: NDArray[np.float64], total: float) -> NDArray[np.float64]:
    return np.concatenate((wall[cut:-1], wall[: cut + 1] + total))


@njit(cache=True, error_model="numpy")
def _taut_string(lower: NDArray[np.float64], upper: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shortest path from ``lower[0]`` to ``lower[-1]`` between the walls."""
    path = np.empty(lower.size)
    path[0] = lower[0]
    at = 0
    while at < lower.size - 1:
        bend, slope = _next_bend(lower, upper, at, path[at])
        for k in range(at + 1, bend + 1):
            path[k] = path[at] + slope * (k - at)
        at = bend
    return path


@njit(cache=True, error_model="numpy")
def _next_bend(
    lower: NDArray[np.float64], upper: NDArray[np.float64], at: int, height: float
) -> tuple[int, float]:
    """Where the straight string from `at` has to bend next, and its slope up to there."""
    steepest, flattest = np.inf, -np.inf
    steepest_at = flattest_at = at
    for k in range(at + 1, lower.size):
        rise_to_lower = (lower[k] - height) / (k - at)
        rise_to_upper = (upper[k] - height) / (k - at)
        if rise_to_lower > steepest:
            return steepest_at, steepest
        if rise_to_upper < flattest:
            return flattest_at, flattest
        if rise_to_upper <= steepest:
            steepest, steepest_at = rise_to_upper, k
        if rise_to_lower >= flattest:
            flattest, flattest_at = rise_to_lower, k
    return flattest_at, flattest


@njit(cache=True, error_model="numpy")
def _densest_window(
    work: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    starts: NDArray[np.int64],
) -> tuple[float, int, int]:
    """
    Largest work per slot that lies wholly within a window, of items sorted by `last`.

    Densities closer than 1e-12 are the same, so that rounding does not choose between windows.
    """
    densest, start, stop = 0.0, 0, 0
    for a in starts:
        inside = 0.0
        for j in range(work.size):
            if first[j] >= a:
                inside += work[j]
                density = inside / (last[j] - a)
                if density > densest * (1.0 + 1e-12):
                    densest, start, stop = density, a, last[j]
    return densest, start, stop
