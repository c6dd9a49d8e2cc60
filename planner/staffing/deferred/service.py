"""What deferred work experiences under a given capacity: earliest due date first, as a fluid."""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked
from planner.staffing.deferred.due_windows import check_order, checked_queue
from planner.staffing.expected import MaskedLevels, share_by_group

ROUNDING = 1e-12
"""Share of work that rounding may leave over."""


@dataclass(frozen=True, slots=True)
class DeferredService:
    """
    Seconds of work by fate, per item, and work and backlog over time; each with a row per queue.

    The first three add up to the work of the item. ``late_s`` holds work done too late and work
    not done within the horizon although due by its end; ``pending_s`` holds work left at the end
    of the horizon and due after it. The others have shape ``(n_queues, n_slots)``: ``backlog_s``
    is the released work not yet done at the end of each slot, ``done_s`` the work done in it, and
    ``age_slots`` the slots from the release of the oldest work that stands at its end until then,
    0 where none stands.
    """

    on_time_s: NDArray[np.float64]
    late_s: NDArray[np.float64]
    pending_s: NDArray[np.float64]
    backlog_s: NDArray[np.float64]
    done_s: NDArray[np.float64]
    age_slots: NDArray[np.int64]


def serve_deferred(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    capacity_s: ArrayLike,
    open_slots: ArrayLike = True,
    *,
    late_last: bool = False,
) -> DeferredService:
    """
    Serve several queues from one capacity, earliest due date first.

    Parameters
    ----------
    work_s, release, due
        Seconds of work and slots of each item, shape ``(n_queues, n_items)`` or ``(n_items,)``
        for one queue; along a queue neither slot may decrease (see `due_windows`). Of two queues
        equally due the first goes first. A backlog is items in front, released at 0 or, for their
        age, in their slot of arrival below 0; their due times may be past. With slots of arrival
        for releases, backlog and age count what arrives while closed at once.
    capacity_s
        Seconds of work that can be done in each slot, shape ``(n_slots,)``: productive agents
        times the length of a slot.
    open_slots
        Whether each queue is served in each slot; broadcasts to ``(n_queues, n_slots)``.
    late_last
        Whether work past its due time yields to all that can still be in time. Under overload
        this keeps the most work on time that any rule can, where queues share their open slots;
        the plain rule lets one late day make the next ones late.

    Returns
    -------
    DeferredService
        Always with rows for queues, also for one.

    Examples
    --------
    >>> service = serve_deferred([60, 0, 60], [0, 1, 2], [2, 3, 4], capacity_s=[20, 20, 60])
    >>> service.on_time_s.tolist(), service.late_s.tolist(), service.pending_s.tolist()
    ([[40.0, 0.0, 40.0]], [[20.0, 0.0, 0.0]], [[0.0, 0.0, 20.0]])
    >>> service.backlog_s.tolist()
    [[40.0, 20.0, 20.0]]
    >>> service.age_slots.tolist()
    [[1, 2, 1]]

    Notes
    -----
    Of the work that can be done in a slot and is not yet late, the earliest due goes first: the
    rule of F. Glover, *Maximum matching in a convex bipartite graph*, Naval Research Logistics
    Quarterly 14, 1967, here for work and slots.
    """
    work, start, stop = checked_queue(work_s, release, due)
    work, start, stop = np.atleast_2d(work), np.atleast_2d(start), np.atleast_2d(stop)
    check_order(start, stop)
    capacity = checked("capacity_s", capacity_s)
    opening = checked("open_slots", open_slots, most=1.0).astype(np.bool_)
    if capacity.ndim != 1 or work.ndim != 2:
        _refuse("capacity_s", "capacity_s needs one axis of slots and work_s at most two axes")
    n_queues, n_slots = work.shape[0], capacity.size
    is_open = np.ascontiguousarray(np.broadcast_to(opening, (n_queues, n_slots)))
    on_time, late, done, age = _serve(work, start, stop, is_open, capacity, late_last)
    left = np.maximum(work - on_time - late, 0.0)
    overdue = stop <= n_slots
    return DeferredService(
        on_time_s=on_time,
        late_s=late + np.where(overdue, left, 0.0),
        pending_s=np.where(overdue, 0.0, left),
        backlog_s=_backlog(work, start, done),
        done_s=done,
        age_slots=age,
    )


