"""
Files for people and other systems: tables, payroll, calendars.

`EXPORTS` lists the tables that a week publishes, by file name. Calendars are not in it, since
they also need what was published before: see `planner.exports.ics`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from planner.exports import (
    coverage,
    forecast,
    hours,
    past_weeks,
    requirement,
    roster,
    simulation,
    simulation_days,
)
from planner.exports.week import PublishedWeek

EXPORTS: Final[Mapping[str, Callable[[PublishedWeek], str]]] = {
    "forecast.csv": lambda week: forecast.text(week.forecast, week.zone),
    "requirement.csv": lambda week: requirement.text(week.requirement, week.zone),
    "roster.csv": lambda week: roster.text(week.roster, week.team),
    "coverage.csv": lambda week: coverage.text(week.coverage, week.zone),
    "simulation.csv": lambda week: simulation.text(week.judgement, week.coverage, week.zone),
    "simulation_days.csv": lambda week: simulation_days.text(week.judgement),
    "hours.csv": lambda week: hours.text(
        week.roster, week.team, templates=week.templates, rest_days=week.rest_days
    ),
    "past_weeks.csv": lambda week: past_weeks.text(
        week.roster,
        week.team,
        week.first_day,
        templates=week.templates,
        rest_days=week.rest_days,
        before=week.past_weeks,
    ),
}
