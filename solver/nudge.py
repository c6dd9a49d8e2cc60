"""
Small changes of single shifts, many thousands a second: what whole weeks are too coarse for.

A shift begins earlier or later, is worked with another skill, has other breaks, becomes any other
shift of the day or of another day, or is exchanged with somebody of the site. Breaks go where they
are missed least. As in `solver.ruin` worse rosters are kept now and then.
"""

import numpy as np

from solver.arrays import Arrays
from solver.compiled import compiled
from solver.dice import Words, uniform
from solver.nudge_price import Board, counts_differ, exchange, pay, share_out
from solver.nudge_rules import are_open, are_tied, are_weeks, fines_with
from solver.nudge_ways import Tries, propose, with_mate
from solver.problem import IntArray
from solver.seats import State


@compiled
def nudge(
    a: Arrays, st: State, c: Tries, price: IntArray, random: Words, hot: float, n: int
) -> None:
    """Try so many changes at one temperature in cents."""
    what, people, options, n_skills = c.what, c.people, a.options, a.skills.shape[1]
    money, slots = (a.short, a.deep, a.over), (a.rest_end, a.day_slots)
    b = Board(
        st.present,
        a.required,
        a.mild,
        a.breaks,
        st.row,
        st.skill,
        st.breaks,
        c.breaks,
        a.floors,
        a.first_floor,
        random,
    )
    for _ in range(n):
        m = propose(random, what, people, c.days, options, st.row, st.skill, n_skills)
        m = with_mate(what, m, people, st.row, st.skill, a.tied, a.first_tie) if m else 0
        if m == 0 or not (
            are_open(what, m, people, a.skills, a.fits, a.pinned_skill, a.must, a.price)
            and are_weeks(what, m, st.row, people, options, a.graph, a.rest, slots)
            and are_tied(what, m, st.row, options, a.tied, a.first_tie, c.pending)
        ):
            continue
        change = pay(what, m, st.row, people, a.price)
        change += fines_with(what, m, st.row, people, options, a.graph)
        is_shared = counts_differ(what, m, options, st.row)
        if is_shared:
            change += share_out(a, st, what, m, -1)
        change += exchange(b, what, options, m, money, True)
        if is_shared:
            change += share_out(a, st, what, m, 1)
        if change <= 0 or change < -hot * np.log(uniform(random)):
            price[0] += change
            continue
        if is_shared:
            share_out(a, st, what, m, -1)
        exchange(b, what, options, m, money, False)
        if is_shared:
            share_out(a, st, what, m, 1)
