"""
A roster that becomes better: many people at a time are freed and dived for around the others.

With a third or more of the people free, prices of the mix again say what agents are worth, and the
mix says at once when nothing can be gained.
"""

from collections.abc import Callable, Sequence

import numpy as np

from solver.problem import IntArray
from solver.schedules.column import UNDECIDED, Column
from solver.schedules.cover import Cover, price, residual
from solver.schedules.dive import dive
from solver.schedules.pricer import Pricer, Strays

SHARES = (0.25, 0.8)
"""Least and most part of the people to free."""
FEWEST = 3
MOST_FREED = 60
WEEK = 7
PEOPLE, DAYS = "people", "days"
POOL = 30
"""Columns kept of each person, the latest first."""


class Roster:
    """
    A column for each person.

    Attributes
    ----------
    columns
        By number of the person.
    cents
        Price of cover, pay, wishes and limits.
    """

    def __init__(
        self, pricer: Pricer, cover: Cover, columns: Sequence[Column], strays: Strays
    ) -> None:
        self._pricer, self._cover, self._strays = pricer, cover, strays
        self.columns = list(columns)
        self._rng = np.random.default_rng(strays.seed)
        self._pool: list[list[Column]] = [[column] for column in columns]
        self.cents = worth(cover, cover.need, columns)
        self._luck = {PEOPLE: [1.0, 1.0], DAYS: [1.0, 1.0]}

    def know(self, columns: Sequence[Column]) -> None:
        """Put columns into the pool."""
        for column in columns:
            self._pool[column.person].append(column)

    def adopt(self, columns: Sequence[Column]) -> None:
        """Go on from another roster."""
        self.columns = list(columns)
        self.cents = worth(self._cover, self._cover.need, columns)
        self.know(columns)

    def step(
        self,
        is_over: Callable[[], bool],
        time_used: Callable[[], float],
        accepts: Callable[[list[Column]], bool],
    ) -> bool:
        """
        Free some people, or some days, and dive for them; whether the roster is better.

        What bettered the roster more often for its time is tried more often.

        Parameters
        ----------
        time_used
            Part of the step's time that is over, see `dive`.
        accepts
            Has the last word on a roster that is not dearer.
        """
        kind = self._kind()
        is_better = self._tried(kind, is_over, time_used, accepts)
        self._luck[kind][0] += is_better
        self._luck[kind][1] += time_used()
        return is_better

    def _tried(
        self,
        kind: str,
        is_over: Callable[[], bool],
        time_used: Callable[[], float],
        accepts: Callable[[list[Column]], bool],
    ) -> bool:
        people, decided = self._choose(kind)
        freed = set(people)
        need = residual(self._cover, [c for c in self.columns if c.person not in freed])
        mine = [self.columns[p] for p in people]
        known = [c for p in people for c in self._pool[p][-POOL:]] + mine
        before = worth(self._cover, need, mine)
        strays = Strays(self._strays.n, self._strays.size, int(self._rng.integers(1 << 30)))
        found = dive(
            self._pricer,
            self._cover,
            need,
            known,
            people,
            strays,
            is_over,
            hopeless=before - 0.5,
            time_used=time_used,
            decided=decided,
        )
        if found is None:
            return False
        gained = before - worth(self._cover, need, found)
        if gained < 0:
            return False
        columns = list(self.columns)
        for column in found:
            columns[column.person] = column
            self._pool[column.person].append(column)
        if not accepts(columns):
            return False
        self.columns = columns
        self.cents -= gained
        return gained > 0

    def _kind(self) -> str:
        """What to free, by how often that helped for its time."""
        people, days = (won / spent for won, spent in self._luck.values())
        has_days = self._pricer.problem.n_days > 2 * WEEK
        return DAYS if has_days and self._rng.random() < days / (people + days) else PEOPLE

    def _choose(self, kind: str) -> tuple[list[int], dict[int, IntArray] | None]:
        """Some people with all their days, or everybody with some days."""
        n, n_days = len(self.columns), self._pricer.problem.n_days
        least, most = SHARES
        part = least + (most - least) * self._rng.random()
        if kind == DAYS:
            freed = window(self._rng, n_days, max(round(part * n_days), WEEK))
            days = {c.person: c.days.copy() for c in self.columns}
            for mine in days.values():
                mine[freed] = UNDECIDED
            return list(range(n)), days
        size = min(max(int(n * part), FEWEST), n, MOST_FREED)
        return sorted(self._rng.choice(n, size, replace=False).tolist()), None


def window(rng: np.random.Generator, n_days: int, length: int) -> slice:
    """
    Some days in a row, at random: at least one, at most `length`.

    Windows may reach beyond the first and the last day, so that those are as often in one.
    """
    end = int(rng.integers(1, n_days + length))
    return slice(max(end - length, 0), min(end, n_days))


def worth(cover: Cover, need: IntArray, columns: Sequence[Column]) -> int:
    """Cents of columns and of what they leave of a need."""
    left = residual(cover._replace(need=need), columns)
    missing = price(cover._replace(need=left), np.zeros_like(left))
    return missing + sum(column.cents for column in columns)
