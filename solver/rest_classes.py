"""
What rest between shifts means to a chain of days: after which shift which others may begin.

Of two weeks up to a day the one that is ready earlier leaves more open. The moments at which
somebody can become ready are few: the ends of earlier shifts with rest, as far as they fall behind
the first start of the day. They cut the day's starts into classes.
"""

from typing import NamedTuple

import numpy as np

from solver.problem import IntArray, RosterProblem

DAY, START, REST_FROM = 0, 1, 3
"""Columns of `solver.arrays.Arrays.options`."""


class RestClasses(NamedTuple):
    """
    Tables by site and rest; a class of a day is how late one is ready, 0 for its first start.

    Parameters
    ----------
    latest
        Class up to which one may be ready and work an option, by row from the first of the site.
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


def rest_classes(
    problem: RosterProblem, sites: list[str], options: IntArray, site_rows: IntArray
) -> tuple[RestClasses, IntArray]:
    """Tables, and for each person the site and the row of the tables."""
    number = {site: i for i, site in enumerate(sites)}
    keys: dict[tuple[int, int], int] = {}
    people = [
        (number[p.site], keys.setdefault((number[p.site], p.min_rest_slots), len(keys)))
        for p in problem.people
    ]
    found = [_classes(options[slice(*site_rows[s])], rest, problem.n_days) for s, rest in keys]
    rows = max((latest.size for latest, _, _, _ in found), default=0)
    width = max((width for _, _, _, width in found), default=0)
    tables = RestClasses(
        latest=np.zeros((len(found), rows), dtype=np.int64),
        after=np.zeros((len(found), rows), dtype=np.int64),
        off=np.zeros((len(found), problem.n_days, max(width, 1)), dtype=np.int64),
        width=np.array([width for _, _, _, width in found], dtype=np.int64),
    )
    for i, (latest, after, off, classes) in enumerate(found):
        tables.latest[i, : latest.size], tables.after[i, : after.size] = latest, after
        tables.off[i, :, :classes] = off
    return tables, np.array(people, dtype=np.int64).reshape(-1, 2)


def _classes(options: IntArray, rest: int, n_days: int) -> tuple[IntArray, IntArray, IntArray, int]:
    starts = np.unique(options[:, START])
    days = options[np.argsort(options[:, START], kind="stable"), DAY]
    latest, after = (np.zeros(len(options), dtype=np.int64) for _ in range(2))
    if (np.diff(days) < 0).any():
        return latest, after, np.zeros((n_days, 0), dtype=np.int64), 0
    at = np.searchsorted(starts, options[:, START])
    ready = np.searchsorted(starts, options[:, REST_FROM] + rest)
    first = [
        int(np.searchsorted(starts, options[options[:, DAY] >= day, START].min(initial=1 << 40)))
        for day in range(n_days + 1)
    ]
    moments = [
        np.unique(ready[(options[:, DAY] < day) & (ready > first[day])])
        for day in range(n_days + 1)
    ]
    off = np.zeros((n_days, 1 + max(m.size for m in moments)), dtype=np.int64)
    for day in range(n_days):
        mine = options[:, DAY] == day
        latest[mine] = np.searchsorted(moments[day], at[mine], side="right")
        after[mine] = _class(moments[day + 1], ready[mine])
        last = _class(moments[day + 1], moments[day])
        off[day, 1 : 1 + last.size] = last
        off[day, 1 + last.size :] = last[-1:].sum()
    return latest, after, off, off.shape[1]


def _class(moments: IntArray, ready: IntArray) -> IntArray:
    """Class of moments at which one is ready; 0 before all of the day's."""
    found: IntArray = np.searchsorted(moments, ready, side="right")
    return found
