"""Why demand is uncovered, by whom, and what would help: for the manager, in lines."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from planner.explanations import Explanation
from planner.local_time import zone
from planner.roster import Assignment, Roster
from planner.timegrid import TimeGrid
from scenarios.feasibility import unkeepable_floors
from scenarios.floor_gaps import floor_gaps
from scenarios.hand_made import hand_made
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.plan import FloorGap
from scenarios.problem import roster_problem
from scenarios.rostering.past import carried_in
from scenarios.rostering.together import floors_by_rule
from scenarios.shortfalls import agent_hours, agents_short, spell
from solver.bans import missed, shunned
from solver.explain import Explained, explained_conflicts
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shortfalls import Shortfall, floor_shortfalls, shortfalls
from solver.slot_prices import slot_prices
from solver.worth import worths

PRICES_SHARE = 0.2
"""Part of the time for what would help that goes into the prices of slots."""
GAPS_ASKED = 8
"""Floor gaps of which it is told why, the largest first."""
NAMES_SHOWN = 8
"""People named for a reason; the rest are counted."""
MISSED_CENTS = 100_000
"""Price of an hour of a floor without a price where a roster misses it: that of other floors."""
LEAST_S = 2.0
"""Seconds below which nothing is asked about what would help."""


def conflict_lines(inputs: Inputs, grid: TimeGrid) -> tuple[Explanation, ...]:
    """
    Everybody whom the rules leave no roster, and the cheapest ways out.

    Where they leave everybody one, the floors whose price is ``never`` and that no roster keeps.
    """
    problem = roster_problem(inputs, nothing_required(inputs, grid))
    found = explained_conflicts(problem)
    people = tuple(line for one in found for line in _conflict(problem, one))
    floors = () if people else unkeepable_floors(inputs, grid, problem)
    return people or tuple(Explanation("conflict", text, text.partition(":")[0]) for text in floors)


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
    held = Roster(grid.interval, tuple(assignments), carried_in(inputs, grid))
    gaps = floor_gaps(inputs, grid, held)
    return (*_demand(inputs, whole, grid, roster), *_floors(inputs, whole, grid, roster, gaps))


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


def _demand(
    inputs: Inputs, problem: RosterProblem, grid: TimeGrid, roster: SlotRoster
) -> Iterator[Explanation]:
    """Skills of which too few are at work, the largest runs of slots first."""
    clock = zone(inputs.settings.zone)
    for one in shortfalls(problem, roster):
        when = spell(grid.instant(one.first), grid.instant(one.end), clock)
        agents = agents_short(one.most, has_gaps=one.has_gaps)
        hours = agent_hours(one.agent_slots * grid.minutes / 60)
        yield from _uncovered(problem, grid, clock, one, f"{one.name}: {agents} {when}, {hours}")


def _floors(
    inputs: Inputs,
    problem: RosterProblem,
    grid: TimeGrid,
    roster: SlotRoster,
    gaps: Sequence[FloorGap],
) -> Iterator[Explanation]:
    """Floors that are not kept, as plan and page tell them, and why where it is not for breaks."""
    clock, number = zone(inputs.settings.zone), [*floors_by_rule(inputs, grid)]
    apart = [(gap, gap.span) for gap in gaps if gap.span and not gap.during_breaks][:GAPS_ASKED]
    spans = [
        (number.index(gap.floor), int(grid.offset(span.start)), int(grid.offset(span.end)))
        for gap, span in apart
    ]
    for (gap, _), one in zip(apart, floor_shortfalls(problem, roster, spans), strict=True):
        yield from _uncovered(problem, grid, clock, one, gap.message)
    told = {gap for gap, _ in apart}
    for gap in gaps:
        if gap not in told:
            start, end = (gap.span.start, gap.span.end) if gap.span else (None, None)
            yield Explanation("uncovered", gap.message, gap.title, start, end, gap.hours)


def _uncovered(
    problem: RosterProblem, grid: TimeGrid, clock: ZoneInfo, one: Shortfall, head: str
) -> Iterator[Explanation]:
    """What is missing, told by `head`, and what those able to cover it do instead."""
    start, end = grid.instant(one.first), grid.instant(one.end)
    worst = grid.instant(one.worst), grid.instant(one.worst + 1)
    then = "" if worst == (start, end) else f"at worst, {spell(*worst, clock)}, "
    hours = one.agent_slots * grid.minutes / 60
    yield Explanation("uncovered", f"{head}; {then}{one.who}", one.name, start, end, hours)
    for reason in one.reasons:
        names = tuple(problem.person_name(p) for p in reason.people)
        yield Explanation("reason", reason.text, one.name, *worst, people=names)


def _bought(whole: RosterProblem, roster: SlotRoster, time_s: float) -> Iterator[Explanation]:
    """An hour of a floor never to be missed that is missed counts as of others: to be told."""
    problem = shunned(whole, MISSED_CENTS if missed(whole, roster) else None)
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
