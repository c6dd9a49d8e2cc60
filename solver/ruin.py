"""
Ruin and recreate: free a few people, give each the cheapest week in turn, keep what is good.

Who is freed: anybody, people of one site, or people who count where too few or too many are at
work in a slot. Worse rosters are kept now and then, the less often the lower the temperature
(cents).
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays
from solver.columns import CLOCK, FAR, N_BREAKS, SITE, SPREAD, Bools
from solver.compiled import allocating, compiled, inner
from solver.dice import Words, below, uniform
from solver.offers import ANY_START, Work, best_break, best_skill, price_options
from solver.problem import IntArray
from solver.seats import State, drop_week, enter_week, extremes, saving
from solver.ties import OTHER, TOGETHER, add_ties, keeps_ties
from solver.weekly_rests import find_week

TRIES = 12
"""Slots looked at to find one that is short or over."""


class Search(NamedTuple):
    """
    One worker's search: the roster it stands at with its price, and its random numbers.

    `people` are those it may free, `freed` those it has freed, `saved_*` their weeks before.
    """

    here: State
    price: IntArray
    random: Words
    people: IntArray
    freed: IntArray
    saved_row: IntArray
    saved_skill: IntArray
    saved_breaks: IntArray


@compiled
def build(a: Arrays, st: State, w: Work, people: IntArray, n: int) -> int:
    """Give each of n people the cheapest week in turn; returns how many got one."""
    for i in range(n):
        look_around(a, st, w, people[i])
        _see_ties(a, st, w, people[i])
        if not (_find_at_any_start(a, w, people[i]) and _keeps_ties(a, st, w, people[i])):
            return i
        _take(a, st, w, people[i])
        enter_week(a, st, people[i])
    return n


@allocating
def have_weeks(a: Arrays, w: Work) -> Bools:
    """Who has any week at all."""
    found = np.zeros(a.people.shape[0], dtype=np.bool_)
    w.gain[:], w.is_tied[0] = 0, False
    for s in range(a.skills.shape[1]):
        for site in range(a.site_rows.shape[0]):
            price_options(a, w, s, site)
    w.burden[:] = 0
    for p in range(a.people.shape[0]):
        found[p] = _find_at_any_start(a, w, p)
    return found


@compiled
def free(a: Arrays, st: State, people: IntArray) -> None:
    """Take people out of the roster."""
    for p in people:
        drop_week(a, st, p)
        for day in range(a.n_days):
            st.row[p, day] = -1


@compiled
def search(a: Arrays, s: Search, w: Work, hot: float, n_weeks: int) -> None:
    """Ruin and recreate until so many weeks were looked for, at one temperature in cents."""
    w.clock[0] = 0
    while w.clock[0] < n_weeks:
        n = _choose(a, s)
        change = _ruin(a, s, w, n)
        done = 0
        while done < n and _take_cheapest(a, s, w, s.freed[done]):
            change += enter_week(a, s.here, s.freed[done])
            done += 1
        w.clock[0] += done < n
        if done == n and change < -hot * np.log(uniform(s.random)):
            s.price[0] += change
        else:
            _restore(a, s, w, n, done)


@inner
def _take_cheapest(a: Arrays, s: Search, w: Work, p: int) -> bool:
    """
    Write the person's cheapest week into the roster, without counting it yet.

    Of those with starts near one of the week before, for people whose starts lie together.
    """
    w.arc[0] = _arc_near(a, s.here, s.random, p)
    look_around(a, s.here, w, p)
    _see_ties(a, s.here, w, p)
    if not (find_week(a, w, p) and _keeps_ties(a, s.here, w, p)):
        return False
    _take(a, s.here, w, p)
    return True


@inner
def _see_ties(a: Arrays, st: State, w: Work, p: int) -> None:
    """Price what hard pairs leave open to a person."""
    w.is_tied[0] = add_ties(
        a.tied,
        a.first_tie,
        a.options,
        a.site_rows[a.people[p, SITE]],
        st.row,
        w.pending,
        a.price,
        p,
        w.added,
    )


@inner
def _keeps_ties(a: Arrays, st: State, w: Work, p: int) -> bool:
    """Whether the week that was found keeps the person's hard pairs."""
    return keeps_ties(a.tied, a.first_tie, a.options, st.row, w.pending, p, w.week)


@inner
def _arc_near(a: Arrays, st: State, random: Words, p: int) -> int:
    """A start from which on shifts may begin: before one of the person's, or of any option."""
    spread, site = a.people[p, SPREAD], a.people[p, SITE]
    first, end = a.site_rows[site, 0], a.site_rows[site, 1]
    if spread < 0 or first == end:
        return ANY_START
    row = st.row[p, below(random, a.n_days)]
    if row < 0:
        row = first + below(random, end - first)
    return int((a.options[row, CLOCK] - below(random, spread + 1)) % a.day_slots)


@inner
def _find_at_any_start(a: Arrays, w: Work, p: int) -> bool:
    """Write the person's cheapest week, of all starts, into `week`; False if there is none."""
    spread, best, found = a.people[p, SPREAD], FAR, ANY_START
    w.arc[0] = ANY_START
    if spread >= 0:
        for clock in a.clocks:
            w.arc[0] = clock
            if find_week(a, w, p) and w.price[0] < best:
                best, found = w.price[0], clock
        w.arc[0] = found
        if found == ANY_START:
            return False
    return find_week(a, w, p)


