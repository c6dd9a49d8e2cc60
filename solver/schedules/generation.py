"""
Column generation: prices of agents that prove a bound, and the schedules that belong to them.

A master problem mixes the schedules known so far; its prices ask for new ones that would better
the mix. To keep prices from jumping, people are asked at a point between the master's prices and
those of the best bound so far: nearer to the master's where the bound still rises towards them.

Pessoa, Sadykov, Uchoa and Vanderbeck, Automation and combination of linear-programming based
stabilization techniques in column generation, INFORMS J. Comput. 30 (2018).
"""

import math
from contextlib import nullcontext

import numpy as np

from solver.bans import usual_cents
from solver.problem import RosterProblem
from solver.schedules.cover import Cover, bought, cover, purchase
from solver.schedules.interior import CLOSE
from solver.schedules.master import Master, Mix, reduced
from solver.schedules.path import FAR, Floats
from solver.schedules.pricer import Pricer, Strays
from solver.schedules.relaxation import Relaxation, Stoppable

SMOOTHING, SMOOTHEST, TURN = 0.9, 0.95, 0.1
"""Weight of the prices of the best bound at first, its most, and part by which it changes."""
N_STRAYS, MOST_STRAYS, STRAY_CENTS = 20, 1000, 0.015
"""
Other schedules asked for with each and with all, misjudged by so much of the price of one agent
missing.
"""
NEARER, LOOSEST = 15, 0.05
"""Times that a mix is nearer to the cheapest than to the bound; the most, as a part."""
STUCK = 3
"""Steps of which one asks at the master's own prices, where those of the best bound stay."""
NEARLY = 2e-3
"""Distance of mix and bound, as a part, from which one step in `STUCK` is for an exact bound."""
DONE = 1e-4
"""Distance of mix and bound, as a part, at which the mix is as good as the best."""


class Generation:
    """
    A mix of schedules that becomes better step by step.

    Attributes
    ----------
    bound
        No roster costs less, cents; `-inf` before the first step.
    mix
        Price of the best mix so far.
    """

    def __init__(self, problem: RosterProblem, pricer: Pricer, seed: int) -> None:
        self.pricer, self.cover = pricer, cover(problem)
        self.everybody = range(len(problem.people))
        self.master = Master(self.cover, self.cover.need, self.everybody)
        self.bound, self.mix, self.steps = -math.inf, math.inf, 0
        self.prices: Floats = np.zeros(self.cover.need.size)
        self._seed, self._smoothing, self._is_stuck = seed, SMOOTHING, False
        self._slope: Floats = np.zeros(self.cover.need.size)
        self._size = STRAY_CENTS * float(max(usual_cents(problem), 1))

    def begin(self, time_s: float, stoppable: Stoppable = nullcontext) -> None:
        """Prices of a relaxation, and the first schedules."""
        relaxation = Relaxation(self.pricer.problem, self.pricer.members, self.cover)
        worth = relaxation.solve(time_s, stoppable)
        self.pricer.fines = worth.fines
        self.prices = self._within(worth.agents)
        self._ask(self.prices)

    def step(self) -> None:
        """Mix, and ask for what would better the mix."""
        mix = self.master.solve(self._closeness())
        self.mix = mix.cents
        best, there = self.prices, self._within(mix.agents)
        is_stuck = self._smoothing >= SMOOTHEST and not self.steps % STUCK
        is_exact = self.gap <= NEARLY and self.pricer.is_rough and not self.steps % STUCK
        near = 0.0 if is_stuck or is_exact else self._smoothing
        n_better = self._ask(near * best + (1 - near) * there, mix, is_exact)
        self._smoothing = _turned(self._smoothing, float(self._slope @ (there - best)))
        self._is_stuck = not n_better and near < DONE
        if not n_better:
            self._smoothing /= 2

    def _closeness(self) -> float:
        """A mix need be no nearer to the cheapest than a part of what it lies above the bound."""
        if not math.isfinite(self.mix):
            return LOOSEST
        apart = (self.mix - self.bound) / max(abs(self.mix), 1.0)
        return min(max(apart / NEARER, CLOSE), LOOSEST)

    @property
    def is_done(self) -> bool:
        """Whether the mix cannot become much better."""
        return self.gap <= DONE or self._is_stuck

    @property
    def gap(self) -> float:
        """Part of the bound that the best mix lies above it; endless until both are known."""
        apart = self.mix - self.bound
        return apart / max(abs(self.bound), 1.0) if math.isfinite(apart) else math.inf

    def _within(self, prices: Floats) -> Floats:
        """Prices that cover could ever pay."""
        c = self.cover
        return np.clip(prices, -c.over.astype(float), c.short + float(c.deep))

    def _ask(self, prices: Floats, mix: Mix | None = None, is_exact: bool = False) -> int:
        """Everybody's schedules at some prices; returns how many would better the mix."""
        self.steps += 1
        n = min(N_STRAYS, MOST_STRAYS // max(len(self.everybody), 1))
        strays = Strays(n, self._size, self._seed + self.steps)
        agents, cents = purchase(self.cover, prices)
        total, n_better, self._slope = float(cents.sum()), 0, agents.astype(float)
        for found in self.pricer.search(self.everybody, prices, strays, is_exact=is_exact):
            total += found.bound if found.bound < FAR else -math.inf
            for column in found.columns[:1]:
                self._slope[column.rows] -= 1
            for i, column in enumerate(found.columns):
                is_better = mix is None or reduced(column, mix) < -1e-6
                if (i == 0 or is_better) and self.master.add(column):
                    n_better += is_better
        if total > self.bound:
            self.bound, self.prices = total, prices
        return n_better


def _turned(smoothing: float, rise: float) -> float:
    """The next weight, where going on towards the master's prices would raise the bound or not."""
    if rise > 0:
        less = smoothing / (1 + TURN) if smoothing >= 0.5 else smoothing - (1 - smoothing) * TURN
        return max(less, 0.0)
    return min(smoothing + (1 - smoothing) * TURN, SMOOTHEST)


def lagrangian(pricer: Pricer, c: Cover, prices: Floats) -> float:
    """
    What no roster costs less than, cents, by prices of agents; `-inf` if somebody has no schedule.

    Agents are sold to cover at these prices, and everybody's cheapest schedule is paid by them.
    """
    found = pricer.search(range(len(pricer.problem.people)), prices)
    if any(one.bound >= FAR for one in found):
        return -math.inf
    return bought(c, prices) + sum(one.bound for one in found)
