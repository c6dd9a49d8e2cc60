"""Whether the rules leave everybody a schedule, before anything is forecast or solved."""

import numpy as np

from planner.demand import QueueRequirement, Requirement
from planner.errors import InputError, Problem
from scenarios.inputs import Inputs
from scenarios.problem import roster_problem
from solver.conflicts import conflicts
from solver.explain import conflict_in_words


def rule_conflicts(inputs: Inputs) -> tuple[Problem, ...]:
    """
    People whose contract, leave, availability and locks contradict each other in the week.

    Rules bind each person alone, so this needs no demand; one problem a person, with the smallest
    set of rules in words and code ``infeasible``.
    """
    try:
        problem = roster_problem(inputs, _nothing_required(inputs))
    except InputError as error:
        return error.problems
    return tuple(
        Problem(conflict_in_words(problem, conflict), file="agents.csv", code="infeasible")
        for conflict in conflicts(problem)
    )


def _nothing_required(inputs: Inputs) -> Requirement:
    grid = inputs.week_grid()
    none, closed = np.zeros(grid.n_slots, dtype=np.int64), np.zeros(grid.n_slots, dtype=np.bool_)
    return Requirement(
        grid,
        tuple(
            QueueRequirement(queue.id, none.astype(np.float64), none, none, none, closed)
            for queue in inputs.queues
        ),
    )
