"""
When deferred work may be done: release and due slots, counted in open slots.

Slots are numbered from 0. Work may be done in the slots ``release <= slot < due``; work that
arrives in a slot may use all of that slot.
"""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked


@dataclass(frozen=True, slots=True)
class DueWindows:
    """
    Release and due slot of the work that arrives in each slot.

    Work may be done in slots ``release <= slot < due``. Both may lie beyond the horizon, whose
    slots are then taken as open (plain) or as the same week again (cyclic).
    """

    release: NDArray[np.int64]
    due: NDArray[np.int64]


def due_windows(open_slots: ArrayLike, window_slots: int, *, cyclic: bool = False) -> DueWindows:
    """
    Windows of `window_slots` open slots, counted from the slot of arrival inclusive.

    Parameters
    ----------
    open_slots
        Whether each slot is open, shape ``(n_slots,)``.
    window_slots
        Open slots within which work must be done, at least 1. Work that arrives while closed
        starts to count at the next open slot.
    cyclic
        Whether the horizon repeats, as a standard week does; otherwise every slot after it counts
        as open.

    Examples
    --------
    >>> windows = due_windows([True, False, True, True], window_slots=2)
    >>> windows.release.tolist(), windows.due.tolist()
    ([0, 2, 2, 3], [3, 4, 4, 5])
    """
    is_open = checked_open(open_slots)
    window = int(checked("window_slots", window_slots, least=1, most=1e6))
    slots = _open_slots_onwards(is_open, window, cyclic)
    first = np.concatenate(([0], np.cumsum(is_open)))[: is_open.size]
    return DueWindows(release=slots[first], due=slots[first + window - 1] + 1)


def checked_queue(
    work_s: ArrayLike, release: ArrayLike, due: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Work, release and due slot of items, along the last axis, each due after its release."""
    work = checked("work_s", work_s)
    start = checked("release", release, most=1e12).astype(np.int64)
    stop = checked("due", due, most=1e12).astype(np.int64)
    if not work.shape == start.shape == stop.shape:
        _refuse(
            "due",
            f"work_s, release and due have shapes {work.shape}, {start.shape} and "
            f"{stop.shape}; give each item one of each",
        )
    if np.any(stop <= start):
        place = int(np.argmax((stop <= start).ravel()))
        _refuse("due", f"due of item {place} is not after its release; use a later slot")
    return work, start, stop


def check_order(release: NDArray[np.int64], due: NDArray[np.int64]) -> None:
    """Refuse a queue whose releases or due slots step back along the last axis."""
    for field, slots in (("release", release), ("due", due)):
        if np.any(np.diff(slots, axis=-1) < 0):
            _refuse(field, f"{field} steps back within a queue; sort its items")


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))


def checked_open(open_slots: ArrayLike) -> NDArray[np.bool_]:
    """Opening of a horizon as one boolean a slot."""
    is_open = checked("open_slots", open_slots, most=1.0).astype(np.bool_)
    if is_open.ndim != 1:
        _refuse("open_slots", f"open_slots has {is_open.ndim} axes; give one value a slot")
    return is_open


def _open_slots_onwards(is_open: NDArray[np.bool_], window: int, cyclic: bool) -> NDArray[np.int64]:
    """Numbers of the open slots of the horizon and of at least `window` more after it."""
    inside = np.flatnonzero(is_open)
    if not cyclic:
        return np.concatenate((inside, is_open.size + np.arange(window + 1)))
    if not inside.size:
        _refuse("open_slots", "open_slots has no open slot; open one or plan a longer horizon")
    cycles = np.arange(window // inside.size + 3)
    return (inside[None, :] + is_open.size * cycles[:, None]).ravel()


def items_on_open_slots(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    is_open: NDArray[np.bool_],
    cyclic: bool,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """
    Work of items, and the open slots before their release and before their due slot.

    The items are flattened; in a cyclic horizon the open slots count on from cycle to cycle.
    """
    work, start, stop = checked_queue(work_s, release, due)
    before = np.concatenate(([0], np.cumsum(is_open)))
    first = _open_before(start.ravel(), before, cyclic)
    last = _open_before(stop.ravel(), before, cyclic)
    shut = (first >= last) & (work.ravel() > 0)
    if shut.any():
        _refuse(
            "due",
            f"item {int(np.argmax(shut))} has no open slot before it is due; "
            "use a longer window or more opening hours",
        )
    return work.ravel(), first, last


def _open_before(
    slot: NDArray[np.int64], before: NDArray[np.int64], cyclic: bool
) -> NDArray[np.int64]:
    n_slots = before.size - 1
    if cyclic and n_slots:
        return np.asarray(slot // n_slots * before[-1] + before[slot % n_slots])
    return np.asarray(before[np.minimum(slot, n_slots)] + np.maximum(slot - n_slots, 0))
