"""The linear master problem: a mix of schedules for everybody, and what agents are worth in it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from solver.problem import IntArray
from solver.schedules.columns import Column
from solver.schedules.cover import Cover
from solver.schedules.path import Floats

TOO_DEAR = 1e6
"""Price of a person without a schedule, cents."""


class Mix(NamedTuple):
    """
    A solved master: its price, shares of the columns, and prices of rows and of people.

    `agents` is what one more agent saves in each row of cover, `people` what the cheapest
    mix of each person's columns costs at those prices.
    """

    cents: float
    shares: Floats
    agents: Floats
    people: dict[int, float]


class Master:
    """
    A linear programme that grows by columns of some people.

    Attributes
    ----------
    columns
        All columns so far.
    """

    def __init__(self, cover: Cover, need: IntArray, people: Sequence[int]) -> None:
        self.columns: list[Column] = []
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")  # type: ignore[no-untyped-call]
        solver = self._solver
        self._far = solver.infinity()
        self._rows = [solver.Constraint(float(n), float(n)) for n in need.tolist()]
        self._people = {p: solver.Constraint(1.0, 1.0) for p in people}
        self._add_slacks(cover)
        for row in self._people.values():
            row.SetCoefficient(self._variable(TOO_DEAR), 1.0)
        self._variables: list[Any] = []
        self._seen: set[tuple[int, tuple[object, ...]]] = set()

    def _add_slacks(self, cover: Cover) -> None:
        for r, row in enumerate(self._rows):
            short = float(cover.short[r])
            row.SetCoefficient(self._variable(short + cover.deep), 1.0)
            row.SetCoefficient(self._variable(float(cover.over)), -1.0)
            if cover.deep:
                row.SetCoefficient(self._variable(short, float(cover.mild[r])), 1.0)

    def _variable(self, cents: float, most: float | None = None) -> Any:
        variable = self._solver.NumVar(0.0, self._far if most is None else most, "")
        self._solver.Objective().SetCoefficient(variable, cents)
        return variable

    def add(self, column: Column) -> bool:
        """Offer a schedule; whether it is new."""
        key = (column.person, column.choices)
        if key in self._seen:
            return False
        self._seen.add(key)
        variable = self._variable(float(column.cents))
        for r in column.rows.tolist():
            self._rows[r].SetCoefficient(variable, 1.0)
        self._people[column.person].SetCoefficient(variable, 1.0)
        self._variables.append(variable)
        self.columns.append(column)
        return True

    def keep(self, number: int) -> None:
        """Give a person one column and no other."""
        person = self.columns[number].person
        for variable, column in zip(self._variables, self.columns, strict=True):
            if column.person == person:
                variable.SetUb(0.0)
        self._variables[number].SetBounds(1.0, 1.0)

    def solve(self) -> Mix:
        """The cheapest mix."""
        self._solver.Solve()
        return Mix(
            self._solver.Objective().Value(),
            np.array([v.solution_value() for v in self._variables], dtype=np.float64),
            np.array([row.dual_value() for row in self._rows]),
            {p: row.dual_value() for p, row in self._people.items()},
        )


def reduced(column: Column, mix: Mix) -> float:
    """What a column would add to a mix, cents; below 0 it betters it."""
    return float(column.cents - mix.agents[column.rows].sum() - mix.people[column.person])
