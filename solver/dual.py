"""
A proven lower bound: prices of an agent at work in each slot, and everybody's best answer to them.

For any price v of a row of demand in a slot, no roster costs less than what coverage and floors
cost when agents are bought at v, plus each person's cheapest week when its hours are sold at v
(Lagrangian relaxation of both; fairness counts as 0). Weeks keep every rule that `solver.weeks`
knows and are whole, so the bound lies above that of the linear relaxation. All sums are in whole
cents: the bound is exact, however good or bad the prices. Subgradient steps better them: a slot
that is bought more than sold becomes dearer.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Arrays, as_asked
from solver.columns import END, FAR, LENGTH, N_BREAKS, SITE, START
from solver.compiled import compiled, inner
from solver.demand import carried
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
FLOOR_LEVELS = (0.1, 0.3, 1.0)
"""
Parts of a shortfall's price at which all prices begin: of skills first, then those of floors are
tried beside the best. The ones that prove most are kept.
"""


class Market(NamedTuple):
    """Prices in cents, and what is bought and sold at them; shapes ``(n_rows, n_slots)``."""

    price: IntArray
    bought: IntArray
    sold: IntArray


class Piece(NamedTuple):
    """
    Weeks of a problem that begins in slot `first` of the whole, and memory to look for them.

    Parameters
    ----------
    carried
        People at work who are not of the problem, by row of demand and slot.
    is_asked
        Whether somebody is needed, or could be, in each row and slot.
    order
        People, those of a site and of the same floors one after the other.
    """

    problem: Arrays
    work: Work
    market: Market
    carried: IntArray
    is_asked: NDArray[np.bool_]
    order: IntArray
    first: int


def piece(placed: Arrays, asked: RosterProblem, first: int = 0) -> Piece:
    """A problem as a piece, or as all there is; `placed` has its deferred work placed."""
    nothing = (np.zeros(placed.required.shape, dtype=np.int64) for _ in range(3))
    return Piece(
        as_asked(placed, asked),
        work(placed),
        Market(*nothing),
        carried(asked),
        placed.required > 0,
        _order(placed),
        first,
    )


def _order(a: Arrays) -> IntArray:
    floors = (a.floors[first:end].tolist() for first, end in pairwise(a.first_floor))
    keys = [(site, *mine) for site, mine in zip(a.people[:, SITE], floors, strict=True)]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


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
        known = pieces[0].problem
        self._asked, self._pieces, shape = asked, pieces, (known.short.size, asked.n_slots)
        self._over, short = known.over[:, None], known.short[:, None].astype(float)
        self._dearest = np.repeat(short + known.deep, shape[1], axis=1)
        self._short, most = short, short[: len(asked.skills)].max(initial=0.0)
        self._size = np.minimum(short, most)
        self._is_asked = np.zeros(shape, dtype=np.bool_)
        for one in pieces:
            _of(self._is_asked, one)[:] |= one.is_asked
        self._lacking = np.zeros(shape, dtype=np.bool_)
        self._n_levels = len(LEVELS) + len(FLOOR_LEVELS) * bool(asked.floors)
        self._steps, self._proven = 0, list[int]()
        self._prices = self._level(0)
        self._slope, self._square = np.zeros(shape), np.zeros(shape)
        self._bought, self._sold = (np.zeros(shape, dtype=np.int64) for _ in range(2))
        self.bound: int | None = None

    @property
    def prices(self) -> Floats:
        """Prices after the steps so far, cents a slot, by row of demand."""
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
        if self.bound is None or found > self.bound:
            self.bound = found
            if len(self._proven) < len(LEVELS):
                self._lacking = self._sold < self._bought
        self._proven.append(found)
        if len(self._proven) < self._n_levels:
            self._prices = self._level(len(self._proven))
        elif len(self._proven) == self._n_levels:
            self._prices = self._level(self._proven.index(self.bound))
        else:
            self._move(done)

    def _look(self, cents: IntArray) -> int | None:
        """What is proven at the prices, and what is bought and sold; None if a week is missing."""
        self._bought[:], self._sold[:] = 0, 0
        found = 0
        for one in self._pieces:
            one.market.price[:] = _of(cents, one)
            proven_here = proven(one.problem, one.market, one.work, one.carried, one.order)
            if proven_here <= -FAR:
                return None
            found += proven_here
            _of(self._bought, one)[:] += one.market.bought
            _of(self._sold, one)[:] += one.market.sold
        if self._asked.deferred:
            n_skills = len(self._asked.skills)
            placed, bought = least_cost(self._asked, cents[:n_skills].astype(np.float64))
            found += placed
            self._bought[:n_skills] += bought
        return found

    def _level(self, i: int) -> Floats:
        """
        Prices of slots in which people are needed, all at one part of a shortfall's price.

        Those of floors, of which many slots ask for somebody who is there anyhow, begin at 0, and
        then rise where the best prices of skills leave them short.
        """
        n_skills, prices = len(self._asked.skills), np.zeros(self._is_asked.shape)
        of_skills = i if i < len(LEVELS) else int(np.argmax(self._proven[: len(LEVELS)]))
        prices[:n_skills] = LEVELS[of_skills] * self._short[:n_skills]
        if i >= len(LEVELS):
            of_floors = FLOOR_LEVELS[i - len(LEVELS)] * self._short[n_skills:]
            prices[n_skills:] = np.where(self._lacking[n_skills:], of_floors, 0.0)
        found: Floats = np.where(self._is_asked, prices, 0.0)
        return found

    def _move(self, done: float) -> None:
        gradient = (self._bought - self._sold).astype(np.float64)
        self._steps += 1
        self._slope += (1 - KEPT) * (gradient - self._slope)
        self._square += (1 - KEPT_SQUARE) * (gradient**2 - self._square)
        slope = self._slope / (1 - KEPT**self._steps)
        square = self._square / (1 - KEPT_SQUARE**self._steps)
        part = FIRST_STEP * (LAST_STEP / FIRST_STEP) ** min(done, 1.0)
        size = part * self._size
        moved = self._prices + size * slope / (np.sqrt(square) + 1e-3)
        self._prices = np.clip(moved, -self._over, self._dearest)


def _of(whole: Table, one: Piece) -> Table:
    """The slots of a piece in a table of all."""
    return whole[:, one.first : one.first + one.carried.shape[1]]


@compiled
def proven(a: Arrays, m: Market, w: Work, at_work: IntArray, order: IntArray) -> int:
    """Lower bound at the market's prices, cents; -FAR if some week was not found."""
    found = 0
    for row in range(a.required.shape[0]):
        for t in range(a.required.shape[1]):
            found += _buy(a, m, row, t, at_work[row, t])
            m.sold[row, t] = 0
    for kind in range(w.burden.shape[0]):
        for n in range(w.burden.shape[1]):
            w.burden[kind, n] = 0
    w.is_tied[0] = False
    for i in range(order.size):
        p = order[i]
        if i == 0 or not _is_alike(a, p, order[i - 1]):
            _look_around(a, m, w, p)
        if not find_week(a, w, p):
            return -FAR
        found += w.price[0]
        _sell(a, m, w, p)
    return int(found)


