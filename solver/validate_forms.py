"""
Fast forms of rules: for a roster in columns, who may break the rule.

A form must name everybody who breaks its rule; it may name others too, at the price of time,
since whoever is named goes to the rule's own checker for the words.
"""

from collections.abc import Callable, Mapping

import numpy as np

from solver.columns import Bools
from solver.problem import IntArray
from solver.rules.days_off import weeks
from solver.validate_days import rotation, same_start, stretches, successions
from solver.validate_limits import hours_limits, shift_counts, weekends
from solver.validate_rests import nights_in_row, on_call, weekly_rest
from solver.validate_tables import FAR, NONE, Known, Sheet

Form = Callable[[Known, Sheet], Bools]
"""Who may break a rule, shape ``(n_people,)``."""


def site(known: Known, sheet: Sheet) -> Bools:
    """People at other sites than their own."""
    return _whose(known, sheet, known.site[sheet.option] != known.home[sheet.person])


def skills(known: Known, sheet: Sheet) -> Bools:
    """People on skills they lack, or that the shift is not for."""
    able = known.has_skill[sheet.person, sheet.skill] & known.is_for[sheet.option, sheet.skill]
    return _whose(known, sheet, ~able)


def availability(known: Known, sheet: Sheet) -> Bools:
    """People at work in a run of slots in which they are away: the first that ends behind."""
    ends, starts = known.away
    begins, stops = (
        sheet.person * FAR + known.start[sheet.option],
        sheet.person * FAR + known.end[sheet.option],
    )
    first = np.searchsorted(ends, begins, side="right")
    inside = first < ends.size
    touched = np.zeros(first.size, dtype=np.bool_)
    touched[inside] = starts[first[inside]] < stops[inside]
    return _whose(known, sheet, touched)


def nights(known: Known, sheet: Sheet) -> Bools:
    """People with too many nights, or with days under a contract of nights."""
    night = known.night[sheet.option]
    count = np.bincount(sheet.person[night], minlength=known.n_people)
    only = known.of_people("nights_only") > 0
    by_day = _whose(known, sheet, ~night & only[sheet.person])
    too_many: Bools = count > known.of_people("max_nights")
    return too_many | by_day


def one_shift_a_day(known: Known, sheet: Sheet) -> Bools:
    """People with a day of several shifts, last week's on day 0 included."""
    several: Bools = np.any(sheet.shifts > 1, axis=1)
    return several | (sheet.worked[:, 0] & (known.of_people("worked_day_0") > 0))


def rest(known: Known, sheet: Sheet) -> Bools:
    """People with two shifts too close, last week's final one included."""
    least = known.of_people("min_rest_slots")
    ended = known.of_people("last_end")
    before = np.concatenate(([0], known.end[sheet.option]))[:-1]
    first = np.diff(sheet.person, prepend=NONE) != 0
    before = np.where(first, ended[sheet.person], before)
    return _whose(known, sheet, known.start[sheet.option] - before < least[sheet.person])


def pins(known: Known, sheet: Sheet) -> Bools:
    """People with a pinned day that holds something else."""
    found = np.zeros(known.n_people, dtype=np.bool_)
    if not known.problem.pins:
        return found
    held = np.full(known.n_people * known.n_days, NONE, dtype=np.int64)
    held[sheet.person * known.n_days + known.day[sheet.option]] = np.arange(sheet.person.size)
    for pin in known.problem.pins:
        n = sheet.shifts[pin.person, pin.day] if pin.day < known.n_days else 0
        if pin.template is None:
            found[pin.person] |= n > 0
            continue
        row = held[pin.person * known.n_days + pin.day] if n == 1 else NONE
        found[pin.person] |= row == NONE or not _is_meant(
            known, sheet, row, pin.template, pin.skill
        )
    return found


def _is_meant(known: Known, sheet: Sheet, row: int, template: str, skill: int | None) -> bool:
    option = sheet.option[row]
    return bool(
        known.template[option] == known.templates.get(template, FAR)
        and known.site[option] == known.home[sheet.person[row]]
        and skill in (None, sheet.skill[row])
    )


def days_in_row(known: Known, sheet: Sheet) -> Bools:
    """People with too long a run of days, last week's days included."""
    most, run = known.of_people("max_days_in_row"), known.of_people("days_before")
    carried = known.of_people("worked_day_0") > 0
    found = np.zeros(known.n_people, dtype=np.bool_)
    for day in range(known.n_days):
        begins_before = carried if day == 0 else np.zeros_like(carried)
        run = np.where(sheet.worked[:, day] | begins_before, run + 1, 0)
        found |= (run > most) & ~begins_before
    return found


def days_off(known: Known, sheet: Sheet) -> Bools:
    """People with too few days off."""
    found = np.zeros(known.n_people, dtype=np.bool_)
    for first, end, days in weeks(known.n_days):
        worked: IntArray = sheet.worked[:, first:end].sum(axis=1)
        found |= (worked > 0) & (days - worked < known.of_people("min_days_off"))
    return found


def weekly_hours(known: Known, sheet: Sheet) -> Bools:
    """People paid outside their contract."""
    paid = np.zeros(known.n_people, dtype=np.int64)
    np.add.at(paid, sheet.person, known.paid[sheet.option])
    found: Bools = paid < known.of_people("min_minutes")
    return found | (paid > known.of_people("max_minutes"))


def breaks(known: Known, sheet: Sheet) -> Bools:
    """People with too many or few breaks, or one outside its window; windows never meet."""
    wrong = sheet.n_starts != known.n_breaks[sheet.option]
    both = min(sheet.starts.shape[1], known.breaks.shape[1])
    windows, starts = known.breaks[sheet.option, :both], sheet.starts[:, :both]
    owed = np.arange(both) < known.n_breaks[sheet.option][:, None]
    outside = (starts < windows[..., 0]) | (starts > windows[..., 1])
    return _whose(known, sheet, wrong | np.any(outside & owed, axis=1))


def _whose(known: Known, sheet: Sheet, rows: Bools) -> Bools:
    """People of the rows that are marked."""
    found = np.zeros(known.n_people, dtype=np.bool_)
    found[sheet.person[rows]] = True
    return found


FORMS: Mapping[str, Form] = {
    "site": site,
    "skills": skills,
    "availability": availability,
    "nights": nights,
    "one_shift_a_day": one_shift_a_day,
    "rest": rest,
    "pins": pins,
    "days_in_row": days_in_row,
    "days_off": days_off,
    "weekly_hours": weekly_hours,
    "breaks": breaks,
    "rotation": rotation,
    "successions": successions,
    "nights_in_row": nights_in_row,
    "on_call": on_call,
    "stretches": stretches,
    "hours_limits": hours_limits,
    "shift_counts": shift_counts,
    "weekends": weekends,
    "weekly_rest": weekly_rest,
    "same_start": same_start,
}
"""By name of the rule; the checker of one that is not here runs over the whole roster."""
