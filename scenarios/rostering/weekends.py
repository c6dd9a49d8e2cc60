"""Weekends of a site in the planned days: its country's, or the rest days that it names."""

from datetime import date, timedelta

from planner.holidays import weekend
from planner.local_time import WEEKDAYS
from planner.people import Site
from scenarios.rostering.past import PastShifts


def weekend_days(site: Site) -> frozenset[int]:
    """Weekdays of the site's weekend, Monday 0."""
    if site.rest_days is None:
        return weekend(site.country)
    return frozenset(WEEKDAYS.index(day) for day in site.rest_days)


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
