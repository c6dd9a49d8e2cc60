"""A person works only shifts of the own site."""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Close the options of other sites."""
    sites = np.array([option.site for option in model.problem.options], dtype=np.str_)
    for p, person in enumerate(model.problem.people):
        model.forbid(p, np.flatnonzero(sites != person.site))


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Shifts at another site."""
    for choice in roster.choices:
        person, option = problem.people[choice.person], problem.options[choice.option]
        if person.site != option.site:
            day = problem.day_name(option.site, option.day)
            message = f"works at {option.site} on {day}, belongs to {person.site}"
            yield Violation("site", person.id, message)
