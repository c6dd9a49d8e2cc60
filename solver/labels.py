"""
Labels: what matters of the days of a week so far, extended day by day.

A label holds the earliest choice that rest still allows, paid minutes, shifts, nights, rest-day
shifts, days in a row, and the cost; of two that are alike the cheaper one stays.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import MAX_IN_ROW, MAX_MINUTES, MAX_NIGHTS, MIN_MINUTES, MOST_SHIFTS, Arrays
from solver.compiled import inner
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
def extend(
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
    key = (((ready * 16 + shifts) * 16 + nights) * 16 + rest_days) * 1024 + in_row
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
def cheapest(w: Labels, begin: int, end: int) -> int:
    """Best final label, with the burden that its nights and rest days add."""
    best, found = FAR, -1
    for label in range(begin, end):
        cost = w.rows[label, COST] + w.burden[0, w.rows[label, NIGHTS]]
        cost += w.burden[1, w.rows[label, REST_DAYS]]
        if cost < best:
            best, found = cost, label
    return found
