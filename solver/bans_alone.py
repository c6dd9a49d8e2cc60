"""
Whether floors that no roster may miss can be kept at all, and who stands in the way.

Their members alone are asked, with every rule and nothing else to cover. CP-SAT leaves as little
missing as it can: what its bound says is missing, every roster misses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from planner.runs import runs
from solver.alone import Apart, bound_together
from solver.assemble import new_solver
from solver.breaks import deal
from solver.contract import Floor
from solver.goals import floors as floors_goal
from solver.model import RosterModel
from solver.on_duty import missing
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster
from solver.rules import RULES
from solver.shortfalls import Shortfall, floor_shortfalls

MOST_NAMED: Final = 5
"""People named for each reason; the rest are counted."""
MORE_PEOPLE: Final = "let more people count"


@dataclass(frozen=True, slots=True)
class Alone:
    """
    The best roster of the members of some floors for these floors alone.

    Parameters
    ----------
    people
        The members, and whom hard pairs bind to them, as in `RosterProblem.people`.
    roster
        What they work, in the numbers of the whole problem.
    least
        Agent-slots that every roster misses.
    text
        In words, where `least` is more than nothing: what is missing, when first, who could be
        there, what stops each, what to do.
    is_kept
        Whether `roster` misses nobody; where `least` is nothing it may, time being short.
    """

    people: tuple[int, ...]
    roster: SlotRoster
    least: int
    text: str
    is_kept: bool


def impossible_bans(problem: RosterProblem, work: float) -> Iterator[Alone]:
    """Floors without a price that no roster keeps, found in `work` deterministic seconds each."""
    for group in banned_together(problem):
        together = best_alone(problem, group, work)
        if together is None or not together.least:
            continue
        each = [best_alone(problem, (f,), work) for f in group] if len(group) > 1 else []
        yield from [one for one in each if one is not None and one.least] or [together]


def banned_together(problem: RosterProblem) -> list[tuple[int, ...]]:
    """Numbers of floors without a price, those whose people overlap or are bound together."""
    found: list[tuple[set[int], tuple[int, ...]]] = []
    for f, floor in enumerate(problem.floors):
        if floor.cents is None and any(floor.required):
            mine = set(_bound(problem, floor))
            floors: tuple[int, ...] = (f,)
            for other in [one for one in found if one[0] & mine]:
                found.remove(other)
                mine, floors = mine | other[0], other[1] + floors
            found.append((mine, floors))
    return [tuple(sorted(floors)) for _, floors in found]


def _bound(problem: RosterProblem, *floors: Floor) -> tuple[int, ...]:
    """Members of floors, and whom hard pairs bind to them."""
    members = {p for floor in floors for p in floor.people}
    groups = (group for group in bound_together(problem) if not members.isdisjoint(group))
    return tuple(sorted(p for group in groups for p in group))


def best_alone(problem: RosterProblem, floors: Sequence[int], work: float) -> Alone | None:
    """What people of some floors can do for them; None where none of it was found in time."""
    people = _bound(problem, *(problem.floors[f] for f in floors))
    if not people:
        slots = sum(sum(problem.floors[f].required) for f in floors)
        names = " and ".join(problem.floors[f].name for f in floors)
        text = (
            f"{names}: nobody counts for it, and the price is never; {MORE_PEOPLE}, or give a price"
        )
        return Alone((), SlotRoster(()), slots, text, is_kept=False)
    apart = Apart(problem)
    part = _of_floors(apart, people, [problem.floors[f] for f in floors])
    solved = _solved(part, work)
    if solved is None:
        return None
    roster, least = solved
    options = apart.options(people)
    whole = (replace(c, person=people[c.person], option=options[c.option]) for c in roster.choices)
    text = _words(part, roster, least, work) if least else ""
    is_kept = not any(any(missing(part, roster, floor)) for floor in part.floors)
    return Alone(people, SlotRoster(tuple(sorted(whole))), least, text, is_kept)


def _of_floors(apart: Apart, people: Sequence[int], floors: Sequence[Floor]) -> RosterProblem:
    """The problem of some people in which a slot missing of these floors costs a cent."""
    number, part = {p: i for i, p in enumerate(people)}, apart.of(people)
    cents = 60 // part.slot_minutes
    own = (replace(f, people=tuple(number[p] for p in f.people), cents=cents) for f in floors)
    nothing = np.zeros_like(part.required)
    return replace(part, required=nothing, carried_in=nothing, floors=tuple(own))


def _solved(part: RosterProblem, work: float) -> tuple[SlotRoster, int] | None:
    """The roster that misses least of the floors, and what every roster misses, agent-slots."""
    model = RosterModel(part)
    for rule in RULES:
        rule.add(model)
    model.minimize([floors_goal.add(model)])
    solver = new_solver(0)
    solver.parameters.max_deterministic_time = work
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return deal(model, solver.value), max(ceil(solver.best_objective_bound - 1e-6), 0)


def _words(part: RosterProblem, roster: SlotRoster, least: int, work: float) -> str:
    """What is missing at least, when first, who could be there and what stops each."""
    gone = [np.array(missing(part, roster, floor), dtype=np.int64) for floor in part.floors]
    first = min((f for f, own in enumerate(gone) if own.any()), key=lambda f: _begin(gone[f]))
    told = _first_gap(part, roster, gone[first], first, work)
    names = " and ".join(floor.name for floor in part.floors)
    of_them = " of them together" if len(part.floors) > 1 else ""
    hours = least * part.slot_minutes / 60
    amount = "1 agent-hour is" if hours == 1 else f"{hours:g} agent-hours are"
    return (
        f"{names}: at least {amount} missing{of_them} in every roster, and the price is never; "
        f"first {told}; {_ways(part.floors, gone)}"
    )


def _begin(gone: IntArray) -> int:
    return int(np.flatnonzero(gone)[0])


def _first_gap(part: RosterProblem, roster: SlotRoster, gone: IntArray, f: int, work: float) -> str:
    """The first run of slots in which somebody is missing, and who does what in the worst one."""
    first, end = next(runs(gone, part.slot_minutes))
    worst = first + int(gone[first:end].argmax())
    name = f"of {part.floors[f].name} " if len(part.floors) > 1 else ""
    when = f"{name}from slot {first} to slot {end}"
    there = _solved(_in_slot(part, f, worst), work)
    held = there[0] if there is not None and there[1] else roster
    (why,) = floor_shortfalls(part, held, [(f, worst, worst + 1)])
    need = part.floors[f].required[worst]
    most = f"when at most {need - why.most} of {need} can be there"
    told = "unless another time gives way" if held is roster else most
    return f"{when}, {told}: {_reasons(part, why)}"


def _in_slot(part: RosterProblem, f: int, slot: int) -> RosterProblem:
    """The problem with nothing asked for but a floor in one slot."""
    floors = (
        replace(floor, required=tuple(n * (i == f and t == slot) for t, n in enumerate(asked)))
        for i, floor in enumerate(part.floors)
        for asked in (floor.required,)
    )
    return replace(part, floors=tuple(floors))


def _reasons(part: RosterProblem, why: Shortfall) -> str:
    told = []
    for reason in why.reasons:
        names = ", ".join(part.person_name(p) for p in reason.people[:MOST_NAMED])
        more = len(reason.people) - MOST_NAMED
        told.append(f"{len(reason.people)} {reason.text} ({names}{', ...' if more > 0 else ''})")
    return ", ".join(told)


def _ways(floors: Sequence[Floor], gone: Sequence[IntArray]) -> str:
    """What would do: a lower least that this very roster keeps, or a price."""
    worst = max(int(own.max()) for own in gone)
    can_lower = all(max(floor.required) > worst for floor in floors)
    fewer = f"lower least by {worst}" if can_lower else MORE_PEOPLE
    return f"{fewer}, ask for fewer hours, or give a price"
