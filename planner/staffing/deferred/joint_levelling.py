"""
Several deferred queues levelled together: critical windows, with or without a floor of free time.

Items may come in any order and from any number of queues, as long as one team works on all of
them in the same open slots. The time grows with the cube of the open slots in the worst case.
"""

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked
from planner.staffing.deferred.due_windows import (
    checked_open,
    flat_items,
    items_on_open_slots,
    picked_items,
)

Reals = NDArray[np.float64]
Whole = NDArray[np.int64]

ROUNDING = 1e-13
"""Share of all work below which the excess of a window is rounding."""


def level_jointly(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    open_slots: ArrayLike,
    *,
    free_s: ArrayLike = 0.0,
    catch_up_slots: int | None = None,
) -> NDArray[np.float64]:
    """
    Work of all queues in each slot, as level as can be with all of it done in time.

    Parameters
    ----------
    work_s, release, due
        Seconds of work and slots of each item, of one shape, e.g. ``(n_queues, n_items)``.
    open_slots
        Whether each slot is open, shape ``(n_slots,)``; closed slots hold nothing.
    free_s
        Seconds of work that cost nothing in each slot, as the idle time of live agents does;
        broadcasts to ``(n_slots,)``. The answer is then what is needed on top.
    catch_up_slots
        As in `spread_work`, for work that cannot be in time; None refuses it.

    Returns
    -------
    NDArray
        Seconds in each slot, shape ``(n_slots,)``. Work due after the horizon is done before its
        end; work released after the last open slot is left out. `serve_deferred` with this as
        capacity tells the share of each queue (``done_s``).

    Notes
    -----
    The critical-window rule of F. Yao, A. Demers, S. Shenker, *A scheduling model for reduced CPU
    energy*, FOCS 1995: the window with the most work released and due inside, per open slot, sets
    the level of its slots; take it out of the horizon, and repeat. Of all answers this one has
    the lowest peak, the least total and the least variance at once. With free time a window counts
    the work in it above the free time in it, and the rule stops where the rest fits the free time.

    Examples
    --------
    Two queues alone would need 30, 30, 0 and 40, 0, 0; together they wait for each other.

    >>> level_jointly([60, 40], [0, 0], [2, 1], [True] * 3).tolist()
    [50.0, 50.0, 0.0]
    >>> level_jointly([60, 40], [0, 0], [2, 1], [True] * 3, free_s=[0, 70, 9]).tolist()
    [40.0, 0.0, 0.0]
    """
    is_open = checked_open(open_slots)
    free = _free_by_slot(free_s, is_open)
    items = flat_items(items_on_open_slots(work_s, release, due, is_open, False, catch_up_slots))
    n_open = int(is_open.sum())
    items = picked_items(items, (items[1] < n_open) & (items[0] > 0))
    work, first, last = picked_items(items, np.argsort(-items[1], kind="stable"))
    level = np.zeros(is_open.size)
    slots = np.flatnonzero(is_open)
    _critical_levels(work, first, np.minimum(last, n_open), free[is_open], slots, level)
    return level


def _free_by_slot(free_s: ArrayLike, is_open: NDArray[np.bool_]) -> NDArray[np.float64]:
    free = checked("free_s", free_s)
    if free.shape not in ((), is_open.shape):
        message = f"free_s has shape {free.shape}; give one number or {is_open.size}"
        raise InputError(message, (Problem(message, field="free_s"),))
    return np.ascontiguousarray(np.broadcast_to(free, is_open.shape))


@njit(cache=True, error_model="numpy")
def _critical_levels(
    work: Reals, first: Whole, last: Whole, room: Reals, slots: Whole, level: Reals
) -> None:
    """
    Write the level above `room` of each slot, for items sorted by falling `first`.

    Keeps the best window of every start. Taking a window out never makes the best of another
    start better, so a height that was not looked at again is a bound; only the highest is renewed.
    All arrays but the last are used up.
    """
    n_slots, n_items = room.size, work.size
    height, ends = np.full(n_slots, np.inf), np.full(n_slots, -1)
    due = np.zeros(n_slots + 1)
    least = ROUNDING * work.sum()
    while n_slots > 0:
        start = int(np.argmax(height[:n_slots]))
        if height[start] <= least:
            break
        if ends[start] < 0:
            best = _best_from(start, work, first, last, n_items, room, n_slots, due)
            height[start], ends[start] = best
            continue
        stop, highest = ends[start], height[start]
        for k in range(start, stop):
            level[slots[k]] = highest
        n_items = _drop_items(work, first, last, n_items, start, stop)
        n_slots = _drop_slots(room, slots, height, ends, n_slots, start, stop)
        if start < n_slots:
            height[start], ends[start] = highest, -1


@njit(cache=True, error_model="numpy")
def _best_from(
    start: int,
    work: Reals,
    first: Whole,
    last: Whole,
    n_items: int,
    room: Reals,
    n_slots: int,
    due: Reals,
) -> tuple[float, int]:
    """Most work above its room, per slot, of the windows from `start`, and where that one ends."""
    for k in range(start, n_slots + 1):
        due[k] = 0.0
    for item in range(n_items):
        if first[item] < start:
            break
        due[last[item]] += work[item]
    height, stop, excess = 0.0, start, 0.0
    for k in range(start, n_slots):
        excess += due[k + 1] - room[k]
        if excess > height * (k + 1 - start):
            height, stop = excess / (k + 1 - start), k + 1
    return height, stop


@njit(cache=True)
def _drop_items(work: Reals, first: Whole, last: Whole, n_items: int, start: int, stop: int) -> int:
    """Leave out the items inside a window, close the gap for the others; how many stay."""
    kept = 0
    for item in range(n_items):
        if first[item] < start or last[item] > stop:
            work[kept] = work[item]
            first[kept] = first[item] - min(max(first[item] - start, 0), stop - start)
            last[kept] = last[item] - min(max(last[item] - start, 0), stop - start)
            kept += 1
    return kept


@njit(cache=True)
def _drop_slots(
    room: Reals, slots: Whole, height: Reals, ends: Whole, n_slots: int, start: int, stop: int
) -> int:
    """Leave out the slots of a window, forget best windows that reach into it; how many stay."""
    for k in range(start):
        if ends[k] > start:
            ends[k] = -1
    for k in range(stop, n_slots):
        to = k - (stop - start)
        room[to], slots[to], height[to] = room[k], slots[k], height[k]
        ends[to] = ends[k] - (stop - start) if ends[k] >= 0 else -1
    return n_slots - (stop - start)
