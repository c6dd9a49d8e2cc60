"""Everything a plan depends on, frozen: a workspace folder after reading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from planner.arrays import BoolArray
from planner.calendars import ALWAYS, Calendar
from planner.customers import closing_holidays
from planner.demand import BacklogItem, History
from planner.errors import InputError, Problem
from planner.events import QueueEvent
from planner.floors import FloorRule
from planner.holidays import public_holidays, weekend
from planner.local_time import WEEKDAYS, day_start, first_day_of_week, week_grid, zone
from planner.overrides import ForecastOverride
from planner.past_weeks import PastWeek
from planner.people import Site, Team
from planner.pools import Pool
from planner.queues import Queue
from planner.roster import Assignment
from planner.schema import FORBID_EXTRA
from planner.shifts import NIGHT, ShiftTemplate
from planner.timegrid import SLOT_MINUTES, TimeGrid
from scenarios.relaxation import RelaxationCosts
from scenarios.settings import MOST_WEEKS as MOST_WEEKS
from scenarios.settings import Costs as Costs
from scenarios.settings import HistorySettings as HistorySettings
from scenarios.settings import SimulationSettings as SimulationSettings


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """
    The week, its clock and grid, and how the run behaves: table ``[plan]``.

    Parameters
    ----------
    zone
        Clock on which the week begins and times are shown to the planner.
    week
        Any day of the week to plan; None plans the week after the history ends.
    shrinkage
        Share of rostered time lost to training, meetings and absence, ``[0, 1)``; not breaks.
    forecaster
        Name of a forecaster, see ``forecasting.FORECASTERS``; "auto" chooses for each series.
    time_limit_s
        Wall time for the roster.
    weeks
        Weeks to roster at once, 1 to 13, from the one that holds `week` on.
    certainty
        Share of weeks in which the targets must be met, 0.5 to 0.999; None asks for them on the
        mean over weeks.
    """

    zone: str
    name: str = "Support team"
    week: date | None = None
    week_starts: str = "monday"
    interval_minutes: int = 30
    currency: str = "USD"
    shrinkage: float = 0.0
    forecaster: str = "auto"
    seed: int = 1
    time_limit_s: float = 60.0
    certainty: float | None = None
    weeks: int = 1

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        zone(self.zone)
        if not 1 <= self.weeks <= 13:
            raise InputError(f"weeks is {self.weeks}; use 1 to 13")
        if self.week_starts not in WEEKDAYS:
            raise InputError(f"week_starts is '{self.week_starts}'; use {', '.join(WEEKDAYS)}")
        if self.interval_minutes not in SLOT_MINUTES:
            raise InputError(
                f"interval_minutes is {self.interval_minutes}; use 5, 10, 15, 30 or 60"
            )
        if not 0 <= self.shrinkage < 1:
            raise InputError(
                f"shrinkage is {self.shrinkage:g}; use 0 up to, not including, 1: 0.12 is 12 %"
            )
        if self.seed < 0:
            raise InputError(f"seed is {self.seed}; use 0 or more")
        if not 0 < self.time_limit_s <= 86_400:
            raise InputError(f"time_limit_s is {self.time_limit_s:g}; use up to 86400 seconds")
        if self.certainty is not None and not 0.5 <= self.certainty <= 0.999:
            raise InputError(
                f"certainty is {self.certainty:g}; use 0.5 to 0.999, a share of weeks: 0.9 is nine "
                "in ten, or leave it out for the mean over weeks"
            )


@dataclass(frozen=True, slots=True)
class Inputs:
    """
    A whole workspace, checked and closed: every id that is referred to exists.

    `history` is on the plan's grid. `last_week` are the shifts of the roster before, as far as
    they are known. `backlog` is what ``backlog.csv`` holds, see `open_backlog`; `events` what
    ``events.csv`` does, one for each queue; `overrides` those of ``overrides.csv``, in the order in
    which they apply. `digest` identifies the files; `notes` are warnings
    that do not stop a plan.
    """

    settings: PlanSettings
    queues: tuple[Queue, ...]
    templates: tuple[ShiftTemplate, ...]
    team: Team
    history: History
    costs: Costs = field(default_factory=Costs)
    last_week: tuple[Assignment, ...] = ()
    digest: str = ""
    notes: tuple[Problem, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    pools: tuple[Pool, ...] = ()
    simulation: SimulationSettings = field(default_factory=SimulationSettings)
    backlog: tuple[BacklogItem, ...] = ()
    events: tuple[QueueEvent, ...] = ()
    overrides: tuple[ForecastOverride, ...] = ()
    floors: tuple[FloorRule, ...] = ()
    past_weeks: tuple[PastWeek, ...] = ()
    relaxation: RelaxationCosts = field(default_factory=RelaxationCosts)

    @property
    def skills(self) -> tuple[str, ...]:
        """Skills that queues need, in the order of the queues."""
        return tuple(dict.fromkeys(queue.skill for queue in self.queues))

    def over_weeks(self, weeks: int | None) -> "Inputs":
        """The same, planned over so many weeks at once; None for as many as the workspace says."""
        if weeks is None:
            return self
        return replace(self, settings=replace(self.settings, weeks=weeks))

    @property
    def other_skills(self) -> tuple[str, ...]:
        """Skills of shifts that no queue needs, such as of training or on-call."""
        named = (skill for template in self.templates for skill in template.skills)
        return tuple(dict.fromkeys(skill for skill in named if skill not in self.skills))

    def templates_of(self, names: Iterable[str]) -> frozenset[str]:
        """Ids of shifts that names stand for: own, of a family, and ``night`` for all nights."""
        wanted = set(names)
        return frozenset(
            t.id
            for t in self.templates
            if any(t.is_called(name) for name in wanted) or (NIGHT in wanted and t.counts_as_night)
        )

    @property
    def families(self) -> Mapping[str, str]:
        """Shift of the workspace from which each shift was made."""
        return {t.id: t.family or t.id for t in self.templates}

    def queue(self, queue_id: str) -> Queue:
        """Queue by id."""
        return next(q for q in self.queues if q.id == queue_id)

    def open_backlog(self, grid: TimeGrid) -> tuple[BacklogItem, ...]:
        """Backlog that is there when `grid` begins: what arrives later is no fact yet."""
        return tuple(item for item in self.backlog if item.arrived < grid.start)

    def due_slots(self, queue: Queue, priority: str, grid: TimeGrid) -> BoolArray:
        """
        Slots whose hours count towards the due time of deferred work, ``(n_slots,)``.

        Those of the calendar that the queue names for `priority`, else its own opening hours.
        """
        name = queue.calendar_of(priority)
        if name == ALWAYS:
            return np.ones(grid.n_slots, dtype=np.bool_)
        years = tuple(range(grid.start.year - 1, grid.end.year + 2))
        if name is None:
            return queue.open_slots(grid, closing_holidays(queue, years))
        hours = next(c for c in self.calendars if c.id == name)
        return hours.open_slots(grid, public_holidays(hours.country, hours.region, years))

    def week_grid(self, day: date | None = None) -> TimeGrid:
        """
        Slots of the planned weeks, from `day`, the settings' week or the first after the history.

        Raises
        ------
        InputError
            If a clock change does not fit the grid.
        """
        clock = zone(self.settings.zone)
        chosen = day or self.settings.week or self._after_history(clock)
        first = first_day_of_week(chosen, self.settings.week_starts)
        settings = self.settings
        return week_grid(first, clock, settings.interval_minutes, n_days=7 * settings.weeks)

    def _after_history(self, clock: ZoneInfo) -> date:
        """First day of the first week that begins when the history has ended."""
        end = self.history.grid.end
        first = first_day_of_week(end.astimezone(clock).date(), self.settings.week_starts)
        return first if day_start(first, clock) >= end else first + timedelta(days=7)

    def site_holidays(self, site: Site, year: int) -> Mapping[date, str]:
        """Public holidays of a site in a year."""
        return public_holidays(site.country, site.region, (year,))

    def is_rest_day(self, site: Site, day: date) -> bool:
        """Whether `day` is a weekend day or public holiday at a site."""
        if site.rest_days is None:
            is_weekend = day.weekday() in weekend(site.country)
        else:
            is_weekend = WEEKDAYS[day.weekday()] in site.rest_days
        return is_weekend or day in self.site_holidays(site, day.year)
