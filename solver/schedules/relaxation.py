"""
What an agent is worth in each slot, roughly: dual prices of a linear relaxation day by day.

Schedules are loosened to shares of shifts that keep the sums of the rules; PDLP solves that to a
few digits. Its prices are a good place to begin from: nothing is proven by them until the exact
schedules of everybody are summed up.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper
from ortools.pdlp import solvers_pb2
from scipy.sparse import csr_matrix

from solver.contract import Limit
from solver.demand import floors_of
from solver.problem import IntArray, Person, RosterProblem
from solver.schedules.cells import Cells
from solver.schedules.cover import Cover
from solver.schedules.crew import Member
from solver.schedules.path import FAR, Floats

ACCURACY = 1e-3
Stoppable = Callable[[Callable[[], object]], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Worth:
    """
    Cents that an agent saves in each row of cover, and what limits outside a graph cost.

    `fines` has for each person the price of one unit of each such limit, `sums` the price of each
    row of sums, see `Sums`.
    """

    agents: Floats
    fines: list[Floats]
    sums: Floats


@dataclass(frozen=True, slots=True)
class Sums:
    """
    The rows ``matrix @ x <= most`` that sum over more days than a few.

    Parameters
    ----------
    matrix
        By row and column; a column is an option of a person, or a weekend, worked or not.
    places
        Of each person, the column of each option of the kind's cells, -1 where it is closed.
    able
        Options of people that could cover each row of cover.
    """

    matrix: csr_matrix
    most: Floats
    places: list[IntArray]
    able: IntArray


@dataclass(slots=True)
class _Rows:
    """Rows ``sum of value times column <= most`` as they are gathered."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, plus: Sequence[int], most: float, minus: Sequence[int] = ()) -> None:
        """Sum of some columns less that of others."""
        self.weighted([*plus, *minus], [1.0] * len(plus) + [-1.0] * len(minus), most)

    def weighted(self, columns: Sequence[int], values: Sequence[float], most: float) -> None:
        """Weighted sum of columns."""
        if columns:
            self.row += [len(self.most)] * len(columns)
            self.column += columns
            self.value += values
            self.most.append(most)


class Relaxation:
    """The linear programme of a problem, built person by person."""

    def __init__(self, problem: RosterProblem, members: Sequence[Member], cover: Cover) -> None:
        self._problem, self._members, self._cover = problem, members, cover
        self._rows, self._cost = _Rows(), list[float]()
        self._at: list[IntArray] = []
        self._limit_rows: dict[tuple[int, int], int] = {}
        self._sum_rows: list[int] = []
        for member in members:
            mine = np.flatnonzero(member.base < FAR)
            at = np.full(member.base.size, -1, dtype=np.int64)
            at[mine] = len(self._cost) + np.arange(mine.size)
            self._cost += member.base[mine].tolist()
            self._at.append(at)
        for member, at in zip(members, self._at, strict=True):
            self._add_person(member, at)

    def solve(self, time_s: float, stoppable: Stoppable = nullcontext) -> Worth:
        """
        Prices, as good as they become in the time.

        Parameters
        ----------
        stoppable
            Makes a context within which a call ends the search.
        """
        solver = model_builder_helper.ModelSolverHelper("PDLP")
        solver.set_solver_specific_parameters(str(_parameters(time_s)))
        with stoppable(solver.interrupt_solve):
            solver.solve(self._program())
        dual = np.asarray(solver.dual_values())
        n_rows = len(self._rows.most)
        fines = []
        for member in self._members:
            outside = range(len(member.kind.tallies), len(member.kind.limits))
            rows = [self._limit_rows.get((member.person, k), -1) for k in outside]
            fines.append(np.array([max(-dual[row], 0.0) if row >= 0 else 0.0 for row in rows]))
        return Worth(dual[n_rows:], fines, dual[self._sum_rows])

    def sums(self) -> Sums:
        """The rows to be priced where days in a row are looked at exactly."""
        rows = self._rows
        each = (np.asarray(rows.value), (np.asarray(rows.row), np.asarray(rows.column)))
        matrix = csr_matrix(each, shape=(len(rows.most), len(self._cost)))[self._sum_rows]
        row, _, _ = _coverage(self._problem, self._members, self._at)
        able = np.bincount(row, minlength=self._cover.need.size)
        return Sums(matrix, np.asarray(rows.most)[self._sum_rows], self._at, able)

    def _add_person(self, member: Member, at: IntArray) -> None:
        person, cells = self._problem.people[member.person], member.kind.cells
        days = [
            _open(at[first:end]) for first, end in zip(cells.first, cells.first[1:], strict=False)
        ]
        for d, today in enumerate(days):
            self._rows.add(today, 1.0)
            if d:
                for clique in _successions(cells, d, at):
                    self._rows.add(clique, 1.0)
        self._add_stretches(person, days)
        for k, limit in enumerate(member.kind.limits):
            if limit.is_soft:
                continue
            n_before = len(self._rows.most)
            if limit.unit == "weekends":
                self._add_weekends(person, limit, days)
            else:
                self._add_limit(member, k, at)
            self._sum_rows += range(n_before, len(self._rows.most))

    def _add_stretches(self, person: Person, days: list[list[int]]) -> None:
        most, n_days = person.max_days_in_row, len(days)
        for d in range(n_days - most):
            self._rows.add([x for today in days[d : d + most + 1] for x in today], float(most))
        for d in range(1, n_days):
            for k in range(d + 1, min(d + person.min_days_in_row, n_days)):
                self._rows.add(days[d], 0.0, minus=days[d - 1] + days[k])
            for k in range(d + 1, min(d + person.min_days_off_in_row, n_days)):
                self._rows.add(days[d - 1] + days[k], 1.0, minus=days[d])

    def _add_weekends(self, person: Person, limit: Limit, days: list[list[int]]) -> None:
        worked = []
        for weekend in person.weekends:
            if limit.first_day <= min(weekend) and max(weekend) < limit.end_day:
                worked.append(len(self._cost))
                self._cost.append(0.0)
                for d in weekend:
                    self._rows.add(days[d], 0.0, minus=worked[-1:])
        self._rows.add(worked, float(limit.most))

    def _add_limit(self, member: Member, k: int, at: IntArray) -> None:
        limit, adds, cells = member.kind.limits[k], member.kind.adds[k], member.kind.cells
        end = cells.first[min(limit.end_day, cells.first.size - 1)]
        mine = [
            i for i in range(int(cells.first[limit.first_day]), int(end)) if at[i] >= 0 and adds[i]
        ]
        columns, values = at[mine].tolist(), adds[mine].astype(float).tolist()
        if sum(values) > limit.most:
            self._limit_rows[member.person, k] = len(self._rows.most)
            self._rows.weighted(columns, values, float(limit.most))
        if limit.least:
            self._rows.weighted(columns, [-value for value in values], -float(limit.least))

    def _program(self) -> Any:
        rows, cover, n = self._rows, self._cover, len(self._cost)
        n_rows, n_cover = len(rows.most), cover.need.size
        row, column, value = _coverage(self._problem, self._members, self._at)
        every = np.arange(n_cover)
        matrix = csr_matrix(
            (
                np.concatenate((rows.value, value, np.ones(n_cover), -np.ones(n_cover))),
                (
                    np.concatenate((rows.row, row + n_rows, every + n_rows, every + n_rows)),
                    np.concatenate((rows.column, column, n + every, n + n_cover + every)),
                ),
            ),
            shape=(n_rows + n_cover, n + 2 * n_cover),
        )
        over = cover.over.astype(float)
        program: Any = model_builder_helper.ModelBuilderHelper()
        program.fill_model_from_sparse_data(
            np.zeros(n + 2 * n_cover),
            np.full(n + 2 * n_cover, np.inf),
            np.concatenate((self._cost, cover.short, over)),
            np.concatenate((np.full(n_rows, -np.inf), cover.need)),
            np.concatenate((rows.most, cover.need)),
            matrix,
        )
        return program


