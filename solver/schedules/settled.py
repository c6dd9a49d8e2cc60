"""What a mix of schedules cannot change: rows of cover in which each person's schedules agree."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.problem import IntArray
from solver.schedules.column import Column


class Open(NamedTuple):
    """
    Rows in which schedules of somebody differ.

    Parameters
    ----------
    settled
        To which rows of cover people bring an agent whichever of their schedules they take, shape
        ``(n_people, n_rows)``.
    first, rows
        Other rows of column j: ``rows[first[j] : first[j + 1]]``.
    """

    settled: NDArray[np.bool_]
    first: IntArray
    rows: IntArray


def open_rows(columns: Sequence[Column], person: IntArray, n_rows: int) -> Open:
    """Part the rows of some columns; `person` of each is numbered from 0 without gaps."""
    sizes = np.array([column.rows.size for column in columns])
    rows, owner = np.concatenate([c.rows for c in columns]), np.repeat(person, sizes)
    each = np.bincount(person)
    times = np.bincount(owner * n_rows + rows, minlength=each.size * n_rows)
    is_shared = times.reshape(each.size, n_rows) == each[:, None]
    is_open = ~is_shared[owner, rows]
    before = np.concatenate(([0], np.cumsum(is_open)))
    first = before[np.concatenate(([0], np.cumsum(sizes)))]
    return Open(is_shared, first, rows[is_open])
