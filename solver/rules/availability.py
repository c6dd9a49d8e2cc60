"""A shift, its breaks included, touches no slot in which the person is unavailable."""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Close the options that overlap time off."""
    starts = np.array([option.start for option in model.problem.options], dtype=np.int64)
    ends = np.array([option.end for option in model.problem.options], dtype=np.int64)
    for p, person in enumerate(model.problem.people):
        for first, last in person.unavailable:
            model.forbid(p, np.flatnonzero((starts < last) & (ends > first)))


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Slots worked while unavailable."""
    for choice in roster.choices:
        person, option = problem.people[choice.person], problem.options[choice.option]
        worked = set(range(option.start, option.end))
        if any(worked & set(range(first, last)) for first, last in person.unavailable):
            day = problem.day_name(option.site, option.day)
            yield Violation("availability", person.id, f"works on {day} while unavailable")
