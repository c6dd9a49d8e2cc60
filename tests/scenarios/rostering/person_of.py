"""One agent of the small team as the solver sees people, without forecast or solve."""

from dataclasses import replace
from typing import Any

import numpy as np

from planner.demand import QueueRequirement, Requirement
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.problem import roster_problem
from solver.problem import Person, RosterProblem


def problem_of(inputs: Inputs) -> RosterProblem:
    """Problem of the inputs' week in which nothing is required."""
    return roster_problem(inputs, nothing_required(inputs, inputs.week_grid()))


def nothing_required(inputs: Inputs, grid: TimeGrid) -> Requirement:
    """Requirement of nobody."""
    none, closed = np.zeros(grid.n_slots, dtype=np.int64), np.zeros(grid.n_slots, dtype=np.bool_)
    return Requirement(
        grid,
        tuple(
            QueueRequirement(q.id, none.astype(np.float64), none, none, none, closed)
            for q in inputs.queues
        ),
    )


def person_of(inputs: Inputs, agent: str = "l0") -> Person:
    """Person of an agent."""
    return next(p for p in problem_of(inputs).people if p.id == agent)


def with_contract(inputs: Inputs, **changes: Any) -> Inputs:
    """Inputs with keys of the contract ``full`` changed."""
    contracts = tuple(replace(c, **changes) if c.id == "full" else c for c in inputs.team.contracts)
    return replace(inputs, team=replace(inputs.team, contracts=contracts))
