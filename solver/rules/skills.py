"""A person works only with skills that he or she has."""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Close every option with a skill that the person lacks."""
    everything = np.arange(len(model.problem.options))
    for p, person in enumerate(model.problem.people):
        for skill in set(range(len(model.problem.skills))) - set(person.skills):
            model.forbid(p, everything, skill)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Shifts with a skill that the person lacks."""
    for choice in roster.choices:
        person = problem.people[choice.person]
        if choice.skill not in person.skills:
            yield Violation("skills", person.id, f"lacks skill {problem.skills[choice.skill]}")
