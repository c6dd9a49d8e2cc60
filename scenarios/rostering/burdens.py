"""Nights, rest days and holidays that an agent has worked in the quarter before."""

from typing import Final, NamedTuple

from planner.people import Site
from scenarios.inputs import Inputs
from scenarios.rostering.past import PastShifts

QUARTER: Final = 13
"""Weeks."""


class Burdens(NamedTuple):
    """Shifts of each kind."""

    nights: int = 0
    rest_days: int = 0
    holidays: int = 0


def burdens(inputs: Inputs, site: Site, past: PastShifts) -> Burdens:
    """
    Sums over the quarter before; nothing where the workspace has no ``past_weeks.csv``.

    A week of which that says nothing counts as ``last_week.csv`` tells it, if it does.
    """
    if not inputs.past_weeks:
        return Burdens()
    weeks = [_week(inputs, site, past, back) for back in range(1, QUARTER + 1)]
    return Burdens(*(sum(kind) for kind in zip(*weeks, strict=True)))


def _week(inputs: Inputs, site: Site, past: PastShifts, back: int) -> Burdens:
    shifts = past.of_week(back)
    rostered = Burdens(
        sum(a.shift.day in past.nights for a in shifts),
        sum(inputs.is_rest_day(site, a.shift.day) for a in shifts),
        sum(a.shift.day in inputs.site_holidays(site, a.shift.day.year) for a in shifts),
    )
    record = past.records.get(back)
    if record is None:
        return rostered
    told = (record.nights, record.rest_days, record.holidays)
    return Burdens(*(r if t is None else t for t, r in zip(told, rostered, strict=True)))
