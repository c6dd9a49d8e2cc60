"""Agents for mail and tickets: work levelled between its release and due times."""

import numpy as np

from planner.arrays import BoolArray, FloatArray
from planner.demand import Forecast
from planner.queues import Queue
from planner.staffing.deferred import agents_for_load, spread_work
from scenarios.staffing.queue_week import windows, work_s_by_priority
from scenarios.staffing.staffed import Staffed


def deferred_level_s(queue: Queue, wide: Forecast, is_open: BoolArray) -> FloatArray:
    """Seconds of deferred work to do in each slot, as level as the due times allow."""
    level = np.zeros(wide.grid.n_slots)
    for priority, work in work_s_by_priority(queue, wide).items():
        due = windows(queue, priority, is_open, wide.grid.minutes)
        level += spread_work(work, due.release, due.due, is_open)
    return level


def deferred_agents(queue: Queue, wide: Forecast, is_open: BoolArray, shrinkage: float) -> Staffed:
    """Round up once: work that can wait needs no whole agent before shrinkage."""
    load = deferred_level_s(queue, wide, is_open) / wide.grid.slot_s
    busiest = queue.max_occupancy or 1.0
    net = agents_for_load(load, busiest)
    return Staffed(load, net, agents_for_load(load, busiest * (1 - shrinkage)))
