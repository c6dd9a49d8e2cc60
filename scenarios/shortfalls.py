"""Uncovered demand in words: when, how many agents, what it does to customers, and why."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from planner.local_time import zone
from planner.roster import Coverage, QueueCoverage
from planner.runs import runs
from planner.timegrid import TimeGrid
from planner.wording import per_cent, short_day
from scenarios.inputs import Inputs
from scenarios.plan import Shortfall


def shortfalls(inputs: Inputs, coverage: Coverage) -> tuple[Shortfall, ...]:
    """Runs of slots with agents missing, the largest first; runs less than 2 h apart are one."""
    clock = zone(inputs.settings.zone)
    found = [
        _shortfall(inputs, coverage.grid, clock, queue, first, last)
        for queue in coverage.queues
        for first, last in runs(queue.short, coverage.grid.minutes)
    ]
    return tuple(sorted(found, key=lambda s: -s.hours))


def _shortfall(
    inputs: Inputs, grid: TimeGrid, clock: ZoneInfo, queue: QueueCoverage, first: int, last: int
) -> Shortfall:
    missing = queue.short[first:last]
    hours = float(missing.sum()) * grid.minutes / 60
    when = spell(grid.instant(first), grid.instant(last), clock)
    agents = agents_short(int(missing.max()), has_gaps=not missing.all())
    message = f"{inputs.queue(queue.queue).title}: {agents} {when}, {agent_hours(hours)}"
    is_live = inputs.queue(queue.queue).channel.is_live
    return Shortfall(
        queue.queue, hours, message + (_service(queue, first, last) if is_live else "")
    )


def agents_short(most: int, *, has_gaps: bool) -> str:
    """How many are missing in a run of slots: ``up to 3 agents short at times``."""
    agents = "1 agent" if most == 1 else f"up to {most} agents"
    return f"{agents} short at times" if has_gaps else f"{agents} short"


def agent_hours(hours: float) -> str:
    """Hours with their unit."""
    return "1 agent-hour" if hours == 1 else f"{hours:g} agent-hours"


def _service(queue: QueueCoverage, first: int, last: int) -> str:
    level, contacts = queue.service_level[first:last], queue.contacts[first:last]
    known = ~np.isnan(level)
    if not contacts[known].sum():
        return ""
    share = float((level[known] * contacts[known]).sum() / contacts[known].sum())
    shown = "over 99 %" if 0.995 <= share < 1 else per_cent(share, 0)
    return f"; {shown} in time expected then"


def spell(start: datetime, end: datetime, clock: ZoneInfo) -> str:
    """Time span on a clock: ``Tue 21 Oct 18:00-20:30``."""
    local, until = start.astimezone(clock), end.astimezone(clock)
    last_moment = (end - timedelta(minutes=1)).astimezone(clock)
    same_day = local.date() == last_moment.date()
    tail = f"{until:%H:%M}" if same_day else f"{short_day(until.date())} {until:%H:%M}"
    return f"{short_day(local.date())} {local:%H:%M}-{tail}"