def _parameters(time_s: float) -> solvers_pb2.PrimalDualHybridGradientParams:
    found = solvers_pb2.PrimalDualHybridGradientParams()
    found.num_threads = 1
    criteria = found.termination_criteria
    criteria.time_sec_limit = max(time_s, 0.1)
    criteria.simple_optimality_criteria.eps_optimal_absolute = ACCURACY
    criteria.simple_optimality_criteria.eps_optimal_relative = ACCURACY
    return found


def _open(places: IntArray) -> list[int]:
    found: list[int] = places[places >= 0].tolist()
    return found


def _successions(cells: Cells, day: int, at: IntArray) -> Iterator[list[int]]:
    """Sets of yesterday's and today's options of which only one can be worked."""
    yesterday = [i for i in range(cells.first[day - 1], cells.first[day]) if at[i] >= 0]
    by_row: dict[int, list[int]] = {}
    for i in range(cells.first[day], cells.first[day + 1]):
        if at[i] >= 0:
            by_row.setdefault(int(cells.allowed[cells.cell[i]]), []).append(i)
    after = cells.after[cells.cell[yesterday]]
    banned = {
        row: frozenset(np.array(yesterday)[~cells.may_follow[day, row, after]].tolist())
        for row in by_row
        if yesterday
    }
    for earlier in banned.values():
        if earlier:
            later = [i for other, mine in by_row.items() if banned[other] >= earlier for i in mine]
            yield [int(at[i]) for i in (*earlier, *later)]


def _coverage(
    problem: RosterProblem, members: Sequence[Member], places: list[IntArray]
) -> tuple[IntArray, IntArray, Floats]:
    """
    Agents that options give to rows of cover: rows, columns and values.

    An option counts for the first skill alone, and the person's floors; breaks are spread evenly
    over their windows.
    """
    rows, columns, values = [], [], []
    floors = floors_of(problem)
    shapes: dict[int, tuple[IntArray, Floats]] = {}
    for member, at in zip(members, places, strict=True):
        p = member.person
        mine = [next(iter(problem.people[p].skills), 0), *floors[p]]
        for i in np.flatnonzero(at >= 0).tolist():
            o = int(member.kind.cells.options[i])
            if o not in shapes:
                shapes[o] = _shape(problem, o)
            slots, share = shapes[o]
            for row in mine:
                rows.append(row * problem.n_slots + slots)
                columns.append(np.full(slots.size, at[i], dtype=np.int64))
                values.append(share)
    if not rows:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, np.zeros(0)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)


def _shape(problem: RosterProblem, number: int) -> tuple[IntArray, Floats]:
    option = problem.options[number]
    share = np.ones(option.end - option.start)
    for window in option.breaks:
        n_starts = window.latest - window.earliest + 1
        for first in range(window.earliest, window.latest + 1):
            begin = first - option.start
            share[begin : begin + window.length] -= 1 / n_starts
    slots: IntArray = np.arange(option.start, option.end, dtype=np.int64)
    inside = slots < problem.n_slots
    return slots[inside], share[inside]
