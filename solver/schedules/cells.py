"""
Shifts of a day that are alike for a person, and which may follow which.

Shifts fall into cells: same effect on the counts, same shifts allowed before, same shifts allowed
after. Of a cell only the cheapest shift can stand in a cheapest schedule.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.problem import IntArray, Person, RosterProblem, ShiftOption
from solver.rests import AS_NIGHT, AS_ON_CALL, REST_KINDS, owed_rest_of, wanted_rest_of
from solver.schedules.sheet import Sheet

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
    sheet: Sheet,
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
    first: IntArray = np.searchsorted(sheet.day - window[0], np.arange(n_days + 1))
    first = first.astype(np.int64)
    of_day = [np.arange(first[d], first[d + 1]) for d in range(n_days)]
    layers = _classes(_after(problem, person, sheet), of_day)
    n_classes = max(len(layer.classes) for layer in layers)
    n_rows = max((layer.row.max(initial=-1) + 1 for layer in layers), default=1)
    cents = np.full((n_days, max(n_rows, 1), n_classes), BANNED, dtype=np.int64)
    off_class = np.zeros((n_days, n_classes), dtype=np.int64)
    cell, cell_first = np.zeros(effect.size, dtype=np.int64), np.zeros(n_days + 1, dtype=np.int64)
    found: list[IntArray] = []
    for d, mine in enumerate(of_day):
        layer = layers[d]
        cents[d, : layer.rows.shape[0], : layer.rows.shape[1]] = layer.rows
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
        sheet.options, first, cell, cell_first, effects, allowed, after, may_follow, toll, off_class
    )


BANNED = -1
"""Cents of a shift that may not follow another."""
Costs = Callable[[IntArray, IntArray], IntArray]
"""What later options cost after earlier ones with none between, a row for each of these."""


class _Layer(NamedTuple):
    """
    One morning: its classes, and what the day's options make of them.

    `rows` has what each row of options costs after each class, `row` the row of each option,
    `after` the class it leaves, `off` the class that a day off leaves of each class.
    """

    classes: dict[bytes, int]
    rows: IntArray
    row: IntArray
    after: IntArray
    off: IntArray


def _classes(costs: Costs, of_day: list[IntArray]) -> list[_Layer]:
    """What of yesterday's shift matters for today and, after a day off, for tomorrow."""
    nothing = np.zeros(0, dtype=np.int64)
    sizes = [*(mine.size for mine in of_day), 0, 0]
    masks = [_free(sizes[0] + sizes[1])]
    found: list[_Layer] = []
    for d, mine in enumerate(of_day):
        allowed = np.array([_cents(key)[: mine.size] for key in masks], dtype=np.int64)
        table, row = np.unique(allowed.T, axis=0, return_inverse=True)
        following: dict[bytes, int] = {_free(sizes[d + 1] + sizes[d + 2]): 0}
        off = [
            _number(following, _cents(key)[mine.size :], sizes[d + 1] + sizes[d + 2])
            for key in masks
        ]
        later = np.concatenate([nothing, *of_day[d + 1 : d + 3]])
        after = [_number(following, cents, later.size) for cents in costs(mine, later)]
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
    rows = np.zeros((0, 0), dtype=np.int64)
    found.append(_Layer(dict.fromkeys(masks, 0), rows, nothing, nothing, nothing))
    return found


def _free(size: int) -> bytes:
    """So many options may follow, and cost no more then."""
    return np.zeros(size, dtype=np.int64).tobytes()


def _cents(key: bytes) -> IntArray:
    return np.frombuffer(key, dtype=np.int64)


def _number(classes: dict[bytes, int], cents: IntArray, size: int) -> int:
    """Class after which options cost so much; those behind the last cost no more than ever."""
    key = np.concatenate((cents, np.zeros(size - cents.size, dtype=np.int64))).tobytes()
    return classes.setdefault(key, len(classes))


def _after(problem: RosterProblem, person: Person, sheet: Sheet) -> Costs:
    """What options of a sheet cost after each other, BANNED where they may not follow."""
    owed = np.array([owed_rest_of(person, kind) for kind in REST_KINDS])
    wanted = np.array([wanted_rest_of(person, kind) for kind in REST_KINDS])
    what = AS_NIGHT * sheet.night + AS_ON_CALL * sheet.on_call
    pairs = [_succession(problem, a, b) for a in sheet.samples for b in sheet.samples]
    follows = np.array(pairs, dtype=np.int64).reshape(len(sheet.samples), len(sheet.samples))

    def costs(earlier: IntArray, later: IntArray) -> IntArray:
        kind = what[earlier][:, None] & ~what[later][None, :]
        gap = sheet.start[later][None, :] - sheet.end[earlier][:, None]
        found = np.where(gap < wanted[kind, 0], wanted[kind, 1], 0)
        is_next = sheet.day[later][None, :] == sheet.day[earlier][:, None] + 1
        of_pair = np.where(is_next, follows[sheet.kind[earlier]][:, sheet.kind[later]], 0)
        is_banned = (gap < owed[kind]) | (of_pair == BANNED)
        return np.where(is_banned, BANNED, found + of_pair)

    return costs


def _succession(problem: RosterProblem, earlier: ShiftOption, later: ShiftOption) -> int:
    """What a shift costs on the day after another, but for its rest; BANNED where it may not."""
    if later.template in problem.forbidden_after.get(earlier.template, ()):
        return BANNED
    return problem.unwanted_after.get(earlier.template, {}).get(later.template, 0)
