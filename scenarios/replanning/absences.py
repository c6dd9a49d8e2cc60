"""Sick calls: somebody cannot work on some days, from now on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.errors import InputError
from planner.local_time import day_start, local_days, zone
from planner.people import TimeOff
from planner.readers.reading import unknown
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs

SICK = "sick"
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class SickCall:
    """An agent is ill from a local day to another, both included; locks on them no longer hold."""

    agent: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if not 0 <= (self.last - self.first).days < MOST_DAYS:
            raise InputError(
                f"sick.{self.agent}={self.first}..{self.last}: the last day lies before the first "
                "or a year behind it; name first and last day"
            )

    def span(self, inputs: Inputs) -> Interval:
        """From midnight to midnight at the site of the agent."""
        team = inputs.team
        clock = zone(team.site(team.agent(self.agent)).zone)
        return Interval(
            day_start(self.first, clock), day_start(self.last + timedelta(days=1), clock)
        )

    def is_in(self, inputs: Inputs) -> bool:
        """Whether the inputs hold all of it as sick leave already."""
        span = self.span(inputs)
        return any(
            off.kind == SICK and off.interval.start <= span.start and span.end <= off.interval.end
            for off in inputs.team.time_off
            if off.agent == self.agent
        )

    def apply(self, inputs: Inputs) -> Inputs:
        """Add the time off, paid, and drop locks of the agent on its days."""
        if self.is_in(inputs):
            return inputs
        team = inputs.team
        locks = tuple(
            lock
            for lock in team.locks
            if lock.agent != self.agent or not self.first <= lock.day <= self.last
        )
        off = (*team.time_off, TimeOff(self.agent, self.span(inputs), SICK))
        return replace(inputs, team=replace(team, time_off=off, locks=locks))

    def row(self) -> str:
        """The line of ``time_off.csv`` that says the same for good."""
        return f"{self.agent},{self.first},{self.last},{SICK},true"


def require_in_week(changes: Iterable[object], grid: TimeGrid, inputs: Inputs) -> None:
    """
    Refuse sick calls of other weeks, which would change nothing.

    Raises
    ------
    InputError
        For the first of them.
    """
    clock = zone(inputs.settings.zone)
    days = [*local_days(grid, clock)]
    for one in changes:
        if isinstance(one, SickCall) and not one.span(inputs).overlaps(grid.interval):
            when = f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}"
            raise InputError(
                f"sick.{one.agent}: {when} lies outside the roster of "
                f"{days[0]} to {days[-1]}, and changes nothing in it; give a day of it, or "
                "another week"
            )


def sick_call(agent: str, value: str, inputs: Inputs) -> SickCall:
    """
    Sick call of an agent, written ``2003-10-21`` or ``2003-10-21..2003-10-23``.

    Raises
    ------
    InputError
        For an agent who is not known, and for what is no day.
    """
    known = {one.id: one for one in inputs.team.agents}
    named = [one.id for one in inputs.team.agents if one.name.casefold() == agent.casefold()]
    if agent not in known and named:
        raise InputError(f"sick.{agent}: is a name; use the id {' or '.join(named)}")
    if agent not in known:
        raise InputError(f"sick.{agent}: {unknown('agent', agent, known)}")
    first, _, last = value.partition("..")
    try:
        days = [date.fromisoformat(day.strip()) for day in (first, last or first)]
    except ValueError:
        raise InputError(
            f"sick.{agent}={value}: use a day or first..last, such as 2003-10-21..2003-10-23"
        ) from None
    return SickCall(agent, *days)
