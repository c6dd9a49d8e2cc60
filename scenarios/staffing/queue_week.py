"""What staffing needs to know of a queue: when it is open, and its share of lost time."""

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.customers import closing_holidays
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


def week_of(
    values: FloatArray | IntArray | BoolArray, wide: TimeGrid, grid: TimeGrid
) -> FloatArray:
    """The part of `values` on the wide grid that lies in the week; slots along the last axis."""
    first = wide.slot_of(grid.start)
    part: FloatArray = np.asarray(values, dtype=np.float64)[..., first : first + grid.n_slots]
    return part
