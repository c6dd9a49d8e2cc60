"""
A person has at least `min_days_off` local days without a shift of this week.

A week that begins inside a local day touches 8 days, of which 7 count: shifts <= 7 - min_days_off.
"""

from collections.abc import Iterator

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster

WEEK = 7


def add(model: RosterModel) -> None:
    """Sum of all shifts <= days of the week - min_days_off."""
    for p, person in enumerate(model.problem.people):
        most = max(min(model.problem.n_days, WEEK) - person.min_days_off, 0)
        mine = [model.works[p, o] for o in model.options_of[p]]
        if len(mine) > most:
            model.cp.add(sum(mine) <= most)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """People with too few days off."""
    for p, person in enumerate(problem.people):
        worked = {problem.options[c.option].day for c in roster.choices if c.person == p}
        free = min(problem.n_days, WEEK) - len(worked)
        if worked and free < person.min_days_off:
            yield Violation("days_off", person.id, f"{free} days off, owed {person.min_days_off}")
