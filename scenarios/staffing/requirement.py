"""From forecast to requirement: Erlang for live queues, due windows for deferred ones."""

import numpy as np

from planner.demand import Forecast, QueueRequirement, Requirement
from planner.queues import Queue
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.staffing.deferred import deferred_agents
from scenarios.staffing.live import live_agents
from scenarios.staffing.queue_week import open_slots, queue_shrinkage


def require_agents(inputs: Inputs, wide: Forecast, grid: TimeGrid) -> Requirement:
    """Agents that each queue needs in every slot of the week, from a forecast around it."""
    return Requirement(grid, tuple(_of_queue(inputs, q, wide, grid) for q in inputs.queues))


def _of_queue(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> QueueRequirement:
    is_open = open_slots(inputs, queue, wide.grid)
    shrinkage = queue_shrinkage(inputs, queue)
    staff = live_agents if queue.channel.is_live else deferred_agents
    load, net, scheduled = staff(queue, wide, is_open, shrinkage)
    first = wide.grid.slot_of(grid.start)
    week = slice(first, first + grid.n_slots)
    fewest = np.where(is_open, queue.min_agents, 0)
    return QueueRequirement(
        queue=queue.id,
        load=load[week],
        net=np.maximum(net, fewest)[week],
        scheduled=np.maximum(scheduled, fewest)[week],
        is_open=is_open[week],
    )
