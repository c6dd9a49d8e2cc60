"""A what-if about a new site: ``site.manila=jakarta+5``, also ``@Asia/Manila,PH``."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from planner.errors import InputError
from planner.holidays import check_region
from planner.local_time import zone
from planner.people import Site
from scenarios.change_kinds import MOST_HIRED, hired_like
from scenarios.inputs import Inputs

HELP: Final = (
    "write LIKE+N, a site that is there and how many people, and where the clock is another one "
    "@ZONE,COUNTRY: site.manila=jakarta+5@Asia/Manila,PH"
)


@dataclass(frozen=True, slots=True)
class NewSite:
    """
    A site like another, with people like those there, on its own clock.

    Its people have contracts and skills of those they are like, in turn, and work the same shifts
    by the new clock.
    """

    site: Site
    like: str
    number: int

    def apply(self, inputs: Inputs) -> Inputs:
        """Add the site to team and shifts, and its people."""
        team = inputs.team
        there = [agent for agent in team.agents if agent.site == self.like]
        if not there:
            raise InputError(
                f"site.{self.site.id}: {self.like} has nobody to be like; name another"
            )
        self._require_same_grid(inputs)
        hired = tuple(
            replace(agent, site=self.site.id) for agent in hired_like(inputs, there, self.number)
        )
        templates = tuple(
            replace(t, sites=(*t.sites, self.site.id)) if self.like in t.sites else t
            for t in inputs.templates
        )
        team = replace(team, sites=(*team.sites, self.site), agents=(*team.agents, *hired))
        return replace(inputs, team=team, templates=templates)

    def _require_same_grid(self, inputs: Inputs) -> None:
        """Refuse a clock on which the shifts would begin inside slots."""
        start, minutes = inputs.week_grid().start, inputs.settings.interval_minutes
        like = next(site for site in inputs.team.sites if site.id == self.like)
        clocks = (start.astimezone(zone(name)).utcoffset() for name in (self.site.zone, like.zone))
        ahead, behind = (offset or timedelta(0) for offset in clocks)
        if (ahead - behind) % timedelta(minutes=minutes):
            raise InputError(
                f"site.{self.site.id}: shifts of {self.like} by the clock of {self.site.zone} "
                f"begin off the {minutes}-minute grid; use another site or finer interval_minutes"
            )


def site_change(part: str, value: str, inputs: Inputs) -> NewSite:
    """
    New site from text.

    Raises
    ------
    InputError
        For an id that is taken, a site, zone or country that is not known, or no number of people.
    """
    sites = {site.id: site for site in inputs.team.sites}
    name, written = f"site.{part}={value}", value.partition("@")
    like, plus, number = written[0].partition("+")
    if not part or part in sites:
        raise InputError(f"{name}: name a site that is not there yet, not {', '.join(sites)}")
    if like not in sites or not plus or not number.isascii() or not number.isdigit():
        raise InputError(f"{name}: {HELP}; there are {', '.join(sites)}")
    if not 1 <= int(number) <= MOST_HIRED:
        raise InputError(f"{name}: use 1 to {MOST_HIRED:,} people")
    made = replace(sites[like], id=part, name="")
    return NewSite(_placed(made, written[2], name) if written[1] else made, like, int(number))


def _placed(made: Site, where: str, name: str) -> Site:
    """The site on another clock, with the country's weekend and holidays."""
    clock, comma, country = where.partition(",")
    if not comma:
        raise InputError(f"{name}: {HELP}")
    try:
        placed = replace(made, zone=clock, country=country, region=None, rest_days=None)
        check_region(country, None)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    return placed
