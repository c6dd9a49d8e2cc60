"""Hours that a contract owes and allows in each planned week, leave taken off."""

from dataclasses import dataclass
from math import ceil, floor

from planner.people import Agent
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.rostering.leave import LEAVE_DAYS_A_WEEK, leave_by_week


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Paid minutes of a week, and working days of leave in it."""

    least: int
    most: int
    leave_days: int


def week_hours(
    inputs: Inputs, agent: Agent, grid: TimeGrid, *, is_owed: bool
) -> tuple[WeekHours, ...]:
    """Least and most of each planned week; nothing is owed to somebody without a skill."""
    contract = inputs.team.contract(agent)
    day_minutes = contract.min_hours * 60 / LEAVE_DAYS_A_WEEK
    return tuple(
        WeekHours(
            max(0, ceil(contract.min_hours * 60 - away * day_minutes)) if is_owed else 0,
            max(0, floor(contract.max_hours * 60 - paid * day_minutes)),
            away,
        )
        for away, paid in leave_by_week(inputs, agent, grid)
    )
