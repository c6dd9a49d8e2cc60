"""
What a part of a long roster may use up of a contract over many weeks, and has to do of it.

By the end of a part a person has worked that part of it which the person's available days so far
are of all, or a little more; a day counts as much as agents are asked for by then to those who can.
Of what is whole not everybody has to begin at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, floor

import numpy as np

from solver.contract import Limit
from solver.cut import first_slot
from solver.eligible import could_work
from solver.problem import Person, RosterProblem, ShiftOption
from solver.schedules.path import Floats
from solver.schedules.tallies import counted

AHEAD = 0.1
"""Part of all shifts of a kind by which a person may be ahead: others have some left later."""
ROUNDING = 1e-6
"""What sums of weights may be wrong by."""
GOLDEN = (5**0.5 - 1) / 2
"""Multiples of it, less their whole parts, are spread evenly: where people round."""
SPARE = 0.2
"""Price of a weekend in a part, of that of a shift short: no weekend is used up for nothing."""


class Shares:
    """
    The shares of a problem's people in parts of its days.

    Parameters
    ----------
    by_weeks
        Whether parts are a week each.

    Attributes
    ----------
    weekend_cents
        What a weekend costs in a part, where weekends are limited beyond it.
    """

    def __init__(self, problem: RosterProblem, *, by_weeks: bool = False) -> None:
        self._by_weeks = by_weeks
        self._people, self._n_days = problem.people, problem.n_days
        self._weight = _weight(problem)
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
        share = self._share(p, limit, b)
        ahead, behind = self._slack(p, limit, share)
        most = max(floor(min(limit.most * share + ahead, limit.most) + ROUNDING) - spent, 0)
        least = max(ceil(min(limit.least * share - behind, limit.least) - ROUNDING) - spent, 0)
        return replace(moved, least=min(least, most), most=most)

    def spared(self, person: Person, window: tuple[int, int]) -> tuple[Limit, ...]:
        """A price of each weekend in a window, for those who have only some until later."""
        a, b = window
        is_scarce = any(
            limit.unit == "weekends" and not limit.is_soft and limit.first_day < b < limit.end_day
            for limit in person.limits
        )
        price = Limit("weekends", "weekends", 0, 0, 0, b - a, cents_above=self.weekend_cents)
        return (price,) if is_scarce and b < self._n_days else ()

    def _share(self, p: int, limit: Limit, day: int) -> float:
        """Part of a limit's days that lies before a day, weighted; 1 where none can be worked."""
        weight = self._weight[p]
        if limit.unit == "weekends":
            counts = np.isin(
                np.arange(weight.size), [d for w in self._people[p].weekends for d in w]
            )
            weight = weight * counts
        before, whole = (weight[limit.first_day : end].sum() for end in (day, limit.end_day))
        return float(before / whole) if whole > 0 else 1.0

    def _slack(self, p: int, limit: Limit, share: float) -> tuple[float, float]:
        """
        By how much a person may be ahead, and behind: a shift, and more of those of a kind.

        Of what is whole less and less, and not everybody at once, or the last part had none left.
        Hours are never behind but where parts are a week, whose hours are few shifts.
        """
        if share >= 1:
            return 0.0, 0.0
        shift = float(max((counted(limit, option) for option in self._shifts), default=0))
        if limit.unit == "minutes":
            return shift, shift if self._by_weeks else 0.0
        most, own = AHEAD * limit.most if limit.unit == "shifts" else 0.0, p * GOLDEN % 1
        return max(shift, most) * (1 - share) + own, own


def _weight(problem: RosterProblem) -> Floats:
    """Agents asked for on each day by all who could work then; 0 for people who cannot."""
    can = np.zeros((len(problem.people), problem.n_days))
    for p in range(len(problem.people)):
        for o, option in enumerate(problem.options):
            if not can[p, option.day] and could_work(problem, p, o):
                can[p, option.day] = 1
    first = [first_slot(problem, day) for day in range(problem.n_days + 1)]
    asked = np.array([problem.required[:, a:b].sum() for a, b in pairwise(first)], dtype=float)
    found: Floats = can * (asked / np.maximum(can.sum(axis=0), 1) if asked.any() else 1.0)
    return found


def _amount(person: Person, worked: Sequence[ShiftOption], limit: Limit) -> int:
    """Minutes, shifts or weekends of a limit worked so far."""
    days = {o.day: counted(limit, o) for o in worked if limit.first_day <= o.day < limit.end_day}
    if limit.unit == "weekends":
        return sum(any(days.get(d) for d in weekend) for weekend in person.weekends)
    return sum(days.values())
