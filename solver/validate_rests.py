"""Fast forms of rules on rests: after nights and on-call, and once a week."""

import numpy as np

from solver.columns import Bools
from solver.problem import NO_LIMIT, IntArray
from solver.rules.weekly_rest import runs
from solver.validate_tables import FAR, Known, Sheet


def nights_in_row(known: Known, sheet: Sheet) -> Bools:
    """People with too many nights in a row, or another shift too soon after one."""
    most = known.of_people("max_nights_in_row")
    carried = known.of_people("worked_day_0") > 0
    run = np.where(carried, 0, known.of_people("nights_before"))
    found = np.zeros(known.n_people, dtype=np.bool_)
    if most.min(initial=NO_LIMIT) < NO_LIMIT:
        nights = _by_day(known, sheet, known.night[sheet.option])
        for day in range(known.n_days):
            run = np.where(nights[:, day], run + 1, 0)
            found |= run > most
    begun = (known.of_people("nights_before") > 0) & ~carried
    ended = np.where(begun, known.of_people("last_end"), -FAR)
    return found | _too_soon(known, sheet, known.night, "rest_after_nights", ended)


def on_call(known: Known, sheet: Sheet) -> Bools:
    """People with a shift too soon after on-call."""
    ended = known.of_people("last_on_call_end")
    return _too_soon(known, sheet, known.on_call, "rest_after_on_call", ended)


def _too_soon(known: Known, sheet: Sheet, kind: Bools, name: str, ended: IntArray) -> Bools:
    """People whose shift after one of a kind, itself of none, begins before so much rest."""
    least = known.of_people(name)
    found = np.zeros(known.n_people, dtype=np.bool_)
    if not (least > 0).any():
        return found
    is_first = np.diff(sheet.person, prepend=-1) != 0
    of_kind, end = kind[sheet.option], known.end[sheet.option]
    before = np.where(np.roll(of_kind, 1), np.roll(end, 1), -FAR)
    before = np.where(is_first, ended[sheet.person], before)
    late = known.start[sheet.option] - before < least[sheet.person]
    found[sheet.person[late & ~of_kind]] = True
    return found & (least > 0)


def _by_day(known: Known, sheet: Sheet, rows: Bools) -> Bools:
    """Days on which any of the marked rows begins, shape ``(n_people, n_days)``."""
    found = np.zeros((known.n_people, known.n_days), dtype=np.bool_)
    found[sheet.person[rows], known.day[sheet.option[rows]]] = True
    return found


def weekly_rest(known: Known, sheet: Sheet) -> Bools:
    """People without a rest of their own for some run of 7 days; each takes the earliest."""
    least = known.of_people("min_weekly_rest")
    people = np.flatnonzero(least > 0)
    found = np.zeros(known.n_people, dtype=np.bool_)
    if not people.size:
        return found
    starts, ends = _gaps(known, sheet)
    first, end = np.array([*runs(known.problem), (FAR, FAR)], dtype=np.int64).T
    run, counted = np.zeros(known.n_people, dtype=np.int64), np.zeros_like(least)
    for j in range(starts.shape[1]):
        for _ in range(end.size):
            begin = np.maximum(np.maximum(starts[:, j], counted), first[run] - least + 1)
            fits = (begin + least <= ends[:, j]) & (begin < end[run]) & (run < end.size - 1)
            if not fits.any():
                break
            counted = np.where(fits, begin + least, counted)
            run = run + fits
    found[people] = run[people] < end.size - 1
    return found


def _gaps(known: Known, sheet: Sheet) -> tuple[IntArray, IntArray]:
    """Slots from and to which each person has no shift, shapes ``(n_people, most + 1)``."""
    counts = np.bincount(sheet.person, minlength=known.n_people)
    shape = (known.n_people, int(counts.max(initial=0)) + 1)
    starts, ends = np.full(shape, FAR), np.full(shape, known.problem.rest_end)
    place = np.arange(sheet.person.size) - np.repeat(np.cumsum(counts) - counts, counts)
    starts[:, 0] = np.maximum(known.of_people("last_end"), 0)
    starts[sheet.person, place + 1] = known.end[sheet.option]
    ends[sheet.person, place] = np.minimum(known.start[sheet.option], known.problem.rest_end)
    return np.maximum.accumulate(np.where(starts == FAR, -FAR, starts), axis=1), ends
