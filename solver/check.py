"""What is checked before a solve (size, pins, each person's rules) and after it (everything)."""

from itertools import combinations

from planner.errors import InfeasibleError, InputError
from planner.roster import Violation
from solver.assemble import FullModel
from solver.explain import explained_conflicts
from solver.goals import total_cost
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.rules import RULES

BYTES_PER_VARIABLE = 4300
"""
Memory of one variable as `_estimate` counts them, with its rows in model and solver, rounded up.

Measured on 100 people at 30 minutes, whole model built and run for 12 s: 81 MiB more resident
memory for 20,109 variables.
"""
MOST_BYTES = 4 * 2**30


def violations(problem: RosterProblem, roster: SlotRoster) -> list[Violation]:
    """Everything in a roster that breaks a rule."""
    return [found for rule in RULES for found in rule.violations(problem, roster)]


def require_size(problem: RosterProblem) -> None:
    """Refuse a problem whose model would not fit into memory, before building it."""
    n_bytes = _estimate(problem)
    if n_bytes > MOST_BYTES:
        people, options = len(problem.people), len(problem.options)
        raise InputError(
            f"the roster of {people} people, {options} shift options, {len(problem.skills)} skills "
            f"and {problem.n_slots} slots would take about {n_bytes / 2**30:.1f} GiB, more than "
            f"{MOST_BYTES / 2**30:.0f}; plan fewer people, a shorter time or a coarser grid",
            code="problem_too_large",
        )


def _estimate(problem: RosterProblem) -> int:
    """Bytes of the model, from counts alone."""
    people, options, skills = len(problem.people), len(problem.options), len(problem.skills)
    sites = {option.site for option in problem.options}
    pairs = people * options // max(len(sites), 1)
    starts = sum(
        window.latest - window.earliest + 1
        for option in problem.options
        for window in option.breaks
    )
    variables = pairs * 2 + skills * (options + starts + 2 * problem.n_slots)
    return variables * BYTES_PER_VARIABLE + people * options * skills


def require_possible(problem: RosterProblem) -> None:
    """Refuse contradictory pins, and rules that leave somebody no schedule, in words."""
    _require_consistent_pins(problem)
    reasons = [one.text for one in explained_conflicts(problem)]
    if reasons:
        more = f" (and {len(reasons) - 1} more people)" if len(reasons) > 1 else ""
        raise InfeasibleError(f"{reasons[0]}{more}", reasons)


def _require_consistent_pins(problem: RosterProblem) -> None:
    for first, second in combinations(problem.pins, 2):
        same_day = (first.person, first.day) == (second.person, second.day)
        if same_day and (first.template, first.skill) != (second.template, second.skill):
            day = problem.day_name(problem.people[first.person].site, first.day)
            raise InputError(
                f"{problem.person_name(first.person)} is pinned to {first.template or 'off'} "
                f"and to {second.template or 'off'} on {day}; remove one of the two pins",
                code="contradictory_pins",
            )


def check(problem: RosterProblem, roster: SlotRoster, objective: int, bound: int | None) -> None:
    """
    Refuse to hand out a roster that any checker, or its price by another road, speaks against.

    Raises
    ------
    RuntimeError
        A fault of the solver, never of the input.
    """
    found = violations(problem, roster)
    if found:
        raise RuntimeError(f"the solver broke a rule: {found[0]} ({len(found)} violations)")
    price, again = FullModel(problem).price(roster), total_cost(problem, roster)
    if not price == again == objective:
        raise RuntimeError(f"the roster costs {again}, by the model {price}, noted {objective}")
    if bound is not None and bound > objective:
        raise RuntimeError(f"bound {bound} lies above objective {objective}")
