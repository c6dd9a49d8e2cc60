"""What a dive has decided of people's days, the surest first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from solver.problem import IntArray
from solver.schedules.column import UNDECIDED, Column
from solver.schedules.master import Master, Mix, State
from solver.schedules.path import Floats

SURE = 0.9
"""Share of the mix from which what somebody does on a day is decided."""
LEAST_SHARE = 1e-4
"""Share of a mix from which a column counts."""


class _Way(NamedTuple):
    """What may be decided: the option of a person's day, -1 off, and its share of the mix."""

    share: float
    person: int
    day: int
    option: int


class Decisions:
    """
    What each person does on each day, as far as it is decided.

    Of each person with open days a column of the last mix keeps to all that is decided, so that
    there is always a schedule.

    Attributes
    ----------
    days
        By person the option of each day, -1 off, UNDECIDED where that is open.
    kept
        The columns of people of whom everything is decided.
    """

    def __init__(
        self,
        master: Master,
        people: Sequence[int],
        n_days: int,
        decided: Mapping[int, IntArray] | None = None,
    ) -> None:
        self._master, self._people = master, people
        self.days = {p: np.full(n_days, UNDECIDED) for p in people}
        if decided is not None:
            self.days |= {p: decided[p].copy() for p in people}
        self.kept: dict[int, Column] = {}
        self._before = self._now()
        self._taken: list[_Way] = []
        self._postponed: set[tuple[int, int]] = set()

    @property
    def left(self) -> list[int]:
        """People with open days."""
        return [p for p in self._people if p not in self.kept]

    @property
    def n_open(self) -> int:
        """Days of people that are open."""
        return sum(int((self.days[p] == UNDECIDED).sum()) for p in self.left)

    @property
    def columns(self) -> list[Column]:
        """A column for each person, once nobody is left."""
        return [self.kept[p] for p in self._people]

    def take(self, mix: Mix, n: int, sure: float = SURE) -> None:
        """Decide the `n` days of which the mix is surest, and all that have a share of `sure`."""
        self._before = self._now()
        mine = self._shared(mix)
        ways = [way for p in mine for way in self._ways(p, mine[p], mix)]
        ways.sort(key=lambda way: ((way.person, way.day) in self._postponed, -way.share))
        self._taken = []
        for way in ways:
            if len(self._taken) >= n and way.share < sure:
                break
            keeping = [i for i in mine[way.person] if self._agrees(i, way)]
            if keeping:
                mine[way.person], self.days[way.person][way.day] = keeping, way.option
                self._taken.append(way)
        for p in dict.fromkeys(way.person for way in self._taken):
            self._master.narrow(p, self.days[p])
            if (self.days[p] != UNDECIDED).all():
                self._keep(mine[p][0])

    def undo(self) -> int:
        """Take back what was decided last; returns how much; a single day has to wait."""
        self.days, self.kept, state = self._before
        self._master.restore(state)
        if len(self._taken) == 1:
            self._postponed.add((self._taken[0].person, self._taken[0].day))
        return len(self._taken)

    def _now(self) -> tuple[dict[int, IntArray], dict[int, Column], State]:
        days = {p: mine.copy() for p, mine in self.days.items()}
        return days, dict(self.kept), self._master.state()

    def _agrees(self, number: int, way: _Way) -> bool:
        return int(self._master.columns[number].days[way.day]) == way.option

    def _keep(self, number: int) -> None:
        """Decide for a column."""
        column = self._master.columns[number]
        self._master.keep(number)
        self.kept[column.person] = column

    def _shared(self, mix: Mix) -> dict[int, list[int]]:
        """Columns in the mix of each person with open days, the largest share first."""
        found: dict[int, list[int]] = {}
        for number in np.argsort(-mix.shares, kind="stable").tolist():
            if mix.shares[number] < LEAST_SHARE:
                break
            p = self._master.columns[number].person
            if p not in self.kept:
                found.setdefault(p, []).append(number)
        return found

    def _ways(self, p: int, numbers: list[int], mix: Mix) -> list[_Way]:
        """What the mix does most on each open day of a person."""
        days = np.array([self._master.columns[i].days for i in numbers])
        shares, found = mix.shares[numbers], []
        for d in np.flatnonzero(self.days[p] == UNDECIDED).tolist():
            share = _by_option(days[:, d], shares)
            option = max(share, key=share.__getitem__)
            found.append(_Way(share[option], p, d, option))
        return found


def _by_option(options: IntArray, shares: Floats) -> dict[int, float]:
    found: dict[int, float] = {}
    for option, share in zip(options.tolist(), shares.tolist(), strict=True):
        found[option] = found.get(option, 0.0) + share
    return found
