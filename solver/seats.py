"""A roster as arrays: entering a person's week, dropping it, and what either changes in price."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays
from solver.columns import (
    END,
    HOLIDAY,
    LENGTH,
    N_BREAKS,
    NIGHT,
    NUMBER,
    REST_DAY,
    SITE,
    START,
)
from solver.compiled import compiled, inlined, inner
from solver.demand import at_work
from solver.fines import week_fines
from solver.problem import IntArray, RosterProblem
from solver.result import Choice, SlotRoster


class State(NamedTuple):
    """
    A roster: people at work; per person and day the option's row (-1 if off), skill and breaks.

    `present` is by row of demand and slot. `spread` counts, like `Arrays.burdens`, people of each
    site by nights, rest-day and holiday shifts.
    """

    present: IntArray
    row: IntArray
    skill: IntArray
    breaks: IntArray
    spread: IntArray


def state(problem: RosterProblem, a: Arrays, roster: SlotRoster) -> State:
    """Arrays of a roster; shape ``(n_people, n_days)`` for weeks."""
    shape = (len(problem.people), problem.n_days)
    found = State(
        present=at_work(problem, roster),
        row=np.full(shape, -1, dtype=np.int64),
        skill=np.zeros(shape, dtype=np.int64),
        breaks=np.zeros((*shape, a.breaks.shape[1]), dtype=np.int64),
        spread=a.burdens.copy(),
    )
    row_of = np.full(len(problem.options), -1, dtype=np.int64)
    row_of[a.options[:, NUMBER]] = np.arange(len(a.options))
    for choice in roster.choices:
        option, p = problem.options[choice.option], choice.person
        found.row[p, option.day] = row_of[choice.option]
        found.skill[p, option.day] = choice.skill
        found.breaks[p, option.day, : len(option.breaks)] = choice.break_starts
    for p in range(shape[0]):
        rows = found.row[p][found.row[p] >= 0]
        for kind, column in enumerate((NIGHT, REST_DAY, HOLIDAY)):
            if a.shares[p, kind]:
                count = a.past[p, kind] + a.options[rows, column].sum()
                found.spread[a.people[p, SITE], kind, count] += 1
    return found


def roster_of(a: Arrays, found: State) -> SlotRoster:
    """The roster that arrays hold."""
    people, days = np.nonzero(found.row >= 0)
    rows = found.row[people, days]
    columns = (
        people,
        a.options[rows, NUMBER],
        found.skill[people, days],
        a.options[rows, N_BREAKS],
    )
    choices = [
        Choice(p, o, s, tuple(breaks[:n]))
        for p, o, s, n, breaks in zip(
            *(column.tolist() for column in columns),
            found.breaks[people, days].tolist(),
            strict=True,
        )
    ]
    return SlotRoster(tuple(sorted(choices)))


def copied(found: State) -> State:
    """A roster of its own."""
    return State(*(array.copy() for array in found))


@inner
def enter_week(a: Arrays, st: State, p: int) -> int:
    """Let the person's week count; returns by how many cents the roster becomes dearer."""
    found = share(a, st, p, 1) + week_fines(a.graph, a.fines, a.people[p], p, a.options, st.row[p])
    for day in range(a.n_days):
        row, s = st.row[p, day], st.skill[p, day]
        if row < 0:
            continue
        found += a.price[p, row - a.site_rows[a.people[p, SITE], 0]]
        found += _join(a, st.present, p, s, a.options[row, START], a.options[row, END])
        for j in range(a.options[row, N_BREAKS]):
            t = st.breaks[p, day, j]
            found += _leave(a, st.present, p, s, t, t + a.breaks[row, j, LENGTH])
    return int(found)


@inner
def drop_week(a: Arrays, st: State, p: int) -> int:
    """Let the person's week count no more; it stays where it is. Returns the change in cents."""
    found = share(a, st, p, -1) - week_fines(a.graph, a.fines, a.people[p], p, a.options, st.row[p])
    for day in range(a.n_days):
        row, s = st.row[p, day], st.skill[p, day]
        if row < 0:
            continue
        found -= a.price[p, row - a.site_rows[a.people[p, SITE], 0]]
        for j in range(a.options[row, N_BREAKS]):
            t = st.breaks[p, day, j]
            found += _join(a, st.present, p, s, t, t + a.breaks[row, j, LENGTH])
        found += _leave(a, st.present, p, s, a.options[row, START], a.options[row, END])
    return int(found)


