"""Fast forms of the limits on minutes, shifts and weekends, all of them at once."""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

import numpy as np

from solver.amounts import inside
from solver.columns import Bools
from solver.contract import Limit, Unit
from solver.problem import IntArray
from solver.validate_tables import FAR, Known, Sheet

Templates = frozenset[str] | None


class _Limits(NamedTuple):
    """
    Limits of one unit on the same templates, a row each.

    `weekends` has a row for each weekend inside a limit, `days` one for each of its days.
    """

    person: IntArray
    first: IntArray
    end: IntArray
    least: IntArray
    most: IntArray
    weekends: IntArray
    days: IntArray
    counts: Bools


def hours_limits(known: Known, sheet: Sheet) -> Bools:
    """People with too few or too many minutes in a run of days."""
    return _outside(known, sheet, "minutes")


def shift_counts(known: Known, sheet: Sheet) -> Bools:
    """People with too few or too many shifts in a run of days."""
    return _outside(known, sheet, "shifts")


def weekends(known: Known, sheet: Sheet) -> Bools:
    """People with too few or too many weekends in a run of days."""
    return _outside(known, sheet, "weekends")


def _outside(known: Known, sheet: Sheet, unit: Unit) -> Bools:
    found = np.zeros(known.n_people, dtype=np.bool_)
    for limits in known.once(unit, partial(_tables, unit=unit)):
        rows = limits.counts[sheet.option]
        cells = sheet.person[rows] * known.n_days + known.day[sheet.option[rows]]
        weights = known.paid[sheet.option[rows]] if unit == "minutes" else None
        size = known.n_people * known.n_days
        table = np.bincount(cells, weights, size).reshape(known.n_people, known.n_days)
        if unit == "weekends":
            amount = _weekends(limits, table)
        else:
            sums = np.pad(np.cumsum(table, axis=1), ((0, 0), (1, 0)))
            amount = sums[limits.person, limits.end] - sums[limits.person, limits.first]
        wrong = (amount < limits.least) | (amount > limits.most)
        found[limits.person[wrong]] = True
    return found


def _weekends(limits: _Limits, table: IntArray) -> IntArray:
    """Weekends with any shift of each limit."""
    number, person, day = limits.days
    worked = np.bincount(number, table[person, day] > 0, limits.weekends.size) > 0
    return np.bincount(limits.weekends[worked], minlength=limits.person.size)


def _tables(known: Known, unit: Unit) -> tuple[_Limits, ...]:
    """Banned limits of a unit, by the templates that count."""
    by_templates: dict[Templates, list[tuple[int, Limit]]] = {}
    for p, person in enumerate(known.problem.people):
        for limit in person.limits:
            if limit.unit == unit and not (limit.is_soft_below and limit.is_soft_above):
                by_templates.setdefault(limit.templates, []).append((p, limit))
    return tuple(_table(known, templates, found) for templates, found in by_templates.items())


def _table(known: Known, templates: Templates, found: list[tuple[int, Limit]]) -> _Limits:
    last = known.n_days
    limits = [limit for _, limit in found]
    of_limit: list[int] = []
    days: list[tuple[int, int, int]] = []
    for i, (p, limit) in enumerate(found):
        for weekend in inside(known.problem.people[p], limit) if limit.unit == "weekends" else ():
            days += [(len(of_limit), p, day) for day in weekend if 0 <= day < last]
            of_limit.append(i)
    counts = [templates is None or option.template in templates for option in known.problem.options]
    return _Limits(
        person=_ints(p for p, _ in found),
        first=_ints(min(limit.first_day, last) for limit in limits),
        end=_ints(min(limit.end_day, last) for limit in limits),
        least=_ints(0 if limit.is_soft_below else limit.least for limit in limits),
        most=_ints(FAR if limit.is_soft_above else limit.most for limit in limits),
        weekends=_ints(of_limit),
        days=np.array(days, dtype=np.int64).reshape(-1, 3).T,
        counts=np.array(counts, dtype=np.bool_),
    )


def _ints(values: Iterable[int]) -> IntArray:
    return np.array([*values], dtype=np.int64)
