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
from planner.staffing.due_windows import checked_open, flat_items, items_on_open_slots, picked_items

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
    level[is_open] = _critical_levels(work, first, np.minimum(last, n_open), free[is_open])
    return level


def _free_by_slot(free_s: ArrayLike, is_open: NDArray[np.bool_]) -> NDArray[np.float64]:
    free = checked("free_s", free_s)
    if free.shape not in ((), is_open.shape):
        message = f"free_s has shape {free.shape}; give one number or {is_open.size}"
        raise InputError(message, (Problem(message, field="free_s"),))
    return np.ascontiguousarray(np.broadcast_to(free, is_open.shape))


@njit(cache=True, error_model="numpy")
def _critical_levels(
    work: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    free: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Level above `free` of each slot, for items sorted by falling `first`."""
    level = np.zeros(free.size)
    slots = np.arange(free.size)
    room = free.copy()
    least = ROUNDING * work.sum()
    while work.size:
        height, start, stop = _critical_window(work, first, last, room)
        if height <= least:
            break
        level[slots[start:stop]] = height
        slots = np.concatenate((slots[:start], slots[stop:]))
        room = np.concatenate((room[:start], room[stop:]))
        stays = (first < start) | (last > stop)
        work, first, last = work[stays], first[stays], last[stays]
        for k in range(work.size):
            first[k] -= min(max(first[k] - start, 0), stop - start)
            last[k] -= min(max(last[k] - start, 0), stop - start)
    return level


@njit(cache=True, error_model="numpy")
def _critical_window(
    work: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    room: NDArray[np.float64],
) -> tuple[float, int, int]:
    """Window with the most work inside above its room, per slot; its height, start and end."""
    due = np.zeros(room.size + 1)
    height, start, stop, item = 0.0, 0, 0, 0
    while item < work.size:
        opens = first[item]
        while item < work.size and first[item] == opens:
            due[last[item]] += work[item]
            item += 1
        excess = 0.0
        for k in range(opens, room.size):
            excess += due[k + 1] - room[k]
            if excess > height * (k + 1 - opens):
                height, start, stop = excess / (k + 1 - opens), opens, k + 1
    return height, start, stop
