"""
What an agent is worth in each slot, roughly: dual prices of a linear relaxation day by day.

Schedules are loosened to shares of shifts that keep the sums of the rules; PDLP solves that to a
few digits. Its prices are a good place to begin from: nothing is proven by them until the exact
schedules of everybody are summed up.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper
from ortools.pdlp import solvers_pb2
from scipy.sparse import csr_matrix

from solver.contract import Limit
from solver.demand import floors_of
from solver.problem import IntArray, RosterProblem
from solver.schedules.cover import Cover
from solver.schedules.crew import Member
from solver.schedules.day_rows import NO_ROWS, Rows, rows_of_kind
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


class Relaxation:
    """The linear programme of a problem, built person by person; people of a kind share rows."""

    def __init__(self, problem: RosterProblem, members: Sequence[Member], cover: Cover) -> None:
        self._problem, self._members, self._cover = problem, members, cover
        self._cost: list[float] = []
        self._at: list[IntArray] = []
        self._limit_rows: dict[tuple[int, int], int] = {}
        self._sum_rows: list[int] = []
        for member in members:
            mine = np.flatnonzero(member.base < FAR)
            at = np.full(member.base.size, -1, dtype=np.int64)
            at[mine] = len(self._cost) + np.arange(mine.size)
            self._cost += member.base[mine].tolist()
            self._at.append(at)
        self._parts: list[Rows] = []
        self._n_rows = 0
        known: dict[int, Rows] = {}
        for member, at in zip(members, self._at, strict=True):
            if id(member.kind.graph) not in known:
                known[id(member.kind.graph)] = rows_of_kind(problem, member)
            self._add(known[id(member.kind.graph)].at(at, self._n_rows))
            self._add_sums(member, at)
        parts = self._parts or [NO_ROWS]
        self._rows = Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))

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
        n_rows = self._n_rows
        fines = []
        for member in self._members:
            outside = range(len(member.kind.tallies), len(member.kind.limits))
            rows = [self._limit_rows.get((member.person, k), -1) for k in outside]
            fines.append(np.array([max(-dual[row], 0.0) if row >= 0 else 0.0 for row in rows]))
        return Worth(dual[n_rows:], fines, dual[self._sum_rows])

    def sums(self) -> Sums:
        """The rows to be priced where days in a row are looked at exactly."""
        rows = self._rows
        each = (rows.value, (rows.row, rows.column))
        matrix = csr_matrix(each, shape=(self._n_rows, len(self._cost)))[self._sum_rows]
        row, _, _ = _coverage(self._problem, self._members, self._at)
        able = np.bincount(row, minlength=self._cover.need.size)
        return Sums(matrix, rows.most[self._sum_rows], self._at, able)

    def _add(self, rows: Rows) -> None:
        self._parts.append(rows)
        self._n_rows += rows.most.size

    def _add_row(self, columns: IntArray, values: Floats, most: float) -> None:
        if columns.size:
            row = np.full(columns.size, self._n_rows)
            self._add(Rows(row, columns, values, np.array([most])))

    def _add_sums(self, member: Member, at: IntArray) -> None:
        """Rows of limits, which sum over more days than a few."""
        for k, limit in enumerate(member.kind.limits):
            if limit.is_soft:
                continue
            n_before = self._n_rows
            if limit.unit == "weekends":
                self._add_weekends(member, limit, at)
            else:
                self._add_limit(member, k, at)
            self._sum_rows += range(n_before, self._n_rows)

    def _add_weekends(self, member: Member, limit: Limit, at: IntArray) -> None:
        first, worked = member.kind.cells.first, []
        for weekend in self._problem.people[member.person].weekends:
            if limit.first_day <= min(weekend) and max(weekend) < limit.end_day:
                worked.append(len(self._cost))
                self._cost.append(0.0)
                for d in weekend:
                    mine = at[first[d] : first[d + 1]]
                    columns = np.append(mine[mine >= 0], worked[-1])
                    self._add_row(columns, np.append(np.ones(columns.size - 1), -1.0), 0.0)
        self._add_row(np.array(worked, dtype=np.int64), np.ones(len(worked)), float(limit.most))

    def _add_limit(self, member: Member, k: int, at: IntArray) -> None:
        limit, adds, cells = member.kind.limits[k], member.kind.adds[k], member.kind.cells
        first, end = cells.first[[limit.first_day, min(limit.end_day, cells.first.size - 1)]]
        mine = first + np.flatnonzero((at[first:end] >= 0) & (adds[first:end] > 0))
        columns, values = at[mine], adds[mine].astype(np.float64)
        if values.sum() > limit.most:
            self._limit_rows[member.person, k] = self._n_rows
            self._add_row(columns, values, float(limit.most))
        if limit.least:
            self._add_row(columns, -values, -float(limit.least))

    def _program(self) -> Any:
        rows, cover, n = self._rows, self._cover, len(self._cost)
        n_rows, n_cover = self._n_rows, cover.need.size
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
    known: dict[int, tuple[IntArray, IntArray, Floats]] = {}
    for member, at in zip(members, places, strict=True):
        p, key = member.person, id(member.kind.cells)
        if key not in known:
            known[key] = _shapes(problem, member.kind.cells.options)
        option, slots, share = known[key]
        is_open = at[option] >= 0
        for row in (next(iter(problem.people[p].skills), 0), *floors[p]):
            rows.append(row * problem.n_slots + slots[is_open])
            columns.append(at[option[is_open]])
            values.append(share[is_open])
    if not rows:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, np.zeros(0)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)


def _shapes(problem: RosterProblem, options: IntArray) -> tuple[IntArray, IntArray, Floats]:
    """Options (as places among those given) with each slot they cover, and their share of it."""
    found = [_shape(problem, o) for o in options.tolist()]
    none = np.zeros(0, dtype=np.int64)
    return (
        np.repeat(np.arange(options.size), [slots.size for slots, _ in found]),
        np.concatenate([none, *(slots for slots, _ in found)]),
        np.concatenate([np.zeros(0), *(share for _, share in found)]),
    )


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
