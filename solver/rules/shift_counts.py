"""
Shifts of a run of days, all or those of some templates, keep their limits.

Sides of a `Limit` with a price are the goal `limits`.
"""

from collections.abc import Iterator

from planner.roster import Violation
from solver.amounts import bind, breaches
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Keep every banned side of the limits on shifts."""
    bind(model, "shifts")


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """People with too few or too many shifts in a run of days."""
    yield from breaches(problem, roster, "shift_counts", "shifts")
