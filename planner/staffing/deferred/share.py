"""
Least capacity with which a target share of deferred work is in time, such as 95 %.

The work is served earliest due date first, and what is late already waits for what is not.
"""

from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InfeasibleError, InputError, Problem
from planner.staffing.checks import checked
from planner.staffing.deferred.due_windows import checked_open, checked_queue
from planner.staffing.deferred.joint_levelling import level_jointly
from planner.staffing.deferred.service import DeferredService, serve_deferred

PRECISION = 1e-13
SLACK = 1e-12


def capacity_for_share(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    shape_s: ArrayLike,
    share: ArrayLike,
    *,
    group: ArrayLike = 0,
    count_lost: bool = True,
) -> NDArray[np.float64]:
    """
    Least multiple of a capacity profile with which every group has its share of work in time.

    Parameters
    ----------
    work_s, release, due
        Seconds of work and slots of each item, as in `serve_deferred`.
    shape_s
        The profile to scale, shape ``(n_slots,)``: ones in the open slots ask for the least
        constant capacity, the present schedule for the factor by which it has to grow.
    share
        Share of the work of each group to be done by its due time, ``(0, 1]``; one number or one
        a group. Work due after the horizon is ignored.
    group
        Group of each item from 0 up, e.g. its priority, its day or both; broadcasts over
        ``(n_queues, n_items)``.
    count_lost
        Whether work that cannot be in time, such as an overdue backlog, counts late. False asks
        for the share of the rest.

    Returns
    -------
    NDArray
        The scaled profile, shape ``(n_slots,)``.

    Raises
    ------
    InfeasibleError
        When no multiple of the profile reaches the share.

    Notes
    -----
    More capacity leaves no part of any item later than before, so bisection finds the least
    multiple, to 1e-13 of itself. With one group it is the least under any order of service. With
    several it is the least for this order; one that foresees which group can afford to be late
    may do with less.

    Examples
    --------
    Of 60 s and 40 s with a slot each, a fifth may be late.

    >>> capacity_for_share([60, 40], [0, 1], [1, 2], [1, 1], 0.8).round(6).tolist()
    [40.0, 40.0]
    """
    served = _Served(work_s, release, due, shape_s, share, group, count_lost)
    least = served.upper_multiple()
    below = 0.0
    while least - below > PRECISION * least:
        middle = 0.5 * (below + least)
        if not below < middle < least:
            break
        if served.holds(middle):
            least = middle
        else:
            below = middle
    return served.shape * least


def level_for_share(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    open_slots: ArrayLike,
    share: ArrayLike,
    *,
    group: ArrayLike = 0,
    late_slots: int | None = None,
    catch_up_slots: int | None = None,
) -> NDArray[np.float64]:
    """
    Level profile that does all work, and the target share of each group in time.

    Parameters
    ----------
    work_s, release, due, share, group
        As in `capacity_for_share`.
    open_slots
        Whether the team works in each slot, ``(n_slots,)``.
    late_slots
        Slots after its due time, or after its release where that is later, within which late work
        is done; None lets it wait until the end of the horizon.
    catch_up_slots
        Open slots from its release within which work is done that cannot be in time, such as an
        overdue backlog; the share is then that of the rest. None counts it among the late.

    Returns
    -------
    NDArray
        Seconds of work in each slot, shape ``(n_slots,)``; work released after the last open slot
        is left out.

    Notes
    -----
    The least constant capacity for the share says which work is late; then the work in time and
    the late work, each with its own due time, are levelled by `level_jointly`. The peak is no
    higher than that capacity if late work may wait and none is left at the end. Where several
    groups need it, the profile is scaled up. Served with ``late_last`` it keeps the share.

    Examples
    --------
    >>> level_for_share([60, 40, 0], [0, 1, 2], [1, 2, 3], [1, 1, 1], 0.8).round(6).tolist()
    [40.0, 40.0, 20.0]
    """
    opening = checked_open(open_slots)
    if not opening.any():
        return np.zeros(opening.size)
    count_lost = catch_up_slots is None
    capacity = capacity_for_share(
        work_s, release, due, opening, share, group=group, count_lost=count_lost
    )
    service = serve_deferred(work_s, release, due, capacity, late_last=True)
    work, start, stop = checked_queue(work_s, release, due)
    work, start, stop = np.atleast_2d(work), np.atleast_2d(start), np.atleast_2d(stop)
    judged = stop <= opening.size
    on_time = np.where(judged, service.on_time_s, work)
    ends = opening.size if late_slots is None else np.maximum(stop, start) + late_slots
    ends = np.where(_is_lost(start, stop, opening) & (not count_lost), stop, ends)
    inside = start < int(np.flatnonzero(opening)[-1]) + 1
    level = level_jointly(
        np.where(inside, np.stack((on_time, np.maximum(work - on_time, 0.0))), 0.0),
        np.stack((start, start)),
        np.stack((stop, np.broadcast_to(ends, stop.shape))),
        opening,
        catch_up_slots=catch_up_slots or 1,
    )
    if np.unique(np.asarray(group)).size < 2:
        return level
    scaled = capacity_for_share(
        work_s, release, due, level, share, group=group, count_lost=count_lost
    )
    return np.maximum(level, scaled)


def _is_lost(
    start: NDArray[np.int64], stop: NDArray[np.int64], opening: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether no open slot of the horizon, nor one after it, lies between release and due."""
    n_slots = opening.size
    before = np.concatenate(([0], np.cumsum(opening)))
    room = before[np.clip(stop, 0, n_slots)] - before[np.clip(start, 0, n_slots)]
    return np.asarray((stop <= n_slots) & (room <= 0))


class _Served:
    """The work, a profile to scale and what each group has to have in time."""

    def __init__(
        self,
        work_s: ArrayLike,
        release: ArrayLike,
        due: ArrayLike,
        shape_s: ArrayLike,
        share: ArrayLike,
        group: ArrayLike,
        count_lost: bool,
    ) -> None:
        self.work, self.release, self.due = checked_queue(work_s, release, due)
        self.shape = checked("shape_s", shape_s)
        labels = checked("group", group, most=1e6).astype(np.int64)
        by_queue = np.atleast_2d(self.work)
        self.group = np.broadcast_to(labels, by_queue.shape)
        is_judged = self.due <= self.shape.size
        if not count_lost:
            is_judged &= ~_is_lost(self.release, self.due, self.shape > 0)
        self.judged = np.where(np.atleast_2d(is_judged), by_queue, 0.0)
        total = self.by_group(self.judged)
        least = checked("share", share, most=1.0, least_allowed=False)
        if least.shape not in ((), total.shape):
            _refuse("share", f"share has shape {least.shape}; give one number or {total.size}")
        self.least = least * total - SLACK * total.sum()

    def by_group(self, work: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(self.group.ravel(), weights=work.ravel()), np.float64)

    def service(self, multiple: float) -> DeferredService:
        return serve_deferred(
            self.work, self.release, self.due, self.shape * multiple, late_last=True
        )

    def holds(self, multiple: float) -> bool:
        on_time = np.where(self.judged > 0, self.service(multiple).on_time_s, 0.0)
        return bool(np.all(self.by_group(on_time) >= self.least))

    def upper_multiple(self) -> float:
        """Multiple with which any slot of the profile does all the work there is."""
        used = self.shape[self.shape > 0]
        if not np.any(self.least > 0):
            return 0.0
        most = float(self.work.sum() / used.min()) if used.size else 0.0
        if not self.holds(most):
            raise InfeasibleError(
                "share: no multiple of the profile does enough work in time; lower the share, "
                "lengthen the windows or open more slots"
            )
        return most


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))
