"""
Limits of a contract as weeks keep them: columns of nodes that count, and fines at the end.

What a single shift breaks or costs by itself is told by its price (`person_rows`) and needs no
column. What can no longer exceed a limit counts as no more than its least.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from solver.amounts import inside
from solver.columns import FAR, Bools
from solver.contract import Limit
from solver.problem import IntArray, Person, RosterProblem, ShiftOption

Templates = frozenset[str]


class WeekLimit(NamedTuple):
    """
    A limit of some days.

    Parameters
    ----------
    in_minutes
        Whether paid minutes count, not shifts or weekends.
    templates
        Number of the set of templates that count, -1 for all.
    weekends
        Days of each weekend that counts; None where shifts or minutes do.
    below, above
        Cents a unit, None where it is a ban.
    """

    in_minutes: bool
    least: int
    most: int
    first_day: int
    end_day: int
    templates: int
    weekends: tuple[tuple[int, ...], ...] | None
    below: int | None
    above: int | None

    def after(self, counted: IntArray, day: int, minutes: int | None) -> IntArray:
        """What counts after a day with a shift of so many minutes; None without one that counts."""
        if self.weekends is not None:
            return self._weekends_after(counted, day, is_worked=minutes is not None)
        if minutes is None or not self.first_day <= day < self.end_day:
            return counted
        return counted + (minutes if self.in_minutes else 1)

    def _weekends_after(self, counted: IntArray, day: int, *, is_worked: bool) -> IntArray:
        """Twice the weekends worked, and 1 while one that was worked lasts."""
        found = counted
        for days in self.weekends or ():
            if day in days:
                found = found | 1 if is_worked else found
                found = found + (found & 1) if day == max(days) else found
        return found

    def amount(self, counted: IntArray) -> IntArray:
        """Minutes, shifts or weekends of what was counted."""
        return counted if self.weekends is None else (counted + 1) // 2

    def fits(self, counted: IntArray) -> Bools:
        """Whether a hard limit is not exceeded yet."""
        is_kept: Bools = self.amount(counted) <= self.most
        return is_kept | (self.above is not None)

    def settled(self, counted: IntArray, more: IntArray) -> IntArray:
        """Counts, where what may come cannot exceed the limit no more than its least."""
        if self.weekends is not None:
            return counted
        within = counted + more <= self.most
        return np.where(within, np.minimum(counted, self.least), counted)

    def has_least(self, counted: IntArray) -> Bools:
        """Whether enough counts at the end, or less has a price."""
        enough: Bools = self.amount(counted) >= self.least
        return enough | (self.below is not None)

    def fine(self, counted: IntArray) -> IntArray:
        """Cents for what lies outside at the end."""
        amount = self.amount(counted)
        below = (self.below or 0) * np.maximum(self.least - amount, 0)
        found: IntArray = below + (self.above or 0) * np.maximum(amount - self.most, 0)
        return found


def template_sets(problem: RosterProblem) -> dict[Templates, int]:
    """Numbers of the sets of templates that limits count by columns."""
    sets = (x.templates for person in problem.people for x in counted_limits(person))
    return {found: i for i, found in enumerate(dict.fromkeys(x for x in sets if x is not None))}


def week_limits(person: Person, sets: Mapping[Templates, int]) -> tuple[WeekLimit, ...]:
    """Limits of a person that need a column."""
    return tuple(
        WeekLimit(
            limit.unit == "minutes",
            limit.least,
            limit.most,
            limit.first_day,
            limit.end_day,
            -1 if limit.templates is None else sets[limit.templates],
            tuple(inside(person, limit)) if limit.unit == "weekends" else None,
            limit.cents_below,
            limit.cents_above,
        )
        for limit in counted_limits(person)
    )


def counted_limits(person: Person) -> Iterator[Limit]:
    """Limits that no single shift settles by itself."""
    for limit in person.limits:
        if limit.least > 0 or not is_of_single_shifts(person, limit):
            yield limit


def is_of_single_shifts(person: Person, limit: Limit) -> bool:
    """Whether each shift breaks the limit, or keeps it, whatever else is worked."""
    if limit.end_day - limit.first_day == 1 or (limit.most == 0 and limit.unit != "weekends"):
        return True
    return limit.unit == "weekends" and (
        len(inside(person, limit)) <= limit.most or (limit.most == 0 and limit.cents_above is None)
    )


def single_fine(person: Person, option: ShiftOption) -> int:
    """Cents that a shift costs by itself in limits, FAR where one bans it."""
    found = 0
    for limit in person.limits:
        beyond = _beyond(person, limit, option)
        if beyond and limit.cents_above is None:
            return FAR
        if beyond and limit.least == 0 and is_of_single_shifts(person, limit):
            found += beyond * (limit.cents_above or 0)
    return found


def _beyond(person: Person, limit: Limit, option: ShiftOption) -> int:
    """By how much a shift by itself exceeds a limit."""
    if not limit.counts(option.day, option.template):
        return 0
    amount = 1
    if limit.unit == "minutes":
        amount = option.paid_minutes
    elif limit.unit == "weekends":
        amount = sum(option.day in days for days in inside(person, limit))
    return max(amount - limit.most, 0)
