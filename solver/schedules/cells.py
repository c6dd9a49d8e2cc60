"""
Shifts of a day that are alike for a person, and which may follow which.

Shifts fall into cells: same effect on the counts, same shifts allowed before, same shifts allowed
after. Of a cell only the cheapest shift can stand in a cheapest schedule.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.problem import IntArray, Person, RosterProblem, ShiftOption
from solver.rests import kind_between, owed_rest_of
from solver.tolls import toll_between

Bools = NDArray[np.bool_]


class Cells(NamedTuple):
    """
    The shifts of a window's days.

    Parameters
    ----------
    options
        Options of the site, by day; indices into `RosterProblem.options`.
    first
        First of `options` of each day, shape ``(n_days + 1,)``; `cell_first` likewise for cells.
    cell
        Cell of each option, counted over all days.
    effect, allowed, after
        Per cell: effect, row of `may_follow`, and class of what it leaves behind.
    may_follow, toll
        Whether a shift of some row may follow a class, and cents that it costs then; shapes
        ``(n_days, n_rows, n_classes)``.
    off_class
        Class after a day off, shape ``(n_days, n_classes)``.
    """

    options: IntArray
    first: IntArray
    cell: IntArray
    cell_first: IntArray
    effect: IntArray
    allowed: IntArray
    after: IntArray
    may_follow: Bools
    toll: IntArray
    off_class: IntArray


def cells_of(
    problem: RosterProblem,
    person: Person,
    options: IntArray,
    effect: IntArray,
    window: tuple[int, int],
) -> Cells:
    """
    The cells of a person's options.

    Parameters
    ----------
    effect
        What each option adds to the counts, as a number.
    """
    n_days = window[1] - window[0]
    rows = [problem.options[o] for o in options.tolist()]
    day = np.array([row.day - window[0] for row in rows], dtype=np.int64)
    first: IntArray = np.searchsorted(day, np.arange(n_days + 1)).astype(np.int64)
    of_day = [np.arange(first[d], first[d + 1]) for d in range(n_days)]
    tolls = _Tolls()
    layers = _classes(problem, person, rows, of_day, tolls)
    n_classes = max(len(layer.classes) for layer in layers)
    n_rows = max((layer.row.max(initial=-1) + 1 for layer in layers), default=1)
    cents = np.full((n_days, max(n_rows, 1), n_classes), BANNED, dtype=np.int64)
    off_class = np.zeros((n_days, n_classes), dtype=np.int64)
    cell, cell_first = np.zeros(len(rows), dtype=np.int64), np.zeros(n_days + 1, dtype=np.int64)
    found: list[IntArray] = []
    for d, mine in enumerate(of_day):
        layer = layers[d]
        cents[d, : layer.rows.shape[0], : layer.rows.shape[1]] = tolls.cents(layer.rows)
        off_class[d, : layer.off.size] = layer.off
        table = np.stack((effect[mine], layer.row, layer.after))
        unique, number = np.unique(table, axis=1, return_inverse=True)
        cell[mine] = number.reshape(-1) + cell_first[d]
        cell_first[d + 1] = cell_first[d] + unique.shape[1]
        found.append(unique)
    # rows of their own: loops would be compiled anew for strided ones
    effects, allowed, after = map(np.ascontiguousarray, np.concatenate(found, axis=1))
    may_follow, toll = cents != BANNED, np.maximum(cents, 0)
    return Cells(
        options, first, cell, cell_first, effects, allowed, after, may_follow, toll, off_class
    )


BANNED, FREE = -1, "\1"
"""Cents of a shift that may not follow another; what stands for one that costs nothing more."""


class _Tolls:
    """What shifts cost after others, each amount told by a character."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {BANNED: "\0", 0: FREE}

    def told(self, cents: int) -> str:
        """The character of an amount, BANNED for a ban."""
        return self._known.setdefault(cents, chr(len(self._known)))

    def cents(self, codes: IntArray) -> IntArray:
        """Amounts of the numbers of characters."""
        found: IntArray = np.array([*self._known], dtype=np.int64)[codes]
        return found


class _Layer(NamedTuple):
    """
    One morning: its classes, and what the day's options make of them.

    `rows` has what each row of options costs after each class, `row` the row of each option,
    `after` the class it leaves, `off` the class that a day off leaves of each class.
    """

    classes: dict[str, int]
    rows: IntArray
    row: IntArray
    after: IntArray
    off: IntArray


def _classes(
    problem: RosterProblem,
    person: Person,
    rows: Sequence[ShiftOption],
    of_day: list[IntArray],
    tolls: _Tolls,
) -> list[_Layer]:
    """What of yesterday's shift matters for today and, after a day off, for tomorrow."""
    n_days = len(of_day)
    masks = [_free(of_day, 0)]
    found: list[_Layer] = []
    for d, mine in enumerate(of_day):
        follow = [[ord(code) for code in key[: mine.size]] for key in masks]
        allowed = np.array(follow, dtype=np.int64).reshape(len(masks), mine.size)
        table, row = np.unique(allowed.T, axis=0, return_inverse=True)
        following: dict[str, int] = {_free(of_day, d + 1): 0}
        n_next = of_day[d + 1].size if d + 1 < n_days else 0
        n_then = of_day[d + 2].size if d + 2 < n_days else 0
        off = [
            _number(following, key[mine.size :].ljust(n_next, FREE) + FREE * n_then)
            for key in masks
        ]
        after = [
            _number(following, _mask(problem, person, rows, of_day, d, i, tolls)) for i in mine
        ]
        found.append(
            _Layer(
                {key: i for i, key in enumerate(masks)},
                table.reshape(-1, len(masks)),
                row.reshape(-1).astype(np.int64),
                np.array(after, dtype=np.int64),
                np.array(off, dtype=np.int64),
            )
        )
        masks = list(following)
    found.append(_Layer(dict.fromkeys(masks, 0), *_nothing()))
    return found


def _nothing() -> tuple[IntArray, IntArray, IntArray, IntArray]:
    empty = np.zeros(0, dtype=np.int64)
    return np.zeros((0, 0), dtype=np.int64), empty, empty, empty


def _free(of_day: list[IntArray], d: int) -> str:
    """All of today's and tomorrow's options may follow, and cost no more then."""
    return FREE * sum(of_day[i].size for i in (d, d + 1) if i < len(of_day))


def _number(classes: dict[str, int], key: str) -> int:
    return classes.setdefault(key, len(classes))


def _mask(
    problem: RosterProblem,
    person: Person,
    rows: Sequence[ShiftOption],
    of_day: list[IntArray],
    d: int,
    i: int,
    tolls: _Tolls,
) -> str:
    """What options of the day after and, with a day off between, of the next cost after one."""
    earlier = rows[i]
    later = (rows[j] for mine in of_day[d + 1 : d + 3] for j in mine)
    return "".join(tolls.told(_cents(problem, person, earlier, option)) for option in later)


def _cents(problem: RosterProblem, person: Person, earlier: ShiftOption, later: ShiftOption) -> int:
    """What a shift costs after another with none between, BANNED where it may not follow."""
    banned = problem.forbidden_after.get(earlier.template, ())
    is_banned = later.day == earlier.day + 1 and later.template in banned
    rest = owed_rest_of(person, kind_between(earlier, later))
    if is_banned or later.start < earlier.end + rest:
        return BANNED
    return toll_between(problem, person, earlier, later)
