"""The linear master problem: a mix of schedules for everybody, and what agents are worth in it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.problem import IntArray
from solver.schedules.column import Column
from solver.schedules.cover import Cover, price, residual
from solver.schedules.interior import CLOSE, cheapest_mix
from solver.schedules.path import Floats
from solver.schedules.programme import Point, Programme
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
        priced, programme = self._programme([self.columns[i] for i in numbers], owners, need)
        point = self._solved(programme, self._agents[priced], close)
        shares[numbers] = point.shares
        self._agents = np.zeros(need.size)
        self._agents[priced], of_people = np.split(point.prices, [priced.size])
        people |= zip(owners, of_people.tolist(), strict=True)
        return Mix(cents + point.cents, shares, self._agents, people)

    def _solved(self, programme: Programme, prices: Floats, close: float) -> Point:
        if programme.size > MOST_ROWS:
            return cheapest_vertex(programme)
        return cheapest_mix(programme, prices, close)

    def _programme(
        self, columns: Sequence[Column], owners: Sequence[int], need: IntArray
    ) -> tuple[IntArray, Programme]:
        """Rows of cover that may cost anything, and the programme of them."""
        c = self._cover
        priced = np.flatnonzero((need > 0) & (c.short + c.deep > 0) | (c.over > 0))
        number = np.full(need.size, -1, dtype=np.int64)
        number[priced] = np.arange(priced.size)
        rows = [number[column.rows] for column in columns]
        rows = [row[row >= 0] for row in rows]
        every, mild = np.arange(priced.size), np.zeros(0, dtype=np.int64)
        if c.deep:
            mild = np.flatnonzero(c.mild[priced])
        short = c.short[priced].astype(float)
        pay = np.array([column.cents for column in columns], dtype=float)
        over, place = c.over[priced].astype(float), {p: i for i, p in enumerate(owners)}
        endless = np.full(pay.size + 2 * priced.size, np.inf)
        return priced, Programme(
            first=np.cumsum([0, *(row.size for row in rows)]),
            rows=np.concatenate(rows),
            person=np.array([place[column.person] for column in columns]),
            need=need[priced].astype(float),
            slack_row=np.concatenate((every, every, mild)),
            slack_sign=np.repeat([1.0, -1.0, 1.0], [every.size, every.size, mild.size]),
            cents=np.concatenate((pay, short + c.deep, over, short[mild])),
            most=np.concatenate((endless, c.mild[priced][mild].astype(float))),
        )


def reduced(column: Column, mix: Mix) -> float:
    """What a column would add to a mix, cents; below 0 it betters it."""
    return float(column.cents - mix.agents[column.rows].sum() - mix.people[column.person])
