"""Demand as rows: a skill in a slot, agents asked for, price of one too few or too many."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from solver.coverage import mild_limit, slot_cents
from solver.problem import IntArray, RosterProblem
from solver.schedules.column import Column
from solver.schedules.path import Floats


class Cover(NamedTuple):
    """
    Flat over skills and slots: row ``skill * n_slots + slot``.

    `short` is the price of one missing, `deep` what it costs more beyond `mild`, `over` that of
    one too many, cents a slot.
    """

    need: IntArray
    mild: IntArray
    short: IntArray
    deep: int
    over: int


def cover(problem: RosterProblem) -> Cover:
    """Rows of a problem, less the people carried in."""
    prices = problem.prices
    short = np.array([slot_cents(problem, cents) for cents in prices.short], dtype=np.int64)
    return Cover(
        need=(problem.required - problem.carried_in).reshape(-1),
        mild=mild_limit(problem).reshape(-1),
        short=np.repeat(short, problem.n_slots),
        deep=slot_cents(problem, prices.short_deep),
        over=slot_cents(problem, prices.over),
    )


def price(c: Cover, present: IntArray) -> int:
    """Cents of what is missing and too much."""
    missing = np.maximum(c.need - present, 0)
    cents = (missing * c.short).sum() + (np.maximum(missing - c.mild, 0) * c.deep).sum()
    return int(cents + np.maximum(present - c.need, 0).sum() * c.over)


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
