"""What deferred work experiences under a given capacity: earliest due date first, as a fluid."""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked
from planner.staffing.due_windows import check_order, checked_queue
from planner.staffing.expected import MaskedLevels, share_by_group


@dataclass(frozen=True, slots=True)
class DeferredService:
    """
    Seconds of work by fate, per item, and the backlog over time; each with a row per queue.

    The first three add up to the work of the item. ``late_s`` holds work done too late and work
    not done within the horizon although due by its end; ``pending_s`` holds work left at the end
    of the horizon and due after it. ``backlog_s`` is the released work not yet done at the end of
    each slot, shape ``(n_queues, n_slots)``.
    """

    on_time_s: NDArray[np.float64]
    late_s: NDArray[np.float64]
    pending_s: NDArray[np.float64]
    backlog_s: NDArray[np.float64]


def serve_deferred(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    capacity_s: ArrayLike,
    open_slots: ArrayLike = True,
) -> DeferredService:
    """
    Serve several queues from one capacity, earliest due date first.

    Parameters
    ----------
    work_s, release, due
        Seconds of work and slots of each item, shape ``(n_queues, n_items)`` or ``(n_items,)``
        for one queue; along a queue neither slot may decrease (see `due_windows`). Of two queues
        equally due the first goes first.
    capacity_s
        Seconds of work that can be done in each slot, shape ``(n_slots,)``: productive agents
        times the length of a slot.
    open_slots
        Whether each queue is served in each slot; broadcasts to ``(n_queues, n_slots)``.

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
    on_time, late, backlog = _serve(work, start, stop, is_open, capacity)
    left = np.maximum(work - on_time - late, 0.0)
    overdue = stop <= n_slots
    return DeferredService(
        on_time_s=on_time,
        late_s=late + np.where(overdue, left, 0.0),
        pending_s=np.where(overdue, 0.0, left),
        backlog_s=backlog,
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


@njit(cache=True, error_model="numpy")
def _serve(
    work: NDArray[np.float64],
    release: NDArray[np.int64],
    due: NDArray[np.int64],
    is_open: NDArray[np.bool_],
    capacity: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Work done on time and late, per item, and the backlog after each slot, per queue."""
    left, on_time, late = work.copy(), np.zeros(work.shape), np.zeros(work.shape)
    backlog = np.zeros(is_open.shape)
    standing = np.zeros(work.shape[0])
    head, arrived = np.zeros(work.shape[0], np.int64), np.zeros(work.shape[0], np.int64)
    for slot in range(capacity.size):
        _arrive(work, release, arrived, slot, standing)
        room = capacity[slot]
        while room > 0.0:
            queue = _most_urgent(left, release, due, is_open, head, slot)
            if queue < 0:
                break
            item = head[queue]
            done = min(room, left[queue, item])
            room -= done
            left[queue, item] -= done
            standing[queue] -= done
            if slot < due[queue, item]:
                on_time[queue, item] += done
            else:
                late[queue, item] += done
        for queue in range(work.shape[0]):
            backlog[queue, slot] = max(standing[queue], 0.0)
    return on_time, late, backlog


@njit(cache=True)
def _most_urgent(
    left: NDArray[np.float64],
    release: NDArray[np.int64],
    due: NDArray[np.int64],
    is_open: NDArray[np.bool_],
    head: NDArray[np.int64],
    slot: int,
) -> int:
    """Open queue whose first unfinished, released item is due first, or -1; moves heads on."""
    best = -1
    for queue in range(left.shape[0]):
        while head[queue] < left.shape[1] and left[queue, head[queue]] <= 0.0:
            head[queue] += 1
        item = head[queue]
        if item == left.shape[1] or release[queue, item] > slot or not is_open[queue, slot]:
            continue
        if best < 0 or due[queue, item] < due[best, head[best]]:
            best = queue
    return best


@njit(cache=True)
def _arrive(
    work: NDArray[np.float64],
    release: NDArray[np.int64],
    arrived: NDArray[np.int64],
    slot: int,
    standing: NDArray[np.float64],
) -> None:
    """Add the work released in `slot` to what stands in each queue."""
    for queue in range(work.shape[0]):
        while arrived[queue] < work.shape[1] and release[queue, arrived[queue]] <= slot:
            standing[queue] += work[queue, arrived[queue]]
            arrived[queue] += 1
