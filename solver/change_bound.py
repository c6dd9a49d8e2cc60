"""
What no re-plan can cost less than: prices of slots against everybody's best days.

As in `solver.dual`, agents are sold at a price in every slot, and any prices prove a bound. People
work the days that are worth most, at most as many as hours and days off allow; other rules of a
week are left aside, which keeps the bound true. It takes milliseconds a step, and is close
where the price of changes keeps nearly everybody at the published week.
"""

import numpy as np

from solver.change_market import Buyer, Floats, Sellers
from solver.columns import Bools
from solver.coverage import present
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster
from solver.run import Run

STEPS = 150
KEPT, PATIENCE, SHRINKAGE = 0.7, 8, 0.6
"""Share of the last direction kept; steps without a better bound until steps shrink, and how."""


def change_bound(run: Run, able: Bools, price: IntArray, base: SlotRoster) -> int:
    """
    Cents that no roster of the run's problem costs less than.

    Parameters
    ----------
    able, price
        What site and time off let people work, and what it costs, shape ``(n_people, n_options)``.
    base
        Roster whose shortfalls the prices begin from.
    """
    problem: RosterProblem = run.problem
    buyer, sellers = Buyer(problem), Sellers(problem, able, price)
    missing = problem.required - present(problem, base)
    prices: Floats = np.where(missing >= 0, 0.3 * buyer.short, -buyer.over)
    bound, best, direction, factor, failures = -np.inf, prices, np.zeros_like(prices), 1.0, 0
    for _ in range(STEPS):
        paid, bought = buyer.buy(prices)
        earned, sold = sellers.sell(prices)
        if paid + earned > bound:
            bound, best, failures = paid + earned, prices, 0
        else:
            failures += 1
        if failures == PATIENCE:
            factor, failures, prices = factor * SHRINKAGE, 0, best
            direction = np.zeros_like(prices)
            continue
        direction = KEPT * direction + (1 - KEPT) * (bought - sold)
        length = float((direction**2).sum())
        if run.stopped or not run.left_s or length == 0.0:
            break
        size = factor * max((run.objective or 0) - paid - earned, 1.0) / length
        prices = np.clip(prices + size * direction, -buyer.over, buyer.short + buyer.deep)
    return int(np.floor(bound - 1e-6 * abs(bound)))
