"""What a single other choice of a person would save in a roster, for all people and options."""

import numpy as np

from solver.columns import Bools
from solver.coverage import mild_limit, present, slot_cents
from solver.problem import IntArray, RosterProblem
from solver.published import by_day
from solver.result import SlotRoster
from solver.validate_tables import FAR, Known

NOTHING = -(1 << 50)
"""Saved by what nobody may do."""


class Gains:
    """
    Looks a roster over for single choices that pay.

    Attributes
    ----------
    able
        Whether site, time off and pins let a person work an option, ``(n_people, n_options)``.
    price
        Pay and wishes of each person and option, the price of changes in them, cents.
    """

    def __init__(self, problem: RosterProblem) -> None:
        self._problem, self._known = problem, Known(problem)
        self.able = _able(self._known)
        self.price = _prices(problem)

    def of(self, roster: SlotRoster) -> IntArray:
        """
        Cents saved if a person works an option instead of what that day holds now.

        Breaks and the rest of the week are left aside. Shape ``(n_people, n_options)``.
        """
        problem, known = self._problem, self._known
        more, less = _marginal(problem, roster)
        ends = np.minimum(known.end, problem.n_slots)
        worth, missed = (table[:, ends] - table[:, known.start] for table in (more, less))
        found = np.full(self.able.shape, NOTHING, dtype=np.int64)
        for s in range(len(problem.skills)):
            may = self.able & known.has_skill[:, [s]] & known.is_for[:, s]
            found = np.where(may, np.maximum(found, worth[s] - self.price), found)
        for (p, day), choice in by_day(problem, roster).items():
            leaving = missed[choice.skill, choice.option] - self.price[p, choice.option]
            found[p, known.day == day] -= leaving
            found[p, choice.option] = NOTHING
        return found


def _able(known: Known) -> Bools:
    ends, starts = known.away
    found: Bools = known.home[:, None] == known.site[None, :]
    people = np.arange(known.n_people)[:, None] * FAR
    first = np.searchsorted(ends, people + known.start[None, :], side="right")
    begins = np.append(starts, FAR * FAR // 2)[first]
    found &= begins >= people + known.end[None, :]
    for pin in known.problem.pins:
        other = known.template != known.templates.get(pin.template or "", -1)
        found[pin.person, (known.day == pin.day) & other] = False
    return found


def _prices(problem: RosterProblem) -> IntArray:
    found = np.zeros((len(problem.people), len(problem.options)), dtype=np.int64)
    paid = [option.paid_minutes for option in problem.options]
    for p, person in enumerate(problem.people):
        found[p] = [round(person.cents_per_hour * minutes / 60) for minutes in paid]
    for wish in problem.wishes:
        found[wish.person, wish.option] += wish.cents
    return found


def _marginal(problem: RosterProblem, roster: SlotRoster) -> tuple[IntArray, IntArray]:
    """What one person more saves, and one less costs, in all slots before a slot, by skill."""
    missing = problem.required - present(problem, roster)
    return _upto(problem, missing), _upto(problem, missing + 1)


def _upto(problem: RosterProblem, missing: IntArray) -> IntArray:
    """Price of the last person missing in each slot, summed over all slots before it."""
    prices = problem.prices
    short = np.array([slot_cents(problem, cents) for cents in prices.short], dtype=np.int64)
    each = np.where(missing > 0, short[:, None], -slot_cents(problem, prices.over))
    each += (missing > mild_limit(problem)) * slot_cents(problem, prices.short_deep)
    found = np.zeros((missing.shape[0], missing.shape[1] + 1), dtype=np.int64)
    np.cumsum(each, axis=1, out=found[:, 1:])
    return found
