"""
The goals of a roster, one file each; every one is a cost in whole cents.

A goal has `add(model)`, which returns its cost in the model's variables, and
`cost(problem, roster)`, which computes the same number from a finished roster without the model.
"""

from typing import Protocol, cast

from solver.goals import cost, cover, deferred, fairness, floors, limits, pairs, wanted, wishes
from solver.model import Cost, RosterModel
from solver.problem import RosterProblem
from solver.result import CostLine, SlotRoster


class Goal(Protocol):
    """What a module of this package offers."""

    __name__: str

    def add(self, model: RosterModel) -> Cost:
        """Price the goal in the model's variables."""

    def cost(self, problem: RosterProblem, roster: SlotRoster) -> int:
        """Price a finished roster, cents."""


GOALS: tuple[Goal, ...] = cast(
    "tuple[Goal, ...]", (cover, cost, wishes, fairness, floors, deferred, limits, pairs, wanted)
)


def goal_name(goal: Goal) -> str:
    """Last part of the module's name, such as ``cover``."""
    return goal.__name__.rpartition(".")[2]


def cost_lines(problem: RosterProblem, roster: SlotRoster) -> tuple[CostLine, ...]:
    """What a finished roster costs, goal by goal, cents."""
    return tuple(CostLine(goal_name(goal), goal.cost(problem, roster)) for goal in GOALS)


def total_cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """What a finished roster costs altogether, cents."""
    return sum(line.cents for line in cost_lines(problem, roster))
