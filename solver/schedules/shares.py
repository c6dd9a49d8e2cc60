"""
What a part of a long roster may use up of a contract over many weeks, and has to do of it.

By the end of a part a person has worked that part of it which the person's available days so far
are of all, or a little more.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

import numpy as np

from solver.contract import Limit
from solver.eligible import could_work
from solver.problem import IntArray, Person, RosterProblem, ShiftOption
from solver.schedules.tallies import counted

AHEAD = 0.1
"""Part of all shifts of a kind by which a person may be ahead: others have some left later."""
GOLDEN = (5**0.5 - 1) / 2
"""Multiples of it, less their whole parts, are spread evenly: what people round up at."""
SPARE = 0.2
"""Price of a weekend in a part, of that of a shift short: no weekend is used up for nothing."""


class Shares:
    """
    The shares of a problem's people in parts of its days.

    Attributes
    ----------
    weekend_cents
        What a weekend costs in a part, where weekends are limited beyond it.
    """

    def __init__(self, problem: RosterProblem) -> None:
        self._people, self._n_days = problem.people, problem.n_days
        self._available = _available(problem)
        self._shifts = {(o.template, o.paid_minutes): o for o in problem.options}.values()
        slots = np.mean([o.end - o.start for o in problem.options]) if problem.options else 0
        dearest = max(problem.prices.short, default=0) * problem.slot_minutes / 60
        self.weekend_cents = round(SPARE * dearest * float(slots))

    def of(
        self, p: int, limit: Limit, worked: Sequence[ShiftOption], window: tuple[int, int]
    ) -> Limit | None:
        """What a limit allows in a window, after what was worked; None if it says nothing of it."""
        (a, b), end = window, min(limit.end_day, self._n_days)
        if end <= a or limit.first_day >= b:
            return None
        begin = max(limit.first_day, a)
        moved = replace(limit, first_day=begin - a, end_day=min(end, b) - a)
        if limit.first_day >= a and end <= b:
            return moved
        spent = _amount(self._people[p], worked, limit)
        days = self._available[p]
        share = days[limit.first_day : b].sum() / max(days[limit.first_day : end].sum(), 1)
        ahead = self._ahead(p, limit, share)
        most = min(floor(limit.most * share + ahead), limit.most) if share < 1 else limit.most
        most = max(most - spent, 0)
        return replace(moved, least=min(max(ceil(limit.least * share) - spent, 0), most), most=most)

    def spared(self, person: Person, window: tuple[int, int]) -> tuple[Limit, ...]:
        """A price of each weekend in a window, for those who have only some until later."""
        a, b = window
        is_scarce = any(
            limit.unit == "weekends" and not limit.is_soft and a < limit.end_day > b
            for limit in person.limits
        )
        price = Limit("weekends", "weekends", 0, 0, 0, b - a, cents_above=self.weekend_cents)
        return (price,) if is_scarce and b < self._n_days else ()

    def _ahead(self, p: int, limit: Limit, share: float) -> float:
        """
        By how much a person may be ahead: a shift, and more of those of a kind.

        Of what is whole less and less, and not everybody at once, or the last part had none left.
        """
        shift = max((counted(limit, option) for option in self._shifts), default=0)
        if limit.unit == "minutes":
            return shift
        most = AHEAD * limit.most if limit.unit == "shifts" else 0
        return max(shift, most) * (1 - share) + p * GOLDEN % 1


def _available(problem: RosterProblem) -> IntArray:
    """Whether each person could work some option of each day."""
    found = np.zeros((len(problem.people), problem.n_days), dtype=np.int64)
    for p in range(len(problem.people)):
        for o, option in enumerate(problem.options):
            if not found[p, option.day] and could_work(problem, p, o):
                found[p, option.day] = 1
    return found


def _amount(person: Person, worked: Sequence[ShiftOption], limit: Limit) -> int:
    """Minutes, shifts or weekends of a limit worked so far."""
    days = {o.day: counted(limit, o) for o in worked if limit.first_day <= o.day < limit.end_day}
    if limit.unit == "weekends":
        return sum(any(days.get(d) for d in weekend) for weekend in person.weekends)
    return sum(days.values())
