"""
The cheapest week of one person around everybody else, found exactly by labels over days.

A label is what matters of the days so far: the earliest option that rest still allows, paid
minutes, shifts, nights, rest-day shifts, and days in a row; of two alike the cheaper one stays.
Skill and breaks of a shift are chosen on the way, for others at work do not change meanwhile.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import (
    DAY,
    DAYS_BEFORE,
    END,
    FIRST,
    GROUP,
    LAST,
    LENGTH,
    MAX_IN_ROW,
    MAX_MINUTES,
    MAX_NIGHTS,
    MIN_MINUTES,
    MIN_REST,
    MOST_SHIFTS,
    N_BREAKS,
    N_CHOICES,
    NIGHT,
    PAID,
    REST_DAY,
    REST_FROM,
    START,
    WORKED_DAY_0,
    Arrays,
    Bools,
    State,
)
from solver.compiled import inlined, inner
from solver.problem import IntArray

MOST_LABELS = 1 << 17
TABLE = 1 << 15
FAR = 1 << 60


class Labels(NamedTuple):
    """
    Working memory of one worker.

    `rows` holds the labels, `table` where a key's label of the day is and when that was entered;
    `gain` is what one more person saves in all slots before a slot, `burden` the
    price of so many nights and so many rest-day shifts, `offers` for each choice its
    best price, the skill that makes it, and the first choice that rest allows afterwards; `left`
    for each day the days with choices and the longest shift from then on, and where its choices
    end; `clock` counts days looked at and labels made.
    """

    rows: IntArray
    table: IntArray
    gain: IntArray
    burden: IntArray
    limits: IntArray
    offers: IntArray
    left: IntArray
    clock: IntArray


READY, MINUTES, SHIFTS, NIGHTS, REST_DAYS, IN_ROW, KEY, COST, PARENT, CHOICE = range(10)
LABEL, STAMP = range(2)
VALUE, SKILL, AFTER, PAY_MINUTES, IS_NIGHT, IS_REST_DAY = range(6)
(
    STAMP_NOW,
    DAYS_LEFT,
    LONGEST,
    FIRST_CHOICE,
    END_CHOICE,
    MAY_REST,
    CARRIED,
    PRICED_NIGHTS,
    PRICED_REST_DAYS,
) = range(6, 15)
"""Columns of `limits`, after the person's own."""


def labels(problem: Arrays) -> Labels:
    """Working memory for a problem."""
    n_skills, n_slots = problem.required.shape
    return Labels(
        rows=np.zeros((MOST_LABELS, 10), dtype=np.int64),
        table=np.zeros((TABLE, 2), dtype=np.int64),
        gain=np.zeros((n_skills, n_slots + 1), dtype=np.int64),
        burden=np.zeros((2, 16), dtype=np.int64),
        limits=np.zeros(15, dtype=np.int64),
        offers=np.zeros((problem.choices.shape[1], 6), dtype=np.int64),
        left=np.zeros((problem.n_days + 1, 3), dtype=np.int64),
        clock=np.zeros(2, dtype=np.int64),
    )


@inner
def find_week(a: Arrays, w: Labels, p: int) -> int:
    """
    Last label of the person's cheapest week, -1 if there is none or memory is full.

    `gain` and `burden` say what it saves and costs, see `look_around`.
    """
    if not _prepare(a, w, p):
        return -1
    for column in range(w.rows.shape[1]):
        w.rows[0, column] = 0
    w.rows[0, IN_ROW] = a.people[p, DAYS_BEFORE]
    w.rows[0, PARENT], w.rows[0, CHOICE] = -1, -1
    begin, end = 0, 1
    for day in range(a.n_days):
        new_end = _extend(a, w, p, day, begin, end)
        if new_end < 0 or new_end == end:
            return -1
        begin, end = end, new_end
    w.clock[1] += end
    return _cheapest(w, begin, end)


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
    """Price of the spread between most and least burdened, for each count of the person."""
    for n in range(w.burden.shape[1]):
        w.burden[kind, n] = 0
    if cents == 0 or not shares[p]:
        return
    g = a.people[p, GROUP]
    most, least = a.burdens[g, 2 * kind], a.burdens[g, 2 * kind + 1]
    for q in range(shares.size):
        if q != p and shares[q] and a.people[q, GROUP] == g:
            most, least = max(most, st.counts[q, kind]), min(least, st.counts[q, kind])
    for n in range(w.burden.shape[1]):
        w.burden[kind, n] = cents * (max(most, n) - min(least, n))


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
def _prepare(a: Arrays, w: Labels, p: int) -> bool:
    """Price the choices; False where days do not follow starts."""
    n = a.people[p, N_CHOICES]
    _clear(w.left)
    for i in range(n):
        o = a.choices[p, i]
        if i and a.options[o, DAY] < a.options[a.choices[p, i - 1], DAY]:
            return False
        w.left[a.options[o, DAY], 2] = i + 1
        w.left[a.options[o, DAY], 1] = max(w.left[a.options[o, DAY], 1], a.options[o, PAID])
        _price_choice(a, w, p, i)
        ready = a.options[o, REST_FROM] + a.people[p, MIN_REST]
        j = i + 1
        while j < n and a.options[a.choices[p, j], START] < ready:
            j += 1
        w.offers[i, PAY_MINUTES] = a.options[o, PAID]
        w.offers[i, IS_NIGHT], w.offers[i, IS_REST_DAY] = (
            a.options[o, NIGHT],
            a.options[o, REST_DAY],
        )
        w.offers[i, AFTER] = j
    _add_days_left(a, w)
    return True


