"""
A proven lower bound: prices of an agent at work in each slot, and everybody's best answer to them.

For any price v of a skill in a slot, no roster costs less than what coverage costs when agents are
bought at v, plus each person's cheapest week when its hours are sold at v (Lagrangian relaxation
of coverage; fairness counts as 0). Weeks keep every rule that `solver.weeks` knows and are whole,
so the bound lies above that of the linear relaxation. All sums are in whole cents: the
bound is exact, however good or bad the prices. Subgradient steps better them: a slot that
is bought more than sold becomes dearer.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Arrays, as_asked
from solver.columns import END, FAR, LENGTH, N_BREAKS, START
from solver.compiled import compiled, inner
from solver.offers import Work, best_break, best_skill, price_options, work
from solver.placing import least_cost
from solver.problem import IntArray, RosterProblem
from solver.weekly_rests import find_week

Floats = NDArray[np.float64]
Table = TypeVar("Table", IntArray, NDArray[np.bool_])
KEPT, KEPT_SQUARE = 0.95, 0.995
"""Share kept of the mean slope of a price, and of the mean of its square."""
FIRST_STEP, LAST_STEP = 0.1, 0.0003
"""Length of a price's step at the beginning and end, as a part of the price of a shortfall."""


LEVELS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
"""Parts of a shortfall's price, one of which all prices begin at: the one that proves most."""


class Market(NamedTuple):
    """Prices in cents, and what is bought and sold at them; shapes ``(n_skills, n_slots)``."""

    price: IntArray
    bought: IntArray
    sold: IntArray


class Piece(NamedTuple):
    """
    Weeks of a problem that begins in slot `first` of the whole, and memory to look for them.

    Parameters
    ----------
    is_asked
        Whether somebody is needed, or could be, in each skill and slot.
    """

    problem: Arrays
    work: Work
    market: Market
    carried: IntArray
    is_asked: NDArray[np.bool_]
    first: int


def piece(placed: Arrays, asked: RosterProblem, first: int = 0) -> Piece:
    """A problem as a piece, or as all there is; `placed` has its deferred work placed."""
    nothing = (np.zeros(placed.required.shape, dtype=np.int64) for _ in range(3))
    return Piece(
        as_asked(placed, asked),
        work(placed),
        Market(*nothing),
        asked.carried_in,
        placed.required > 0,
        first,
    )


class Dual:
    """
    Prices that are bettered step by step.

    Parameters
    ----------
    pieces
        The weeks of the problem, each with its own; one that reaches into the next asks for
        nobody there.

    Attributes
    ----------
    bound
        Best bound so far, whole cents; None before the first step, or where people have no week.
    """

    def __init__(self, asked: RosterProblem, pieces: Sequence[Piece]) -> None:
        self._asked, self._pieces, shape = asked, pieces, asked.required.shape
        known = pieces[0].problem
        self._short, self._over = known.short[:, None].astype(np.float64), float(known.over)
        self._dearest = np.repeat(self._short + known.deep, shape[1], axis=1)
        self._is_asked = np.zeros(shape, dtype=np.bool_)
        for one in pieces:
            _of(self._is_asked, one)[:] |= one.is_asked
        self._prices = self._level(0)
        self._slope, self._square = np.zeros(shape), np.zeros(shape)
        self._bought, self._sold = (np.zeros(shape, dtype=np.int64) for _ in range(2))
        self._steps, self._proven = 0, list[int]()
        self.bound: int | None = None

    @property
    def prices(self) -> Floats:
        """Prices after the steps so far, cents a slot."""
        return self._prices

    def step(self, done: float) -> None:
        """
        Prove a bound and move the prices, the less the more of the time is done (0 to 1).

        The first steps try one price for all. Later each price moves by its mean slope over the
        root of its mean square: a whole step where slots are always short of people, a small part
        of one where they change sides.
        """
        cents = np.rint(self._prices).astype(np.int64)
        found = self._look(cents)
        if found is None:
            return
        self.bound = found if self.bound is None else max(self.bound, found)
        self._proven.append(found)
        if len(self._proven) < len(LEVELS):
            self._prices = self._level(len(self._proven))
        elif len(self._proven) == len(LEVELS):
            self._prices = self._level(self._proven.index(self.bound))
        else:
            self._move(done)

    def _look(self, cents: IntArray) -> int | None:
        """What is proven at the prices, and what is bought and sold; None if a week is missing."""
        self._bought[:], self._sold[:] = 0, 0
        found = 0
        for one in self._pieces:
            one.market.price[:] = _of(cents, one)
            proven_here = proven(one.problem, one.market, one.work, one.carried)
            if proven_here <= -FAR:
                return None
            found += proven_here
            _of(self._bought, one)[:] += one.market.bought
            _of(self._sold, one)[:] += one.market.sold
        if self._asked.deferred:
            placed, bought = least_cost(self._asked, cents.astype(np.float64))
            found += placed
            self._bought += bought
        return found

    def _level(self, i: int) -> Floats:
        """All prices of slots in which people are needed at one part of a shortfall's price."""
        prices: Floats = np.where(self._is_asked, LEVELS[i] * self._short, 0.0)
        return prices

    def _move(self, done: float) -> None:
        gradient = (self._bought - self._sold).astype(np.float64)
        self._steps += 1
        self._slope += (1 - KEPT) * (gradient - self._slope)
        self._square += (1 - KEPT_SQUARE) * (gradient**2 - self._square)
        slope = self._slope / (1 - KEPT**self._steps)
        square = self._square / (1 - KEPT_SQUARE**self._steps)
        part = FIRST_STEP * (LAST_STEP / FIRST_STEP) ** min(done, 1.0)
        size = part * self._short
        moved = self._prices + size * slope / (np.sqrt(square) + 1e-3)
        self._prices = np.clip(moved, -self._over, self._dearest)


def _of(whole: Table, one: Piece) -> Table:
    """The slots of a piece in a table of all."""
    return whole[:, one.first : one.first + one.carried.shape[1]]


@compiled
def proven(a: Arrays, m: Market, w: Work, carried: IntArray) -> int:
    """Lower bound at the market's prices, cents; -FAR if some week was not found."""
    found = 0
    for s in range(a.required.shape[0]):
        total = 0
        for t in range(a.required.shape[1]):
            total += m.price[s, t]
            w.gain[s, t + 1] = total
            found += _buy(a, m, s, t, carried[s, t])
            m.sold[s, t] = 0
        for site in range(a.site_rows.shape[0]):
            price_options(a, w, s, site)
    for kind in range(w.burden.shape[0]):
        for n in range(w.burden.shape[1]):
            w.burden[kind, n] = 0
    w.is_tied[0] = False
    for p in range(a.people.shape[0]):
        if not find_week(a, w, p):
            return -FAR
        found += w.price[0]
        _sell(a, m, w, p)
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
def _sell(a: Arrays, m: Market, w: Work, p: int) -> None:
    """Count the hours of a person's week."""
    for day in range(a.n_days):
        row = w.week[day]
        if row < 0:
            continue
        s = best_skill(a, w, p, row)
        for t in range(a.options[row, START], a.options[row, END]):
            m.sold[s, t] += 1
        for j in range(a.options[row, N_BREAKS]):
            first = best_break(w.gain, s, a.breaks, row, j)
            last = min(first + a.breaks[row, j, LENGTH], m.sold.shape[1])
            for t in range(first, last):
                m.sold[s, t] -= 1
