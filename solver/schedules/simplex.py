"""The cheapest mix of schedules by GLOP, for programmes of too many rows for dense matrices."""

from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper
from scipy.sparse import csr_matrix

from solver.schedules.programme import Point, Programme


def cheapest_vertex(programme: Programme) -> Point:
    """Solve a programme in which each person has a column; the mix is a vertex."""
    g = programme
    n, n_rows, n_slacks = g.person.size, g.need.size, g.slack_row.size
    every = np.arange(n)
    row = np.concatenate((g.rows, n_rows + g.person, g.slack_row))
    column = np.concatenate((np.repeat(every, np.diff(g.first)), every, n + np.arange(n_slacks)))
    value = np.concatenate((np.ones(g.rows.size + n), g.slack_sign))
    matrix = csr_matrix((value, (row, column)), shape=(g.size, n + n_slacks))
    sides = np.concatenate((g.need, np.ones(g.size - n_rows)))
    program: Any = model_builder_helper.ModelBuilderHelper()
    program.fill_model_from_sparse_data(
        np.zeros(n + n_slacks), g.most, g.cents, sides, sides, matrix
    )
    solver = model_builder_helper.ModelSolverHelper("GLOP")
    solver.solve(program)
    shares, prices = np.asarray(solver.variable_values()), np.asarray(solver.dual_values())
    return Point(shares[:n], prices, float(g.cents @ shares))