@inner
def _clear(table: IntArray) -> None:
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            table[i, j] = 0


@inner
def _add_days_left(a: Arrays, w: Labels) -> None:
    """From each day on: days with choices, longest shift; and where the day's choices end."""
    for day in range(a.n_days):
        w.left[day, 0] = int(w.left[day, 2] > 0)
        if day and w.left[day, 2] == 0:
            w.left[day, 2] = w.left[day - 1, 2]
    for day in range(a.n_days - 1, -1, -1):
        w.left[day, 0] += w.left[day + 1, 0]
        w.left[day, 1] = max(w.left[day, 1], w.left[day + 1, 1])


@inlined
def _price_choice(a: Arrays, w: Labels, p: int, i: int) -> None:
    o = a.choices[p, i]
    best, skill = FAR, -1
    for s in range(a.required.shape[0]):
        if a.allowed[p, o, s]:
            value = -(w.gain[s, a.options[o, END]] - w.gain[s, a.options[o, START]])
            for j in range(a.options[o, N_BREAKS]):
                t = best_break(a, w.gain, o, s, j)
                value += _lost(a, w.gain, o, s, j, t)
            if value < best:
                best, skill = value, s
    w.offers[i, VALUE], w.offers[i, SKILL] = best + a.price[p, o], skill


@inlined
def _lost(a: Arrays, gain: IntArray, o: int, s: int, j: int, t: int) -> int:
    end = a.required.shape[1]
    return int(gain[s, min(t + a.breaks[o, j, LENGTH], end)] - gain[s, min(t, end)])


@inlined
def best_break(a: Arrays, gain: IntArray, o: int, s: int, j: int) -> int:
    """Slot in which break j of an option with a skill is missed least."""
    best, slot = FAR, a.breaks[o, j, FIRST]
    for t in range(a.breaks[o, j, FIRST], a.breaks[o, j, LAST] + 1):
        lost = _lost(a, gain, o, s, j, t)
        if lost < best:
            best, slot = lost, t
    return int(slot)


@inner
def _extend(a: Arrays, w: Labels, p: int, day: int, begin: int, end: int) -> int:
    """Labels after the day; returns where they end, -1 when memory is full."""
    w.clock[0] += 1
    limits = w.limits
    for column in range(MIN_MINUTES, MAX_NIGHTS + 1):
        limits[column] = a.people[p, column]
    limits[STAMP_NOW] = w.clock[0]
    limits[DAYS_LEFT], limits[LONGEST] = w.left[day + 1, 0], w.left[day + 1, 1]
    limits[FIRST_CHOICE] = w.left[day - 1, 2] if day else 0
    limits[END_CHOICE] = w.left[day, 2]
    limits[MAY_REST] = not a.must[p, day]
    limits[CARRIED] = day == 0 and a.people[p, WORKED_DAY_0]
    limits[PRICED_NIGHTS] = a.unfair_night > 0
    limits[PRICED_REST_DAYS] = a.unfair_rest_day > 0
    return _extend_all(w.rows, w.table, w.offers, limits, begin, end)


