"""Weekend of a site: its country's, or the rest days that it names."""

from planner.holidays import weekend
from planner.local_time import WEEKDAYS
from planner.people import Site


def weekend_days(site: Site) -> frozenset[int]:
    """Weekdays of the site's weekend, Monday 0."""
    if site.rest_days is None:
        return weekend(site.country)
    return frozenset(WEEKDAYS.index(day) for day in site.rest_days)
