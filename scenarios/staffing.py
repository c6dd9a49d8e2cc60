"""From forecast to requirement: Erlang for live queues, due windows for deferred ones."""

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.demand import Forecast, QueueRequirement, Requirement
from planner.queues import Queue
from planner.staffing.deferred import agents_for_load, spread_work
from planner.staffing.due_windows import DueWindows, due_windows
from planner.staffing.requirement import required_agents
from planner.staffing.shrinkage import scheduled_agents
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs


def require_agents(inputs: Inputs, wide: Forecast, grid: TimeGrid) -> Requirement:
    """Agents that each queue needs in every slot of the week, from a forecast around it."""
    return Requirement(grid, tuple(_of_queue(inputs, q, wide, grid) for q in inputs.queues))


def queue_shrinkage(inputs: Inputs, queue: Queue) -> float:
    """Shrinkage of a queue, the plan's where it has none of its own."""
    return inputs.settings.shrinkage if queue.shrinkage is None else queue.shrinkage


def open_slots(inputs: Inputs, queue: Queue, grid: TimeGrid) -> BoolArray:
    """Slots in which a queue is open, holidays considered, ``(n_slots,)``."""
    years = tuple(range(grid.start.year - 1, grid.end.year + 2))
    return queue.open_slots(grid, inputs.customer_holidays(queue, years))


def windows(queue: Queue, priority: str, is_open: BoolArray, minutes: int) -> DueWindows:
    """Release and due slots of deferred work that arrives in each slot."""
    window = max(1, int(queue.due_after_hours(priority) * 60 // minutes))
    return due_windows(is_open, window)


def work_s_by_priority(queue: Queue, wide: Forecast) -> dict[str, FloatArray]:
    """Seconds of handling that arrive in each slot of a queue, by priority."""
    return {s.priority: s.mean * queue.handling_s(s.priority) for s in wide.of(queue.id)}


def deferred_level_s(queue: Queue, wide: Forecast, is_open: BoolArray) -> FloatArray:
    """Seconds of deferred work to do in each slot, as level as the due times allow."""
    level = np.zeros(wide.grid.n_slots)
    for priority, work in work_s_by_priority(queue, wide).items():
        due = windows(queue, priority, is_open, wide.grid.minutes)
        level += spread_work(work, due.release, due.due, is_open)
    return level


def _of_queue(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> QueueRequirement:
    is_open = open_slots(inputs, queue, wide.grid)
    shrinkage = queue_shrinkage(inputs, queue)
    staffed = _live if queue.channel.is_live else _deferred
    load, net, scheduled = staffed(queue, wide, is_open, shrinkage)
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


Staffed = tuple[FloatArray, IntArray, IntArray]
"""Offered load in erlangs, agents at work, agents to roster; ``(n_slots,)`` each."""


def _live(queue: Queue, wide: Forecast, is_open: BoolArray, shrinkage: float) -> Staffed:
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
    return load, net, scheduled_agents(net, shrinkage)


def _deferred(queue: Queue, wide: Forecast, is_open: BoolArray, shrinkage: float) -> Staffed:
    """Round up once: work that can wait needs no whole agent before shrinkage."""
    load = deferred_level_s(queue, wide, is_open) / wide.grid.slot_s
    busiest = queue.max_occupancy or 1.0
    net = agents_for_load(load, busiest)
    return load, net, agents_for_load(load, busiest * (1 - shrinkage))


def mean_handling_s(queue: Queue, wide: Forecast) -> float:
    """Handling time of the queue's mix of priorities."""
    contacts = float(wide.mean(queue.id).sum())
    work = sum(float(w.sum()) for w in work_s_by_priority(queue, wide).values())
    return work / contacts if contacts else queue.aht_s
