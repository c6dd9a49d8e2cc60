"""Tickets that are open when the week begins."""

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.demand import Forecast
from planner.queues import Queue
from planner.staffing.deferred_service import serve_deferred
from planner.timegrid import TimeGrid
from scenarios.staffing import deferred_level_s, windows, work_s_by_priority


def standing_backlog(
    queue: Queue, wide: Forecast, is_open: BoolArray, grid: TimeGrid
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """
    Backlog that a queue staffed as required carries into the week, by priority.

    Instants of arrival, negative, and due instants, both in seconds from the start of the week:
    the days before are served at the level that was required of them.
    """
    first = wide.grid.slot_of(grid.start)
    work = work_s_by_priority(queue, wide)
    due = {p: windows(queue, p, is_open, wide.grid.minutes) for p in work}
    served = serve_deferred(
        np.stack([w[:first] for w in work.values()]),
        np.stack([d.release[:first] for d in due.values()]),
        np.stack([d.due[:first] for d in due.values()]),
        deferred_level_s(queue, wide, is_open)[:first] * (1 + 1e-9),
        is_open[:first],
    )
    slot_s = wide.grid.slot_s
    found = {}
    for i, priority in enumerate(work):
        contacts = whole(served.pending_s[i] / queue.handling_s(priority))
        slots = np.repeat(np.arange(first), contacts)
        found[priority] = (
            np.asarray((slots - first + 0.5) * slot_s, dtype=np.float64),
            np.asarray((due[priority].due[slots] - first) * slot_s, dtype=np.float64),
        )
    return found


def whole(counts: FloatArray) -> IntArray:
    """Whole contacts that add up along the way as `counts` do."""
    upto = np.floor(np.concatenate(([0.0], np.cumsum(counts))) + 0.5)
    return np.diff(upto).astype(np.int64)