@inner
def _join(a: Arrays, present: IntArray, p: int, s: int, first: int, end: int) -> int:
    """One more at work with a skill, and on the person's floors; the change in cents."""
    found = _add(a, present, s, first, end)
    for k in range(a.first_floor[p], a.first_floor[p + 1]):
        found += _add(a, present, a.floors[k], first, end)
    return found


@inner
def _leave(a: Arrays, present: IntArray, p: int, s: int, first: int, end: int) -> int:
    found = _take(a, present, s, first, end)
    for k in range(a.first_floor[p], a.first_floor[p + 1]):
        found += _take(a, present, a.floors[k], first, end)
    return found


@inner
def _add(a: Arrays, present: IntArray, s: int, first: int, end: int) -> int:
    found, short, deep, over = 0, a.short[s], a.deep, a.over[s]
    required, mild = a.required, a.mild
    for t in range(first, min(end, present.shape[1])):
        found -= saving(required[s, t] - present[s, t], mild[s, t], short, deep, over)
        present[s, t] += 1
    return found


@inner
def _take(a: Arrays, present: IntArray, s: int, first: int, end: int) -> int:
    found, short, deep, over = 0, a.short[s], a.deep, a.over[s]
    required, mild = a.required, a.mild
    for t in range(first, min(end, present.shape[1])):
        present[s, t] -= 1
        found += saving(required[s, t] - present[s, t], mild[s, t], short, deep, over)
    return found


@inlined
def saving(missing: int, mild: int, short: int, deep: int, over: int) -> int:
    """Cents that one more person in a slot saves."""
    if missing <= 0:
        return -over
    return short + deep if missing > mild else short


@inner
def share(a: Arrays, st: State, p: int, change: int) -> int:
    """Count the person's shared shifts in or out; returns the change in cents."""
    found = 0
    for kind in range(a.unfair.size):
        if a.unfair[kind] == 0 or not a.shares[p, kind]:
            continue
        n = a.past[p, kind]
        for day in range(a.n_days):
            if st.row[p, day] >= 0:
                n += a.options[st.row[p, day], NIGHT + kind]
        counts = st.spread[a.people[p, SITE], kind]
        most, least = extremes(counts)
        counts[n] += change
        new_most, new_least = extremes(counts)
        found += a.unfair[kind] * (max(new_most - new_least, 0) - max(most - least, 0))
    return int(found)


@inner
def extremes(counts: IntArray) -> tuple[int, int]:
    """Most and least that anybody has; -1 and the number of counts where there is nobody."""
    most, least = -1, counts.size
    for n in range(counts.size):
        if counts[n] > 0:
            most, least = n, min(least, n)
    return most, least


@compiled
def total(a: Arrays, st: State) -> int:
    """Price of a roster, cents: cover and floors, pay and wishes, fairness."""
    found = 0
    for kind in range(a.unfair.size):
        for site in range(st.spread.shape[0]):
            most, least = extremes(st.spread[site, kind])
            found += a.unfair[kind] * max(most - least, 0)
    for p in range(st.row.shape[0]):
        found += week_fines(a.graph, a.fines, a.people[p], p, a.options, st.row[p])
        for day in range(a.n_days):
            if st.row[p, day] >= 0:
                found += a.price[p, st.row[p, day] - a.site_rows[a.people[p, SITE], 0]]
    return int(found) + _uncovered(a, st.present)


@inner
def _uncovered(a: Arrays, present: IntArray) -> int:
    found = 0
    for s in range(a.required.shape[0]):
        for t in range(a.required.shape[1]):
            missing = a.required[s, t] - present[s, t]
            if missing < 0:
                found -= missing * a.over[s]
            else:
                found += missing * a.short[s] + max(missing - a.mild[s, t], 0) * a.deep
    return int(found)
