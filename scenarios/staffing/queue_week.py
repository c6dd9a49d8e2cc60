"""What staffing needs to know of a queue: when it is open, what arrives, how long it takes."""

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.customers import closing_holidays
from planner.demand import Forecast
from planner.queues import Queue
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs


def queue_shrinkage(inputs: Inputs, queue: Queue) -> float:
    """Shrinkage of a queue, the plan's where it has none of its own."""
    return inputs.settings.shrinkage if queue.shrinkage is None else queue.shrinkage


def open_slots(inputs: Inputs, queue: Queue, grid: TimeGrid) -> BoolArray:
    """Slots in which a queue is open, holidays considered, ``(n_slots,)``."""
    years = tuple(range(grid.start.year - 1, grid.end.year + 2))
    return queue.open_slots(grid, closing_holidays(queue, years))


def work_s_by_priority(queue: Queue, wide: Forecast) -> dict[str, FloatArray]:
    """Seconds of handling that arrive in each slot of a queue, by priority."""
    return {s.priority: s.mean * queue.handling_s(s.priority) for s in wide.of(queue.id)}


def mean_handling_s(queue: Queue, wide: Forecast) -> float:
    """Handling time of the queue's mix of priorities."""
    contacts = float(wide.mean(queue.id).sum())
    work = sum(float(w.sum()) for w in work_s_by_priority(queue, wide).values())
    return work / contacts if contacts else queue.aht_s


def week_of(
    values: FloatArray | IntArray | BoolArray, wide: TimeGrid, grid: TimeGrid
) -> FloatArray:
    """The part of `values` on the wide grid that lies in the week; slots along the last axis."""
    first = wide.slot_of(grid.start)
    part: FloatArray = np.asarray(values, dtype=np.float64)[..., first : first + grid.n_slots]
    return part
