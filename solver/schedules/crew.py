"""Everybody of a problem, ready to be given schedules: kinds, prices of options, closed ones."""

from dataclasses import dataclass

import numpy as np

from solver.columns import Bools
from solver.eligible import (
    in_rotation,
    ready_after_nights,
    ready_after_on_call,
    rested_from,
)
from solver.problem import IntArray, Person, RosterProblem
from solver.schedules.kinds import Kind, closes, kind_key, kind_of, with_own_limits
from solver.schedules.path import FAR, Floats
from solver.schedules.sheet import Sheet, Sheets
from solver.schedules.stretches import DAY, of_past
from solver.schedules.tallies import limits_of
from solver.tolls import toll_of, tolled_until

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
    wishes, sheets = _wishes(problem), Sheets(problem)
    found = []
    for p, person in enumerate(problem.people):
        key = kind_key(person, with_templates)
        if key not in kinds:
            kinds[key] = kind_of(
                problem,
                person,
                (0, problem.n_days),
                with_templates,
                is_light=is_light,
                sheets=sheets,
            )
        kind = (
            kinds[key] if with_templates else with_own_limits(problem, person, kinds[key], sheets)
        )
        found.append(_member(problem, p, kind, wishes[p], sheets))
    return found


def member_of_own(problem: RosterProblem, member: Member) -> Member:
    """The person with a graph that knows as many of the own limits as it can."""
    p, window = member.person, member.kind.window
    sheets = Sheets(problem)
    kind = kind_of(problem, problem.people[p], window, most_nodes=MOST_OWN_NODES, sheets=sheets)
    return _member(problem, p, kind, _wishes(problem)[p], sheets)


def _member(
    problem: RosterProblem, p: int, kind: Kind, wishes: dict[int, int], sheets: Sheets
) -> Member:
    person = problem.people[p]
    sheet = sheets.of(person.site, kind.window)
    day, base = int(person.worked_day_0), _base(problem, p, sheet, sheets.nights, wishes)
    return Member(p, kind, base, day, first_node(kind, person, day), _must(problem, p, kind, base))


def _wishes(problem: RosterProblem) -> list[dict[int, int]]:
    found: list[dict[int, int]] = [{} for _ in problem.people]
    for wish in problem.wishes:
        mine = found[wish.person]
        mine[wish.option] = mine.get(wish.option, 0) + wish.cents
    return found


def _base(
    problem: RosterProblem,
    p: int,
    sheet: Sheet,
    nights: frozenset[str],
    wishes: dict[int, int],
) -> Floats:
    person = problem.people[p]
    closed = _cannot_work(person, sheet) | _is_too_early(problem, person, sheet)
    for limit in limits_of(problem.n_days, nights, person):
        if closes(limit):
            inside = (limit.first_day <= sheet.day) & (sheet.day < limit.end_day)
            closed |= inside & (sheet.counts(limit)[sheet.kind] > 0)
    for pin in problem.pins:
        if pin.person == p:
            names = [sample.template != pin.template for sample in sheet.samples]
            others = np.array(names, dtype=np.bool_)
            closed |= (sheet.day == pin.day) & others[sheet.kind]
    pay = [round(person.cents_per_hour * sample.paid_minutes / 60) for sample in sheet.samples]
    base = np.array(pay, dtype=np.float64)[sheet.kind]
    if wishes:
        base += [wishes.get(o, 0) for o in sheet.options.tolist()]
    for i in np.flatnonzero(~closed & _may_be_tolled(problem, person, sheet)).tolist():
        base[i] += toll_of(problem, person, sheet.rows[i])
    base[closed] = FAR
    return base


def _cannot_work(person: Person, sheet: Sheet) -> Bools:
    """Options that `could_work` closes to somebody of the site."""
    closed = np.full(sheet.day.size, not person.skills)
    if person.nights_only:
        closed |= ~sheet.night
    if person.max_nights == 0:
        closed |= sheet.night
    for first, last in person.unavailable:
        closed |= (sheet.start < last) & (sheet.end > first)
    if person.rotation and person.cents_out_of_turn is None:
        out_of_turn = [not in_rotation(person, o.day, o.template) for o in sheet.rows]
        closed |= np.array(out_of_turn, dtype=np.bool_)
    return closed


def _may_be_tolled(problem: RosterProblem, person: Person, sheet: Sheet) -> Bools:
    """Options that may cost something because of last week, or out of turn."""
    if person.rotation and person.cents_out_of_turn:
        return np.ones(sheet.day.size, dtype=np.bool_)
    found: Bools = sheet.start < tolled_until(person)
    found |= (sheet.day == 0) & (person.last_template in problem.unwanted_after)
    return found


def _must(problem: RosterProblem, p: int, kind: Kind, base: Floats) -> IntArray:
    """Options that pins ask for."""
    days = {pin.day for pin in problem.pins if pin.person == p and pin.template is not None}
    mine = [
        i
        for i, o in enumerate(kind.cells.options.tolist())
        if base[i] < FAR and problem.options[o].day in days
    ]
    return np.array(mine, dtype=np.int64)


def _is_too_early(problem: RosterProblem, person: Person, sheet: Sheet) -> Bools:
    """Options that what was worked before day 0 closes."""
    closed: Bools = sheet.start < rested_from(person)
    closed |= ~sheet.night & (sheet.start < ready_after_nights(person))
    closed |= ~sheet.on_call & (sheet.start < ready_after_on_call(person))
    banned = problem.forbidden_after.get(person.last_template or "", frozenset())
    names = np.array([sample.template in banned for sample in sheet.samples], dtype=np.bool_)
    closed |= (sheet.day == 0) & names[sheet.kind]
    return closed


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
