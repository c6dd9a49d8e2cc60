"""The whole model of a problem: every rule stated, every goal priced."""

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.cpsat import cp_solver
from solver.goals import GOALS
from solver.model import Cost, RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.rules import RULES


class FullModel(RosterModel):
    """
    A roster model with all rules and goals, ready to be minimised.

    `closed` holds pairs of person and option, ``True`` where the search is not to look.
    """

    def __init__(self, problem: RosterProblem, closed: NDArray[np.bool_] | None = None) -> None:
        super().__init__(problem)
        if closed is not None:
            for p, row in enumerate(closed):
                self.forbid(p, np.flatnonzero(row))
        for rule in RULES:
            rule.add(self)
        self.costs: list[Cost] = [goal.add(self) for goal in GOALS]
        self.minimize(self.costs)

    def price(self, roster: SlotRoster) -> int:
        """Cost of a roster in the model's own terms, cents."""
        values = self.values(roster)
        return sum(cost.value(values) for cost in self.costs)


def model_price(problem: RosterProblem, roster: SlotRoster) -> int:
    """
    Cost of a roster by a model of the goals alone, cents.

    What is forbidden does not change a price, and takes nine tenths of the time of a whole model.
    """
    model = RosterModel(problem)
    costs = [goal.add(model) for goal in GOALS]
    values = model.values(roster)
    return sum(cost.value(values) for cost in costs)


def new_solver(seed: int) -> cp_model.CpSolver:
    """
    CP-SAT with the settings that rosters like.

    Linearisation level 2 puts the breaks' counting rows into the relaxation: neighbourhoods of
    8 people that it solves in 0.3 s were not solved in 9 s without.
    """
    solver = cp_solver(seed)
    solver.parameters.linearization_level = 2
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    return solver
