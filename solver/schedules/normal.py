"""
Normal equations of an interior point: ``A theta A' y = r``, factored by rows or by columns.

Late in a dive few columns are left and rows are many: then what the slacks of rows give stands
alone on the diagonal, and a system of the size of the columns says the same (Woodbury). With

    C, E    rows of cover and people of the columns, 0 or 1
    D       theta of the slacks, summed by row of cover
    S = 1 / theta + C' C / D

the people's prices solve ``E (1 / S) E' y_p = r_p - E (1 / S) C' r_c / D``, and prices of rows
follow. One step of refinement gives back the digits that small D take, as long as any are left:
where theta lie too many powers of ten apart, rows leave less over and answer instead.
"""

from collections.abc import Callable

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve, solve_triangular
from scipy.linalg.blas import dsyrk

from solver.compiled import compiled
from solver.schedules.path import Floats
from solver.schedules.programme import Programme

FIRM = 1e-10
"""Part by which the diagonal is made larger, so that rounding leaves it positive definite."""
FEW = 0.75
"""Columns, as a part of the rows, up to which a system of their size is the smaller work."""
LEFT = 1e-8
"""Part of a right-hand side that columns may leave over before rows are asked, too."""

Solve = Callable[[Floats], Floats]


class Normal:
    """
    The normal equations of a programme at one theta after another.

    Attributes
    ----------
    is_by_columns
        Whether a system of the size of the columns is solved.
    """

    def __init__(self, programme: Programme) -> None:
        self._g, self._size = programme, programme.size
        n = programme.person.size
        self.is_by_columns = n <= FEW * self._size
        if self.is_by_columns:
            counts = np.diff(programme.first)
            self._cover = np.zeros((programme.need.size, n), order="F")
            self._cover[programme.rows, np.repeat(np.arange(n), counts)] = 1.0
            self._people = np.zeros((n, self._size - programme.need.size))
            self._people[np.arange(n), programme.person] = 1.0

    def at(self, theta: Floats) -> Solve:
        """
        What solves the equations for a right-hand side.

        Raises
        ------
        LinAlgError
            Where rounding leaves the system indefinite.
        """
        if not self.is_by_columns:
            return self._by_rows(theta)
        try:
            by_columns = self._by_columns(theta)
        except LinAlgError:  # a row all but without slack: together with others it may do
            return self._by_rows(theta)
        return lambda r: self._surest(theta, by_columns(r), r)

    def _surest(self, theta: Floats, y: Floats, r: Floats) -> Floats:
        """What columns say of a right-hand side, or rows where that leaves too much over."""
        left = self._left(theta, y, r)
        if left <= LEFT * np.abs(r).max():
            return y
        found = self._by_rows(theta)(r)
        if left < self._left(theta, found, r):
            return y
        self.is_by_columns = False  # theta of later steps lie further apart
        return found

    def _left(self, theta: Floats, y: Floats, r: Floats) -> float:
        return float(np.abs(r - self._product(theta, y)).max())

    def _by_rows(self, theta: Floats) -> Solve:
        normal = np.empty((self._size, self._size))
        _by_rows(self._g, theta, normal)
        normal.flat[:: self._size + 1] *= 1 + FIRM
        factor = cho_factor(normal, lower=True, overwrite_a=True, check_finite=False)
        return lambda r: np.asarray(cho_solve(factor, r, check_finite=False))

    def _by_columns(self, theta: Floats) -> Solve:
        g, cover, people = self._g, self._cover, self._people
        n, n_rows = g.person.size, g.need.size
        room = np.bincount(g.slack_row, weights=theta[n:], minlength=n_rows)
        inner = dsyrk(1.0, cover / np.sqrt(room)[:, None], trans=1, lower=1)
        inner.flat[:: n + 1] += (1 + FIRM) / theta[:n]
        lower = cho_factor(inner, lower=True, overwrite_a=True, check_finite=False)[0]
        of_people = _under(lower, people)
        outer = cho_factor(of_people.T @ of_people, lower=True, check_finite=False)

        def once(r: Floats) -> Floats:
            pull = _under(lower, cover.T @ (r[:n_rows] / room))
            paid = cho_solve(outer, r[n_rows:] - of_people.T @ pull, check_finite=False)
            shares = solve_triangular(
                lower, pull + of_people @ paid, lower=True, trans=1, check_finite=False
            )
            return np.concatenate(((r[:n_rows] - cover @ shares) / room, paid))

        def solved(r: Floats) -> Floats:
            y = once(r)
            return y + once(r - self._product(theta, y))

        return solved

    def _product(self, theta: Floats, y: Floats) -> Floats:
        """``A theta A' y``, where columns are few."""
        g, cover, people = self._g, self._cover, self._people
        n, n_rows = g.person.size, g.need.size
        room = np.bincount(g.slack_row, weights=theta[n:], minlength=n_rows)
        shares = theta[:n] * (cover.T @ y[:n_rows] + people @ y[n_rows:])
        return np.concatenate((cover @ shares + room * y[:n_rows], shares @ people))


def _under(lower: Floats, right: Floats) -> Floats:
    return np.asarray(solve_triangular(lower, right, lower=True, check_finite=False))


@compiled
def _by_rows(g: Programme, theta: Floats, found: Floats) -> None:
    """Lower half of ``A theta A'`` into `found`, rows of cover before people."""
    found[:] = 0
    n_rows, n = g.need.size, g.person.size
    for j in range(n):
        here, mine = theta[j], n_rows + g.person[j]
        for a in range(g.first[j], g.first[j + 1]):
            row = g.rows[a]
            for b in range(g.first[j], a + 1):
                found[row, g.rows[b]] += here
            found[mine, row] += here
        found[mine, mine] += here
    for i in range(g.slack_row.size):
        found[g.slack_row[i], g.slack_row[i]] += theta[n + i]
