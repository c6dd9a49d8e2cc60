"""
On the day after a template none begins that `RosterProblem.forbidden_after` names for it.

The template of day -1 is `Person.last_template`.
"""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> None:
    """Of a template and those forbidden after it, on neighbouring days, at most one."""
    problem = model.problem
    for p, person in enumerate(problem.people):
        closed = problem.forbidden_after.get(person.last_template or "", frozenset())
        model.forbid(
            p, np.flatnonzero([o.day == 0 and o.template in closed for o in problem.options])
        )
    for p in range(len(problem.people)):
        for template, after in problem.forbidden_after.items():
            for day in range(problem.n_days - 1):
                first = model.works_on(p, [day], [template])
                second = model.works_on(p, [day + 1], after)
                if first and second:
                    model.cp.add(sum(first) + sum(second) <= 1)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Shifts that must not follow the one of the day before."""
    if not problem.forbidden_after:
        return
    for person, shifts in shifts_of(problem, roster, lambda _: True):
        worked = {shift.day: shift.template for shift in shifts}
        if person.last_template is not None:
            worked[-1] = person.last_template
        for shift in shifts:
            before = worked.get(shift.day - 1)
            if before and shift.template in problem.forbidden_after.get(before, ()):
                day = problem.day_name(person.site, shift.day)
                message = f"{shift.template} on {day} follows {before}"
                yield Violation("successions", person.id, message)
