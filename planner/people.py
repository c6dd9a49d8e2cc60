"""Who works: sites, agents, their time off, wishes and locks."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from planner.contracts import Contract as Contract
from planner.errors import InputError
from planner.local_time import WEEKDAYS, zone
from planner.pairings import Pairing
from planner.rotations import Rotation
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
class Agent:
    """
    A person who can be rostered; the id decides who is who, names may repeat.

    `roles` are what floors ask for beside skills, such as ``leader``. `average_hours` are the mean
    weekly hours of weeks before of which no roster is known; `rotation` is the id of one, of which
    the agent works week `rotation_week` when it begins. `languages` are compared as
    `planner.abilities.folded` has them; what is served in them is among `skills`.
    """

    id: str
    name: str
    site: str
    contract: str
    skills: tuple[str, ...]
    email: str = ""
    roles: tuple[str, ...] = ()
    average_hours: float | None = None
    rotation: str = ""
    rotation_week: int = 1
    languages: tuple[str, ...] = ()

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise InputError("id is empty; give every agent an id")
        if not self.name.strip():
            raise InputError(f"name of agent {self.id} is empty; give a name")
        if len(self.name) > 200:
            raise InputError(f"name of agent {self.id} has {len(self.name)} letters; use up to 200")
        if self.average_hours is not None and not 0 <= self.average_hours <= 168:
            raise InputError(
                f"average_hours of agent {self.id} is {self.average_hours:g}; use 0 to 168"
            )


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
    pairs: tuple[Pairing, ...] = ()
    rotations: tuple[Rotation, ...] = ()

    def site(self, agent: Agent) -> Site:
        """Site of an agent."""
        return next(s for s in self.sites if s.id == agent.site)

    def contract(self, agent: Agent) -> Contract:
        """Contract of an agent."""
        return next(c for c in self.contracts if c.id == agent.contract)

    def rotation(self, agent: Agent) -> Rotation | None:
        """Rotation of an agent; None without one."""
        return next((r for r in self.rotations if r.id == agent.rotation), None)

    def agent(self, agent_id: str) -> Agent:
        """Agent by id."""
        return next(a for a in self.agents if a.id == agent_id)


def hours(length: timedelta) -> float:
    """Elapsed hours of a length of time."""
    return length / timedelta(hours=1)