@inner
def _extend_all(
    rows: IntArray, table: IntArray, offers: IntArray, limits: IntArray, begin: int, end: int
) -> int:
    """Extend each label by a day off and by each choice of the day."""
    new_end = end
    for label in range(begin, end):
        if new_end - end > TABLE // 2 or new_end + offers.shape[0] + 1 > MOST_LABELS:
            return -1
        if limits[MAY_REST]:
            new_end += _step(rows, table, offers, limits, label, -1, new_end)
        if rows[label, SHIFTS] < limits[MOST_SHIFTS]:
            first = max(limits[FIRST_CHOICE], rows[label, READY])
            for i in range(first, limits[END_CHOICE]):
                new_end += _step(rows, table, offers, limits, label, i, new_end)
    return new_end


@inner
def _step(
    rows: IntArray,
    table: IntArray,
    offers: IntArray,
    limits: IntArray,
    label: int,
    i: int,
    end: int,
) -> int:
    """
    Write what a label and a choice lead to into row `end`; 1 if it is to stay there, else 0.

    It goes if a rule forbids it, if the minimum of hours is out of reach, or if a like label is
    cheaper. What cannot matter any more is set to 0, so that more labels are alike.
    """
    minutes, shifts, nights = rows[label, MINUTES], rows[label, SHIFTS], rows[label, NIGHTS]
    rest_days, cost = rows[label, REST_DAYS], rows[label, COST]
    ready, in_row = rows[label, READY], limits[CARRIED] * (rows[label, IN_ROW] + 1)
    if i >= 0:
        minutes, shifts, nights = (
            minutes + offers[i, PAY_MINUTES],
            shifts + 1,
            nights + offers[i, IS_NIGHT],
        )
        rest_days, cost = rest_days + offers[i, IS_REST_DAY], cost + offers[i, VALUE]
        ready, in_row = offers[i, AFTER], rows[label, IN_ROW] + 1
        if not _fits(limits, minutes, nights, in_row):
            return 0
    left = min(limits[MOST_SHIFTS] - shifts, limits[DAYS_LEFT])
    if minutes + left * limits[LONGEST] < limits[MIN_MINUTES]:
        return 0
    ready = max(ready, limits[END_CHOICE])
    nights *= limits[PRICED_NIGHTS] or nights + left > limits[MAX_NIGHTS]
    rest_days *= limits[PRICED_REST_DAYS]
    in_row *= in_row + left > limits[MAX_IN_ROW]
    key = (((ready * 16 + shifts) * 16 + nights) * 16 + rest_days) * 64 + in_row
    key = key * (1 << 20) + minutes
    at = _find(rows, table, limits[STAMP_NOW], key)
    found, is_new = table[at, LABEL], table[at, STAMP] != limits[STAMP_NOW]
    if is_new:
        found = end
        table[at, LABEL], table[at, STAMP] = end, limits[STAMP_NOW]
        rows[end, KEY], rows[end, READY], rows[end, MINUTES] = key, ready, minutes
        rows[end, SHIFTS], rows[end, NIGHTS] = shifts, nights
        rows[end, REST_DAYS], rows[end, IN_ROW] = rest_days, in_row
    if is_new or cost < rows[found, COST]:
        rows[found, COST], rows[found, PARENT], rows[found, CHOICE] = cost, label, i
    return int(is_new)


@inner
def _fits(limits: IntArray, minutes: int, nights: int, in_row: int) -> bool:
    fits = minutes <= limits[MAX_MINUTES] and nights <= limits[MAX_NIGHTS]
    return bool(fits and in_row <= limits[MAX_IN_ROW])


@inner
def _find(rows: IntArray, table: IntArray, now: int, key: int) -> int:
    """Place of the key in the table: its own, or a free one."""
    at = ((key * 0x9E3779B97F4A7C1) >> 20) & (TABLE - 1)
    while table[at, STAMP] == now and rows[table[at, LABEL], KEY] != key:
        at = (at + 1) & (TABLE - 1)
    return int(at)


@inner
def _cheapest(w: Labels, begin: int, end: int) -> int:
    """Best final label, with the burden that its nights and rest days add."""
    best, found = FAR, -1
    for label in range(begin, end):
        cost = w.rows[label, COST] + w.burden[0, w.rows[label, NIGHTS]]
        cost += w.burden[1, w.rows[label, REST_DAYS]]
        if cost < best:
            best, found = cost, label
    return found


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
