"""
A proven lower bound: prices of an agent at work in each slot, and everybody's best answer to them.

For any price v of a skill in a slot, no roster costs less than what coverage costs when agents are
bought at v, plus each person's cheapest week when its hours are sold at v (Lagrangian relaxation
of coverage; fairness counts as 0). Weeks keep every rule that `solver.tours` knows and are whole,
so the bound lies above that of the linear relaxation. All sums are in whole cents: the
bound is exact, however good or bad the prices. Subgradient steps better them: a slot that
is bought more than sold becomes dearer.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import END, LENGTH, N_BREAKS, START, Arrays
from solver.compiled import compiled, inner
from solver.labels import CHOICE, COST, FAR, PARENT, SKILL, Labels, labels
from solver.problem import IntArray
from solver.tours import best_break, find_week

Floats = NDArray[np.float64]
KEPT, PATIENCE, SHRINKAGE = 0.9, 40, 0.8
"""Share of the last direction kept; steps without a better bound until steps shrink, and how."""
SMALLEST_STEP = 1e-4


class Market(NamedTuple):
    """Prices in cents, and what is bought and sold at them; shapes ``(n_skills, n_slots)``."""

    price: IntArray
    bought: IntArray
    sold: IntArray


class Dual:
    """
    Prices that are bettered step by step.

    Attributes
    ----------
    bound
        Best bound so far, whole cents; None before the first step, or where people have no week.
    labels
        Labels made so far, a measure of the work done.
    """

    def __init__(self, problem: Arrays, carried_in: IntArray) -> None:
        self._problem, self._carried, self._labels = problem, carried_in, labels(problem)
        shape = problem.required.shape
        self._dearest = np.repeat((problem.short + problem.deep)[:, None], shape[1], axis=1)
        self._prices: Floats = np.where(problem.required > 0, self._dearest / 4, 0.0)
        self._best = self._prices
        self._direction: Floats = np.zeros(shape)
        self._market = Market(*(np.zeros(shape, dtype=np.int64) for _ in range(3)))
        self._factor, self._failures = 1.0, 0
        self.bound: int | None = None

    @property
    def labels(self) -> int:
        """Labels made so far."""
        return int(self._labels.clock[1])

    @property
    def is_done(self) -> bool:
        """Whether steps have become too small to matter."""
        return self._factor < SMALLEST_STEP

    def step(self, target: int) -> None:
        """Prove a bound and move the prices; `target` is the cost of a roster, cents."""
        np.rint(self._prices, out=self._market.price, casting="unsafe")
        found = proven(self._problem, self._market, self._labels, self._carried)
        if found <= -FAR:
            self._factor = 0.0
            return
        self._note(found)
        gradient = (self._market.bought - self._market.sold).astype(np.float64)
        self._direction = KEPT * self._direction + (1 - KEPT) * gradient
        length = float((self._direction**2).sum())
        if length == 0.0:
            self._factor = 0.0
            return
        size = self._factor * max(target - found, 1) / length
        moved = self._prices + size * self._direction
        self._prices = np.clip(moved, -float(self._problem.over), self._dearest)

    def _note(self, found: int) -> None:
        if self.bound is None or found > self.bound:
            self.bound, self._best, self._failures = found, self._prices, 0
            return
        self._failures += 1
        if self._failures == PATIENCE:
            self._factor, self._failures = self._factor * SHRINKAGE, 0
            self._prices, self._direction = self._best, np.zeros_like(self._direction)


@compiled
def proven(a: Arrays, m: Market, w: Labels, carried: IntArray) -> int:
    """Lower bound at the market's prices, cents; -FAR if some week was not found."""
    found = 0
    for s in range(a.required.shape[0]):
        total = 0
        for t in range(a.required.shape[1]):
            total += m.price[s, t]
            w.gain[s, t + 1] = total
            found += _buy(a, m, s, t, carried[s, t])
            m.sold[s, t] = 0
    for kind in range(w.burden.shape[0]):
        for n in range(w.burden.shape[1]):
            w.burden[kind, n] = 0
    for p in range(a.people.shape[0]):
        label = find_week(a, w, p)
        if label < 0:
            return -FAR
        found += w.rows[label, COST]
        _sell(a, m, w, p, label)
    return int(found)


@inner
def _buy(a: Arrays, m: Market, s: int, t: int, carried: int) -> int:
    """Cheapest sum of coverage and agents bought; convex, so it turns at one of three numbers."""
    best, need = FAR, a.required[s, t]
    for agents in (carried, need - a.mild[s, t], need):
        agents = max(agents, carried)
        missing = need - agents
        cost = m.price[s, t] * (agents - carried)
        if missing < 0:
            cost -= missing * a.over
        else:
            cost += missing * a.short[s] + max(missing - a.mild[s, t], 0) * a.deep
        if cost < best:
            best, m.bought[s, t] = cost, agents - carried
    return int(best)


@inner
def _sell(a: Arrays, m: Market, w: Labels, p: int, label: int) -> None:
    """Count the hours of the week that a label ends."""
    while w.rows[label, PARENT] >= 0:
        i = w.rows[label, CHOICE]
        if i >= 0:
            o, s = a.choices[p, i], w.offers[i, SKILL]
            for t in range(a.options[o, START], a.options[o, END]):
                m.sold[s, t] += 1
            for j in range(a.options[o, N_BREAKS]):
                first = best_break(a, w.gain, o, s, j)
                last = min(first + a.breaks[o, j, LENGTH], m.sold.shape[1])
                for t in range(first, last):
                    m.sold[s, t] -= 1
        label = w.rows[label, PARENT]
