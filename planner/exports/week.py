"""Everything of one planned week that the tables show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.demand import Forecast, Requirement
from planner.local_time import zone as local_zone
from planner.past_weeks import PastWeek
from planner.people import Team
from planner.roster import Coverage, Roster
from planner.shifts import ShiftTemplate
from planner.simulation.judgement import Judgement


@dataclass(frozen=True, slots=True)
class PublishedWeek:
    """
    A week as it leaves the house.

    `zone` is the clock on which intervals are shown; shifts are shown on their site's. `rest_days`
    names weekend days and public holidays by site and local date, in words. `judgement` is None
    where no week was simulated. `past_weeks` are those before, as far as they are known.
    """

    zone: str
    team: Team
    templates: tuple[ShiftTemplate, ...]
    forecast: Forecast
    requirement: Requirement
    roster: Roster
    coverage: Coverage
    rest_days: Mapping[tuple[str, date], str]
    judgement: Judgement | None = None
    past_weeks: tuple[PastWeek, ...] = ()

    @property
    def first_day(self) -> date:
        """Local date on which the week begins."""
        return self.roster.week.start.astimezone(local_zone(self.zone)).date()
