"""
Contract hours drawn in to what a person's week can reach, which costs no roster and proves more.

With up to five shifts, two of them nights, of 8 h by day and 7.5 h by night, no week pays between
37.5 h and 39 h. A linear relaxation would settle on 37.5 h; drawn in to 39 h it cannot. Rest,
days in a row and pins are left aside: they only make fewer weeks possible.
"""

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from solver.contract import WEEK
from solver.eligible import could_work
from solver.problem import Person, RosterProblem
from solver.rules.days_off import most_shifts

Kind = tuple[int, bool, int]
"""Paid minutes, whether a night, and on how many days such a shift could be worked."""


def tightened(problem: RosterProblem) -> RosterProblem:
    """
    The same problem, with the same rosters, whose people have hours that can be reached.

    More than two weeks reach nearly every sum, and stay as they are.
    """
    if problem.n_days > 2 * WEEK + 1:
        return problem
    known: dict[object, tuple[Kind, ...]] = {}
    people = []
    for number, person in enumerate(problem.people):
        kind = (person.site, bool(person.skills), person.nights_only, person.max_nights == 0)
        key = (*kind, person.unavailable, person.rotation, person.cents_out_of_turn is None)
        if key not in known:
            known[key] = _kinds(problem, number)
        people.append(_drawn_in(problem.n_days, person, known[key]))
    return replace(problem, people=tuple(people))


def _drawn_in(n_days: int, person: Person, kinds: tuple[Kind, ...]) -> Person:
    shifts = most_shifts(n_days, person.min_days_off)
    weeks = reachable_minutes(kinds, shifts, person.max_nights, person.max_minutes)
    allowed = [minutes for minutes in weeks if minutes >= person.min_minutes]
    if not allowed:  # a conflict, which is told elsewhere
        return person
    return replace(person, min_minutes=min(allowed), max_minutes=max(allowed))


def _kinds(problem: RosterProblem, number: int) -> tuple[Kind, ...]:
    days: dict[tuple[int, bool], set[int]] = defaultdict(set)
    for o, option in enumerate(problem.options):
        if could_work(problem, number, o):
            days[option.paid_minutes, option.is_night].add(option.day)
    return tuple(sorted((*kind, len(found)) for kind, found in days.items()))


@lru_cache(maxsize=4096)
def reachable_minutes(
    kinds: tuple[Kind, ...], most_shifts: int, most_nights: int, most_minutes: int
) -> frozenset[int]:
    """Paid minutes of every week of at most so many shifts, nights and minutes."""
    weeks = {(0, 0, 0)}
    for minutes, is_night, days in kinds:
        weeks = {
            (shifts + k, nights + k * is_night, total + k * minutes)
            for shifts, nights, total in weeks
            for k in range(min(days, most_shifts - shifts) + 1)
            if nights + k * is_night <= most_nights and total + k * minutes <= most_minutes
        }
    return frozenset(total for _, _, total in weeks)
