"""What a small change does to the price of a roster, and doing it."""

from typing import NamedTuple

from solver.arrays import Arrays
from solver.columns import END, FAR, HOLIDAY, NIGHT, REST_DAY, START
from solver.compiled import inlined, inner
from solver.dice import Words
from solver.margins import Board, best_breaks, cost_without, seat, worth_of
from solver.nudge_ways import FIRST_ROW, ON, PERSON, ROW, SKILL, swap_row
from solver.problem import IntArray
from solver.seats import State, share


class Seats(NamedTuple):
    """Row and skill of each person and day, breaks day after day; breaks of changes, or before."""

    row: IntArray
    skill: IntArray
    starts: IntArray
    kept: IntArray


@inner
def pay(what: IntArray, m: int, rows: IntArray, people: IntArray, price: IntArray) -> int:
    """Pay and wishes with the changes less those before."""
    found = 0
    for i in range(m):
        p = what[i, PERSON]
        old, new = rows[p, what[i, ON]], what[i, ROW]
        if old >= 0:
            found -= price[p, old - people[p, FIRST_ROW]]
        if new >= 0:
            found += price[p, new - people[p, FIRST_ROW]]
    return int(found)


@inner
def counts_differ(what: IntArray, m: int, options: IntArray, rows: IntArray) -> bool:
    """Whether nights, rest-day or holiday shifts become more or fewer."""
    for i in range(m):
        old, new = rows[what[i, PERSON], what[i, ON]], what[i, ROW]
        if _shared(options, old) != _shared(options, new):
            return True
    return False


@inlined
def _shared(options: IntArray, row: int) -> int:
    """Which kinds of shifts that people share a row is, -1 for a day off."""
    if row < 0:
        return 0
    return int(options[row, NIGHT] + 2 * options[row, REST_DAY] + 4 * options[row, HOLIDAY])


@inner
def share_out(a: Arrays, st: State, what: IntArray, m: int, step: int) -> int:
    """Count the nights and rest-day shifts of the people in or out; the change in cents."""
    found = share(a, st, what[0, PERSON], step)
    if m == 2 and what[1, PERSON] != what[0, PERSON]:
        found += share(a, st, what[1, PERSON], step)
    return found


@inner
def exchange(b: Board, of: Seats, what: IntArray, m: int, random: Words) -> int:
    """Do all changes, keep what was there in them; returns the change of cover in cents."""
    found = 0
    for i in range(m):
        p, day = what[i, PERSON], what[i, ON]
        row, s, at = of.row[p, day], of.skill[p, day], p * of.row.shape[1] + day
        found += cost_without(b, p, row, s, of.starts, at)
        seat(b, p, row, s, of.starts, at, -1)
    for i in range(m):
        p, row, s = what[i, PERSON], what[i, ROW], what[i, SKILL]
        if row >= 0:
            worth_of(b, p, row, s, -1, -1, of.kept, i)
            found -= best_breaks(b, row, of.kept, i, random)
        seat(b, p, row, s, of.kept, i, 1)
        swap(of, what, i)
    return int(found)


@inner
def reckon(b: Board, of: Seats, what: IntArray, m: int, random: Words) -> int:
    """The same for changes of shifts that never meet, but nobody comes or goes yet."""
    found = 0
    for i in range(m):
        p, day, row, s = what[i, PERSON], what[i, ON], what[i, ROW], what[i, SKILL]
        own, own_skill, at = of.row[p, day], of.skill[p, day], p * of.row.shape[1] + day
        found += cost_without(b, p, own, own_skill, of.starts, at)
        if row >= 0:
            worth_of(b, p, row, s, own, own_skill if own >= 0 else -1, of.starts, at)
            found -= best_breaks(b, row, of.kept, i, random)
        swap(of, what, i)
    return int(found)


@inner
def settle(b: Board, of: Seats, what: IntArray, m: int) -> None:
    """Let people go from what they had before the changes, and come to what they have."""
    for i in range(m):
        p, day = what[i, PERSON], what[i, ON]
        at = p * of.row.shape[1] + day
        seat(b, p, what[i, ROW], what[i, SKILL], of.kept, i, -1)
        seat(b, p, of.row[p, day], of.skill[p, day], of.starts, at, 1)


@inner
def swap(of: Seats, what: IntArray, i: int) -> None:
    """Exchange what is to try for what is there, breaks as well."""
    p, day, s = what[i, PERSON], what[i, ON], what[i, SKILL]
    at = p * of.row.shape[1] + day
    swap_row(what, i, of.row)
    what[i, SKILL] = of.skill[p, day]
    of.skill[p, day] = s
    for j in range(of.kept.shape[1]):
        t = of.kept[i, j]
        of.kept[i, j] = of.starts[at, j]
        of.starts[at, j] = t


@inner
def never_meet(what: IntArray, m: int, rows: IntArray, options: IntArray) -> bool:
    """Whether the changes are of shifts, before and after, that lie apart."""
    if m == 1:
        return True
    first, end = _span(what, 0, rows, options)
    begin, stop = _span(what, 1, rows, options)
    return stop <= first or end <= begin


@inlined
def _span(what: IntArray, i: int, rows: IntArray, options: IntArray) -> tuple[int, int]:
    """From the first slot of the shifts before and after a change to the end of the last."""
    first, end = FAR, 0
    old, new = rows[what[i, PERSON], what[i, ON]], what[i, ROW]
    if old >= 0:
        first, end = options[old, START], options[old, END]
    if new >= 0:
        first, end = min(first, options[new, START]), max(end, options[new, END])
    return first, end
