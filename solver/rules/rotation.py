"""In days 7k to 7k + 6 only templates of the k-th week of the own cycle, unless at a price."""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.contract import WEEK
from solver.eligible import in_rotation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> None:
    """Close the templates that are not in the week of the cycle."""
    options = model.problem.options
    for p, person in enumerate(model.problem.people):
        if person.rotation and person.cents_out_of_turn is None:
            closed = [not in_rotation(person, option.day, option.template) for option in options]
            model.forbid(p, np.flatnonzero(closed))


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Shifts of another week of the cycle."""
    for person, shifts in shifts_of(problem, roster, lambda person: bool(person.rotation)):
        for shift in shifts:
            if not in_rotation(person, shift.day, shift.template):
                week = shift.day // WEEK % len(person.rotation)
                day = problem.day_name(person.site, shift.day)
                message = f"{shift.template} on {day} is not in week {week + 1} of the rotation"
                yield Violation("rotation", person.id, message)
