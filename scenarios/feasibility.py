"""Whether the rules leave everybody a schedule, and floors that no roster may miss somebody."""

from planner.errors import InputError, Problem
from planner.local_time import zone
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from scenarios.rule_words import on_the_clock
from solver.bans_alone import impossible_bans
from solver.bans_kept import LAST_WORK
from solver.explain import explained_conflicts
from solver.problem import RosterProblem


def rule_conflicts(inputs: Inputs) -> tuple[Problem, ...]:
    """
    People whose contract, leave, availability and locks contradict each other in the week.

    Rules bind each person alone, so this needs no demand; one problem for all people of the same
    conflict, with the smallest set of rules in words and code ``infeasible``. Where everybody has a
    schedule, floors whose price is ``never`` and that nobody can keep are told in the same way.
    """
    grid = inputs.week_grid()
    try:
        problem = roster_problem(inputs, nothing_required(inputs, grid))
    except InputError as error:
        return error.problems
    people = tuple(
        Problem(one.text, file="agents.csv", code="infeasible")
        for one in explained_conflicts(problem)
    )
    return people or tuple(
        Problem(text, file="rotacast.toml", field="floor", code="infeasible")
        for text in unkeepable_floors(inputs, grid, problem)
    )


def unkeepable_floors(inputs: Inputs, grid: TimeGrid, problem: RosterProblem) -> tuple[str, ...]:
    """A line for each floor whose price is ``never`` and that no roster keeps, as far as known."""
    clock = zone(inputs.settings.zone)
    found = impossible_bans(problem, LAST_WORK)
    return tuple(on_the_clock(one.text, grid, clock) for one in found)
