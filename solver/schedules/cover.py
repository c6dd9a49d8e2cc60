"""Demand as flat rows: agents asked for in a slot, price of one too few or too many."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from solver.demand import carried, demand
from solver.problem import IntArray, RosterProblem
from solver.schedules.column import Column
from solver.schedules.path import Floats


class Cover(NamedTuple):
    """
    Flat over rows of `demand` and slots: row ``skill * n_slots + slot``, then floors.

    `short` is the price of one missing, `deep` what it costs more beyond `mild`, `over` that of
    one too many, cents a slot.
    """

    need: IntArray
    mild: IntArray
    short: IntArray
    deep: int
    over: IntArray


def cover(problem: RosterProblem) -> Cover:
    """Rows of a problem, less the people carried in."""
    asked = demand(problem)
    return Cover(
        need=(asked.required - carried(problem)).reshape(-1),
        mild=asked.mild.reshape(-1),
        short=np.repeat(asked.short, problem.n_slots),
        deep=asked.deep,
        over=np.repeat(asked.over, problem.n_slots),
    )


def price(c: Cover, present: IntArray) -> int:
    """Cents of what is missing and too much."""
    missing = np.maximum(c.need - present, 0)
    cents = (missing * c.short).sum() + (np.maximum(missing - c.mild, 0) * c.deep).sum()
    return int(cents + (np.maximum(present - c.need, 0) * c.over).sum())


def bought(c: Cover, prices: Floats) -> float:
    """
    Least cost of cover and of agents bought at these prices.

    The sum over rows of ``min_n cover(n) + v n``, for a convex piecewise linear cover: it turns
    at no one, at the need and at the need less what counts as mild.
    """
    return float(purchase(c, prices)[1].sum())


def purchase(c: Cover, prices: Floats) -> tuple[IntArray, Floats]:
    """Agents that each row of cover would best buy at these prices, and its cost with them."""
    best, bought = np.full(prices.size, np.inf), np.zeros_like(c.need)
    for agents in (np.zeros_like(c.need), c.need - c.mild, c.need):
        n = np.maximum(agents, 0)
        missing = np.maximum(c.need - n, 0)
        cents = missing * c.short + np.maximum(missing - c.mild, 0) * c.deep
        cents = cents + np.maximum(n - c.need, 0) * c.over + prices * n
        bought = np.where(cents < best, n, bought)
        best = np.minimum(best, cents)
    return bought, best


def residual(c: Cover, columns: Iterable[Column]) -> IntArray:
    """What schedules leave to be covered; below 0 where they are too many."""
    need = c.need.copy()
    for column in columns:
        need[column.rows] -= 1
    return need


def marginal(c: Cover, need: IntArray) -> Floats:
    """Cents that one more agent saves in each row, where others leave a need."""
    short = c.short + np.where(need > c.mild, c.deep, 0)
    found: Floats = np.where(need > 0, short, -c.over).astype(np.float64)
    return found