@inner
def _take(a: Arrays, st: State, w: Work, p: int) -> None:
    """Write the week that was found into the roster."""
    w.pending[p] = False
    for day in range(a.n_days):
        row = w.week[day]
        st.row[p, day] = row
        if row >= 0:
            s = best_skill(a, w, p, row)
            st.skill[p, day] = s
            for j in range(a.options[row, N_BREAKS]):
                st.breaks[p, day, j] = best_break(w.gain, s, a.breaks, row, j)


@inner
def look_around(a: Arrays, st: State, w: Work, p: int) -> None:
    """Price the person's options and, for each count, nights and rest days, by the others."""
    _see_floors(a, st.present, w.on_floors, p)
    for s in range(a.skills.shape[1]):
        if a.skills[p, s]:
            _add_up(a, st.present, w, s)
            price_options(a, w, s, a.people[p, SITE])
    for kind in range(2):
        most, least = extremes(st.spread[a.people[p, SITE], kind])
        for n in range(w.burden.shape[1]):
            w.burden[kind, n] = 0
            if a.shares[p, kind] and most >= 0:
                mine = a.past[p, kind] + n
                w.burden[kind, n] = a.unfair[kind] * (max(most, mine) - min(least, mine))


@inner
def _see_floors(a: Arrays, present: IntArray, on_floors: IntArray, p: int) -> None:
    """What the person at work saves on floors in each slot."""
    on_floors[:] = 0
    for k in range(a.first_floor[p], a.first_floor[p + 1]):
        f = a.floors[k]
        for t in range(on_floors.size):
            if a.required[f, t] > present[f, t]:
                on_floors[t] += a.short[f]


@inner
def _add_up(a: Arrays, present: IntArray, w: Work, s: int) -> None:
    total, short, deep, over = 0, a.short[s], a.deep, a.over[s]
    required, mild, gain, on_floors = a.required, a.mild, w.gain, w.on_floors
    for t in range(required.shape[1]):
        total += saving(required[s, t] - present[s, t], mild[s, t], short, deep, over)
        total += on_floors[t]
        gain[s, t + 1] = total


@inner
def _choose(a: Arrays, s: Search) -> int:
    """Put the people to free into `freed`, in random order; returns how many."""
    n_people = s.people.size
    size = min(2 + below(s.random, s.freed.size - 1), n_people)
    way = below(s.random, 4)
    row, slot = below(s.random, a.required.shape[0]), below(s.random, a.required.shape[1])
    for _ in range(TRIES):
        missing = a.required[row, slot] - s.here.present[row, slot]
        if missing > 0 or (missing < 0 and a.over[row] > 0):
            break
        row, slot = below(s.random, a.required.shape[0]), below(s.random, a.required.shape[1])
    site = a.people[s.people[below(s.random, n_people)], SITE]
    n = 0
    for _ in range(8 * size):
        p = s.people[below(s.random, n_people)]
        fits = way == 0 or (way == 1 and a.people[p, SITE] == site)
        if (fits or (way > 1 and a.counts[p, row])) and not _has(s.freed, n, p):
            s.freed[n] = p
            n = _with_mates(a, s.freed, n + 1, p)
            if n >= size:
                break
    return n


@inner
def _with_mates(a: Arrays, freed: IntArray, n: int, p: int) -> int:
    """Free those who are to work together with a person, too, as far as there is room."""
    for k in range(a.first_tie[p], a.first_tie[p + 1]):
        q = a.tied[k, OTHER]
        if a.tied[k, TOGETHER] and n < freed.size and not _has(freed, n, q):
            freed[n] = q
            n += 1
    return n


@inner
def _has(people: IntArray, n: int, p: int) -> bool:
    for i in range(n):  # noqa: SIM110 -- compiled code knows no any()
        if people[i] == p:
            return True
    return False


@inner
def _ruin(a: Arrays, s: Search, w: Work, n: int) -> int:
    """Drop the weeks of the freed and keep them; returns the change in cents."""
    change = 0
    for i in range(n):
        p = s.freed[i]
        w.pending[p] = True
        change += drop_week(a, s.here, p)
        for day in range(a.n_days):
            s.saved_row[i, day], s.saved_skill[i, day] = s.here.row[p, day], s.here.skill[p, day]
            for j in range(s.saved_breaks.shape[2]):
                s.saved_breaks[i, day, j] = s.here.breaks[p, day, j]
    return change


@inner
def _restore(a: Arrays, s: Search, w: Work, n: int, entered: int) -> None:
    """Put the weeks of the freed back; so many of them have entered new ones."""
    for i in range(n):
        p = s.freed[i]
        w.pending[p] = False
        if i < entered:
            drop_week(a, s.here, p)
        for day in range(a.n_days):
            s.here.row[p, day], s.here.skill[p, day] = s.saved_row[i, day], s.saved_skill[i, day]
            for j in range(s.saved_breaks.shape[2]):
                s.here.breaks[p, day, j] = s.saved_breaks[i, day, j]
        enter_week(a, s.here, p)
