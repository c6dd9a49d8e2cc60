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
from scenarios.rostering.together import counts, floor_slots
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
    """Why demand is uncovered and floors are not kept by a roster; nothing where all is."""
    whole, roster, _ = hand_made(inputs, problem, grid, assignments)
    found = shortfalls(whole, roster)
    told = (line for one in found for line in _uncovered(inputs, whole, grid, one))
    return (*told, *_without_people(inputs, grid))


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
    text = f"{one.name}: {agents} short {whole}; {then}{one.why}"
    yield Explanation("uncovered", text, one.name, start, end, hours)
    for reason in one.reasons:
        names = tuple(problem.person_name(p) for p in reason.people)
        yield Explanation(
            "reason",
            reason.text,
            one.name,
            grid.instant(one.worst),
            grid.instant(one.worst + 1),
            people=names,
        )


def _without_people(inputs: Inputs, grid: TimeGrid) -> Iterator[Explanation]:
    """Floors for which nobody counts, of which the solver is not told."""
    for rule in inputs.floors:
        n_slots = int(floor_slots(inputs, rule, grid).sum())
        if n_slots and not any(counts(rule, agent) for agent in inputs.team.agents):
            hours = n_slots * rule.least * grid.minutes / 60
            text = f"{rule.title}: nobody counts for it"
            yield Explanation("uncovered", text, rule.title, agent_hours=hours)


def _bought(problem: RosterProblem, roster: SlotRoster, time_s: float) -> Iterator[Explanation]:
    price = slot_prices(problem, PRICES_SHARE * time_s)
    for one in worths(problem, roster, price, (1 - PRICES_SHARE) * time_s):
        how = "tried by rostering a part anew" if one.is_tried else "by the prices of slots"
        covers = _covers(one.hours, one.floor_hours)
        text = f"{one.text} saves {problem.money(one.cents)}{covers} ({how})"
        yield Explanation(
            one.kind,
            text,
            agent_hours=None if one.hours is None else one.hours + (one.floor_hours or 0.0),
            money=one.cents / 100,
            is_tried=one.is_tried,
        )


def _covers(hours: float | None, of_floors: float | None) -> str:
    """What a change covers, or what it costs in coverage where it saves more than that."""
    told = [(hours or 0.0, ""), (of_floors or 0.0, " of floors")]
    more = " and ".join(f"{_agent_hours(n)}{what}" for n, what in told if n > 0)
    less = " and ".join(f"{_agent_hours(-n, 'more ')}{what}" for n, what in told if n < 0)
    covers = f" and covers {more}" if more else ""
    return covers + (f" but leaves {less} uncovered" if less else "")


def _agent_hours(hours: float, which: str = "") -> str:
    return f"{hours:g} {which}agent-hour{'' if hours == 1 else 's'}"
