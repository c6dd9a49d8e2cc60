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
    may_follow
        Whether a shift of some row may follow a class, shape ``(n_days, n_rows, n_classes)``.
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
    layers = _classes(problem, person, rows, of_day)
    n_classes = max(len(layer.classes) for layer in layers)
    n_rows = max((layer.row.max(initial=-1) + 1 for layer in layers), default=1)
    may_follow = np.zeros((n_days, max(n_rows, 1), n_classes), dtype=np.bool_)
    off_class = np.zeros((n_days, n_classes), dtype=np.int64)
    cell, cell_first = np.zeros(len(rows), dtype=np.int64), np.zeros(n_days + 1, dtype=np.int64)
    found: list[IntArray] = []
    for d, mine in enumerate(of_day):
        layer = layers[d]
        may_follow[d, : layer.rows.shape[0], : layer.rows.shape[1]] = layer.rows
        off_class[d, : layer.off.size] = layer.off
        table = np.stack((effect[mine], layer.row, layer.after))
        unique, number = np.unique(table, axis=1, return_inverse=True)
        cell[mine] = number.reshape(-1) + cell_first[d]
        cell_first[d + 1] = cell_first[d] + unique.shape[1]
        found.append(unique)
    # rows of their own: loops would be compiled anew for strided ones
    effects, allowed, after = map(np.ascontiguousarray, np.concatenate(found, axis=1))
    return Cells(options, first, cell, cell_first, effects, allowed, after, may_follow, off_class)


class _Layer(NamedTuple):
    """
    One morning: its classes, and what the day's options make of them.

    `rows` says which classes each row of options may follow, `row` the row of each option,
    `after` the class it leaves, `off` the class that a day off leaves of each class.
    """

    classes: dict[bytes, int]
    rows: Bools
    row: IntArray
    after: IntArray
    off: IntArray


def _classes(
    problem: RosterProblem, person: Person, rows: Sequence[ShiftOption], of_day: list[IntArray]
) -> list[_Layer]:
    """What of yesterday's shift matters for today and, after a day off, for tomorrow."""
    n_days = len(of_day)
    masks = [_free(of_day, 0)]
    found: list[_Layer] = []
    for d, mine in enumerate(of_day):
        follow = [np.frombuffer(key[: mine.size], dtype=np.bool_) for key in masks]
        allowed = np.stack(follow) if mine.size else np.zeros((len(masks), 0), dtype=np.bool_)
        table, row = np.unique(allowed.T, axis=0, return_inverse=True)
        following: dict[bytes, int] = {_free(of_day, d + 1): 0}
        n_next = of_day[d + 1].size if d + 1 < n_days else 0
        n_then = of_day[d + 2].size if d + 2 < n_days else 0
        off = [
            _number(following, key[mine.size :].ljust(n_next, b"\1") + b"\1" * n_then)
            for key in masks
        ]
        after = [_number(following, _mask(problem, person, rows, of_day, d, i)) for i in mine]
        found.append(
            _Layer(
                {key: i for i, key in enumerate(masks)},
                table.astype(np.bool_).reshape(-1, len(masks)),
                row.reshape(-1).astype(np.int64),
                np.array(after, dtype=np.int64),
                np.array(off, dtype=np.int64),
            )
        )
        masks = list(following)
    found.append(_Layer(dict.fromkeys(masks, 0), *_nothing()))
    return found


def _nothing() -> tuple[Bools, IntArray, IntArray, IntArray]:
    empty = np.zeros(0, dtype=np.int64)
    return np.zeros((0, 0), dtype=np.bool_), empty, empty, empty


def _free(of_day: list[IntArray], d: int) -> bytes:
    """All of today's and tomorrow's options may follow."""
    return b"\1" * sum(of_day[i].size for i in (d, d + 1) if i < len(of_day))


def _number(classes: dict[bytes, int], key: bytes) -> int:
    return classes.setdefault(key, len(classes))


def _mask(
    problem: RosterProblem,
    person: Person,
    rows: Sequence[ShiftOption],
    of_day: list[IntArray],
    d: int,
    i: int,
) -> bytes:
    """Which options of the day after and, with a day off between, of the next may follow one."""
    earlier = rows[i]
    banned = problem.forbidden_after.get(earlier.template, frozenset())
    later = [[rows[j] for j in mine] for mine in of_day[d + 1 : d + 3]]
    fits = [may_follow(person, earlier, option) for options in later for option in options]
    for k, option in enumerate(later[0] if later else ()):
        if option.template in banned:
            fits[k] = False
    return bytes(fits)


def may_follow(person: Person, earlier: ShiftOption, later: ShiftOption) -> bool:
    """Whether rest allows a shift after another."""
    rest = person.min_rest_slots
    if earlier.is_night and not later.is_night:
        rest = max(rest, person.rest_after_nights)
    if earlier.is_on_call and not later.is_on_call:
        rest = max(rest, person.rest_after_on_call)
    return later.start >= earlier.end + rest
