"""Tickets that are open when the week begins."""

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.demand import Forecast
from planner.queues import Queue
from planner.staffing.deferred.service import serve_deferred
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.staffing.deferred import deferred_level_s
from scenarios.staffing.deferred_work import DeferredWork, known_tickets
from scenarios.staffing.handling import handling_s

Waiting = tuple[FloatArray, FloatArray]
"""Instants of arrival, negative, and due instants, ascending; seconds from the week's start."""


def backlog(
    inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid, work: DeferredWork
) -> dict[str, Waiting]:
    """
    Contacts of a deferred queue that wait when the week begins, by priority.

    Those the backlog file tells or, where it tells of none, those that the days before leave when
    they are served at the level that was required of them.
    """
    tickets = known_tickets(inputs, queue, wide.grid, grid)
    if not tickets:
        return _left_over(queue, wide, grid, work)
    found = {}
    for priority in work.priorities:
        own = [t for t in tickets if t.priority == priority]
        counts = [t.contacts for t in own]
        found[priority] = (
            np.repeat([t.arrived_s for t in own], counts).astype(np.float64),
            np.repeat([t.due_s for t in own], counts).astype(np.float64),
        )
    return found


def _left_over(
    queue: Queue, wide: Forecast, grid: TimeGrid, work: DeferredWork
) -> dict[str, Waiting]:
    first = wide.grid.slot_of(grid.start)
    served = serve_deferred(
        work.work_s[:, :first],
        work.release[:, :first],
        work.due[:, :first],
        deferred_level_s(work, grid.slot_s)[:first] * (1 + 1e-9),
        work.is_open[:first],
        late_last=queue.on_time < 1,
    )
    each_s = {s.priority: handling_s(queue, s)[:first] for s in wide.of(queue.id)}
    found = {}
    for i, priority in enumerate(work.priorities):
        contacts = whole(served.pending_s[i] / each_s.get(priority, 1.0))
        slots = np.repeat(np.arange(first), contacts)
        found[priority] = (
            np.asarray((slots - first + 0.5) * grid.slot_s, dtype=np.float64),
            np.asarray((work.due[i][slots] - first) * grid.slot_s, dtype=np.float64),
        )
    return found


def whole(counts: FloatArray) -> IntArray:
    """Whole contacts that add up along the way as `counts` do."""
    upto = np.floor(np.concatenate(([0.0], np.cumsum(counts))) + 0.5)
    return np.diff(upto).astype(np.int64)
