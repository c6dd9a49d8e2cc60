"""One person of a roster as arrays, and what limits outside the graph count of their days."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.compiled import inner
from solver.contract import Limit
from solver.problem import NO_LIMIT, IntArray, RosterProblem
from solver.schedules.crew import Member
from solver.schedules.path import Floats
from solver.schedules.tallies import is_inside
from solver.schedules.within import outside


class Seat(NamedTuple):
    """
    One person.

    Parameters
    ----------
    path, skill, breaks
        Option (index into the cells' options, -1 off), skill and starts of breaks of each day.
    base
        Cents of each option, FAR where it is closed; `must` says which a pin asks for.
    floors
        Rows of the floors of which the person is a member.
    adds, least, most
        What options add to limits that the graph does not know, and what those allow.
    weekend
        Number of the weekend to which a day belongs, -1 none, by limit of that kind and day; all
        -1 for other limits.
    way
        First day of the person's way through the graph, and the node there.
    """

    path: IntArray
    skill: IntArray
    breaks: IntArray
    base: Floats
    must: IntArray
    skills: IntArray
    floors: IntArray
    adds: IntArray
    least: IntArray
    most: IntArray
    weekend: IntArray
    way: IntArray


def seat_of(problem: RosterProblem, member: Member, n_breaks: int, floors: Sequence[int]) -> Seat:
    """The seat of somebody who works nothing yet; `floors` are rows of those the person is of."""
    n_days = problem.n_days
    adds, _ = outside(member)
    kind = member.kind
    limits = kind.limits[len(kind.tallies) :]
    least = [0 if limit.is_soft else limit.least for limit in limits]
    most = [NO_LIMIT if limit.cents_above is not None else limit.most for limit in limits]
    weekends = problem.people[member.person].weekends
    return Seat(
        path=np.full(n_days, -1, dtype=np.int64),
        skill=np.zeros(n_days, dtype=np.int64),
        breaks=np.zeros((n_days, n_breaks), dtype=np.int64),
        base=member.base,
        must=np.isin(np.arange(member.base.size), member.must).astype(np.int64),
        skills=np.array(problem.people[member.person].skills, dtype=np.int64),
        floors=np.array(floors, dtype=np.int64),
        adds=adds,
        least=np.array(least, dtype=np.int64),
        most=np.array(most, dtype=np.int64),
        weekend=_weekend_days(limits, weekends, n_days),
        way=np.array([member.day, member.node], dtype=np.int64),
    )


def _weekend_days(
    limits: Sequence[Limit], weekends: tuple[tuple[int, ...], ...], n_days: int
) -> IntArray:
    """Number of the weekend to which a day belongs, by limit and day; see `Seat`."""
    found = np.full((len(limits), n_days), -1, dtype=np.int64)
    for row, limit in zip(found, limits, strict=True):
        if limit.unit == "weekends" and limit.cents_above is None:
            for number, days in enumerate(weekends):
                if is_inside(days, limit):
                    row[list(days)] = number
    return found


@inner
def elsewhere_of(m: Seat, limit: int, a: int, b: int) -> int:
    """What a limit outside the graph counts of all days but a window's."""
    found, last = 0, -1
    for day in range(m.path.size):
        if m.path[day] >= 0 and not a <= day < b:
            found += m.adds[limit, m.path[day]]
            weekend = m.weekend[limit, day]
            if weekend >= 0 and weekend != last:
                found, last = found + 1, weekend
    return found


@inner
def new_weekend(m: Seat, limit: int, day: int, a: int, b: int) -> int:
    """The weekend to which a window's day belongs; -1 if none, or if it is worked elsewhere."""
    weekend = m.weekend[limit, day]
    if weekend < 0:
        return -1
    for other in (a - 1, a - 2, b, b + 1):
        is_there = 0 <= other < m.path.size and m.path[other] >= 0
        if is_there and m.weekend[limit, other] == weekend:
            return -1
    return int(weekend)
