"""
Rows of a relaxation that all people of a kind share: a shift a day, successions and stretches.

A kind's rows are of places in its cells; each person has them at the own columns.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from solver.problem import IntArray, RosterProblem
from solver.schedules.cells import Cells
from solver.schedules.crew import Member
from solver.schedules.path import Floats


class Rows(NamedTuple):
    """Rows ``sum of value times column <= most``: entries, and what each row allows."""

    row: IntArray
    column: IntArray
    value: Floats
    most: Floats

    def at(self, place: IntArray, first: int) -> "Rows":
        """Rows from `first` on of the columns at their places; those without any go."""
        column = place[self.column]
        kept = column >= 0
        used, row = np.unique(self.row[kept], return_inverse=True)
        return Rows(first + row.reshape(-1), column[kept], self.value[kept], self.most[used])


class _Gathered:
    """Rows as they are gathered one by one."""

    def __init__(self) -> None:
        self._rows: list[list[int]] = []
        self._signs: list[int] = []
        self.most: list[float] = []

    def add(self, plus: list[int], most: float, minus: list[int] | None = None) -> None:
        """Sum of some columns less that of others."""
        others = minus or []
        self._rows.append([*plus, *others])
        self._signs += [1] * len(plus) + [-1] * len(others)
        self.most.append(most)

    def rows(self) -> Rows:
        """All of them."""
        sizes = [len(mine) for mine in self._rows]
        return Rows(
            np.repeat(np.arange(len(sizes)), sizes),
            np.array([column for mine in self._rows for column in mine], dtype=np.int64),
            np.array(self._signs, dtype=np.float64),
            np.array(self.most, dtype=np.float64),
        )


NO_ROWS = _Gathered().rows()


def rows_of_kind(problem: RosterProblem, member: Member) -> Rows:
    """What all people of a kind have in common: a shift a day, successions and stretches."""
    person, cells, found = problem.people[member.person], member.kind.cells, _Gathered()
    days = [
        list(range(first, end)) for first, end in zip(cells.first, cells.first[1:], strict=False)
    ]
    for d, today in enumerate(days):
        found.add(today, 1.0)
        for clique in _successions(cells, d) if d else ():
            found.add(clique, 1.0)
    most, n_days = person.max_days_in_row, len(days)
    for d in range(n_days - most):
        found.add([x for today in days[d : d + most + 1] for x in today], float(most))
    for d in range(1, n_days):
        for k in range(d + 1, min(d + person.min_days_in_row, n_days)):
            found.add(days[d], 0.0, minus=days[d - 1] + days[k])
        for k in range(d + 1, min(d + person.min_days_off_in_row, n_days)):
            found.add(days[d - 1] + days[k], 1.0, minus=days[d])
    return found.rows()


def _successions(cells: Cells, day: int) -> Iterator[list[int]]:
    """Sets of yesterday's and today's options of which only one can be worked."""
    yesterday = np.arange(cells.first[day - 1], cells.first[day])
    today = np.arange(cells.first[day], cells.first[day + 1])
    row_of, after = cells.allowed[cells.cell[today]], cells.after[cells.cell[yesterday]]
    banned = {
        row: frozenset(yesterday[~cells.may_follow[day, row, after]].tolist())
        for row in dict.fromkeys(row_of.tolist())
    }
    for earlier in banned.values():
        if earlier:
            rows = [row for row, others in banned.items() if others >= earlier]
            yield [*earlier, *today[np.isin(row_of, rows)].tolist()]
