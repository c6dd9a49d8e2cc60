"""
A `Floor` without a price has all its people at work in every slot; nobody on a break is at work.

Its members bind each other, as people of a pair do.
"""

from collections.abc import Iterator

import numpy as np
from ortools.sat.python import cp_model

from planner.roster import Violation
from planner.runs import runs
from solver.model import RosterModel
from solver.on_duty import missing, rows
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """People at work >= people needed, for each group of slots with the same sum of both."""
    for f, floor in enumerate(model.problem.floors):
        if floor.cents is None and any(floor.required):
            for terms, need in rows(model, f, floor):
                variables = [model.variable(i) for i, _ in terms]
                at_work = cp_model.LinearExpr.weighted_sum(variables, [c for _, c in terms])
                model.cp.add(at_work >= need)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Runs of slots in which somebody is missing; they are nobody's own, so name the floor."""
    for floor in problem.floors:
        if floor.cents is None:
            gone = np.array(missing(problem, roster, floor), dtype=np.int64)
            for first, end in runs(gone, problem.slot_minutes):
                most, need = int(gone[first:end].max()), max(floor.required[first:end])
                message = f"{floor.name}: {most} of {need} missing from slot {first} to slot {end}"
                yield Violation("floors", "", message)
