"""Small changes to try: up to two days of people, drawn at random, whether allowed or not."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays
from solver.columns import DAY, GRAPH, KIND, SITE, Bools
from solver.compiled import inlined, inner
from solver.dice import Words, below
from solver.problem import IntArray
from solver.ties import OTHER, TOGETHER

FARTHEST = 3
"""Options of a kind by which a shift moves at most."""
PERSON, ON, ROW, SKILL = range(4)
"""Columns of `Tries.what`."""
FIRST_ROW, FIRST_NODE = 8, 9
"""More columns of `Tries.people`."""
MOVES, SKILLS, OTHERS, DAYS, BOTH, WAYS = 5, 7, 8, 9, 12, 13
"""Of thirteen tries five move a shift, two change its skill, three change two days of a person."""


class Tries(NamedTuple):
    """
    Up to two days of people that change at once.

    Parameters
    ----------
    what
        Person, day, row (-1 for a day off) and skill; once tried, what was there before.
    breaks
        Breaks that were there before.
    gain, loss, worth, away
        See `solver.margins.Board`.
    people
        Columns of `Arrays.people`, then the first row of the site and first node of the graph.
    days
        First row and end of each day of a site.
    pending
        Nobody: all are in the roster.
    """

    what: IntArray
    breaks: IntArray
    gain: IntArray
    loss: IntArray
    worth: IntArray
    away: IntArray
    people: IntArray
    days: IntArray
    pending: Bools


def tries(a: Arrays) -> Tries:
    """Room for changes of a problem."""
    first_node = np.append(a.graph.layers[:, 0], 0)[a.people[:, GRAPH]]
    return Tries(
        what=np.zeros((2, 4), dtype=np.int64),
        breaks=np.zeros((2, a.breaks.shape[1]), dtype=np.int64),
        gain=np.zeros(a.required.shape, dtype=np.int64),
        loss=np.zeros(a.required.shape, dtype=np.int64),
        worth=np.zeros(a.required.shape[1] + 1, dtype=np.int64),
        away=np.zeros(a.required.shape[1], dtype=np.int64),
        people=np.column_stack((a.people, a.site_rows[a.people[:, SITE], 0], first_node)),
        days=_days(a),
        pending=np.zeros(len(a.people), dtype=np.bool_),
    )


def _days(a: Arrays) -> IntArray:
    found = np.zeros((len(a.site_rows), a.n_days, 2), dtype=np.int64)
    for site, (first, end) in enumerate(a.site_rows.tolist()):
        days = a.options[first:end, DAY]
        found[site, :, 0] = first + np.searchsorted(days, np.arange(a.n_days), "left")
        found[site, :, 1] = first + np.searchsorted(days, np.arange(a.n_days), "right")
    return found


@inlined
def propose(
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
        what[0, ROW] = _moved(random, options, row, days[people[p, SITE], day])
    elif way < SKILLS:
        what[0, SKILL] = below(random, n_skills)
    elif way < OTHERS:
        what[0, ROW] = _any_row(random, days, people[p, SITE], day)
    elif way < DAYS:
        return _other_day(random, what, people, days, rows)
    elif way < BOTH:
        return _both_days(random, what, people, days, rows, skills)
    else:
        return _with_another(random, what, people, rows, skills)
    return int(what[0, ROW] >= 0)


@inlined
def _moved(random: Words, options: IntArray, row: int, rows: IntArray) -> int:
    """A shift of the site and day that begins earlier or later, -1 if there is none."""
    to = row + 1 + below(random, 2 * FARTHEST)
    to -= FARTHEST * 2 + 1 if to > row + FARTHEST else 0
    if to < rows[0] or to >= rows[1] or options[to, KIND] != options[row, KIND]:
        return -1
    return to


@inlined
def _any_row(random: Words, days: IntArray, site: int, day: int) -> int:
    first, end = days[site, day, 0], days[site, day, 1]
    return int(first + below(random, end - first)) if first < end else -1


@inlined
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


@inlined
def _both_days(
    random: Words,
    what: IntArray,
    people: IntArray,
    days: IntArray,
    rows: IntArray,
    skills: IntArray,
) -> int:
    """Any shifts on two days that are worked: one may be longer if the other is shorter."""
    p, day = what[0, PERSON], below(random, rows.shape[1])
    if rows[p, day] < 0 or day == what[0, ON]:
        return 0
    what[0, ROW] = _any_row(random, days, people[p, SITE], what[0, ON])
    what[1, PERSON], what[1, ON], what[1, SKILL] = p, day, skills[p, day]
    what[1, ROW] = _any_row(random, days, people[p, SITE], day)
    return 2


@inlined
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
def with_mate(
    what: IntArray,
    m: int,
    people: IntArray,
    rows: IntArray,
    skills: IntArray,
    tied: IntArray,
    first_tie: IntArray,
) -> int:
    """Let somebody who is to work together with the person do the same; days that change then."""
    p, day = what[0, PERSON], what[0, ON]
    for k in range(first_tie[p], first_tie[p + 1]):
        q = tied[k, OTHER]
        if m == 1 and tied[k, TOGETHER] and people[q, SITE] == people[p, SITE]:
            what[1, PERSON], what[1, ON] = q, day
            what[1, ROW], what[1, SKILL] = what[0, ROW], skills[q, day]
            return 2 if rows[q, day] == rows[p, day] else 0
    return m


@inlined
def swap_row(what: IntArray, i: int, rows: IntArray) -> None:
    """Exchange the row that is to try for the one that is there."""
    p, day = what[i, PERSON], what[i, ON]
    row = rows[p, day]
    rows[p, day] = what[i, ROW]
    what[i, ROW] = row
