"""What is out of the ordinary about the planned week, in words."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from planner.local_time import WEEKDAYS, local_days, zone
from planner.timegrid import TimeGrid
from planner.wording import short_day
from scenarios.inputs import Inputs
from scenarios.options import template_interval

NOT_LAST_WEEK = "not_last_week"


def week_notes(inputs: Inputs, grid: TimeGrid) -> tuple[str, ...]:
    """Notes on a week: a roster before it that is missing, locks, clock changes, holidays."""
    return (
        *_roster_before(inputs, grid),
        *_locks_beside(inputs, grid),
        *_clock_changes(inputs, grid),
        *_public_holidays(inputs, grid),
    )


def _roster_before(inputs: Inputs, grid: TimeGrid) -> Iterator[str]:
    """
    Say when ``last_week.csv`` is of another week, which a week asked for by hand may make it.

    Without one, say until when shifts that began before the week would be at work.
    """
    told = any(note.code == NOT_LAST_WEEK for note in inputs.notes)
    starts = [a.shift.interval.start for a in inputs.last_week]
    before = any(grid.start - timedelta(days=7) <= start < grid.start for start in starts)
    if starts and not before and not told:
        yield (
            "last_week.csv: has no shift in the seven days before this week, so rest, days in a "
            "row and night shifts that run into it are not known; give the roster of the week "
            "before"
        )
    running = dict(_running_in(inputs, grid))
    if not starts and running:
        longest = max(running, key=lambda name: running[name])
        ends = running[longest].astimezone(zone(inputs.settings.zone))
        until = f"{ends:%H:%M} on {short_day(ends.date())}"
        yield (
            f"there is no last_week.csv: until {until} shifts that began before this week, such as "
            f"{longest}, may be at work and are not known; give the roster of the week before"
        )


def _running_in(inputs: Inputs, grid: TimeGrid) -> Iterator[tuple[str, datetime]]:
    """Shifts that may have begun before a week and run into it, with their ends."""
    for site in inputs.team.sites:
        first = grid.start.astimezone(zone(site.zone)).date()
        for template in inputs.templates:
            for day in (first - timedelta(days=1), first):
                span = template_interval(template, day, site)
                begins = site.id in template.sites and WEEKDAYS[day.weekday()] in template.days
                if begins and span.start < grid.start < span.end:
                    yield template.id, span.end


def _locks_beside(inputs: Inputs, grid: TimeGrid) -> Iterator[str]:
    """Locks on days of the week whose shifts belong to the week before or after by its clock."""
    clock, templates = zone(inputs.settings.zone), {t.id: t for t in inputs.templates}
    days = set(local_days(grid, clock))
    for lock in inputs.team.locks:
        if lock.day not in days or lock.shift not in templates:
            continue
        site = inputs.team.site(inputs.team.agent(lock.agent))
        start = template_interval(templates[lock.shift], lock.day, site).start
        if not grid.start <= start < grid.end:
            wall, which = start.astimezone(clock), "before" if start < grid.start else "after"
            yield (
                f"locks.csv: {lock.shift} of {lock.agent} on {lock.day} begins on "
                f"{short_day(wall.date())} at {wall:%H:%M} in {clock.key}, so it belongs to the "
                f"week {which}, and the lock changes nothing in this one"
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
