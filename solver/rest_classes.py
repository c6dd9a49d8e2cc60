"""
What rest between shifts means to a chain of days: after which shift which others may begin.

Of two weeks up to a day the one whose last shift ended earlier leaves more open. The ends that make
a difference are few: those after which some start of the day, or of a later one, comes too soon.
They cut the time behind the last shift into classes.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.columns import DAY, REST_FROM, START
from solver.problem import IntArray, RosterProblem
from solver.rests import REST_KINDS, kinds_told_apart, owed_rest_of, wanted_rest_of

Lengths = tuple[int, ...]
"""Slots of rest between shifts, of each kind of rest."""


class RestClasses(NamedTuple):
    """
    Tables by site and rests; a class of a day is how late one is ready, 0 for its first start.

    Parameters
    ----------
    latest
        Class up to which one may be ready and work an option, by kind of rest and row from the
        first of the site.
    after
        Class of the next day that an option leaves.
    off
        Class of the next day that a day off leaves, by day and class.
    width
        Most classes of a day; 0 where days do not follow starts, which this cannot tell apart.
    """

    latest: IntArray
    after: IntArray
    off: IntArray
    width: IntArray


def usual_rests(problem: RosterProblem) -> list[Lengths]:
    """
    Everybody's rests of each kind of `rests`, a single one where nobody's differ.

    Behind them, where anybody wants more at a price, the rests that are wanted.
    """
    kinds = rest_kinds(problem)
    found = [tuple(owed_rest_of(person, kind) for kind in kinds) for person in problem.people]
    if not wants_rest(problem):
        return found
    return [
        (*mine, *map(max, mine, (wanted_rest_of(person, kind).value for kind in kinds)))
        for mine, person in zip(found, problem.people, strict=True)
    ]


def rest_kinds(problem: RosterProblem) -> range:
    """Kinds of rest that have to be told apart."""
    return range(
        len(REST_KINDS) if any(kinds_told_apart(person) for person in problem.people) else 1
    )


def wants_rest(problem: RosterProblem) -> bool:
    """Whether anybody wants a longer rest than is owed."""
    return any(wanted_rest_of(person, k).cents for person in problem.people for k in REST_KINDS)


def rest_classes(
    problem: RosterProblem,
    sites: Sequence[str],
    options: IntArray,
    site_rows: IntArray,
    rests: Sequence[Lengths | None],
    *,
    asks_end: bool = False,
) -> tuple[RestClasses, IntArray]:
    """
    Tables, and for each person the row of the tables, -1 for those without rests.

    Parameters
    ----------
    asks_end
        Whether the last rest of each may also lie before the end of weekly rests: behind the last
        day class 0 has it.
    """
    number = {site: i for i, site in enumerate(sites)}
    keys: dict[tuple[int, Lengths], int] = {}
    people = [
        -1 if mine is None else keys.setdefault((number[p.site], mine), len(keys))
        for p, mine in zip(problem.people, rests, strict=True)
    ]
    end = problem.rest_end if asks_end else None
    found = [_classes(options[slice(*site_rows[s])], mine, problem.n_days, end) for s, mine in keys]
    rows = max((latest.shape[1] for latest, _, _, _ in found), default=0)
    width = max((width for _, _, _, width in found), default=0)
    kinds = max((len(mine) for _, mine in keys), default=1)
    tables = RestClasses(
        latest=np.zeros((len(found), kinds, rows), dtype=np.int64),
        after=np.zeros((len(found), rows), dtype=np.int64),
        off=np.zeros((len(found), problem.n_days, max(width, 1)), dtype=np.int64),
        width=np.array([width for _, _, _, width in found], dtype=np.int64),
    )
    for i, (latest, after, off, classes) in enumerate(found):
        tables.latest[i, :, : after.size], tables.after[i, : after.size] = latest, after
        if classes:
            tables.off[i, :, :classes], tables.off[i, :, classes:] = off, off[:, -1:]
    return tables, np.array(people, dtype=np.int64)


def _classes(
    options: IntArray, rests: Lengths, n_days: int, end: int | None
) -> tuple[IntArray, IntArray, IntArray, int]:
    starts, days = options[:, START], options[:, DAY]
    latest = np.zeros((len(rests), len(options)), dtype=np.int64)
    after = np.zeros(len(options), dtype=np.int64)
    if (np.diff(days[np.argsort(starts, kind="stable")]) < 0).any():
        return latest, after, np.zeros((n_days, 0), dtype=np.int64), 0
    lasts = starts - np.array(rests)[:, None]  # ends after which a start is not too soon
    own = np.zeros(0, dtype=np.int64)
    if end is not None:
        own, lasts[-1] = np.array([end - rests[-1]]), np.minimum(starts, end) - rests[-1]
    cuts = np.unique(np.concatenate((lasts.reshape(-1), own)))
    at, ended = np.searchsorted(cuts, lasts), np.searchsorted(cuts, options[:, REST_FROM])
    earliest = [
        np.concatenate((lasts[:, days >= day].reshape(-1), own)).min(initial=1 << 40)
        for day in range(n_days + 1)
    ]
    first = np.searchsorted(cuts, earliest)
    moments = [np.unique(ended[(days < day) & (ended > first[day])]) for day in range(n_days + 1)]
    off = np.zeros((n_days, 1 + max(m.size for m in moments)), dtype=np.int64)
    for day in range(n_days):
        mine = days == day
        latest[:, mine] = np.searchsorted(moments[day], at[:, mine], side="right")
        after[mine] = _class(moments[day + 1], ended[mine])
        last = _class(moments[day + 1], moments[day])
        off[day, 1 : 1 + last.size] = last
        off[day, 1 + last.size :] = last[-1:].sum()
    return latest, after, off, off.shape[1]


def _class(moments: IntArray, ended: IntArray) -> IntArray:
    """Class of ends of shifts; 0 before all that make a difference."""
    found: IntArray = np.searchsorted(moments, ended, side="right")
    return found
