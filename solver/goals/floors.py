"""
Have enough people of a set at work, with whichever skill, such as a team leader or staff of a site.

A slot of a `Floor` costs its price, if it has one, times ``max(0, required - people of the set at
work)``; people on a break are not at work.
"""

from collections.abc import Callable

from ortools.sat.python import cp_model

from solver.coverage import slot_cents
from solver.model import Cost, RosterModel, Values
from solver.on_duty import missing, rows
from solver.presence import Terms, total
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> Cost:
    """Charge what is missing in each group of slots in which the same people meet the same need."""
    found = Cost()
    for f, floor in enumerate(model.problem.floors):
        cents = slot_cents(model.problem, floor.cents or 0)
        if cents and any(floor.required):
            for (terms, need), n_slots in rows(model, f, floor).items():
                _charge(model, found, f"{floor.name} {need}", terms, need, cents * n_slots)
    return found


def _charge(
    model: RosterModel, found: Cost, name: str, terms: Terms, need: int, cents: int
) -> None:
    if not terms:
        found.constant += need * cents
        return
    missing = model.cp.new_int_var(0, need, f"missing {name}")
    at_work = cp_model.LinearExpr.weighted_sum(
        [model.variable(i) for i, _ in terms], [c for _, c in terms]
    )
    model.cp.add(at_work + missing >= need)
    model.derive(missing, _missing(terms, need))
    found.add(missing, cents)


def _missing(terms: Terms, need: int) -> Callable[[Values], int]:
    return lambda values: max(need - total(terms, values), 0)


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Price of the people missing on every floor that has one."""
    return sum(
        slot_cents(problem, floor.cents or 0) * sum(missing(problem, roster, floor))
        for floor in problem.floors
        if floor.cents
    )
