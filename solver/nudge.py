"""
Small changes of single shifts, many thousands a second: what whole weeks are too coarse for.

A shift begins earlier or later, is worked with another skill, has other breaks, becomes any other
shift of the day or of another day, or is exchanged with somebody of the site. Breaks go where they
are missed least. As in `solver.ruin` worse rosters are kept now and then.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays
from solver.columns import (
    DAY,
    END,
    FAR,
    FIRST,
    GRAPH,
    KIND,
    LAST,
    LENGTH,
    N_BREAKS,
    NIGHT,
    REST,
    REST_DAY,
    SITE,
    START,
    Bools,
)
from solver.compiled import compiled, inlined, inner
from solver.dice import Words, below, uniform
from solver.problem import IntArray
from solver.rest_classes import RestClasses
from solver.seats import State, saving, share

Cents = tuple[int, int, int]
"""Price of one short, of one deeply short besides, and of one over."""
Money = tuple[IntArray, int, int]
"""The same, the first by skill."""
FARTHEST = 3
"""Options of a kind by which a shift moves at most."""
PERSON, ON, ROW, SKILL = range(4)
"""Columns of `Tries.what`."""
FIRST_ROW, FIRST_NODE = 3, 4
"""More columns of `Tries.people`."""
MOVES, SKILLS, OTHERS, DAYS, WAYS = 5, 7, 8, 9, 10
"""Of ten tries five move a shift, two change its skill, one each the others."""


class Tries(NamedTuple):
    """
    Up to two days of people that change at once.

    Parameters
    ----------
    what
        Person, day, row (-1 for a day off) and skill; once tried, what was there before.
    breaks
        Breaks that were there before.
    people
        Columns of `Arrays.people`, then the first row of the site and first node of the graph.
    days
        First row and end of each day of a site.
    """

    what: IntArray
    breaks: IntArray
    people: IntArray
    days: IntArray


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


def tries(a: Arrays) -> Tries:
    """Room for changes of a problem."""
    first_node = np.append(a.graph.layers[:, 0], 0)[a.people[:, GRAPH]]
    return Tries(
        what=np.zeros((2, 4), dtype=np.int64),
        breaks=np.zeros((2, a.breaks.shape[1]), dtype=np.int64),
        people=np.column_stack((a.people, a.site_rows[a.people[:, SITE], 0], first_node)),
        days=_days(a),
    )


def _days(a: Arrays) -> IntArray:
    found = np.zeros((len(a.site_rows), a.n_days, 2), dtype=np.int64)
    for site, (first, end) in enumerate(a.site_rows.tolist()):
        days = a.options[first:end, DAY]
        found[site, :, 0] = first + np.searchsorted(days, np.arange(a.n_days), "left")
        found[site, :, 1] = first + np.searchsorted(days, np.arange(a.n_days), "right")
    return found


@compiled
def nudge(
    a: Arrays, st: State, c: Tries, price: IntArray, random: Words, hot: float, n: int
) -> None:
    """Try so many changes at one temperature in cents."""
    what, people, options, n_skills = c.what, c.people, a.options, a.skills.shape[1]
    money = (a.short, a.deep, a.over)
    b = Board(st.present, a.required, a.mild, a.breaks, st.row, st.skill, st.breaks, c.breaks)
    for _ in range(n):
        m = _propose(random, what, people, c.days, options, st.row, st.skill, n_skills)
        if m == 0 or not (
            _are_open(what, m, people, a.skills, a.fits, a.pinned_skill, a.must, a.price)
            and _are_weeks(what, m, st.row, people, options, a.graph.arcs, a.rest)
        ):
            continue
        change = _pay(what, m, st.row, people, a.price)
        is_shared = _counts_differ(what, m, options, st.row)
        if is_shared:
            change += _share(a, st, what, m, -1)
        change += _exchange(b, what, options, m, money, True)
        if is_shared:
            change += _share(a, st, what, m, 1)
        if change <= 0 or change < -hot * np.log(uniform(random)):
            price[0] += change
            continue
        if is_shared:
            _share(a, st, what, m, -1)
        _exchange(b, what, options, m, money, False)
        if is_shared:
            _share(a, st, what, m, 1)


@inner
def _propose(
    random: Words,
    what: IntArray,
    people: IntArray,
    days: IntArray,
    options: IntArray,
    rows: IntArray,
    skills: IntArray,
    n_skills: int,
) -> int:
    """Write what to try; returns how many days change, 0 for none."""
    p, day = below(random, rows.shape[0]), below(random, rows.shape[1])
    row, way = rows[p, day], below(random, WAYS)
    if row < 0 or people[p, GRAPH] < 0:
        return 0
    what[0, PERSON], what[0, ON], what[0, ROW], what[0, SKILL] = p, day, row, skills[p, day]
    if way < MOVES:
        what[0, ROW] = _moved(random, options, row)
    elif way < SKILLS:
        what[0, SKILL] = below(random, n_skills)
    elif way < OTHERS:
        what[0, ROW] = _any_row(random, days, people[p, SITE], day)
    elif way < DAYS:
        return _other_day(random, what, people, days, rows)
    else:
        return _with_another(random, what, people, rows, skills)
    return int(what[0, ROW] >= 0)


@inner
def _moved(random: Words, options: IntArray, row: int) -> int:
    """A shift that begins earlier or later, -1 if there is none."""
    to = row + 1 + below(random, 2 * FARTHEST)
    to -= FARTHEST * 2 + 1 if to > row + FARTHEST else 0
    if to < 0 or to >= options.shape[0] or options[to, KIND] != options[row, KIND]:
        return -1
    return to if options[to, DAY] == options[row, DAY] else -1


@inner
def _any_row(random: Words, days: IntArray, site: int, day: int) -> int:
    first, end = days[site, day, 0], days[site, day, 1]
    return int(first + below(random, end - first)) if first < end else -1


@inner
def _other_day(
    random: Words, what: IntArray, people: IntArray, days: IntArray, rows: IntArray
) -> int:
    """A day off instead, and any shift on another day."""
    p, day = what[0, PERSON], below(random, rows.shape[1])
    if rows[p, day] >= 0:
        return 0
    what[0, ROW] = -1
    what[1, PERSON], what[1, ON], what[1, SKILL] = p, day, what[0, SKILL]
    what[1, ROW] = _any_row(random, days, people[p, SITE], day)
    return 2 * int(what[1, ROW] >= 0)


@inner
def _with_another(
    random: Words, what: IntArray, people: IntArray, rows: IntArray, skills: IntArray
) -> int:
    """Two people of a site exchange what they do on a day."""
    p, day, q = what[0, PERSON], what[0, ON], below(random, rows.shape[0])
    if q == p or people[q, SITE] != people[p, SITE] or people[q, GRAPH] < 0:
        return 0
    what[1, PERSON], what[1, ON], what[1, ROW], what[1, SKILL] = (
        q,
        day,
        what[0, ROW],
        what[0, SKILL],
    )
    what[0, ROW], what[0, SKILL] = rows[q, day], skills[q, day]
    return 2


@inner
def _are_open(
    what: IntArray,
    m: int,
    people: IntArray,
    skills: Bools,
    fits: Bools,
    pinned: IntArray,
    must: Bools,
    price: IntArray,
) -> bool:
    """Whether the people may work such shifts, each by itself."""
    for i in range(m):
        p, day, row, s = what[i, PERSON], what[i, ON], what[i, ROW], what[i, SKILL]
        if row < 0:
            if must[p, day]:
                return False
            continue
        if not (skills[p, s] and fits[s, row] and pinned[p, day] in (-1, s)):
            return False
        if price[p, row - people[p, FIRST_ROW]] >= FAR:
            return False
    return True


@inner
def _are_weeks(
    what: IntArray,
    m: int,
    rows: IntArray,
    people: IntArray,
    options: IntArray,
    arcs: IntArray,
    rest: RestClasses,
) -> bool:
    """Whether contracts and rests allow the weeks with the changes."""
    found = True
    for i in range(m):
        _swap_row(what, i, rows)
    for i in range(m):
        found = found and _is_week(
            rows[what[i, PERSON]], people[what[i, PERSON]], options, arcs, rest
        )
    for i in range(m):
        _swap_row(what, i, rows)
    return found


@inner
def _is_week(
    rows: IntArray, person: IntArray, options: IntArray, arcs: IntArray, rest: RestClasses
) -> bool:
    node, kind, first, ready = person[FIRST_NODE], person[REST], person[FIRST_ROW], 0
    for day in range(rows.size):
        row = rows[day]
        if row < 0:
            node, ready = arcs[node, arcs.shape[1] - 1], rest.off[kind, day, ready]
        elif ready > rest.latest[kind, row - first]:
            return False
        else:
            node, ready = arcs[node, options[row, KIND]], rest.after[kind, row - first]
        if node < 0:
            return False
    return True


@inlined
def _swap_row(what: IntArray, i: int, rows: IntArray) -> None:
    p, day = what[i, PERSON], what[i, ON]
    row = rows[p, day]
    rows[p, day] = what[i, ROW]
    what[i, ROW] = row


@inner
def _pay(what: IntArray, m: int, rows: IntArray, people: IntArray, price: IntArray) -> int:
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
def _exchange(
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
def _counts_differ(what: IntArray, m: int, options: IntArray, rows: IntArray) -> bool:
    """Whether nights or rest-day shifts become more or fewer."""
    for i in range(m):
        old, new = rows[what[i, PERSON], what[i, ON]], what[i, ROW]
        before = options[old, NIGHT] + 2 * options[old, REST_DAY] if old >= 0 else 0
        if before != (options[new, NIGHT] + 2 * options[new, REST_DAY] if new >= 0 else 0):
            return True
    return False


@inner
def _share(a: Arrays, st: State, what: IntArray, m: int, step: int) -> int:
    """Count the nights and rest-day shifts of the people in or out; the change in cents."""
    found = share(a, st, what[0, PERSON], step)
    if m == 2 and what[1, PERSON] != what[0, PERSON]:
        found += share(a, st, what[1, PERSON], step)
    return found


@inner
def _swap(b: Board, what: IntArray, i: int) -> None:
    p, day, s = what[i, PERSON], what[i, ON], what[i, SKILL]
    _swap_row(what, i, b.row)
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
    cents = (money[0][s], money[1], money[2])
    first, end = options[row, START], options[row, END]
    found = _count(present, required, mild, s, first, end, step, cents)
    for j in range(options[row, N_BREAKS]):
        if choose:
            b.starts[p, day, j] = _best(present, required, mild, s, b.breaks, row, j, cents)
        first = b.starts[p, day, j]
        end = min(first + b.breaks[row, j, LENGTH], present.shape[1])
        found += _count(present, required, mild, s, first, end, -step, cents)
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
def _best(
    present: IntArray,
    required: IntArray,
    mild: IntArray,
    s: int,
    breaks: IntArray,
    row: int,
    j: int,
    cents: Cents,
) -> int:
    """Slot in which a break is missed least."""
    best, slot, (short, deep, over) = FAR, breaks[row, j, FIRST], cents
    for t in range(breaks[row, j, FIRST], breaks[row, j, LAST] + 1):
        lost = 0
        for u in range(t, min(t + breaks[row, j, LENGTH], present.shape[1])):
            lost += saving(required[s, u] - present[s, u] + 1, mild[s, u], short, deep, over)
        if lost < best:
            best, slot = lost, t
    return int(slot)
