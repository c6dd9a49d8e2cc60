"""
Ruin and recreate: free a few people, give each the cheapest week in turn, keep what is good.

Who is freed: anybody, people of one site, or people who could help in a slot that is short or
over. Worse rosters are kept now and then, the less often the lower the temperature (cents).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import END, GROUP, N_CHOICES, START, Arrays, Bools, State
from solver.compiled import compiled, inner
from solver.labels import Labels
from solver.problem import IntArray
from solver.tours import find_week
from solver.weeks import drop_week, look_around, take_week

TRIES = 12
"""Slots looked at to find one that is short or over."""


class Search(NamedTuple):
    """
    One worker's search: the roster it stands at, the best it found, and its random numbers.

    `price` holds the cents of the two.
    """

    here: State
    best: State
    price: IntArray
    random: NDArray[np.uint64]
    freed: IntArray
    saved: State


@compiled
def build(a: Arrays, st: State, w: Labels, people: IntArray, n: int) -> int:
    """Give each of n people the cheapest week in turn; returns how many got one."""
    for i in range(n):
        look_around(a, st, w, people[i])
        label = find_week(a, w, people[i])
        if label < 0:
            return i
        take_week(a, st, w, people[i], label)
    return n


@compiled
def search(a: Arrays, s: Search, w: Labels, hot: float, n_labels: int) -> None:
    """Ruin and recreate until so many labels were made, at one temperature in cents."""
    w.clock[1] = 0
    while w.clock[1] < n_labels:
        n = _choose(a, s)
        _ruin(a, s, n)
        if build(a, s.here, w, s.freed, n) < n:
            _restore(s, n)
            w.clock[1] += 100
            continue
        price = total(a, s.here)
        if price < s.price[0] - hot * np.log(_uniform(s)):
            s.price[0] = price
        else:
            _restore(s, n)
        if s.price[0] < s.price[1]:
            s.price[1] = s.price[0]
            copy(s.here, s.best)


@inner
def copy_week(source: State, target: State, p: int) -> None:
    """Copy one person's week, without what it covers."""
    for day in range(source.option.shape[1]):
        target.option[p, day] = source.option[p, day]
        target.skill[p, day] = source.skill[p, day]
        for j in range(source.breaks.shape[2]):
            target.breaks[p, day, j] = source.breaks[p, day, j]
    for kind in range(2):
        target.counts[p, kind] = source.counts[p, kind]


@inner
def copy_present(source: State, target: State) -> None:
    """Copy what is covered."""
    for s in range(source.present.shape[0]):
        for t in range(source.present.shape[1]):
            target.present[s, t] = source.present[s, t]


@inner
def copy(source: State, target: State) -> None:
    """Copy a roster."""
    copy_present(source, target)
    for p in range(source.option.shape[0]):
        copy_week(source, target, p)


@compiled
def total(a: Arrays, st: State) -> int:
    """Price of a roster, cents: coverage, pay and wishes, fairness."""
    found = _burden(a, st.counts, a.shares_nights, 0) * a.unfair_night
    found += _burden(a, st.counts, a.shares_rest_days, 1) * a.unfair_rest_day
    for p in range(st.option.shape[0]):
        for day in range(st.option.shape[1]):
            if st.option[p, day] >= 0:
                found += a.price[p, st.option[p, day]]
    for s in range(a.required.shape[0]):
        for t in range(a.required.shape[1]):
            missing = a.required[s, t] - st.present[s, t]
            if missing < 0:
                found -= missing * a.over
            else:
                found += missing * a.short[s] + max(missing - a.mild[s, t], 0) * a.deep
    return int(found)


@inner
def _burden(a: Arrays, counts: IntArray, shares: Bools, kind: int) -> int:
    """Spread of a burden, summed over groups."""
    found = 0
    for g in range(a.burdens.shape[0]):
        most, least = a.burdens[g, 2 * kind], a.burdens[g, 2 * kind + 1]
        alone = True
        for p in range(counts.shape[0]):
            if shares[p] and a.people[p, GROUP] == g:
                most, least = max(most, counts[p, kind]), min(least, counts[p, kind])
                alone = False
        if not alone:
            found += most - least
    return int(found)


@inner
def _uniform(s: Search) -> float:
    """A random number above 0 and at most 1."""
    x = s.random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    s.random[0] = x
    return float((x >> np.uint64(11)) + np.uint64(1)) / 9007199254740992.0


@inner
def _below(s: Search, n: int) -> int:
    return min(int(_uniform(s) * n), n - 1)


@inner
def _choose(a: Arrays, s: Search) -> int:
    """Put the people to free into `freed`, in random order; returns how many."""
    n_people = a.people.shape[0]
    size = min(2 + _below(s, s.freed.size - 1), n_people)
    way = _below(s, 4)
    skill, slot = _below(s, a.required.shape[0]), _below(s, a.required.shape[1])
    for _ in range(TRIES):
        if s.here.present[skill, slot] != a.required[skill, slot]:
            break
        skill, slot = _below(s, a.required.shape[0]), _below(s, a.required.shape[1])
    group = a.people[_below(s, n_people), GROUP]
    n = 0
    for _ in range(8 * size):
        p = _below(s, n_people)
        fits = way == 0 or (way == 1 and a.people[p, GROUP] == group)
        if (fits or (way > 1 and _could_help(a, p, skill, slot))) and not _has(s.freed, n, p):
            s.freed[n] = p
            n += 1
            if n == size:
                break
    return n


@inner
def _has(people: IntArray, n: int, p: int) -> bool:
    for i in range(n):  # noqa: SIM110 -- compiled code knows no any()
        if people[i] == p:
            return True
    return False


@inner
def _could_help(a: Arrays, p: int, skill: int, slot: int) -> bool:
    for i in range(a.people[p, N_CHOICES]):
        o = a.choices[p, i]
        if a.options[o, START] <= slot < a.options[o, END] and a.allowed[p, o, skill]:
            return True
    return False


@inner
def _ruin(a: Arrays, s: Search, n: int) -> None:
    copy_present(s.here, s.saved)
    for i in range(n):
        copy_week(s.here, s.saved, s.freed[i])
        drop_week(a, s.here, s.freed[i])


@inner
def _restore(s: Search, n: int) -> None:
    copy_present(s.saved, s.here)
    for i in range(n):
        copy_week(s.saved, s.here, s.freed[i])
