"""Weekends of a site in the planned days."""

from datetime import date, timedelta

from planner.people import Site
from planner.weekends import weekend_days
from scenarios.rostering.past import PastShifts


def weekends(site: Site, days: tuple[date, ...], past: PastShifts) -> tuple[tuple[int, ...], ...]:
    """
    Runs of weekend days, as numbers of the planned `days`.

    A weekend that began before them is left out where a shift of its first part was worked:
    it counts for the weeks before.
    """
    rest = weekend_days(site)
    found: list[list[int]] = []
    for number, day in enumerate(days):
        if day.weekday() not in rest:
            continue
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    if found and found[0][0] == 0 and _was_begun(days[0], rest, past):
        found.pop(0)
    return tuple(tuple(run) for run in found)


def _was_begun(first_day: date, rest: frozenset[int], past: PastShifts) -> bool:
    """Whether a day of the weekend that runs into `first_day` was worked before."""
    day = first_day - timedelta(days=1)
    while day.weekday() in rest and first_day - day < timedelta(days=7):
        if day in past.days:
            return True
        day -= timedelta(days=1)
    return False
