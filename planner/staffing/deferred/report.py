"""Deferred service told in contacts, and how long a backlog takes to clear."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked
from planner.staffing.deferred.service import DeferredService
from planner.staffing.expected import MaskedLevels


@dataclass(frozen=True, slots=True)
class ContactFates:
    """Contacts done in time, done or still lying there too late, and not yet due, by group."""

    on_time: NDArray[np.float64]
    late: NDArray[np.float64]
    pending: NDArray[np.float64]

    @property
    def on_time_share(self) -> MaskedLevels:
        """Share in time of the contacts whose fate is known; masked where there are none."""
        known = self.on_time + self.late
        share = self.on_time / np.where(known > 0, known, 1.0)
        return np.ma.masked_array(share, mask=known == 0)


def contact_fates(
    service: DeferredService, aht_s: ArrayLike, group: ArrayLike = 0, n_groups: int = 1
) -> ContactFates:
    """
    Contacts by fate and group, over all queues.

    Parameters
    ----------
    service
        Answer of `serve_deferred`.
    aht_s
        Handling time of the contacts of each item, above 0; broadcasts over
        ``(n_queues, n_items)``, so ``[[600], [900]]`` is one a queue.
    group
        Group of each item, ``0 .. n_groups - 1``; broadcasts likewise: ``[[0], [1]]`` by
        priority where each queue is one, a row of days by day of arrival.

    Examples
    --------
    >>> from planner.staffing.deferred.service import serve_deferred
    >>> service = serve_deferred([[60], [80]], [[0], [0]], [[1], [2]], [100])
    >>> fates = contact_fates(service, aht_s=[[20], [40]], group=[[0], [1]], n_groups=2)
    >>> fates.on_time.tolist(), fates.pending.tolist(), fates.on_time_share.tolist()
    ([3.0, 1.0], [0.0, 1.0], [1.0, 1.0])
    """
    aht = checked("aht_s", aht_s, least_allowed=False)
    labels = checked("group", group, most=n_groups - 1).astype(np.int64)
    labels = np.broadcast_to(labels, service.on_time_s.shape).ravel()

    def counted(work_s: NDArray[np.float64]) -> NDArray[np.float64]:
        found = np.bincount(labels, weights=(work_s / aht).ravel(), minlength=n_groups)
        return np.asarray(found, dtype=np.float64)

    return ContactFates(
        counted(service.on_time_s), counted(service.late_s), counted(service.pending_s)
    )


def slots_to_clear(backlog_s: ArrayLike, capacity_s: ArrayLike) -> NDArray[np.float64]:
    """
    Slots after each slot until the capacity could have done all that stands at its end.

    Parameters
    ----------
    backlog_s
        Work that stands at the end of each slot, shape ``(n_slots,)``: of one queue with a
        capacity of its own, or of all queues that share one.
    capacity_s
        Seconds of work that can be done in each slot, shape ``(n_slots,)``.

    Returns
    -------
    NDArray
        Whole slots as floats, closed ones counted; 0 where nothing stands, infinite where the
        horizon ends sooner. Work that arrives later is taken to wait.

    Examples
    --------
    >>> slots_to_clear([40, 20, 20], [20, 20, 20]).tolist()
    [2.0, 1.0, inf]
    """
    backlog = checked("backlog_s", backlog_s)
    done = np.cumsum(checked("capacity_s", capacity_s))
    slots = np.arange(done.size)
    target = done + backlog
    ends = np.searchsorted(done, target - 1e-12 * np.maximum(target, 1.0), side="left")
    waits = np.where(ends < done.size, np.maximum(ends - slots, 0), np.inf)
    return np.asarray(np.where(backlog > 0, waits, 0.0))
