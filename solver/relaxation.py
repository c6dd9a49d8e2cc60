"""
A proven lower bound: the linear relaxation, and the bound its dual prices prove by themselves.

For any prices y of the rows, ``L(y) = sum_i (y_i lo_i if y_i > 0 else y_i hi_i)
+ sum_j min over x_j in [l_j, u_j] of (c_j - (A'y)_j) x_j`` is a lower bound (weak duality), so
the bound does not rest on the LP solver's own tolerances.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

from solver.problem import IntArray

Floats = NDArray[np.float64]
UNBOUNDED = 1 << 60


@dataclass(frozen=True, slots=True)
class Relaxation:
    """
    Linear relaxation: minimise c x + offset over boxes l..u and rows lo..hi.

    The matrix is held as triples ``(row, column, coefficient)``.
    """

    cost: Floats
    offset: float
    lower: Floats
    upper: Floats
    row: IntArray
    column: IntArray
    coefficient: Floats
    row_lower: Floats
    row_upper: Floats

    def proven(self, prices: Floats) -> int:
        """Lower bound in whole cents that any row prices prove."""
        low = np.where(np.isfinite(self.row_lower), self.row_lower, 0.0)
        high = np.where(np.isfinite(self.row_upper), self.row_upper, 0.0)
        usable = np.where(prices > 0, np.isfinite(self.row_lower), np.isfinite(self.row_upper))
        y = np.where(usable, prices, 0.0)
        rows = np.where(y > 0, y * low, y * high)
        pull = np.bincount(self.column, self.coefficient * y[self.row], self.cost.size)
        reduced = self.cost - pull
        boxes = np.where(reduced > 0, reduced * self.lower, reduced * self.upper)
        slack = 1e-9 * float(np.abs(rows).sum() + np.abs(boxes).sum()) + 1e-6
        return int(np.ceil(rows.sum() + boxes.sum() + self.offset - slack))


def relax(model: cp_model.CpModel) -> Relaxation:
    """Relaxation of a model made of linear rows and at-most-one rows over plain literals."""
    proto = model.proto
    rows = list(_rows(model))
    cost = np.zeros(len(proto.variables))
    np.add.at(cost, np.array(proto.objective.vars, dtype=np.int64), list(proto.objective.coeffs))
    counts = [len(columns) for columns, _, _, _ in rows]
    return Relaxation(
        cost=cost,
        offset=float(proto.objective.offset),
        lower=np.array([v.domain[0] for v in proto.variables], dtype=np.float64),
        upper=np.array([v.domain[len(v.domain) - 1] for v in proto.variables], dtype=np.float64),
        row=np.repeat(np.arange(len(rows)), counts),
        column=np.array([c for columns, _, _, _ in rows for c in columns], dtype=np.int64),
        coefficient=np.array([a for _, values, _, _ in rows for a in values], dtype=np.float64),
        row_lower=np.array([low for _, _, low, _ in rows], dtype=np.float64),
        row_upper=np.array([high for _, _, _, high in rows], dtype=np.float64),
    )


Row = tuple[list[int], list[int], float, float]


def _rows(model: cp_model.CpModel) -> Iterator[Row]:
    for constraint in model.proto.constraints:
        if constraint.has_at_most_one():
            literals = list(constraint.at_most_one.literals)
            yield literals, [1] * len(literals), -np.inf, 1.0
        elif constraint.has_exactly_one():
            literals = list(constraint.exactly_one.literals)
            yield literals, [1] * len(literals), 1.0, 1.0
        elif constraint.has_linear():
            linear = constraint.linear
            low, high = linear.domain[0], linear.domain[len(linear.domain) - 1]
            yield (
                list(linear.vars),
                list(linear.coeffs),
                float(low) if low > -UNBOUNDED else -np.inf,
                float(high) if high < UNBOUNDED else np.inf,
            )


class LinearBound:
    """
    The relaxation being solved; `stop` may be called from another thread.

    Attributes
    ----------
    values
        Its optimal solution, once found.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        self._relaxation = relax(model)
        self.values: Floats | None = None
        self._solver = model_builder.Solver("GLOP")

    def solve(self, time_s: float) -> int:
        """Best bound proven in the time, whole cents; weak if time runs out."""
        program, n_rows = self._program(), self._relaxation.row_lower.size
        self._solver.set_time_limit_in_seconds(time_s)
        status = self._solver.solve(program)
        prices = np.zeros(n_rows)
        self.values = None
        if status == model_builder.SolveStatus.OPTIMAL and n_rows:
            prices = self._solver.dual_values(program.get_linear_constraints()).to_numpy()
            self.values = self._solver.values(program.get_variables()).to_numpy()
        return self._relaxation.proven(prices)

    def stop(self) -> None:
        """Give up."""
        self._solver.stop_search()  # type: ignore[no-untyped-call]

    def _program(self) -> model_builder.Model:
        found, program = self._relaxation, model_builder.Model()  # type: ignore[no-untyped-call]
        boxes = zip(found.lower.tolist(), found.upper.tolist(), strict=True)
        variables = [program.new_num_var(low, high, None) for low, high in boxes]
        ends = np.cumsum(np.bincount(found.row, minlength=found.row_lower.size)).tolist()
        begin = 0
        columns, values = found.column.tolist(), found.coefficient.tolist()
        for i, end in enumerate(ends):
            row = model_builder.LinearExpr.weighted_sum(
                [variables[c] for c in columns[begin:end]], values[begin:end]
            )
            program.add(
                model_builder.BoundedLinearExpression(
                    row, float(found.row_lower[i]), float(found.row_upper[i])
                )
            )
            begin = end
        priced = np.flatnonzero(found.cost).tolist()
        program.minimize(
            model_builder.LinearExpr.weighted_sum(
                [variables[j] for j in priced], found.cost[priced].tolist()
            )
            + found.offset
        )
        return program
