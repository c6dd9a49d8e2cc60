"""
Which rules a roster in instants breaks, such as one that somebody has edited.

Rules are the solver's own and known only for shifts that their template offers; people with other
shifts are named and left out.
"""

from collections.abc import Iterator
from dataclasses import replace

from planner.demand import Requirement
from planner.roster import Assignment, Roster, Violation
from scenarios.inputs import Inputs
from scenarios.options import site_days
from scenarios.problem import roster_problem
from solver.check import violations
from solver.problem import RosterProblem
from solver.result import Choice, SlotRoster

OWN_HOURS = "own hours"
"""Rule told of a shift that keeps other hours than its template."""


def broken_rules(inputs: Inputs, requirement: Requirement, roster: Roster) -> tuple[Violation, ...]:
    """
    Rules that a roster breaks, and shifts for which they cannot be told, person by person.

    Raises
    ------
    InputError
        As `roster_problem`.
    """
    problem = roster_problem(inputs, requirement)
    choices = [(a, _choice(inputs, requirement, problem, a)) for a in roster.assignments]
    odd = [a for a, choice in choices if choice is None]
    strange = {a.agent for a in odd}
    known = [c for a, c in choices if c is not None and a.agent not in strange]
    found = violations(problem, SlotRoster(tuple(sorted(known))))
    told = (
        *(_in_words(inputs, requirement.grid.minutes, v) for v in found if v.agent not in strange),
        *_own_hours(inputs, odd),
    )
    rank = {agent.id: i for i, agent in enumerate(inputs.team.agents)}
    return tuple(sorted(told, key=lambda v: rank.get(v.agent, -1)))


def _choice(
    inputs: Inputs, requirement: Requirement, problem: RosterProblem, assignment: Assignment
) -> Choice | None:
    """The assignment in slots; None where its template offers no such shift."""
    grid, shift = requirement.grid, assignment.shift
    agent = inputs.team.agent(assignment.agent)
    days = site_days(inputs.team.site(agent), grid)
    starts, end = (
        [grid.offset(i) for i in (shift.interval.start, *(b.interval.start for b in shift.breaks))],
        grid.offset(shift.interval.end),
    )
    if shift.day not in days or any(s != int(s) for s in starts):
        return None
    key = (shift.template, agent.site, days.index(shift.day), int(starts[0]), end)
    for number, option in enumerate(problem.options):
        if (option.template, option.site, option.day, option.start, option.end) == key:
            return Choice(
                person=inputs.team.agents.index(agent),
                option=number,
                skill=problem.skills.index(assignment.skill),
                break_starts=tuple(int(s) for s in starts[1:]),
            )
    return None


def _in_words(inputs: Inputs, minutes: int, found: Violation) -> Violation:
    names = {agent.id: agent.name for agent in inputs.team.agents}
    if found.agent not in names:
        return found
    unit = f"; slots are {minutes} minutes, from 0 on" if "slot" in found.message else ""
    return replace(found, message=f"{names[found.agent]} ({found.agent}): {found.message}{unit}")


def _own_hours(inputs: Inputs, odd: list[Assignment]) -> Iterator[Violation]:
    by_agent: dict[str, list[Assignment]] = {}
    for one in odd:
        by_agent.setdefault(one.agent, []).append(one)
    for agent, shifts in by_agent.items():
        first = shifts[0].shift
        more = f" and {len(shifts) - 1} more" if len(shifts) > 1 else ""
        yield Violation(
            OWN_HOURS,
            agent,
            f"{inputs.team.agent(agent).name} ({agent}): {first.template} on {first.day:%a %d %b}"
            f"{more} keeps other hours than its template; rules are not checked for this person",
        )