@inner
def _is_alike(a: Arrays, p: int, q: int) -> bool:
    """Whether two people are of a site and of the same floors."""
    first, other, n = a.first_floor[p], a.first_floor[q], a.first_floor[p + 1] - a.first_floor[p]
    if a.people[p, SITE] != a.people[q, SITE] or n != a.first_floor[q + 1] - other:
        return False
    for k in range(n):  # noqa: SIM110 -- compiled code knows no all()
        if a.floors[first + k] != a.floors[other + k]:
            return False
    return True


@inner
def _look_around(a: Arrays, m: Market, w: Work, p: int) -> None:
    """Price the options of a person's site by what is paid for people of the person's floors."""
    w.on_floors[:] = 0
    for k in range(a.first_floor[p], a.first_floor[p + 1]):
        for t in range(w.on_floors.size):
            w.on_floors[t] += m.price[a.floors[k], t]
    for s in range(a.skills.shape[1]):
        total = 0
        for t in range(w.on_floors.size):
            total += m.price[s, t] + w.on_floors[t]
            w.gain[s, t + 1] = total
        price_options(a, w, s, a.people[p, SITE])


@inner
def _buy(a: Arrays, m: Market, s: int, t: int, carried: int) -> int:
    """Cheapest sum of coverage and agents bought; convex, so it turns at one of three numbers."""
    best, need = FAR, a.required[s, t]
    for agents in (carried, need - a.mild[s, t], need):
        agents = max(agents, carried)
        missing = need - agents
        cost = m.price[s, t] * (agents - carried)
        if missing < 0:
            cost -= missing * a.over[s]
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
        _count(a, m, p, s, a.options[row, START], a.options[row, END], 1)
        for j in range(a.options[row, N_BREAKS]):
            first = best_break(w.gain, s, a.breaks, row, j)
            last = min(first + a.breaks[row, j, LENGTH], m.sold.shape[1])
            _count(a, m, p, s, first, last, -1)


@inner
def _count(a: Arrays, m: Market, p: int, s: int, first: int, end: int, step: int) -> None:
    """Count some slots of a person in, for a skill and the person's floors, or out."""
    for t in range(first, end):
        m.sold[s, t] += step
        for k in range(a.first_floor[p], a.first_floor[p + 1]):
            m.sold[a.floors[k], t] += step
