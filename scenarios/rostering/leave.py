"""When agents are away: leave by the working day, and time in which they cannot work."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from math import ceil, floor

from planner.local_time import WEEKDAYS, shift_instant, zone
from planner.people import Agent, Site, TimeOff
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs
from scenarios.options import NOON, week_days

LEAVE_DAYS_A_WEEK = 5


def leave_by_week(inputs: Inputs, agent: Agent, grid: TimeGrid) -> tuple[tuple[int, int], ...]:
    """
    Working days of each planned week on which an agent is away, and how many of them are paid.

    A day counts when its noon at the agent's site lies in the weeks and in time off, and it is no
    rest day there; at most five of a week count. Each takes a fifth off the weekly minimum.
    """
    days = week_days(inputs.team.site(agent), grid)
    return tuple(
        _leave_days(inputs, agent, days[first : first + 7]) for first in range(0, len(days), 7)
    )


def leave_days(inputs: Inputs, agent: Agent, grid: TimeGrid) -> tuple[int, int]:
    """Sum of `leave_by_week`."""
    away, paid = zip(*leave_by_week(inputs, agent, grid), strict=True)
    return sum(away), sum(paid)


def _leave_days(inputs: Inputs, agent: Agent, days: tuple[date, ...]) -> tuple[int, int]:
    site = inputs.team.site(agent)
    away = paid = 0
    for day in days:
        off = time_off_at_noon(inputs, agent, site, day)
        if off is not None and not inputs.is_rest_day(site, day):
            away += 1
            paid += off.paid
    return min(away, LEAVE_DAYS_A_WEEK), min(paid, LEAVE_DAYS_A_WEEK)


def time_off_at_noon(inputs: Inputs, agent: Agent, site: Site, day: date) -> TimeOff | None:
    """Time off of an agent that covers noon of a local day, if any."""
    noon = shift_instant(day, NOON, zone(site.zone))
    for off in inputs.team.time_off:
        if off.agent == agent.id and off.interval.start <= noon < off.interval.end:
            return off
    return None


def unavailable(
    inputs: Inputs, agent: Agent, site: Site, grid: TimeGrid, days: tuple[date, ...]
) -> Iterator[Interval]:
    """Time off, and time outside the agent's weekly windows, in no order."""
    yield from (off.interval for off in inputs.team.time_off if off.agent == agent.id)
    windows = [w for w in inputs.team.availability if w.agent == agent.id]
    if not windows:
        return
    clock = zone(site.zone)
    allowed = []
    for day in (days[0] - timedelta(days=1), *days, days[-1] + timedelta(days=1)):
        for window in windows:
            if window.weekday == WEEKDAYS[day.weekday()]:
                last = day + timedelta(days=1) if window.until <= window.start else day
                allowed.append(
                    Interval(
                        shift_instant(day, window.start, clock),
                        shift_instant(last, window.until, clock),
                    )
                )
    yield from _between(sorted(allowed), grid.start, grid.end + timedelta(days=2))


def _between(allowed: list[Interval], start: datetime, end: datetime) -> Iterator[Interval]:
    """Gaps that sorted intervals leave between two instants."""
    free_until = start
    for interval in allowed:
        if interval.start > free_until:
            yield Interval(free_until, interval.start)
        free_until = max(free_until, interval.end)
    if free_until < end:
        yield Interval(free_until, end)


def merged(gaps: Iterable[Interval], grid: TimeGrid) -> Iterator[tuple[int, int]]:
    """Runs of slots that intervals touch, overlapping ones joined."""
    runs = sorted((floor(grid.offset(g.start)), ceil(grid.offset(g.end))) for g in gaps)
    current: tuple[int, int] | None = None
    for run in runs:
        if run[1] <= 0 or run[0] == run[1]:
            continue
        if current is None or run[0] > current[1]:
            if current:
                yield current
            current = run
        else:
            current = (current[0], max(current[1], run[1]))
    if current:
        yield current
