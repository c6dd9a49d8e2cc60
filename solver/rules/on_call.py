"""
After on-call a person rests at least `rest_after_on_call` slots before another shift.

On-call on the next day is none; last week's ended in slot `last_on_call_end`, call-outs included.
"""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.eligible import ready_after_on_call
from solver.followers import keep_after
from solver.model import RosterModel
from solver.problem import Person, RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> None:
    """Close shifts too soon after last week's on-call, and forbid those too soon after others."""
    options = model.problem.options
    for p, person in enumerate(model.problem.people):
        if ready := ready_after_on_call(person):
            early = [not option.is_on_call and option.start < ready for option in options]
            model.forbid(p, np.flatnonzero(early))
    for p, person in enumerate(model.problem.people):
        if _is_bound(person):
            on_call = [o for o in model.options_of[p] if options[o].is_on_call]
            others = [o for o in model.options_of[p] if not options[o].is_on_call]
            keep_after(model, p, on_call, others, person.rest_after_on_call)


def _is_bound(person: Person) -> bool:
    return person.rest_after_on_call > 0


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Shifts too soon after on-call."""
    for person, shifts in shifts_of(problem, roster, _is_bound):
        end = person.last_on_call_end
        for shift in shifts:
            if shift.is_on_call:
                end = shift.end
            elif end is not None and shift.start - end < person.rest_after_on_call:
                rest, day = shift.start - end, problem.day_name(person.site, shift.day)
                message = (
                    f"rests {rest} slots after on-call before the shift of {day}, "
                    f"needs {person.rest_after_on_call} slots"
                )
                yield Violation("on_call", person.id, message)
