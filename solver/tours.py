"""
The cheapest week of one person around everybody else, found exactly by labels over days.

Skill and breaks of a shift are chosen on the way, for others at work do not change meanwhile.
"""

from solver.arrays import (
    DAY,
    DAYS_BEFORE,
    END,
    FIRST,
    LAST,
    LENGTH,
    MAX_NIGHTS,
    MIN_MINUTES,
    MIN_REST,
    N_BREAKS,
    N_CHOICES,
    NIGHT,
    PAID,
    REST_DAY,
    REST_FROM,
    START,
    WORKED_DAY_0,
    Arrays,
)
from solver.compiled import inlined, inner
from solver.labels import (
    AFTER,
    CARRIED,
    CHOICE,
    DAYS_LEFT,
    END_CHOICE,
    FAR,
    FIRST_CHOICE,
    IN_ROW,
    IS_NIGHT,
    IS_REST_DAY,
    LONGEST,
    MAY_REST,
    PARENT,
    PAY_MINUTES,
    PRICED_NIGHTS,
    PRICED_REST_DAYS,
    SKILL,
    STAMP_NOW,
    VALUE,
    Labels,
    cheapest,
    extend,
)
from solver.problem import IntArray


@inner
def find_week(a: Arrays, w: Labels, p: int) -> int:
    """
    Last label of the person's cheapest week, -1 if there is none or memory is full.

    `gain` and `burden` say what it saves and costs, see `solver.weeks.look_around`.
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
    return cheapest(w, begin, end)


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
    return extend(w.rows, w.table, w.offers, limits, begin, end)
