"""
Whether floors that no roster may miss can be kept at all, and who stands in the way.

Their members alone are asked, with every rule and nothing else to cover. CP-SAT leaves as little
missing as it can: what its bound says is missing, every roster misses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from solver.alone import Apart, bound_together
from solver.apart import weeks_told
from solver.assemble import new_solver
from solver.ban_words import ban_words, nobody_counts
from solver.breaks import deal
from solver.contract import Floor
from solver.goals import floors as floors_goal
from solver.model import RosterModel
from solver.on_duty import missing
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.rules import RULES

LONGEST: Final = 15
"""Days up to which a problem is asked as a whole at once; weeks of longer ones are asked first."""


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
    """
    Floors without a price that no roster keeps, found in `work` deterministic seconds each.

    Over many weeks the first week that cannot be kept says so, which takes a fraction of the time.
    """
    for group in banned_together(problem):
        for part, begin in _parts(problem):
            found = list(_impossible(part, group, work, begin))
            if found:
                yield from found
                break


def _impossible(
    problem: RosterProblem, group: Sequence[int], work: float, begin: int
) -> Iterator[Alone]:
    """Floors of a group that cannot be kept, each by itself or else together."""
    together = best_alone(problem, group, work, begin)
    if together is None or not together.least:
        return
    each = [best_alone(problem, (f,), work, begin) for f in group] if len(group) > 1 else []
    yield from [one for one in each if one is not None and one.least] or [together]


def _parts(problem: RosterProblem) -> Iterator[tuple[RosterProblem, int]]:
    """Single weeks of a long problem, each with its first slot, and the whole."""
    if problem.n_days > LONGEST:
        for week, begin in weeks_told(problem):
            ends = (o.end for o in problem.options if o.start < begin)
            reached = max(max(ends, default=0) - begin, 0)
            floors = (
                replace(floor, required=(0,) * reached + floor.required[reached:])
                for floor in week.floors
            )
            yield replace(week, floors=tuple(floors)), begin
    yield problem, 0


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


def best_alone(
    problem: RosterProblem, floors: Sequence[int], work: float, begin: int = 0
) -> Alone | None:
    """
    What people of some floors can do for them; None where none of it was found in time.

    `begin` is the slot of a longer problem with which this one begins, for the words.
    """
    asked = [problem.floors[f] for f in floors]
    people = _bound(problem, *asked)
    if not people:
        slots = sum(sum(floor.required) for floor in asked)
        return Alone((), SlotRoster(()), slots, nobody_counts(asked), is_kept=False)
    apart = Apart(problem)
    part = _of_floors(apart, people, asked)
    solved = _solved(part, work)
    if solved is None:
        return None
    roster, least = solved
    options = apart.options(people)
    whole = (replace(c, person=people[c.person], option=options[c.option]) for c in roster.choices)
    in_slot = partial(_missed_in_slot, part, work)
    text = ban_words(part, roster, least, begin, in_slot) if least else ""
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


def _missed_in_slot(part: RosterProblem, work: float, f: int, slot: int) -> SlotRoster | None:
    """The best roster for nothing but a floor in one slot, where even that misses somebody."""
    floors = (
        replace(floor, required=tuple(n * (i == f and t == slot) for t, n in enumerate(asked)))
        for i, floor in enumerate(part.floors)
        for asked in (floor.required,)
    )
    found = _solved(replace(part, floors=tuple(floors)), work)
    return found[0] if found is not None and found[1] else None
