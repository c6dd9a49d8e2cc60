"""Whether the rules leave everybody a schedule, before anything is forecast or solved."""

from planner.errors import InputError, Problem
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from solver.explain import explained_conflicts


def rule_conflicts(inputs: Inputs) -> tuple[Problem, ...]:
    """
    People whose contract, leave, availability and locks contradict each other in the week.

    Rules bind each person alone, so this needs no demand; one problem for all people of the same
    conflict, with the smallest set of rules in words and code ``infeasible``.
    """
    try:
        problem = roster_problem(inputs, nothing_required(inputs, inputs.week_grid()))
    except InputError as error:
        return error.problems
    return tuple(
        Problem(one.text, file="agents.csv", code="infeasible")
        for one in explained_conflicts(problem)
    )
