"""
Weekends with any shift, of those that lie inside a run of days, keep their limits.

Sides of a `Limit` with a price are the goal `limits`.
"""

from collections.abc import Iterator

from planner.roster import Violation
from solver.amounts import bind, breaches
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Keep every banned side of the limits on weekends."""
    bind(model, "weekends")


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """People with too few or too many weekends in a run of days."""
    yield from breaches(problem, roster, "weekends", "weekends")
