"""Which local days are rest days of which site, and why."""

from datetime import date

from planner.holidays import public_holidays
from planner.local_time import local_days, zone
from scenarios.plan import Plan


def rest_day_names(plan: Plan) -> dict[tuple[str, date], str]:
    """Rest days of the week by site and local date: ``weekend``, or the name of the holiday."""
    inputs = plan.inputs
    return {
        (site.id, day): public_holidays(site.country, site.region, (day.year,)).get(day, "weekend")
        for site in inputs.team.sites
        for day in local_days(plan.grid, zone(site.zone))
        if inputs.is_rest_day(site, day)
    }
