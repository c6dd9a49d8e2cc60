"""A queue's week day by day, in numbers: what a chart says to those who cannot see it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.local_time import local_days, wall_clock, zone
from scenarios.plan import Plan


@dataclass(frozen=True, slots=True)
class QueueDay:
    """Contacts expected and agent-hours of a queue on one local day of the plan's clock."""

    day: date
    contacts: float
    required: float
    scheduled: float
    short: float
    over: float


def queue_days(plan: Plan, queue_id: str) -> tuple[QueueDay, ...]:
    """Days of the week, then hours summed from the intervals that begin on each."""
    clock = zone(plan.inputs.settings.zone)
    dates = np.asarray(wall_clock(plan.grid.stamps(), clock).date)
    found = plan.coverage.of(queue_id)
    per_hour = plan.grid.minutes / 60
    contacts = plan.forecast.mean(queue_id)
    days = []
    for day in local_days(plan.grid, clock):
        inside = dates == day
        columns = (found.required, found.scheduled, found.short, found.over)
        hours = [float(column[inside].sum()) * per_hour for column in columns]
        days.append(QueueDay(day, float(contacts[inside].sum()), *hours))
    return tuple(days)
