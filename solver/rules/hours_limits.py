"""
Paid minutes of a run of days (a day, a week, a pay or averaging period) keep their limits.

Sides of a `Limit` with a price are the goal `limits`.
"""

from collections.abc import Iterator

from planner.roster import Violation
from solver.amounts import bind, breaches
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Keep every banned side of the limits on minutes."""
    bind(model, "minutes")


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """People with too few or too many minutes in a run of days."""
    yield from breaches(problem, roster, "hours_limits", "minutes")
