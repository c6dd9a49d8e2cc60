"""From forecast to requirement: what each queue asks for, and what pools save."""

import numpy as np

from planner.arrays import IntArray
from planner.demand import Forecast, QueueRequirement, Requirement
from planner.queues import Queue
from planner.staffing.shrinkage import scheduled_agents
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.staffing.carried import carried_agents
from scenarios.staffing.deferred import deferred_level_s
from scenarios.staffing.deferred_work import deferred_work
from scenarios.staffing.live import live_agents
from scenarios.staffing.live_work import live_work
from scenarios.staffing.pools import with_pools
from scenarios.staffing.queue_week import open_slots, queue_shrinkage, week_of


def require_agents(inputs: Inputs, wide: Forecast, grid: TimeGrid) -> Requirement:
    """Agents that each queue needs in every slot of the week, from a forecast around it."""
    queues = tuple(_of_queue(inputs, q, wide, grid) for q in inputs.queues)
    return with_pools(inputs, wide, Requirement(grid, queues))


def _of_queue(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> QueueRequirement:
    if queue.channel.is_live:
        return _live(inputs, queue, wide, grid)
    return _deferred(inputs, queue, wide, grid)


def _live(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> QueueRequirement:
    work = live_work(inputs, queue, wide, grid)
    fewest = np.where(work.is_open, queue.min_agents, 0)
    net = live_agents(work, inputs.settings.certainty)
    scheduled = scheduled_agents(net, queue_shrinkage(inputs, queue))
    return QueueRequirement(
        queue=queue.id,
        load=work.load,
        alone=np.maximum(net, fewest),
        net=np.maximum(net, fewest),
        scheduled=np.maximum(scheduled, fewest),
        is_open=work.is_open,
    )


def _deferred(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> QueueRequirement:
    """Round over time: work that can wait needs no whole agent in every slot."""
    work = deferred_work(inputs, queue, wide, grid)
    load = deferred_level_s(work, grid.slot_s) / grid.slot_s
    is_open = week_of(open_slots(inputs, queue, wide.grid), wide.grid, grid) > 0
    fewest = np.where(is_open, queue.min_agents, 0)
    busiest = queue.max_occupancy or 1.0
    present = 1 - queue_shrinkage(inputs, queue)

    def agents(effective: float) -> IntArray:
        needed = carried_agents(work, load, effective, grid.slot_s)
        return np.maximum(week_of(needed, wide.grid, grid).astype(np.int64), fewest)

    net = agents(busiest)
    return QueueRequirement(
        queue=queue.id,
        load=week_of(load, wide.grid, grid),
        alone=net,
        net=net,
        scheduled=np.maximum(agents(busiest * present), net),
        is_open=is_open,
    )
