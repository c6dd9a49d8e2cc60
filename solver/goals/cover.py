"""
Have the required agents at work in every slot, at a price for each one missing or too many.

For n agents at work where r are required, ``short = max(0, r - n)``, ``over = max(0, n - r)`` and
``deep = max(0, short - floor(deep_share r))``, a slot costs
``price_short * short + price_deep * deep + price_over * over``.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solver.coverage import mild_limit, present, slot_cents
from solver.model import Cost, RosterModel, Values
from solver.presence import Terms, by_skill, total
from solver.problem import BreakWindow, IntArray, RosterProblem
from solver.result import SlotRoster


@dataclass(frozen=True, slots=True)
class _Row:
    """Slots of a skill in which the same variables meet the same need."""

    skill: int
    terms: Terms
    need: int
    mild: int


def add(model: RosterModel) -> Cost:
    """
    Charge the shortfall of each group of like slots, and the surplus it implies.

    Since over = n - r + short, the surplus needs no variable: its price falls on the people at
    work, on the shortfall and on a constant.
    """
    cost = Cost()
    for row, n_slots in _rows(model).items():
        _charge_short(model, cost, row, n_slots)
    over = slot_cents(model.problem, model.problem.prices.over)
    if over:
        _charge_over(model, cost, over)
    return cost


def _rows(model: RosterModel) -> dict[_Row, int]:
    """Groups of like slots in which somebody is needed, with the number of slots in each."""
    terms = by_skill(model)
    need = model.problem.required - model.problem.carried_in
    mild = mild_limit(model.problem)
    rows: dict[_Row, int] = defaultdict(int)
    for s, t in np.argwhere(need > 0).tolist():
        rows[_Row(s, terms.get((s, t), ()), int(need[s, t]), int(mild[s, t]))] += 1
    return rows


def _charge_short(model: RosterModel, cost: Cost, row: _Row, n_slots: int) -> None:
    prices, problem = model.problem.prices, model.problem
    deep_cents = n_slots * slot_cents(problem, prices.short_deep)
    mild_cents = n_slots * (
        slot_cents(problem, prices.short[row.skill]) + slot_cents(problem, prices.over)
    )
    if not row.terms:
        cost.constant += mild_cents * row.need + deep_cents * max(row.need - row.mild, 0)
        return
    name = f"{problem.skills[row.skill]} {row.need}"
    mild = model.cp.new_int_var(0, min(row.mild, row.need), f"short {name}")
    deep = model.cp.new_int_var(0, max(row.need - row.mild, 0), f"short deep {name}")
    variables = [model.variable(i) for i, _ in row.terms]
    at_work = cp_model.LinearExpr.weighted_sum(variables, [c for _, c in row.terms])
    model.cp.add(at_work + mild + deep >= row.need)
    cost.add(mild, mild_cents)
    cost.add(deep, mild_cents + deep_cents)
    model.derive(mild, _shortfall(row.terms, row.need, 0, min(row.mild, row.need)))
    model.derive(deep, _shortfall(row.terms, row.need, row.mild, max(row.need - row.mild, 0)))


def _shortfall(terms: Terms, need: int, beyond: int, most: int) -> Callable[[Values], int]:
    def value(values: Values) -> int:
        return min(max(need - total(terms, values) - beyond, 0), most)

    return value


def _charge_over(model: RosterModel, cost: Cost, cents: int) -> None:
    """Price every agent-slot worked in the week, less those required (shortfalls are charged)."""
    problem = model.problem
    need = problem.required - problem.carried_in
    cost.constant -= cents * int(need.sum())
    for (o, s, c), staff in model.staff.items():
        option = problem.options[o]
        length = min(option.end, problem.n_slots) - option.start
        free = [j for j in range(len(option.breaks)) if (o, s, c, j) not in model.starts]
        length -= sum(_inside(problem, option.breaks[j], option.breaks[j].earliest) for j in free)
        cost.add(staff, cents * length)
    for (o, _, _, j), starts in model.starts.items():
        for first, variable in starts.items():
            cost.add(variable, -cents * _inside(problem, problem.options[o].breaks[j], first))


def _inside(problem: RosterProblem, window: BreakWindow, start: int) -> int:
    """Slots of a break that lie in the week."""
    return max(min(start + window.length, problem.n_slots) - start, 0)


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Price of every shortfall and surplus, slot by slot."""
    prices = problem.prices
    gap = problem.required - present(problem, roster)
    short, over = np.maximum(gap, 0), np.maximum(-gap, 0)
    deep = np.maximum(short - mild_limit(problem), 0)
    per_skill: IntArray = np.array(
        [slot_cents(problem, price) for price in prices.short], dtype=np.int64
    )
    found = (short.sum(axis=1) * per_skill).sum()
    found += deep.sum() * slot_cents(problem, prices.short_deep)
    found += over.sum() * slot_cents(problem, prices.over)
    return int(found)
