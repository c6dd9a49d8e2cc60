"""Who works: sites, contracts, agents, their time off, wishes and locks."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from planner.errors import InputError
from planner.local_time import WEEKDAYS, zone
from planner.schema import FORBID_EXTRA
from planner.timegrid import Interval


@dataclass(frozen=True, slots=True)
class Site:
    """
    A place with a clock, a calendar of holidays and a weekend.

    `rest_days` overrides the weekend that the country's calendar gives, where that is wrong for
    the place or its year.
    """

    id: str
    zone: str
    country: str
    name: str = ""
    region: str | None = None
    rest_days: tuple[str, ...] | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        zone(self.zone)
        for day in self.rest_days or ():
            if day not in WEEKDAYS:
                raise InputError(f"rest_days holds '{day}'; use {', '.join(WEEKDAYS)}")


@dataclass(frozen=True, slots=True)
class Contract:
    """
    What one kind of contract allows in a week.

    Parameters
    ----------
    min_hours, max_hours
        Paid hours in the week. A working day of leave takes a fifth off `min_hours`, a paid one off
        `max_hours` too.
    min_rest_hours
        Elapsed hours between two shifts.
    max_days_in_row
        Local days worked in a row, last week's included.
    min_days_off
        Local days without a shift.
    max_nights
        Night shifts in the week; 0 bars nights.
    nights_only
        The contract works no other shifts.
    hourly_cost
        Money per paid hour, in the plan's currency.
    """

    id: str
    min_hours: float
    max_hours: float
    hourly_cost: float
    name: str = ""
    min_rest_hours: float = 11.0
    max_days_in_row: int = 6
    min_days_off: int = 2
    max_nights: int = 7
    nights_only: bool = False

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        limits = (
            ("min_hours", self.min_hours, 0, 168),
            ("max_hours", self.max_hours, 0, 168),
            ("hourly_cost", self.hourly_cost, 0, 100_000),
            ("min_rest_hours", self.min_rest_hours, 0, 72),
            ("max_days_in_row", self.max_days_in_row, 1, 14),
            ("min_days_off", self.min_days_off, 0, 7),
            ("max_nights", self.max_nights, 0, 7),
        )
        for name, value, low, high in limits:
            if not low <= value <= high:
                raise InputError(f"{name} is {value:g}; use {low:g} to {high:g}")
        if self.min_hours > self.max_hours:
            raise InputError(
                f"min_hours {self.min_hours:g} is above max_hours {self.max_hours:g}; "
                "lower one or raise the other"
            )
        if self.nights_only and self.max_nights == 0:
            raise InputError("nights_only is true but max_nights is 0; raise max_nights")


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who can be rostered; the id decides who is who, names may repeat."""

    id: str
    name: str
    site: str
    contract: str
    skills: tuple[str, ...]
    email: str = ""

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise InputError("id is empty; give every agent an id")
        if not self.name.strip():
            raise InputError(f"name of agent {self.id} is empty; give a name")
        if len(self.name) > 200:
            raise InputError(f"name of agent {self.id} has {len(self.name)} letters; use up to 200")


@dataclass(frozen=True, slots=True)
class TimeOff:
    """Time in which an agent does not work: leave, training, sick; `paid` where it is paid."""

    agent: str
    interval: Interval
    kind: str = "leave"
    paid: bool = True


@dataclass(frozen=True, slots=True)
class Availability:
    """
    Weekly window, on the site's clock, inside which an agent's shifts must lie.

    An agent without windows is available always. `until` at or before `start` is the next day.
    """

    agent: str
    weekday: str
    start: time
    until: time


@dataclass(frozen=True, slots=True)
class Preference:
    """
    A wish about one local day or weekday.

    `shift` is a template id, ``off`` or ``any`` (to work at all); `weight` from -10 (please not)
    to 10 (very much); 0 is no wish and refused.
    """

    agent: str
    day: date | None
    weekday: str | None
    shift: str
    weight: int

    def __post_init__(self) -> None:
        if self.weight == 0 or not -10 <= self.weight <= 10:
            raise InputError(f"weight is {self.weight}; use -10 to -1 or 1 to 10")

    def applies(self, day: date) -> bool:
        """Whether the wish is about a local date."""
        return day == self.day or WEEKDAYS[day.weekday()] == self.weekday


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision already made: the agent works `shift` (a template id) on `day`, or is ``off``."""

    agent: str
    day: date
    shift: str
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """All people and what is known about them, ids unique and all references closed."""

    sites: tuple[Site, ...]
    contracts: tuple[Contract, ...]
    agents: tuple[Agent, ...]
    time_off: tuple[TimeOff, ...] = ()
    availability: tuple[Availability, ...] = ()
    preferences: tuple[Preference, ...] = ()
    locks: tuple[Lock, ...] = ()

    def site(self, agent: Agent) -> Site:
        """Site of an agent."""
        return next(s for s in self.sites if s.id == agent.site)

    def contract(self, agent: Agent) -> Contract:
        """Contract of an agent."""
        return next(c for c in self.contracts if c.id == agent.contract)

    def agent(self, agent_id: str) -> Agent:
        """Agent by id."""
        return next(a for a in self.agents if a.id == agent_id)


def hours(length: timedelta) -> float:
    """Elapsed hours of a length of time."""
    return length / timedelta(hours=1)
