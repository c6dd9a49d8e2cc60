"""Shift options of a site as arrays, and the kinds of shifts that limits tell apart."""

from typing import NamedTuple

import numpy as np

from solver.columns import Bools
from solver.contract import Limit
from solver.problem import IntArray, RosterProblem, ShiftOption
from solver.schedules.tallies import counted

Days = tuple[int, int]
"""First day of a window, and the one before which it ends."""


class Sheet(NamedTuple):
    """
    Options of a site that begin in the days of a window, by day and start.

    Parameters
    ----------
    options
        Indices into `RosterProblem.options`.
    day
        Day of each, counted from the first of the problem.
    kind
        Number of its template and paid minutes; `samples` holds an option of each.
    days
        Whether a kind begins on a day of the window, shape ``(n_days, n_kinds)``.
    """

    options: IntArray
    rows: tuple[ShiftOption, ...]
    day: IntArray
    start: IntArray
    end: IntArray
    night: Bools
    on_call: Bools
    kind: IntArray
    samples: tuple[ShiftOption, ...]
    days: Bools

    def counts(self, limit: Limit) -> IntArray:
        """What each kind of shift adds to a limit, whatever the day."""
        return np.array([counted(limit, sample) for sample in self.samples], dtype=np.int64)


class Sheets:
    """Sheets of a problem, each made when it is first asked for."""

    def __init__(self, problem: RosterProblem) -> None:
        self._problem = problem
        self._known: dict[tuple[str, Days], Sheet] = {}
        self.nights = frozenset(o.template for o in problem.options if o.is_night)

    def of(self, site: str, window: Days | None = None) -> Sheet:
        """Options of a site in a window, of all days where none is given."""
        days = window or (0, self._problem.n_days)
        if (site, days) not in self._known:
            self._known[site, days] = _sheet(self._problem, site, days)
        return self._known[site, days]


def _sheet(problem: RosterProblem, site: str, window: Days) -> Sheet:
    mine = [
        o
        for o, option in enumerate(problem.options)
        if option.site == site and window[0] <= option.day < window[1]
    ]
    mine.sort(key=lambda o: (problem.options[o].day, problem.options[o].start, o))
    rows = tuple(problem.options[o] for o in mine)
    numbers = [(o.day, o.start, o.end, o.is_night, o.is_on_call) for o in rows]
    table = np.array(numbers, dtype=np.int64).reshape(-1, 5)
    known: dict[tuple[str, int], int] = {}
    kind = [known.setdefault((o.template, o.paid_minutes), len(known)) for o in rows]
    first = np.unique(kind, return_index=True)[1].tolist()
    days = np.zeros((window[1] - window[0], len(known)), dtype=np.bool_)
    days[table[:, 0] - window[0], kind] = True
    return Sheet(
        options=np.array(mine, dtype=np.int64),
        rows=rows,
        day=np.ascontiguousarray(table[:, 0]),
        start=np.ascontiguousarray(table[:, 1]),
        end=np.ascontiguousarray(table[:, 2]),
        night=table[:, 3] > 0,
        on_call=table[:, 4] > 0,
        kind=np.array(kind, dtype=np.int64),
        samples=tuple(rows[i] for i in first),
        days=days,
    )
