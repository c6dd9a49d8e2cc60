"""
A person has at least `min_days_off` local days without a shift of this roster in every 7 days.

Days are counted by sevens: shifts on days 7k to 7k + 6 <= 7 - min_days_off. A week that begins
inside a local day touches 8 days: a single last day belongs to the seven before it. More last days
go on behind the end, where days off may follow. Less than 7 days owe as many days off.
"""

from collections.abc import Iterator

from planner.roster import Violation
from solver.contract import WEEK
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def most_shifts(n_days: int, min_days_off: int) -> int:
    """Shifts that all days together leave to a person who is owed so many days off a week."""
    return sum(min(max(days - min_days_off, 0), end - first) for first, end, days in weeks(n_days))


def weeks(n_days: int) -> Iterator[tuple[int, int, int]]:
    """First day and end of each week of a roster, and the days from which days off are taken."""
    n_weeks = max(n_days // WEEK, 1)
    for k in range(n_weeks):
        touches_one_more = k == n_weeks - 1 and n_days % WEEK == 1
        end = min(WEEK * (k + 1) + touches_one_more, n_days)
        yield WEEK * k, end, min(WEEK, n_days)
    if n_days > WEEK and n_days % WEEK > 1:
        yield WEEK * n_weeks, n_days, WEEK


def add(model: RosterModel) -> None:
    """In each week, sum of all shifts <= days of the week - min_days_off."""
    for p, person in enumerate(model.problem.people):
        for first, end, days in weeks(model.problem.n_days):
            most = max(days - person.min_days_off, 0)
            mine = model.works_on(p, range(first, end))
            if len(mine) > most:
                model.cp.add(sum(mine) <= most)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """People with too few days off."""
    for person, shifts in shifts_of(problem, roster, lambda person: person.min_days_off > 0):
        for first, end, days in weeks(problem.n_days):
            worked = {shift.day for shift in shifts if first <= shift.day < end}
            free = days - len(worked)
            if worked and free < person.min_days_off:
                since = f" from {problem.day_name(person.site, first)}" if first else ""
                days_off = "1 day off" if free == 1 else f"{free} days off"
                message = f"{days_off}{since}, owed {person.min_days_off}"
                yield Violation("days_off", person.id, message)
