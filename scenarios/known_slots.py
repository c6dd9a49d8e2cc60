"""Which slots of a forecast have happened, and in which contacts can still come."""

import numpy as np

from planner.arrays import BoolArray
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.staffing.queue_week import open_slots


def happened_slots(
    inputs: Inputs, stream: tuple[str, str], grid: TimeGrid, wide: TimeGrid
) -> BoolArray:
    """Slots of `wide` before the planned `grid` whose contacts the history knows."""
    past = inputs.history.grid
    place = past.slot_of(wide.start) + np.arange(wide.n_slots)
    is_past = (place >= 0) & (place < min(past.n_slots, past.slot_of(grid.start)))
    found = np.zeros(wide.n_slots, dtype=np.bool_)
    found[is_past] = ~np.isnan(inputs.history.of(stream)[place[is_past]])
    return found


def arrival_slots(inputs: Inputs, stream: tuple[str, str], grid: TimeGrid, until: int) -> BoolArray:
    """
    Slots of a grid in which contacts of a stream can arrive.

    Mail and tickets that were seen to arrive while their queue was closed, in the history before
    slot `until`, are expected at any time; everything else while it is open.
    """
    queue = inputs.queue(stream[0])
    closed = ~open_slots(inputs, queue, inputs.history.grid)[:until]
    arrives_always = bool(np.nansum(inputs.history.of(stream)[:until][closed]) > 0)
    return open_slots(inputs, queue, grid) | arrives_always
