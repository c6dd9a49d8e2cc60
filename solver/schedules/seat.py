"""One person of a roster as arrays, and what limits outside the graph count of their days."""

from typing import NamedTuple

import numpy as np

from solver.compiled import inner
from solver.problem import IntArray
from solver.schedules.path import Floats


class Seat(NamedTuple):
    """
    One person.

    Parameters
    ----------
    path, skill, breaks
        Option (index into the cells' options, -1 off), skill and starts of breaks of each day.
    base
        Cents of each option, FAR where it is closed; `must` says which a pin asks for.
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
    adds: IntArray
    least: IntArray
    most: IntArray
    weekend: IntArray
    way: IntArray


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
def all_elsewhere(m: Seat, a: int, b: int) -> IntArray:
    """The same of every limit."""
    found = np.zeros(m.most.size, dtype=np.int64)
    for limit in range(found.size):
        found[limit] = elsewhere_of(m, limit, a, b)
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
