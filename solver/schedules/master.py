"""The linear master problem: a mix of schedules for everybody, and what agents are worth in it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.problem import IntArray
from solver.schedules.column import Column
from solver.schedules.cover import Cover, marginal, price, residual
from solver.schedules.interior import CLOSE, cheapest_mix
from solver.schedules.path import Floats
from solver.schedules.programme import Point, Programme
from solver.schedules.settled import Open, open_rows
from solver.schedules.simplex import cheapest_vertex

MOST_ROWS = 2000
"""Rows up to which an interior point solves a master: its matrices are dense."""
TOO_DEAR = 1e6
"""Price of a person without a schedule, cents."""


class Mix(NamedTuple):
    """
    A solved master: its price, shares of the columns, and prices of rows and of people.

    `agents` is what one more agent saves in each row of cover, `people` what the cheapest
    mix of each person's columns costs at those prices.
    """

    cents: float
    shares: Floats
    agents: Floats
    people: dict[int, float]


class State(NamedTuple):
    """Open columns by person, and the numbers of those that are kept."""

    open: dict[int, list[int]]
    kept: list[int]
    n_columns: int


class Master:
    """
    A linear programme that grows by columns of some people.

    Attributes
    ----------
    columns
        All columns so far.
    """

    def __init__(self, cover: Cover, need: IntArray, people: Sequence[int]) -> None:
        self.columns: list[Column] = []
        self._cover, self._need, self._people = cover, need, people
        self._seen: set[tuple[int, bytes, bytes, bytes]] = set()
        self._open: dict[int, list[int]] = {p: [] for p in people}
        self._kept: list[int] = []
        self._agents: Floats = np.zeros(need.size)

    def add(self, column: Column) -> bool:
        """Offer a schedule; whether it is new."""
        if column.key in self._seen:
            return False
        self._seen.add(column.key)
        self._open[column.person].append(len(self.columns))
        self.columns.append(column)
        return True

    def keep(self, number: int) -> None:
        """Give a person one column and no other."""
        del self._open[self.columns[number].person]
        self._kept.append(number)

    def narrow(self, person: int, decided: IntArray) -> None:
        """Leave out a person's columns that do not keep to what is decided of the days."""
        mine = self._open[person]
        self._open[person] = [i for i in mine if self.columns[i].keeps(decided)]

    def state(self) -> State:
        """What is kept and left out, see `restore`."""
        mine = {p: list(numbers) for p, numbers in self._open.items()}
        return State(mine, list(self._kept), len(self.columns))

    def restore(self, state: State) -> None:
        """Keep and leave out what was then; columns offered since stay."""
        self._open = {p: list(mine) for p, mine in state.open.items()}
        self._kept = list(state.kept)
        for number in range(state.n_columns, len(self.columns)):
            self._open[self.columns[number].person].append(number)

    def solve(self, close: float = CLOSE) -> Mix:
        """
        The cheapest mix.

        Parameters
        ----------
        close
            Distance of the mix to the cheapest one, as a part.
        """
        kept = [self.columns[number] for number in self._kept]
        need = residual(self._cover._replace(need=self._need), kept)
        owners = [p for p, mine in self._open.items() if mine]
        numbers = [i for p in owners for i in self._open[p]]
        shares = np.zeros(len(self.columns))
        shares[self._kept] = 1.0
        cents = float(sum(column.cents for column in kept))
        cents += TOO_DEAR * (len(self._open) - len(owners))
        people = dict.fromkeys(self._open, TOO_DEAR)
        if not numbers:
            left = self._cover._replace(need=need)
            return Mix(cents + price(left, np.zeros_like(need)), shares, self._agents, people)
        point = self._mixed([self.columns[i] for i in numbers], owners, need, close)
        shares[numbers] = point.shares
        people |= zip(owners, point.prices.tolist(), strict=True)
        return Mix(cents + point.cents, shares, self._agents, people)

    def _mixed(
        self, columns: Sequence[Column], owners: Sequence[int], need: IntArray, close: float
    ) -> Point:
        """Shares of columns, prices of people and cents; prices of rows go to `_agents`."""
        place = {p: i for i, p in enumerate(owners)}
        person = np.array([place[column.person] for column in columns])
        mine = open_rows(columns, person, need.size)
        left, is_open = need - mine.settled.sum(axis=0), np.zeros(need.size, dtype=np.bool_)
        is_open[mine.rows] = True
        before, self._agents = self._agents, self._settled_prices(left, is_open)
        settled = price(self._cover._replace(need=np.where(is_open, 0, left)), np.zeros_like(left))
        priced = self._priced(left, is_open)
        if not priced.size:
            point = _cheapest_each(columns, person)
        else:
            programme = self._programme(columns, person, mine, left, priced)
            point = self._solved(programme, before[priced], close)
            self._agents[priced] = point.prices[: priced.size]
        of_people = point.prices[-len(owners) :] - mine.settled @ self._agents
        return Point(point.shares, of_people, point.cents + settled)

    def _solved(self, programme: Programme, prices: Floats, close: float) -> Point:
        if programme.size > MOST_ROWS:
            return cheapest_vertex(programme)
        return cheapest_mix(programme, prices, close)

    def _settled_prices(self, left: IntArray, is_open: NDArray[np.bool_]) -> Floats:
        """What agents are worth where nothing is open: the last price where just enough are."""
        c = self._cover
        most = c.short + np.where(c.mild > 0, 0, c.deep)
        enough = np.clip(self._agents, -c.over, most)
        found: Floats = np.where(left == 0, enough, marginal(c, left))
        found[is_open] = 0.0
        return found

    def _priced(self, left: IntArray, is_open: NDArray[np.bool_]) -> IntArray:
        """Rows that are open and may cost anything."""
        c = self._cover
        return np.flatnonzero(is_open & ((left > 0) & (c.short + c.deep > 0) | (c.over > 0)))

    def _programme(
        self,
        columns: Sequence[Column],
        person: IntArray,
        mine: Open,
        left: IntArray,
        priced: IntArray,
    ) -> Programme:
        """The programme of some rows of cover."""
        c, number = self._cover, np.full(left.size, -1, dtype=np.int64)
        number[priced] = np.arange(priced.size)
        rows = number[mine.rows]
        before = np.concatenate(([0], np.cumsum(rows >= 0)))
        every, mild = np.arange(priced.size), np.zeros(0, dtype=np.int64)
        if c.deep:
            mild = np.flatnonzero(c.mild[priced])
        short, over = c.short[priced].astype(float), c.over[priced].astype(float)
        pay = np.array([column.cents for column in columns], dtype=float)
        endless = np.full(pay.size + 2 * priced.size, np.inf)
        return Programme(
            first=before[mine.first],
            rows=rows[rows >= 0],
            person=person,
            need=left[priced].astype(float),
            slack_row=np.concatenate((every, every, mild)),
            slack_sign=np.repeat([1.0, -1.0, 1.0], [every.size, every.size, mild.size]),
            cents=np.concatenate((pay, short + c.deep, over, short[mild])),
            most=np.concatenate((endless, c.mild[priced][mild].astype(float))),
        )


def _cheapest_each(columns: Sequence[Column], person: IntArray) -> Point:
    """Where nothing is priced everybody takes the cheapest."""
    cents = np.array([column.cents for column in columns], dtype=float)
    order = np.lexsort((cents, person))
    first = order[np.searchsorted(person[order], np.arange(int(person.max()) + 1))]
    shares = np.zeros(cents.size)
    shares[first] = 1.0
    return Point(shares, cents[first], float(cents[first].sum()))


def reduced(column: Column, mix: Mix) -> float:
    """What a column would add to a mix, cents; below 0 it betters it."""
    return float(column.cents - mix.agents[column.rows].sum() - mix.people[column.person])
