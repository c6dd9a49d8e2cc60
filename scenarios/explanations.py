"""Why demand is uncovered, by whom, and what would help: for the manager, in lines."""

from collections.abc import Iterator, Sequence

from planner.explanations import Explanation
from planner.local_time import zone
from planner.roster import Assignment
from planner.timegrid import TimeGrid
from scenarios.hand_made import hand_made
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from scenarios.shortfalls import spell
from solver.explain import Explained, explained_conflicts
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shortfalls import Shortfall, shortfalls
from solver.slot_prices import slot_prices
from solver.worth import worths

PRICES_SHARE = 0.2
"""Part of the time for what would help that goes into the prices of slots."""
NAMES_SHOWN = 8
"""People named for a reason; the rest are counted."""
LEAST_S = 2.0
"""Seconds below which nothing is asked about what would help."""


def conflict_lines(inputs: Inputs, grid: TimeGrid) -> tuple[Explanation, ...]:
    """Everybody whom the rules leave no roster, and the cheapest ways out; else empty."""
    problem = roster_problem(inputs, nothing_required(inputs, grid))
    found = explained_conflicts(problem)
    return tuple(line for one in found for line in _conflict(problem, one))


def _conflict(problem: RosterProblem, one: Explained) -> Iterator[Explanation]:
    names = tuple(problem.person_name(p) for p in one.conflict.people)
    about = ", ".join(names)
    others = tuple(problem.person_name(p) for p in one.alike)
    yield Explanation("conflict", one.conflict_text, about, people=(*names, *others))
    for way, told in zip(one.ways, one.way_texts, strict=True):
        yield Explanation(
            "way_out", told, about, money=way.cents / 100, people=names, is_tried=True
        )


def roster_lines(
    inputs: Inputs, problem: RosterProblem, grid: TimeGrid, assignments: Sequence[Assignment]
) -> tuple[Explanation, ...]:
    """Why demand is uncovered by a roster; nothing where all of it is covered."""
    whole, roster, _ = hand_made(inputs, problem, grid, assignments)
    found = shortfalls(whole, roster)
    return tuple(line for one in found for line in _uncovered(inputs, whole, grid, one))


def help_lines(
    inputs: Inputs,
    problem: RosterProblem,
    grid: TimeGrid,
    assignments: Sequence[Assignment],
    time_s: float,
) -> tuple[Explanation, ...]:
    """
    What would help a roster that leaves demand uncovered.

    Parameters
    ----------
    time_s
        Wall seconds for what one more agent, skill or step of a rule would buy; below 2 it is not
        asked.
    """
    if time_s < LEAST_S:
        return ()
    whole, roster, _ = hand_made(inputs, problem, grid, assignments)
    return tuple(_bought(whole, roster, time_s))


def some_names(people: Sequence[str]) -> str:
    """The first few people by name, and how many more they are."""
    more = len(people) - NAMES_SHOWN
    names = ", ".join(people[:NAMES_SHOWN])
    return f"{names} and {more} more" if more > 0 else names


def _uncovered(
    inputs: Inputs, problem: RosterProblem, grid: TimeGrid, one: Shortfall
) -> Iterator[Explanation]:
    clock = zone(inputs.settings.zone)
    start, end = grid.instant(one.first), grid.instant(one.end)
    hours = one.agent_slots * grid.minutes / 60
    agents = "1 agent" if one.most == 1 else f"up to {one.most} agents"
    whole = spell(start, end, clock)
    worst = spell(grid.instant(one.worst), grid.instant(one.worst + 1), clock)
    then = "" if worst == whole else f"at worst, {worst}, "
    text = f"{one.skill}: {agents} short {whole}; {then}{one.why}"
    yield Explanation("uncovered", text, one.skill, start, end, hours)
    for reason in one.reasons:
        names = tuple(problem.person_name(p) for p in reason.people)
        yield Explanation(
            "reason",
            reason.text,
            one.skill,
            grid.instant(one.worst),
            grid.instant(one.worst + 1),
            people=names,
        )


def _bought(problem: RosterProblem, roster: SlotRoster, time_s: float) -> Iterator[Explanation]:
    price = slot_prices(problem, PRICES_SHARE * time_s)
    for one in worths(problem, roster, price, (1 - PRICES_SHARE) * time_s):
        how = "tried by rostering a part anew" if one.is_tried else "by the prices of slots"
        text = f"{one.text} saves {problem.money(one.cents)}{_covers(one.hours)} ({how})"
        yield Explanation(
            one.kind,
            text,
            agent_hours=one.hours,
            money=one.cents / 100,
            is_tried=one.is_tried,
        )


def _covers(hours: float | None) -> str:
    """What a change covers, or what it costs in coverage where it saves more than that."""
    if not hours:
        return ""
    if hours > 0:
        return f" and covers {hours:g} {_agent_hours(hours)}"
    return f" but leaves {-hours:g} more {_agent_hours(-hours)} uncovered"


def _agent_hours(hours: float) -> str:
    return "agent-hour" if hours == 1 else "agent-hours"
