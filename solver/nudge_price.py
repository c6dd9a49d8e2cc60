"""What a small change does to the price of a roster, and doing it."""

from typing import NamedTuple

from solver.arrays import Arrays
from solver.columns import END, FAR, FIRST, HOLIDAY, LAST, LENGTH, N_BREAKS, NIGHT, REST_DAY, START
from solver.compiled import inlined, inner
from solver.dice import Words, below
from solver.nudge_ways import FIRST_ROW, ON, PERSON, ROW, SKILL, swap_row
from solver.problem import IntArray
from solver.seats import State, saving, share

Cents = tuple[int, int, int]
"""Price of one short, of one deeply short besides, and of one over."""
Money = tuple[IntArray, int, IntArray]
"""The same, the first and the last by row."""


class Board(NamedTuple):
    """The roster and what covers it, few arrays: each call hands all of them on."""

    present: IntArray
    required: IntArray
    mild: IntArray
    breaks: IntArray
    row: IntArray
    skill: IntArray
    starts: IntArray
    kept: IntArray
    floors: IntArray
    first_floor: IntArray
    random: Words


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
def exchange(
    b: Board, what: IntArray, options: IntArray, m: int, money: Money, choose: bool
) -> int:
    """Do the changes, keep what was there in them; returns the change of cover in cents."""
    found = 0
    for i in range(m):
        found += _seat(b, what[i, PERSON], what[i, ON], options, -1, money, False)
    for i in range(m):
        _swap(b, what, i)
        found += _seat(b, what[i, PERSON], what[i, ON], options, 1, money, choose)
    return found


@inner
def _swap(b: Board, what: IntArray, i: int) -> None:
    p, day, s = what[i, PERSON], what[i, ON], what[i, SKILL]
    swap_row(what, i, b.row)
    what[i, SKILL] = b.skill[p, day]
    b.skill[p, day] = s
    for j in range(b.kept.shape[1]):
        t = b.kept[i, j]
        b.kept[i, j] = b.starts[p, day, j]
        b.starts[p, day, j] = t


@inner
def _seat(
    b: Board, p: int, day: int, options: IntArray, step: int, money: Money, choose: bool
) -> int:
    """Let a person's shift count (1) or not (-1), with the best breaks if these are to choose."""
    row, s = b.row[p, day], b.skill[p, day]
    if row < 0:
        return 0
    present, required, mild = b.present, b.required, b.mild
    cents = (money[0][s], money[1], money[2][s])
    first, end = options[row, START], options[row, END]
    found = _count(present, required, mild, s, first, end, step, cents)
    found += _on_floors(b, p, first, end, step, money)
    for j in range(options[row, N_BREAKS]):
        if choose:
            b.starts[p, day, j] = _best(b, p, s, row, j, cents, money)
        first = b.starts[p, day, j]
        end = min(first + b.breaks[row, j, LENGTH], present.shape[1])
        found += _count(present, required, mild, s, first, end, -step, cents)
        found += _on_floors(b, p, first, end, -step, money)
    return found


@inner
def _on_floors(b: Board, p: int, first: int, end: int, step: int, money: Money) -> int:
    """The same change on the person's floors; returns the change in cents."""
    found = 0
    for k in range(b.first_floor[p], b.first_floor[p + 1]):
        f = b.floors[k]
        cents = (money[0][f], 0, money[2][f])
        found += _count(b.present, b.required, b.mild, f, first, end, step, cents)
    return found


@inner
def _count(
    present: IntArray,
    required: IntArray,
    mild: IntArray,
    s: int,
    first: int,
    end: int,
    step: int,
    cents: Cents,
) -> int:
    """One more or one less at work in some slots; returns the change in cents."""
    found, (short, deep, over) = 0, cents
    for t in range(first, end):
        missing = required[s, t] - present[s, t] + (step < 0)
        found -= step * saving(missing, mild[s, t], short, deep, over)
        present[s, t] += step
    return found


@inner
def _best(b: Board, p: int, s: int, row: int, j: int, cents: Cents, money: Money) -> int:
    """Slot in which a break is missed least; of equal ones any, so that breaks wander."""
    present, required, mild = b.present, b.required, b.mild
    first, last, length = b.breaks[row, j, FIRST], b.breaks[row, j, LAST], b.breaks[row, j, LENGTH]
    best, slot, (short, deep, over) = FAR, first, cents
    t = first + below(b.random, last - first + 1)
    for _ in range(last - first + 1):
        t = t + 1 if t < last else first
        lost, end = 0, min(t + length, present.shape[1])
        for u in range(t, end):
            lost += saving(required[s, u] - present[s, u] + 1, mild[s, u], short, deep, over)
        for k in range(b.first_floor[p], b.first_floor[p + 1]):
            f = b.floors[k]
            for u in range(t, end):
                lost += money[0][f] * (required[f, u] >= present[f, u])
        if lost < best:
            best, slot = lost, t
    return int(slot)
