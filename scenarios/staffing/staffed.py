"""How a queue is staffed over a grid, before minimum staffing and the cut to a week."""

from typing import NamedTuple

from planner.arrays import FloatArray, IntArray


class Staffed(NamedTuple):
    """Offered load in erlangs, agents at work, agents to roster; ``(n_slots,)`` each."""

    load: FloatArray
    net: IntArray
    scheduled: IntArray
