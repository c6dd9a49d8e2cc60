"""
At most `max_nights_in_row` nights on days in a row, then `rest_after_nights` before another shift.

Last week's `nights_before` count, and the rest after them from `last_end` on.
"""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.eligible import ready_after_nights
from solver.followers import keep_after
from solver.model import RosterModel
from solver.problem import NO_LIMIT, Person, RosterProblem, ShiftOption
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> None:
    """In max + 1 days at most max nights; shifts too soon after a night are closed to it."""
    options = model.problem.options
    for p, person in enumerate(model.problem.people):
        if ready := ready_after_nights(person):
            early = [not other.is_night and other.start < ready for other in options]
            model.forbid(p, np.flatnonzero(early))
    for p, person in enumerate(model.problem.people):
        _limit(model, p)
        if person.rest_after_nights > 0:
            nights = [o for o in model.options_of[p] if options[o].is_night]
            others = [o for o in model.options_of[p] if not options[o].is_night]
            keep_after(model, p, nights, others, person.rest_after_nights)


def _is_bound(person: Person) -> bool:
    return person.max_nights_in_row < NO_LIMIT or person.rest_after_nights > 0


def _limit(model: RosterModel, p: int) -> None:
    person, n_days = model.problem.people[p], model.problem.n_days
    most = person.max_nights_in_row
    left = max(most - person.nights_before, 0)
    if left < most and not person.worked_day_0:
        _at_most(model, p, range(left + 1), left)
    for first in range(n_days - most):
        _at_most(model, p, range(first, first + most + 1), most)


def _at_most(model: RosterModel, p: int, days: range, most: int) -> None:
    options = model.problem.options
    nights = [
        model.works[p, o]
        for o in model.options_of[p]
        if options[o].is_night and options[o].day in days
    ]
    if len(nights) > most:
        model.cp.add(sum(nights) <= most)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Too many nights in a row, and shifts too soon after one."""
    for person, shifts in shifts_of(problem, roster, _is_bound):
        run = 0 if person.worked_day_0 else person.nights_before
        nights = {shift.day for shift in shifts if shift.is_night}
        for day in range(problem.n_days):
            run = run + 1 if day in nights else 0
            if run > person.max_nights_in_row:
                by = problem.day_name(person.site, day)
                message = f"{run} nights in a row by {by}, allowed {person.max_nights_in_row}"
                yield Violation("nights_in_row", person.id, message)
        for day, rest in _short_rests(person, shifts):
            before = problem.day_name(person.site, day)
            message = (
                f"rests {rest} slots after a night before the shift of {before}, "
                f"needs {person.rest_after_nights} slots"
            )
            yield Violation("nights_in_row", person.id, message)


def _short_rests(person: Person, shifts: list[ShiftOption]) -> Iterator[tuple[int, int]]:
    """Day of each shift too soon after a night, and the rest before it."""
    before = person.nights_before > 0 and not person.worked_day_0
    night_end = person.last_end if before else None
    for shift in shifts:
        if shift.is_night:
            night_end = shift.end
        elif night_end is not None and shift.start - night_end < person.rest_after_nights:
            yield shift.day, shift.start - night_end
