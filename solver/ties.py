"""
Hard pairs around a person: what those at work leave open, and whether a week keeps to it.

Weeks are of one person. Whoever is given one has the shifts closed that the other of a pair does
not allow, and those they must share made worth more than anything else.
"""

import numpy as np

from solver.columns import DAY, FAR, REST_FROM, START, TEMPLATE, Bools
from solver.compiled import inlined, inner
from solver.problem import IntArray, RosterProblem

OTHER, TOGETHER, HAVE_SAME_ROWS = range(3)
"""Columns of ties; people of one site have the same rows of options."""
BONUS = 1 << 32
"""Cents that a shift to be shared is cheaper by: more than any week costs."""


def ties(problem: RosterProblem) -> tuple[IntArray, IntArray]:
    """Whom each person is tied to by a ban, and the first of each person's rows and the end."""
    found: list[list[tuple[int, int, int]]] = [[] for _ in problem.people]
    for pair in problem.pairs:
        if pair.cents is None and not pair.is_fixed:
            sites = {problem.people[p].site for p in (pair.first, pair.second)}
            found[pair.first].append((pair.second, pair.together, len(sites) == 1))
            found[pair.second].append((pair.first, pair.together, len(sites) == 1))
    first = np.cumsum([0, *map(len, found)], dtype=np.int64)
    rows = [row for mine in found for row in mine]
    return np.array(rows, dtype=np.int64).reshape(-1, 3), first


@inner
def add_ties(
    tied: IntArray,
    first: IntArray,
    options: IntArray,
    site_rows: IntArray,
    rows: IntArray,
    pending: Bools,
    price: IntArray,
    p: int,
    added: IntArray,
) -> bool:
    """
    Write what ties add to the price of the person's options; False if there are none.

    Of those who are to share a shift later only such are open as the other could work.
    """
    added[:] = 0
    for k in range(first[p], first[p + 1]):
        q, shares = tied[k, OTHER], bool(tied[k, TOGETHER])
        asks_ahead = shares and tied[k, HAVE_SAME_ROWS]
        for row in range(site_rows[0], site_rows[1]):
            i = row - site_rows[0]
            if pending[q]:
                added[i] = FAR if asks_ahead and price[q, i] >= FAR else added[i]
            elif not shares:
                added[i] = FAR if _meets_any(options, rows, q, row) else added[i]
            elif not _is_alike(options, row, rows[q, options[row, DAY]]):
                added[i] = FAR
            elif added[i] < FAR:
                added[i] -= BONUS
    return bool(first[p] < first[p + 1])


@inlined
def _is_alike(options: IntArray, one: int, other: int) -> bool:
    """Whether two rows of a day, -1 for a day off, are the same template or both off."""
    if one < 0 or other < 0:
        return one < 0 and other < 0
    return bool(options[one, TEMPLATE] == options[other, TEMPLATE])


@inner
def _meets_any(options: IntArray, rows: IntArray, q: int, row: int) -> bool:
    """Whether an option shares a slot with any shift of another person."""
    for day in range(rows.shape[1]):
        theirs = rows[q, day]
        if (
            theirs >= 0
            and options[row, START] < options[theirs, REST_FROM]
            and options[theirs, START] < options[row, REST_FROM]
        ):
            return True
    return False


@inner
def keeps_ties(
    tied: IntArray,
    first: IntArray,
    options: IntArray,
    rows: IntArray,
    pending: Bools,
    p: int,
    week: IntArray,
) -> bool:
    """Whether a person's week suits those whom the person is tied to."""
    for k in range(first[p], first[p + 1]):
        q = tied[k, OTHER]
        if pending[q]:
            continue
        for day in range(week.size):
            if tied[k, TOGETHER]:
                if not _is_alike(options, week[day], rows[q, day]):
                    return False
            elif week[day] >= 0 and _meets_any(options, rows, q, week[day]):
                return False
    return True
