"""Enter a person's week into a roster, or drop it, and see what the roster leaves to be done."""

from solver.arrays import (
    END,
    GROUP,
    LENGTH,
    N_BREAKS,
    NIGHT,
    REST_DAY,
    START,
    Arrays,
    Bools,
    State,
)
from solver.compiled import inlined, inner
from solver.labels import CHOICE, PARENT, SKILL, Labels
from solver.problem import IntArray
from solver.tours import best_break


@inner
def look_around(a: Arrays, st: State, w: Labels, p: int) -> None:
    """Set what one more person saves, and what nights and rest days of the person cost."""
    _add_gains(a, st, w)
    _add_burden(a, st, w, p, 0, a.shares_nights, a.unfair_night)
    _add_burden(a, st, w, p, 1, a.shares_rest_days, a.unfair_rest_day)


@inner
def _add_burden(
    a: Arrays, st: State, w: Labels, p: int, kind: int, shares: Bools, cents: int
) -> None:
    """Price of the spread between most and least burdened, for each count of the week."""
    for n in range(w.burden.shape[1]):
        w.burden[kind, n] = 0
    if cents == 0 or not shares[p]:
        return
    g = a.people[p, GROUP]
    most, least = a.burdens[g, 2 * kind], a.burdens[g, 2 * kind + 1]
    for q in range(shares.size):
        if q != p and shares[q] and a.people[q, GROUP] == g:
            most, least = max(most, st.counts[q, kind]), min(least, st.counts[q, kind])
    past = st.counts[p, kind]
    for n in range(w.burden.shape[1]):
        w.burden[kind, n] = cents * (max(most, past + n) - min(least, past + n))


@inlined
def _add_gains(a: Arrays, st: State, w: Labels) -> None:
    """What one more person saves in all slots before a slot."""
    n_skills, n_slots = a.required.shape
    for s in range(n_skills):
        total = 0
        for t in range(n_slots):
            missing = a.required[s, t] - st.present[s, t]
            if missing <= 0:
                total -= a.over
            elif missing > a.mild[s, t]:
                total += a.short[s] + a.deep
            else:
                total += a.short[s]
            w.gain[s, t + 1] = total


@inner
def take_week(a: Arrays, st: State, w: Labels, p: int, label: int) -> None:
    """Enter the week that a label ends into the roster."""
    day = a.n_days - 1
    while w.rows[label, PARENT] >= 0:
        i = w.rows[label, CHOICE]
        if i >= 0:
            o = a.choices[p, i]
            st.option[p, day], st.skill[p, day] = o, w.offers[i, SKILL]
            for j in range(a.options[o, N_BREAKS]):
                st.breaks[p, day, j] = best_break(a, w.gain, o, w.offers[i, SKILL], j)
            _count(a, st, p, day, 1)
        label = w.rows[label, PARENT]
        day -= 1


@inner
def drop_week(a: Arrays, st: State, p: int) -> None:
    """Leave the person without shifts."""
    for day in range(a.n_days):
        if st.option[p, day] >= 0:
            _count(a, st, p, day, -1)
            st.option[p, day] = -1


@inlined
def _count(a: Arrays, st: State, p: int, day: int, change: int) -> None:
    o, s = st.option[p, day], st.skill[p, day]
    st.counts[p, 0] += change * a.options[o, NIGHT]
    st.counts[p, 1] += change * a.options[o, REST_DAY]
    _add(st.present, s, a.options[o, START], a.options[o, END], change)
    for j in range(a.options[o, N_BREAKS]):
        t = st.breaks[p, day, j]
        _add(st.present, s, t, t + a.breaks[o, j, LENGTH], -change)


@inlined
def _add(table: IntArray, s: int, first: int, end: int, change: int) -> None:
    for t in range(first, min(end, table.shape[1])):
        table[s, t] += change
