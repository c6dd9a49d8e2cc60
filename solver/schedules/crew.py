"""Everybody of a problem, ready to be given schedules: kinds, prices of options, closed ones."""

from dataclasses import dataclass

import numpy as np

from solver.contract import Limit
from solver.eligible import could_work, rested_from
from solver.problem import IntArray, Person, RosterProblem, ShiftOption
from solver.schedules.kinds import Kind, closes, kind_key, kind_of, with_own_limits
from solver.schedules.path import FAR, Floats
from solver.schedules.stretches import DAY, of_past
from solver.schedules.tallies import counted, limits_of
from solver.tolls import toll_of

MOST_OWN_NODES = 500_000
"""Nodes of one person's own graph."""
MOST_KINDS = 48
"""Graphs up to which limits on some templates have graphs of their own."""


@dataclass(frozen=True, slots=True)
class Member:
    """
    One person in a window.

    Parameters
    ----------
    base
        Pay and wishes of each option of the kind's cells, cents; FAR where it is closed.
    day, node
        Where the person's way through the graph begins.
    must
        Options that a pin says, as indices into the kind's cells.
    """

    person: int
    kind: Kind
    base: Floats
    day: int
    node: int
    must: IntArray


def crew(problem: RosterProblem, is_light: bool = False) -> list[Member]:
    """Everybody over all days."""
    with_templates = len({kind_key(person) for person in problem.people}) <= MOST_KINDS
    kinds: dict[object, Kind] = {}
    wishes = _wishes(problem)
    found = []
    for p, person in enumerate(problem.people):
        key = kind_key(person, with_templates)
        if key not in kinds:
            kinds[key] = kind_of(
                problem, person, (0, problem.n_days), with_templates, is_light=is_light
            )
        kind = kinds[key] if with_templates else with_own_limits(problem, person, kinds[key])
        found.append(_member(problem, p, kind, wishes[p]))
    return found


def member_of_own(problem: RosterProblem, member: Member) -> Member:
    """The person with a graph that knows as many of the own limits as it can."""
    p, window = member.person, member.kind.window
    kind = kind_of(problem, problem.people[p], window, most_nodes=MOST_OWN_NODES)
    return _member(problem, p, kind, _wishes(problem)[p])


def _member(problem: RosterProblem, p: int, kind: Kind, wishes: dict[int, int]) -> Member:
    person = problem.people[p]
    day, base = int(person.worked_day_0), _base(problem, p, kind, wishes)
    return Member(p, kind, base, day, first_node(kind, person, day), _must(problem, p, kind, base))


def _wishes(problem: RosterProblem) -> list[dict[int, int]]:
    found: list[dict[int, int]] = [{} for _ in problem.people]
    for wish in problem.wishes:
        mine = found[wish.person]
        mine[wish.option] = mine.get(wish.option, 0) + wish.cents
    return found


def _base(problem: RosterProblem, p: int, kind: Kind, wishes: dict[int, int]) -> Floats:
    person, options = problem.people[p], kind.cells.options.tolist()
    closing = [limit for limit in limits_of(problem, person) if closes(limit)]
    pins = {pin.day: pin.template for pin in problem.pins if pin.person == p}
    base = np.full(len(options), FAR)
    for i, o in enumerate(options):
        option = problem.options[o]
        is_closed = (
            not could_work(problem, p, o)
            or pins.get(option.day, option.template) != option.template
            or any(_counts(limit, option) for limit in closing)
            or _is_too_early(problem, person, option)
        )
        if not is_closed:
            pay = round(person.cents_per_hour * option.paid_minutes / 60)
            base[i] = pay + wishes.get(o, 0) + toll_of(problem, person, option)
    return base


def _must(problem: RosterProblem, p: int, kind: Kind, base: Floats) -> IntArray:
    """Options that pins ask for."""
    days = {pin.day for pin in problem.pins if pin.person == p and pin.template is not None}
    mine = [
        i
        for i, o in enumerate(kind.cells.options.tolist())
        if base[i] < FAR and problem.options[o].day in days
    ]
    return np.array(mine, dtype=np.int64)


def _is_too_early(problem: RosterProblem, person: Person, option: ShiftOption) -> bool:
    """Whether what was worked before day 0 closes an option."""
    ready = [rested_from(person)]
    has_nights = person.nights_before > 0 and not person.worked_day_0
    if person.last_end is not None and has_nights and not option.is_night:
        ready.append(person.last_end + person.rest_after_nights)
    if person.last_on_call_end is not None and not option.is_on_call:
        ready.append(person.last_on_call_end + person.rest_after_on_call)
    banned = problem.forbidden_after.get(person.last_template or "", frozenset())
    return option.start < max(ready) or (option.day == 0 and option.template in banned)


def _counts(limit: Limit, option: ShiftOption) -> bool:
    return bool(counted(limit, option)) and limit.first_day <= option.day < limit.end_day


def first_node(kind: Kind, person: Person, day: int) -> int:
    """Where the person's way begins; -1 where the past leaves none."""
    past = (DAY,) * day
    try:
        state = kind.stretches.number[of_past(person, kind.window[1], past)]
    except ValueError:
        return -1
    begin, end = kind.graph.first[day], kind.graph.first[day + 1]
    at = np.flatnonzero(kind.graph.code[begin:end] == state)
    return int(begin + at[0]) if at.size else -1
