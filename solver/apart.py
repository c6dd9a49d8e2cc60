"""
Weeks of a long problem, each apart from the others: what they cost together, no roster can beat.

A week keeps what a contract asks of its own days and forgets the rest: hours of many weeks, rest
since the week before, days in a row across its ends. All demand is asked for once; a shift that
lasts into the next week is at work there as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from solver.arrays import arrays
from solver.contract import WEEK, Floor, Limit
from solver.cut import cut, first_slot, in_days, week_ends, without_past
from solver.dual import Piece, piece
from solver.fold import folded
from solver.offers import work
from solver.placing import standing_in
from solver.problem import Person, RosterProblem
from solver.ruin import have_weeks
from solver.tighten import tightened


def pieces(problem: RosterProblem) -> list[Piece]:
    """The weeks of a long problem, to prove by."""
    placed = weeks_apart(standing_in(problem))
    both = zip(weeks_apart(problem), placed, strict=True)
    return [piece(arrays(as_placed), week, first) for (week, first), (as_placed, _) in both]


def weeks_apart(problem: RosterProblem) -> Iterator[tuple[RosterProblem, int]]:
    """Each week, and the slot with which it begins; no goals but cover, floors, pay and wishes."""
    for week, first in _weeks(problem):
        yield tightened(week), first


def weeks_alone(problem: RosterProblem) -> Iterator[tuple[RosterProblem, list[int]]]:
    """
    Each week in which somebody may have no week at all, with the numbers of those people.

    Whoever is not named surely has one. Days are told by their dates, and hours as the contract
    does.
    """
    for week, _ in weeks_told(problem):
        known = arrays(tightened(week))
        people = np.flatnonzero(~have_weeks(known, work(known))).tolist()
        if people:
            yield week, people


def weeks_told(problem: RosterProblem) -> Iterator[tuple[RosterProblem, int]]:
    """Each week, with the names that days have in the whole, and the slot with which it begins."""
    for (week, first), (a, b) in zip(_weeks(problem), _days(problem), strict=True):
        days, away = (_of_days(n, a, b) for n in (problem.day_names, problem.away_names))
        yield replace(week, day_names=days, away_names=away), first


def _of_days(names: Mapping[tuple[str, int], str], a: int, b: int) -> dict[tuple[str, int], str]:
    return {(who, day - a): name for (who, day), name in names.items() if a <= day < b}


def _days(problem: RosterProblem) -> list[tuple[int, int]]:
    ends = week_ends(problem.n_days, WEEK)
    return [*zip([0, *ends], ends, strict=False)]


def _weeks(problem: RosterProblem) -> Iterator[tuple[RosterProblem, int]]:
    for a, b in _days(problem):
        first, own = first_slot(problem, a), first_slot(problem, b)
        numbers = [o for o, option in enumerate(problem.options) if a <= option.day < b]
        last = max((problem.options[o].end for o in numbers), default=own)
        end = min(max(last, own), problem.n_slots)
        people = tuple(_apart(person, a, b, first) for person in problem.people)
        made = cut(problem, (a, b), (first, end), numbers, people)
        made.required[:, own - first :] = 0
        made.carried_in[:, own - first :] = 0
        floors = tuple(_until(floor, own - first) for floor in made.floors)
        prices = replace(problem.prices, unfair_night=0, unfair_rest_day=0, unfair_holiday=0)
        yield folded(replace(made, prices=prices, floors=floors, pairs=(), others=())), first


def _until(floor: Floor, own: int) -> Floor:
    """A floor that asks for nobody from a slot on."""
    behind = (0,) * (len(floor.required) - own)
    return replace(floor, required=(*floor.required[:own], *behind))


def _apart(person: Person, a: int, b: int, first: int) -> Person:
    """
    The person in days a to b, knowing nothing of the days around them.

    A weekly rest may lie across an end of the week, and a weekend with a day in another is none of
    its own: neither binds it.
    """
    inside = (days for days in person.weekends if all(a <= day < b for day in days))
    changed = replace(
        in_days(person, a, b, first),
        min_minutes=0,
        limits=tuple(_limits(person, a, b)),
        weekends=tuple(tuple(day - a for day in days) for days in inside),
        min_weekly_rest=0,
    )
    return without_past(changed) if a else changed


def _limits(person: Person, a: int, b: int) -> Iterator[Limit]:
    """Hard limits as far as they bind in days a to b whatever is worked on others."""
    for limit in person.limits:
        if limit.is_soft or limit.end_day <= a or limit.first_day >= b:
            continue
        is_inside = a <= limit.first_day and limit.end_day <= b
        yield replace(
            limit,
            least=limit.least if is_inside else 0,
            first_day=max(limit.first_day, a) - a,
            end_day=min(limit.end_day, b) - a,
        )
