"""A week that requires nobody: rules bind people whatever the demand."""

import numpy as np

from planner.demand import QueueRequirement, Requirement
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs


def nothing_required(inputs: Inputs, grid: TimeGrid) -> Requirement:
    """Requirement of no agents in any slot of a week."""
    none, closed = np.zeros(grid.n_slots, dtype=np.int64), np.zeros(grid.n_slots, dtype=np.bool_)
    return Requirement(
        grid,
        tuple(
            QueueRequirement(queue.id, none.astype(np.float64), none, none, none, closed)
            for queue in inputs.queues
        ),
    )
