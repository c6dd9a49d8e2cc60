"""A person works only with skills that he or she has, and that the shift is for."""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Close every option with a skill that the person lacks, or that it is not for."""
    everything = np.arange(len(model.problem.options))
    for p, person in enumerate(model.problem.people):
        for skill in set(range(len(model.problem.skills))) - set(person.skills):
            model.forbid(p, everything, skill)
    for o, option in enumerate(model.problem.options):
        if option.skills is not None:
            others = sorted(set(range(len(model.problem.skills))) - option.skills)
            for p in range(len(model.problem.people)):
                for skill in others:
                    model.forbid(p, o, skill)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Shifts with a skill that the person lacks, or that the shift is not for."""
    for choice in roster.choices:
        person, option = problem.people[choice.person], problem.options[choice.option]
        where = f"{option.template} on {problem.day_name(option.site, option.day)}"
        skill = problem.skills[choice.skill]
        if option.skills is not None and choice.skill not in option.skills:
            yield Violation("skills", person.id, f"{where} is not for {skill}")
        if choice.skill not in person.skills:
            yield Violation("skills", person.id, f"{where}: lacks skill {skill}")
