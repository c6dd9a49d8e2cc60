"""Which rules a roster in instants breaks, such as one that somebody has edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.demand import Requirement
from planner.local_time import local_days, zone
from planner.people import Agent
from planner.roster import Assignment, Roster, Violation
from planner.timegrid import TimeGrid
from scenarios.hand_made import hand_made
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from scenarios.rule_words import day_of, on_the_clock
from solver.validate import Validator

WEEK = 7


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """
    A rule that a person's week breaks: on which local day, None for the week, and how.

    `agent` and `name` are empty where it is nobody's own: a floor that misses somebody.
    """

    agent: str
    name: str
    day: date | None
    rule: str
    message: str


def broken_rules(inputs: Inputs, requirement: Requirement, roster: Roster) -> tuple[Violation, ...]:
    """
    Rules that a roster breaks, in the order of the team, with people's names ahead.

    Raises
    ------
    InputError
        As `roster_problem`.
    """
    return tuple(
        Violation(found.rule, found.agent, f"{_whose(found)}{found.message}")
        for found in _broken(inputs, requirement, roster.assignments)
    )


def _whose(found: BrokenRule) -> str:
    return f"{found.name} ({found.agent}): " if found.agent else ""


def rules_broken_by(
    inputs: Inputs, assignments: Iterable[Assignment], week: date | None = None
) -> tuple[BrokenRule, ...]:
    """
    Rules that shifts of a week break, in the order of the team; nothing is forecast.

    Raises
    ------
    InputError
        As `roster_problem`.
    """
    return _broken(inputs, nothing_required(inputs, inputs.week_grid(week)), assignments)


def _broken(
    inputs: Inputs, requirement: Requirement, assignments: Iterable[Assignment]
) -> tuple[BrokenRule, ...]:
    grid = requirement.grid
    problem, roster, odd = hand_made(inputs, roster_problem(inputs, requirement), grid, assignments)
    found = (*odd, *Validator(problem).violations(roster))
    told = [_told(inputs, grid, one) for one in found]
    rank = {agent.id: i for i, agent in enumerate(inputs.team.agents)}
    return tuple(sorted(told, key=lambda one: rank.get(one.agent, -1)))


def _told(inputs: Inputs, grid: TimeGrid, found: Violation) -> BrokenRule:
    agent = next((a for a in inputs.team.agents if a.id == found.agent), None)
    clock = zone(inputs.team.site(agent).zone if agent else inputs.settings.zone)
    message = on_the_clock(found.message, grid, clock)
    if agent and found.rule == "weekly_hours":
        message += _without_leave(inputs, agent, message)
    name = agent.name if agent else found.agent
    days = _around(local_days(grid, clock))
    return BrokenRule(found.agent, name, day_of(message, days), found.rule, message)


def _without_leave(inputs: Inputs, agent: Agent, message: str) -> str:
    """The hours of the contract itself, where those told are what leave has left of them."""
    contract, weeks = inputs.team.contract(agent), inputs.settings.weeks
    own = f"{weeks * contract.min_hours:g} to {weeks * contract.max_hours:g}"
    has_leave = any(off.agent == agent.id for off in inputs.team.time_off)
    return (
        f" ({own} without the time off)" if has_leave and f"contract {own}:" not in message else ""
    )


def _around(days: Iterable[date]) -> tuple[date, ...]:
    """Days of which a message may speak: those given, and a week before and after."""
    first, *_, last = days
    return tuple(first + timedelta(days=k) for k in range(-WEEK, (last - first).days + WEEK + 1))
