"""Agents for calls and chats: customers wait in line, seconds count."""

import numpy as np

from planner.arrays import BoolArray
from planner.demand import Forecast
from planner.queues import Queue
from planner.staffing.requirement import required_agents
from planner.staffing.shrinkage import scheduled_agents
from scenarios.staffing.queue_week import mean_handling_s, work_s_by_priority
from scenarios.staffing.staffed import Staffed


def live_agents(queue: Queue, wide: Forecast, is_open: BoolArray, shrinkage: float) -> Staffed:
    """Fewest agents that meet the queue's targets."""
    work_s = sum(work_s_by_priority(queue, wide).values(), np.zeros(wide.grid.n_slots))
    load = np.where(is_open, work_s, 0.0) / wide.grid.slot_s
    target = queue.target
    net = required_agents(
        load,
        mean_handling_s(queue, wide),
        within_s=target.within_s if target else None,
        fraction=target.fraction if target else None,
        max_asa_s=queue.max_asa_s,
        max_occupancy=queue.max_occupancy,
    )
    return Staffed(load, net, scheduled_agents(net, shrinkage))
