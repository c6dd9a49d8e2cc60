"""
Have enough people of a set at work, with whichever skill, such as a team leader or staff of a site.

A slot of a `Floor` costs its price times ``max(0, required - people of the set at work)``; people
on a break are not at work.
"""

from collections import defaultdict
from collections.abc import Callable

from ortools.sat.python import cp_model

from solver.contract import Floor
from solver.coverage import slot_cents
from solver.model import Cost, RosterModel, Values
from solver.presence import Terms, on_floor, total
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> Cost:
    """Charge what is missing in each group of slots in which the same people meet the same need."""
    found = Cost()
    for f, floor in enumerate(model.problem.floors):
        cents = slot_cents(model.problem, floor.cents)
        if cents and any(floor.required):
            for (terms, need), n_slots in _rows(model, f, floor).items():
                _charge(model, found, f"{floor.name} {need}", terms, need, cents * n_slots)
    return found


def _rows(model: RosterModel, f: int, floor: Floor) -> dict[tuple[Terms, int], int]:
    """Number of slots for each sum of people and need."""
    terms, rows = on_floor(model, f), defaultdict[tuple[Terms, int], int](int)
    for t, need in enumerate(floor.required):
        if need > 0:
            rows[terms.get(t, ()), need] += 1
    return rows


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


def missing(problem: RosterProblem, roster: SlotRoster, floor: Floor) -> list[int]:
    """People of a floor's set missing in each slot."""
    found, counted = [*floor.required], set(floor.people)
    for choice in roster.choices:
        if choice.person in counted:
            option = problem.options[choice.option]
            away = {
                t
                for window, start in zip(option.breaks, choice.break_starts, strict=True)
                for t in range(start, start + window.length)
            }
            for t in range(option.start, min(option.end, problem.n_slots)):
                found[t] -= t not in away
    return [max(n, 0) for n in found]


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Price of the people missing on every floor."""
    return sum(
        slot_cents(problem, floor.cents) * sum(missing(problem, roster, floor))
        for floor in problem.floors
    )
