"""Which shifts a site could work in a week: templates met with its calendar and clock."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from math import ceil
from typing import Final

from planner.errors import InputError
from planner.local_time import WEEKDAYS, local_days, shift_instant, zone
from planner.people import Site
from planner.shifts import BreakRule, ShiftTemplate, minute_of, paid_part
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs
from solver.problem import BreakWindow, ShiftOption

NOON: Final = time(12)


def site_days(site: Site, grid: TimeGrid) -> tuple[date, ...]:
    """Local dates of a site that the week touches: 7, or 8 where it begins inside a day."""
    return tuple(local_days(grid, zone(site.zone)))


def week_days(site: Site, grid: TimeGrid) -> tuple[date, ...]:
    """Local dates of a site whose noon lies in the week: 7, wherever the week begins there."""
    clock = zone(site.zone)
    return tuple(
        day
        for day in site_days(site, grid)
        if grid.start <= shift_instant(day, NOON, clock) < grid.end
    )


def shift_options(inputs: Inputs, grid: TimeGrid) -> tuple[ShiftOption, ...]:
    """
    Every shift that begins in the week, of every site.

    A shift belongs to the week in which it begins, by the plan's clock; it may end behind it.

    Raises
    ------
    InputError
        ``off_grid`` if a shift or one of its breaks does not fit the grid.
    """
    return tuple(
        option
        for site in inputs.team.sites
        for option in _site_options(inputs, site, inputs.templates, grid)
    )


def _site_options(
    inputs: Inputs, site: Site, templates: Sequence[ShiftTemplate], grid: TimeGrid
) -> Iterator[ShiftOption]:
    for number, day in enumerate(site_days(site, grid)):
        for template in templates:
            if site.id not in template.sites or WEEKDAYS[day.weekday()] not in template.days:
                continue
            interval = template_interval(template, day, site)
            if grid.start <= interval.start < grid.end:
                yield _option(inputs, template, site, (number, day), interval, grid)


def template_interval(template: ShiftTemplate, day: date, site: Site) -> Interval:
    """Instants of a shift that begins on a local day; longer or shorter over a clock change."""
    clock = zone(site.zone)
    last = day + timedelta(days=1) if template.until <= template.start else day
    return Interval(
        shift_instant(day, template.start, clock), shift_instant(last, template.until, clock)
    )


def _option(
    inputs: Inputs,
    template: ShiftTemplate,
    site: Site,
    day: tuple[int, date],
    interval: Interval,
    grid: TimeGrid,
) -> ShiftOption:
    start, end = grid.slot_of(interval.start), grid.slot_of(interval.end)
    unpaid = sum(rule.minutes for rule in template.breaks if not rule.paid)
    worked = (end - start) * grid.minutes - unpaid
    number, date_ = day
    return ShiftOption(
        template=template.id,
        site=site.id,
        day=number,
        start=start,
        end=end,
        paid_minutes=paid_part(worked, template.paid_share),
        breaks=_windows(template, start, end, grid.minutes),
        is_night=template.counts_as_night,
        is_rest_day=inputs.is_rest_day(site, date_),
        clock_start=minute_of(template.start) // grid.minutes,
        is_holiday=date_ in inputs.site_holidays(site, date_.year),
        is_on_call=template.on_call,
        skills=_skills(inputs, template),
    )


def _skills(inputs: Inputs, template: ShiftTemplate) -> frozenset[int] | None:
    """Numbers of what a shift may be worked with: its skills, and pools made of them alone."""
    if not template.skills:
        return None
    own = [skill in template.skills for skill in inputs.skills]
    own += [set(pool.skills) <= set(template.skills) for pool in inputs.pools]
    own += [skill in template.skills for skill in inputs.other_skills]
    return frozenset(i for i, is_own in enumerate(own) if is_own)


def _windows(
    template: ShiftTemplate, start: int, end: int, minutes: int
) -> tuple[BreakWindow, ...]:
    """
    Windows of the breaks, in their order.

    Where the clock has taken an hour from the shift, windows at its end move up.
    """
    is_shorter = (end - start) * minutes < template.wall_minutes
    windows = []
    free_until = end
    for rule in sorted(template.breaks, key=lambda r: r.earliest_minutes, reverse=True):
        window = _window(template, rule, start, free_until, minutes, is_shorter)
        windows.append(window)
        free_until = window.earliest
    return tuple(reversed(windows))


def _window(
    template: ShiftTemplate,
    rule: BreakRule,
    start: int,
    free_until: int,
    minutes: int,
    is_shorter: bool,
) -> BreakWindow:
    length, odd = divmod(rule.minutes, minutes)
    if odd:
        raise InputError(
            f"shift {template.id}: {rule.name} of {rule.minutes} minutes does not fit the "
            f"{minutes}-minute grid; make it {(length + 1) * minutes} or use a finer grid",
            code="off_grid",
        )
    latest = min(start + rule.latest_minutes // minutes, free_until - length)
    earliest = start + ceil(rule.earliest_minutes / minutes)
    if is_shorter:
        earliest = min(earliest, latest)
    if not start <= earliest <= latest:
        raise InputError(
            f"shift {template.id}: no slot of the {minutes}-minute grid lies in the window of "
            f"{rule.name}; widen it",
            code="off_grid",
        )
    return BreakWindow(earliest, latest, length, rule.paid, rule.name)
