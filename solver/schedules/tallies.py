"""Limits on minutes, shifts and weekends as tables: what a day's shift makes of a count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from solver.columns import Bools
from solver.contract import Limit
from solver.problem import NO_LIMIT, IntArray, Person, ShiftOption
from solver.rules.days_off import weeks


@dataclass(frozen=True, slots=True)
class Tally:
    """
    One limit in the days of a window.

    Parameters
    ----------
    limit
        Days and counts as in the problem.
    unit
        Minutes (1 for shifts and weekends) of one count.
    size
        Counts 0 to size - 1 are told apart.
    step
        Count after a day, shape ``(n_days, size, n_effects + 1)``; the last column is a day off;
        -1 where the limit forbids it. After the limit's last day the count is 0.
    price
        Cents to be paid on that day, same shape.
    """

    limit: Limit
    unit: int
    size: int
    step: NDArray[np.int32]
    price: IntArray


def limits_of(n_days: int, nights: frozenset[str], person: Person) -> tuple[Limit, ...]:
    """Every limit of a person, those of the whole week written as limits too."""
    found = [
        Limit("weekly_hours", "minutes", person.min_minutes, person.max_minutes, 0, n_days),
        Limit("nights", "shifts", 0, max(person.max_nights, 0), 0, n_days, nights),
        *_days_off(person, n_days),
        *(replace(limit, end_day=min(limit.end_day, n_days)) for limit in person.limits),
    ]
    return tuple(limit for limit in found if limit.first_day < n_days)


def _days_off(person: Person, n_days: int) -> list[Limit]:
    return [
        Limit("days_off", "shifts", 0, max(days - person.min_days_off, 0), first, end)
        for first, end, days in weeks(n_days)
    ]


def counted(limit: Limit, option: ShiftOption) -> int:
    """Minutes or 1 that a shift adds to a limit, whatever the day."""
    if limit.templates is not None and option.template not in limit.templates:
        return 0
    return option.paid_minutes if limit.unit == "minutes" else 1


def binds(limit: Limit, days: Bools, counts: IntArray, n_weekends: int) -> bool:
    """
    Whether a roster of one shift a day could lie outside the limit.

    Parameters
    ----------
    days, counts
        Whether a kind of shift begins on a day, shape ``(n_days, n_kinds)``, and what it adds.
    """
    if limit.least:
        return True
    if limit.unit == "weekends":
        return limit.most < n_weekends
    mine = days[limit.first_day : limit.end_day]
    return int((mine * counts).max(axis=1, initial=0).sum()) > limit.most


def unit_of(limit: Limit, options: Sequence[ShiftOption]) -> int:
    """Minutes that every counted shift is a multiple of; 1 for shifts and weekends."""
    if limit.unit != "minutes":
        return 1
    return max(reduce(gcd, (counted(limit, option) for option in options), 0), 1)


def tally(
    limit: Limit,
    unit: int,
    effects: Sequence[int],
    weekends: tuple[tuple[int, ...], ...],
    window: tuple[int, int],
    ends_outside: bool,
) -> Tally:
    """
    The tables of a limit.

    Parameters
    ----------
    effects
        What each effect of a shift adds, minutes or 1 or 0.
    window
        Days looked at, half-open.
    ends_outside
        Whether what lies outside the window counts too, so that nothing can be said at its end.
    """
    adds = np.array([*(e // unit for e in effects), 0], dtype=np.int64)
    first, end = window
    if limit.unit == "weekends":
        mine = [days for days in weekends if is_inside(days, limit)]
        size = 2 * (_top(limit, len(mine), 1) + 1)
        days = [_weekend_day(d, size, adds, mine) for d in range(first, end)]
    else:
        longest = int(adds.max(initial=0)) * (limit.end_day - limit.first_day)
        size = _top(limit, longest, unit) + 1
        days = [_plain_day(limit, d, size, adds) for d in range(first, end)]
    step, price = np.stack(days), np.zeros((end - first, size, adds.size), dtype=np.int64)
    last = limit.end_day - 1 - first
    if 0 <= last < end - first and not ends_outside:
        _close(limit, unit, step[last], price[last])
    return Tally(limit, unit, size, step.astype(np.int32), price)


def is_inside(days: tuple[int, ...], limit: Limit) -> bool:
    """Whether a limit counts the weekend of some days."""
    return bool(days) and limit.first_day <= min(days) and max(days) < limit.end_day


def _top(limit: Limit, reachable: int, unit: int) -> int:
    """Largest count that has to be told apart."""
    if limit.cents_above is not None or limit.most >= NO_LIMIT:
        return reachable
    return min(limit.most // unit, reachable)


def _plain_day(limit: Limit, day: int, size: int, adds: IntArray) -> IntArray:
    counts: IntArray = np.arange(size, dtype=np.int64)[:, None] + adds[None, :]
    if not limit.first_day <= day < limit.end_day:
        counts = np.repeat(np.arange(size, dtype=np.int64)[:, None], adds.size, axis=1)
    return np.where(counts < size, counts, -1)


def _weekend_day(day: int, size: int, adds: IntArray, weekends: list[tuple[int, ...]]) -> IntArray:
    """Counts are twice the weekends worked, plus 1 while the weekend at hand is one of them."""
    counts = np.repeat(np.arange(size, dtype=np.int64)[:, None], adds.size, axis=1)
    mine = next((days for days in weekends if day in days), None)
    if mine is None:
        return counts
    begins = (counts % 2 == 0) & (adds[None, :] > 0)
    counts = np.where(begins, counts + 3, counts)
    if day == max(mine):
        counts = counts - counts % 2
    return np.where(counts < size, counts, -1)


def _close(limit: Limit, unit: int, step: IntArray, price: IntArray) -> None:
    """Ask for the least and the most, or their price, and forget the count."""
    counts = step // 2 if limit.unit == "weekends" else step * unit
    under, over = limit.least - counts, counts - limit.most
    alive = step >= 0
    for beyond, cents in ((under, limit.cents_below), (over, limit.cents_above)):
        outside = alive & (beyond > 0)
        if cents is None:
            step[outside] = -1
        else:
            price[outside] += (beyond * cents)[outside]
    step[step >= 0] = 0


def priced(
    limit: Limit, worked: Sequence[ShiftOption], weekends: tuple[tuple[int, ...], ...]
) -> int:
    """Cents of what shifts lie outside a limit with prices."""
    days = {o.day: counted(limit, o) for o in worked}
    if limit.unit == "weekends":
        total = sum(any(days.get(d) for d in w) for w in weekends if is_inside(w, limit))
    else:
        total = sum(n for d, n in days.items() if limit.first_day <= d < limit.end_day)
    above = (limit.cents_above or 0) * max(total - limit.most, 0)
    return above + (limit.cents_below or 0) * max(limit.least - total, 0)
