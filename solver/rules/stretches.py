"""
At least `min_days_in_row` days are worked in a row, and `min_days_off_in_row` are off in a row.

That holds for stretches between others. One that touches the end goes on behind it. One that
touches day 0 began before it: with `days_off_before` days off, or, where that is 0, with
`days_before` days worked; where that is None nobody knows, and it may be short. So may days off
that last week's shift on day 0 ends: no roster could mend them.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from planner.roster import Violation
from solver.amounts import Amount, weighted
from solver.model import RosterModel
from solver.problem import Person, RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> None:
    """Forbid every stretch that is too short, each by one row over its days and both neighbours."""
    for p, person in enumerate(model.problem.people):
        if _is_bound(person):
            for worked in (True, False):
                least = person.min_days_in_row if worked else person.min_days_off_in_row
                for short in shorter(person, model.problem.n_days, worked, least):
                    found, most = excess(model, p, short)
                    model.cp.add(weighted(found) <= most)


def _is_bound(person: Person) -> bool:
    return person.min_days_in_row > 1 or person.min_days_off_in_row > 1


class Short(NamedTuple):
    """
    A stretch that may be too short.

    Parameters
    ----------
    worked
        Whether its days are worked, or off.
    days, others
        Days of this problem that make it, and their neighbours, which are of the other kind.
    length
        Days of it, those of last week included.
    """

    worked: bool
    days: range
    others: tuple[int, ...]
    length: int


def shorter(person: Person, n_days: int, worked: bool, least: int) -> Iterator[Short]:
    """Every stretch of a kind that could be shorter than the least, and known at both ends."""
    for k in range(1, least):
        for before in range(n_days - k - 1):
            days = range(before + 1, before + 1 + k)
            yield Short(worked, days, (before, before + 1 + k), k)
    done = _done_before(person, worked)
    if done is not None:
        is_past = person.worked_day_0 and not worked
        for k in range(int(done == 0 or is_past), min(least - done, n_days)):
            yield Short(worked, range(k), (k,), done + k)


def _done_before(person: Person, worked: bool) -> int | None:
    """Days of a kind in a row up to day -1; None if unknown."""
    off = person.days_off_before
    if off is None:
        return None
    if worked:
        return max(person.days_before, 1) if off == 0 else 0
    return off


def excess(model: RosterModel, p: int, short: Short) -> tuple[Amount, int]:
    """A sum that exceeds a number, and then by 1, exactly where a stretch is worked, or off, so."""
    of_kind, of_other = short.days, short.others
    plus, minus = (of_kind, of_other) if short.worked else (of_other, of_kind)
    carried = model.problem.people[p].worked_day_0
    fixed = int(carried and 0 in plus) - int(carried and 0 in minus)
    terms = [(works, 1) for works in model.works_on(p, plus)]
    return [*terms, *((works, -1) for works in model.works_on(p, minus))], len(plus) - 1 - fixed


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Stretches that are too short."""
    for person, shifts in shifts_of(problem, roster, _is_bound):
        worked = {shift.day for shift in shifts} | ({0} if person.worked_day_0 else set())
        days = [day in worked for day in range(problem.n_days)]
        for is_work, first, length in stretches_of(person, days):
            least = person.min_days_in_row if is_work else person.min_days_off_in_row
            if length < least:
                kind = "worked" if is_work else "off"
                day = problem.day_name(person.site, max(first, 0))
                counted = "1 day" if length == 1 else f"{length} days"
                message = f"{counted} {kind} from {day}, at least {least} in a row"
                yield Violation("stretches", person.id, message)


def stretches_of(person: Person, days: list[bool]) -> Iterator[tuple[bool, int, int]]:
    """Kind, first day and length of every stretch whose both ends are known."""
    history: list[bool] = []
    if person.days_off_before == 0:
        history = [True] * max(person.days_before, 1)
    elif person.days_off_before is not None:
        history = [False] * person.days_off_before
    first = -len(history)
    found = []
    for kind, run in groupby([*history, *days]):
        length = len(list(run))
        found.append((kind, first, length))
        first += length
    ended_before = bool(history) and person.worked_day_0 and not history[-1]
    yield from found[int(not history or ended_before) : -1]
