"""The linear programme of a mix of schedules, and what solves it brings."""

from typing import NamedTuple

from solver.problem import IntArray
from solver.schedules.path import Floats


class Programme(NamedTuple):
    """
    Minimise ``cents @ x``: columns meet rows, each person's shares add up to 1, slacks fill rows.

    Parameters
    ----------
    first, rows
        The rows of cover of column j are ``rows[first[j] : first[j + 1]]``, an agent each.
    person
        Person of each column, numbered from 0 without gaps.
    need
        Agents wanted in each row.
    slack_row, slack_sign
        Row of each slack, and 1 where it fills, -1 where it takes.
    cents
        Price of columns, then of slacks.
    most
        Most of each column and slack, infinite for most.
    """

    first: IntArray
    rows: IntArray
    person: IntArray
    need: Floats
    slack_row: IntArray
    slack_sign: Floats
    cents: Floats
    most: Floats

    @property
    def size(self) -> int:
        """Rows of cover and of people."""
        return self.need.size + int(self.person.max(initial=-1)) + 1


class Point(NamedTuple):
    """Shares of columns and slacks, prices of rows and people, and cents of the mix."""

    shares: Floats
    prices: Floats
    cents: float
