"""
When deferred work may be done: release and due slots, counted in open slots.

Slots are numbered from 0; what came before the horizon has negative numbers. Work may be done in
the slots ``release <= slot < due``; work that arrives in a slot may use all of that slot. Where
``due <= release`` the due time passes before anybody works: such work is late whatever is done.
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
    slots are then taken as open (plain) or as the same week again (cyclic). Only where the due
    clock has hours of its own can ``due <= release`` occur.
    """

    release: NDArray[np.int64]
    due: NDArray[np.int64]


def due_windows(
    open_slots: ArrayLike,
    window_slots: int,
    *,
    cyclic: bool = False,
    counted: ArrayLike | None = None,
) -> DueWindows:
    """
    Windows of `window_slots` slots of the due clock, counted from the slot of arrival inclusive.

    Parameters
    ----------
    open_slots
        Whether the team works in each slot, shape ``(n_slots,)``.
    window_slots
        Slots of the due clock within which work must be done, at least 1. Work that arrives while
        the clock stands starts to count when it next runs. A window for each priority is a call
        for each.
    cyclic
        Whether the horizon repeats, as a standard week does; otherwise every slot after it counts
        as open, and the due clock runs in it.
    counted
        Whether the due clock runs in each slot, shape ``(n_slots,)``: the calendar that the
        service-level agreement names. None: while the team works.

    Examples
    --------
    >>> windows = due_windows([True, False, True, True], window_slots=2)
    >>> windows.release.tolist(), windows.due.tolist()
    ([0, 2, 2, 3], [3, 4, 4, 5])

    Due within one slot around the clock, done in office hours: late before the office opens.

    >>> windows = due_windows([True, False, True, True], 1, counted=[True] * 4)
    >>> windows.release.tolist(), windows.due.tolist()
    ([0, 2, 2, 3], [1, 2, 3, 4])
    """
    is_open = checked_open(open_slots)
    window = int(checked("window_slots", window_slots, least=1, most=1e6))
    runs = is_open if counted is None else checked_open(counted, "counted")
    if runs.size != is_open.size:
        _refuse("counted", f"counted has {runs.size} slots; give {is_open.size} as in open_slots")
    return DueWindows(
        release=_nth_slot(is_open, 1, cyclic, "open_slots"),
        due=_nth_slot(runs, window, cyclic, "counted") + 1,
    )


def checked_queue(
    work_s: ArrayLike, release: ArrayLike, due: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Work, release and due slot of items along the last axis; some may be past their due time."""
    work = checked("work_s", work_s)
    start = checked("release", release, least=-1e12, most=1e12).astype(np.int64)
    stop = checked("due", due, least=-1e12, most=1e12).astype(np.int64)
    if not work.shape == start.shape == stop.shape:
        _refuse(
            "due",
            f"work_s, release and due have shapes {work.shape}, {start.shape} and "
            f"{stop.shape}; give each item one of each",
        )
    return work, start, stop


Items = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]
"""Work of items, and the slots from which and before which each may be done."""


def flat_items(items: Items) -> Items:
    """Items of all queues in one row."""
    work, first, last = items
    return work.ravel(), first.ravel(), last.ravel()


def picked_items(items: Items, which: NDArray[np.bool_] | NDArray[np.int64]) -> Items:
    """Items of one row by mask or by order."""
    work, first, last = items
    return work[which], first[which], last[which]


def check_order(release: NDArray[np.int64], due: NDArray[np.int64] | NDArray[np.float64]) -> None:
    """Refuse a queue whose releases or due slots step back along the last axis."""
    for field, slots in (("release", release), ("due", due)):
        if np.any(np.diff(slots, axis=-1) < 0):
            _refuse(field, f"{field} steps back within a queue; sort its items")


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))


def checked_open(open_slots: ArrayLike, field: str = "open_slots") -> NDArray[np.bool_]:
    """Opening of a horizon as one boolean a slot."""
    is_open = checked(field, open_slots, most=1.0).astype(np.bool_)
    if is_open.ndim != 1:
        _refuse(field, f"{field} has {is_open.ndim} axes; give one value a slot")
    return is_open


def _nth_slot(is_open: NDArray[np.bool_], nth: int, cyclic: bool, field: str) -> NDArray[np.int64]:
    """Number of the `nth` open slot from each slot on, that slot included."""
    inside = np.flatnonzero(is_open)
    if cyclic and not inside.size:
        _refuse(field, f"{field} has no open slot; open one or plan a longer horizon")
    if cyclic:
        cycles = np.arange(nth // inside.size + 3)
        onwards = (inside[None, :] + is_open.size * cycles[:, None]).ravel()
    else:
        onwards = np.concatenate((inside, is_open.size + np.arange(nth + 1)))
    before = np.concatenate(([0], np.cumsum(is_open)))[: is_open.size]
    return np.asarray(onwards[before + nth - 1])


def items_on_open_slots(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    is_open: NDArray[np.bool_],
    cyclic: bool,
    catch_up_slots: int | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """
    Work of items, and the open slots before their release and before their due slot.

    Of the shape of `work_s`; in a cyclic horizon the open slots count on from cycle to cycle.
    Work that cannot be in time gets `catch_up_slots` open slots from its release, or is refused
    where that is None.
    """
    work, start, stop = checked_queue(work_s, release, due)
    before = np.concatenate(([0], np.cumsum(is_open)))
    first = _open_before(start, before, cyclic)
    last = _open_before(stop, before, cyclic)
    if catch_up_slots is None:
        _check_in_time(work, start, stop, first >= last)
        return work, first, last
    extra = int(checked("catch_up_slots", catch_up_slots, least=1, most=1e6))
    return work, first, np.where(first >= last, first + extra, last)


def _check_in_time(
    work: NDArray[np.float64],
    start: NDArray[np.int64],
    stop: NDArray[np.int64],
    is_late: NDArray[np.bool_],
) -> None:
    """Refuse work that is late whatever is done."""
    if np.any(stop <= start):
        place = int(np.argmax((stop <= start).ravel()))
        _refuse(
            "due",
            f"due of item {place} is not after its release; use a later slot, or "
            "catch_up_slots for work that is late already",
        )
    if np.any(is_late & (work > 0)):
        _refuse(
            "due",
            f"item {int(np.argmax((is_late & (work > 0)).ravel()))} has no open slot before it is "
            "due; use a longer window, more opening hours or catch_up_slots",
        )


def _open_before(
    slot: NDArray[np.int64], before: NDArray[np.int64], cyclic: bool
) -> NDArray[np.int64]:
    n_slots = before.size - 1
    if cyclic and n_slots:
        return np.asarray(slot // n_slots * before[-1] + before[slot % n_slots])
    inside = np.clip(slot, 0, n_slots)
    return np.asarray(before[inside] + np.maximum(slot - n_slots, 0))