def on_time_share(
    service: DeferredService, group: ArrayLike = 0, n_groups: int = 1
) -> MaskedLevels:
    """
    Share of work done by its due time, of all work whose fate is known, per queue and group.

    Parameters
    ----------
    service
        Answer of `serve_deferred`.
    group
        Group of each item, e.g. its day of arrival, ``0 .. n_groups - 1``; broadcasts over items.
    n_groups
        Number of groups.

    Returns
    -------
    MaskedArray
        Shape ``(n_queues, n_groups)``; masked where no work is known to be on time or late.
        Pending work is left out, so give the horizon room to finish the last days' work.

    Examples
    --------
    >>> service = serve_deferred([60, 0, 60], [0, 1, 2], [2, 3, 4], capacity_s=[20, 20, 60])
    >>> on_time_share(service, group=[0, 1, 2], n_groups=3).round(3).tolist()
    [[0.667, None, 1.0]]
    """
    rows = [
        share_by_group(on_time, on_time + late, group, n_groups)
        for on_time, late in zip(service.on_time_s, service.late_s, strict=True)
    ]
    return np.ma.stack(rows)


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))


def _backlog(
    work: NDArray[np.float64], release: NDArray[np.int64], done: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Work released and not done at the end of each slot, per queue."""
    n_queues, n_slots = done.shape
    slot = np.clip(release, 0, n_slots) + np.arange(n_queues)[:, None] * (n_slots + 1)
    released = np.bincount(slot.ravel(), weights=work.ravel(), minlength=n_queues * (n_slots + 1))
    arrived = np.cumsum(released.reshape(n_queues, n_slots + 1)[:, :-1], axis=1)
    standing = np.maximum(arrived - np.cumsum(done, axis=1), 0.0)
    return np.asarray(np.where(standing > ROUNDING * arrived, standing, 0.0))


@njit(cache=True, error_model="numpy")
def _serve(
    work: NDArray[np.float64],
    release: NDArray[np.int64],
    due: NDArray[np.int64],
    is_open: NDArray[np.bool_],
    capacity: NDArray[np.float64],
    late_last: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Work done on time and late, per item; work done in each slot and age after it, per queue."""
    left, on_time, late = work.copy(), np.zeros(work.shape), np.zeros(work.shape)
    done = np.zeros(is_open.shape)
    age = np.zeros(is_open.shape, np.int64)
    heads = np.zeros((2, work.shape[0]), np.int64)
    for slot in range(capacity.size):
        room = capacity[slot]
        for lap in range(0 if late_last else 1, 2):
            while room > 0.0:
                queue = _most_urgent(left, release, due, is_open, heads[lap], slot, lap == 0)
                if queue < 0:
                    break
                item = heads[lap, queue]
                part = min(room, left[queue, item])
                room -= part
                left[queue, item] -= part
                done[queue, slot] += part
                if slot < due[queue, item]:
                    on_time[queue, item] += part
                else:
                    late[queue, item] += part
        _note_ages(work, left, release, heads[1], slot, age)
    return on_time, late, done, age


@njit(cache=True)
def _most_urgent(
    left: NDArray[np.float64],
    release: NDArray[np.int64],
    due: NDArray[np.int64],
    is_open: NDArray[np.bool_],
    head: NDArray[np.int64],
    slot: int,
    in_time: bool,
) -> int:
    """
    Open queue whose first unfinished, released item is due first, or -1; moves heads on.

    Looks only at work not yet past its due time if `in_time`.
    """
    best = -1
    for queue in range(left.shape[0]):
        while head[queue] < left.shape[1] and (
            left[queue, head[queue]] <= 0.0 or (in_time and due[queue, head[queue]] <= slot)
        ):
            head[queue] += 1
        item = head[queue]
        if item == left.shape[1] or release[queue, item] > slot or not is_open[queue, slot]:
            continue
        if best < 0 or due[queue, item] < due[best, head[best]]:
            best = queue
    return best


@njit(cache=True)
def _note_ages(
    work: NDArray[np.float64],
    left: NDArray[np.float64],
    release: NDArray[np.int64],
    head: NDArray[np.int64],
    slot: int,
    age: NDArray[np.int64],
) -> None:
    """Age of the oldest work that stands in each queue after `slot`; crumbs are no work."""
    for queue in range(left.shape[0]):
        item = head[queue]
        while item < left.shape[1] and left[queue, item] <= ROUNDING * work[queue, item]:
            item += 1
        if item < left.shape[1] and release[queue, item] <= slot:
            age[queue, slot] = slot + 1 - release[queue, item]
