"""
Small changes of single shifts, many thousands a second: what whole weeks are too coarse for.

A shift begins earlier or later, is worked with another skill, has other breaks, becomes any other
shift of the day or of another day, or is exchanged with somebody of the site. Breaks go where they
are missed least. As in `solver.ruin` worse rosters are kept now and then.
"""

import numpy as np

from solver.arrays import Arrays
from solver.compiled import compiled, inlined
from solver.dice import Words, uniform
from solver.margins import Board, weigh
from solver.nudge_price import (
    Seats,
    counts_differ,
    exchange,
    never_meet,
    pay,
    reckon,
    settle,
    share_out,
    swap,
)
from solver.nudge_rules import are_open, are_tied, are_weeks, fines_with
from solver.nudge_ways import Tries, propose, with_mate
from solver.problem import IntArray
from solver.seats import State


@compiled
def nudge(
    a: Arrays, st: State, c: Tries, price: IntArray, random: Words, hot: float, n: int
) -> None:
    """Try so many changes at one temperature in cents."""
    b, of = _board(a, st, c), Seats(st.row, st.skill, _by_day(st.breaks), c.breaks)
    for s in range(a.required.shape[0]):
        weigh(b, s, 0, a.required.shape[1])
    for _ in range(n):
        m = _proposed(a, st, c, random)
        if m == 0:
            continue
        is_shared = counts_differ(c.what, m, a.options, st.row)
        is_light = never_meet(c.what, m, st.row, a.options)
        change = pay(c.what, m, st.row, c.people, a.price)
        change += fines_with(c.what, m, st.row, c.people, a.options, a.graph, a.fines)
        if is_shared:
            change += share_out(a, st, c.what, m, -1)
        change += (
            reckon(b, of, c.what, m, random) if is_light else exchange(b, of, c.what, m, random)
        )
        if is_shared:
            change += share_out(a, st, c.what, m, 1)
        is_kept = change <= 0 or change < -hot * np.log(uniform(random))
        if is_kept:
            price[0] += change
        else:
            _undo(a, st, c, of, m, is_shared)
        if is_kept == is_light:
            settle(b, of, c.what, m)


@inlined
def _board(a: Arrays, st: State, c: Tries) -> Board:
    return Board(
        st.present,
        a.required,
        a.mild,
        a.short,
        a.over,
        a.deep,
        c.gain,
        c.loss,
        c.worth,
        c.away,
        a.options,
        a.breaks,
        a.floors,
        a.first_floor,
    )


@inlined
def _by_day(breaks: IntArray) -> IntArray:
    """Breaks of people's days, one day after the other."""
    return breaks.reshape((-1, breaks.shape[2]))


@inlined
def _proposed(a: Arrays, st: State, c: Tries, random: Words) -> int:
    """Write something to try that the rules allow; how many days change, 0 for none."""
    what, options, slots = c.what, a.options, (a.rest_end, a.day_slots)
    m = propose(random, what, c.people, c.days, options, st.row, st.skill, a.skills.shape[1])
    if m:
        m = with_mate(what, m, c.people, st.row, st.skill, a.tied, a.first_tie)
    is_allowed = (
        m > 0
        and are_open(what, m, c.people, a.skills, a.fits, a.pinned_skill, a.must, a.price)
        and are_weeks(what, m, st.row, c.people, options, a.graph, a.rest, slots)
        and are_tied(what, m, st.row, options, a.tied, a.first_tie, c.pending)
    )
    return m if is_allowed else 0


@inlined
def _undo(a: Arrays, st: State, c: Tries, of: Seats, m: int, is_shared: bool) -> None:
    """Put back what was there before a change."""
    if is_shared:
        share_out(a, st, c.what, m, -1)
    for i in range(m):
        swap(of, c.what, i)
    if is_shared:
        share_out(a, st, c.what, m, 1)
