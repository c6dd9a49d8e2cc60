"""What is out of the ordinary about the planned week, in words."""

from collections.abc import Iterator
from datetime import timedelta

from planner.local_time import local_days, zone
from planner.timegrid import TimeGrid
from planner.wording import short_day
from scenarios.inputs import Inputs

NOT_LAST_WEEK = "not_last_week"


def week_notes(inputs: Inputs, grid: TimeGrid) -> tuple[str, ...]:
    """Notes on a week: a roster before it that is missing, clock changes, public holidays."""
    return (
        *_roster_before(inputs, grid),
        *_clock_changes(inputs, grid),
        *_public_holidays(inputs, grid),
    )


def _roster_before(inputs: Inputs, grid: TimeGrid) -> Iterator[str]:
    """Say when ``last_week.csv`` is of another week, which a week asked for by hand may make it."""
    told = any(note.code == NOT_LAST_WEEK for note in inputs.notes)
    starts = [a.shift.interval.start for a in inputs.last_week]
    before = any(grid.start - timedelta(days=7) <= start < grid.start for start in starts)
    if starts and not before and not told:
        yield (
            "last_week.csv: has no shift in the seven days before this week, so rest, days in a "
            "row and night shifts that run into it are not known; give the roster of the week "
            "before"
        )


def _clock_changes(inputs: Inputs, grid: TimeGrid) -> Iterator[str]:
    n_weeks = round(grid.hours / (7 * 24))
    what = "this week has" if n_weeks == 1 else f"these {n_weeks} weeks have"
    for zone_name in dict.fromkeys([inputs.settings.zone, *(s.zone for s in inputs.team.sites)]):
        clock = zone(zone_name)
        before, after = grid.start.astimezone(clock), grid.end.astimezone(clock)
        moved = (after.utcoffset() or timedelta(0)) - (before.utcoffset() or timedelta(0))
        if moved:
            hours = 24 * 7 * n_weeks - moved / timedelta(hours=1)
            yield f"the clock changes in {zone_name}: {what} {hours:g} hours there"


def _public_holidays(inputs: Inputs, grid: TimeGrid) -> Iterator[str]:
    for site in inputs.team.sites:
        for day in local_days(grid, zone(site.zone)):
            holiday = inputs.site_holidays(site, day.year).get(day)
            if holiday:
                place = site.name or site.id
                yield f"{holiday} on {short_day(day)} is a public holiday in {place}"
