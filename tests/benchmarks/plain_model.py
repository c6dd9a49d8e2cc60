"""Any roster problem as one plain CP-SAT model with every rule and goal, to compare with."""

from ortools.sat.python import cp_model

from solver.assemble import FullModel
from solver.breaks import deal
from solver.check import violations
from solver.goals import total_cost
from solver.problem import RosterProblem

WORKERS = 2


def plain(problem: RosterProblem, seconds: float) -> int | None:
    """Cents of the roster that CP-SAT finds on its own in the time; None without any."""
    model = FullModel(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    roster = deal(model, solver.value)
    assert not violations(problem, roster)
    return total_cost(problem, roster)
