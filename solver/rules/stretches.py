"""
At least `min_days_in_row` days are worked in a row, and `min_days_off_in_row` are off in a row.

That holds for stretches between others. One that touches the end goes on behind it. One that
touches day 0 began before it: with `days_off_before` days off, or, where that is 0, with
`days_before` days worked; where that is None nobody knows, and it may be short. So may days off
that last week's shift on day 0 ends: no roster could mend them.
"""

from collections.abc import Iterator
from itertools import groupby

from planner.roster import Violation
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
                _forbid_inner(model, p, worked, least)
                _forbid_first(model, p, worked, least)


def _is_bound(person: Person) -> bool:
    return person.min_days_in_row > 1 or person.min_days_off_in_row > 1


def _forbid_inner(model: RosterModel, p: int, worked: bool, least: int) -> None:
    """No k < least days of a kind between two of the other kind."""
    for k in range(1, least):
        for before in range(model.problem.n_days - k - 1):
            days = range(before + 1, before + 1 + k)
            _forbid(model, p, worked, days, [before, before + 1 + k])


def _forbid_first(model: RosterModel, p: int, worked: bool, least: int) -> None:
    """No short stretch of a kind that began before day 0, or on day 0 after the other kind."""
    person = model.problem.people[p]
    done = _done_before(person, worked)
    if done is None:
        return
    is_past = person.worked_day_0 and not worked
    for k in range(int(done == 0 or is_past), min(least - done, model.problem.n_days)):
        _forbid(model, p, worked, range(k), [k])


def _done_before(person: Person, worked: bool) -> int | None:
    """Days of a kind in a row up to day -1; None if unknown."""
    off = person.days_off_before
    if off is None:
        return None
    if worked:
        return max(person.days_before, 1) if off == 0 else 0
    return off


def _forbid(model: RosterModel, p: int, worked: bool, days: range, others: list[int]) -> None:
    """Not all `days` of a kind while `others` are of the other kind."""
    of_kind, of_other = (days, others) if worked else (others, days)
    carried = model.problem.people[p].worked_day_0
    fixed = int(carried and 0 in of_kind) - int(carried and 0 in of_other)
    plus, minus = model.works_on(p, of_kind), model.works_on(p, of_other)
    model.cp.add(sum(plus) - sum(minus) + fixed <= len(of_kind) - 1)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Stretches that are too short."""
    for person, shifts in shifts_of(problem, roster, _is_bound):
        worked = {shift.day for shift in shifts} | ({0} if person.worked_day_0 else set())
        days = [day in worked for day in range(problem.n_days)]
        for is_work, first, length in _stretches(person, days):
            least = person.min_days_in_row if is_work else person.min_days_off_in_row
            if length < least:
                kind = "worked" if is_work else "off"
                day = problem.day_name(person.site, max(first, 0))
                counted = "1 day" if length == 1 else f"{length} days"
                message = f"{counted} {kind} from {day}, at least {least} in a row"
                yield Violation("stretches", person.id, message)


def _stretches(person: Person, days: list[bool]) -> Iterator[tuple[bool, int, int]]:
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
