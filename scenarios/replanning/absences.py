"""Sick calls: somebody cannot work on some days, from now on."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.errors import InputError
from planner.local_time import day_start, zone
from planner.people import TimeOff
from planner.readers.reading import unknown
from planner.timegrid import Interval
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

    def apply(self, inputs: Inputs) -> Inputs:
        """Add the time off, paid, and drop locks of the agent on its days."""
        team = inputs.team
        clock = zone(team.site(team.agent(self.agent)).zone)
        span = Interval(
            day_start(self.first, clock), day_start(self.last + timedelta(days=1), clock)
        )
        locks = tuple(
            lock
            for lock in team.locks
            if lock.agent != self.agent or not self.first <= lock.day <= self.last
        )
        off = (*team.time_off, TimeOff(self.agent, span, SICK))
        return replace(inputs, team=replace(team, time_off=off, locks=locks))

    def row(self) -> str:
        """The line of ``time_off.csv`` that says the same for good."""
        return f"{self.agent},{self.first},{self.last},{SICK},true"


def sick_call(agent: str, value: str, inputs: Inputs) -> SickCall:
    """
    Sick call of an agent, written ``2003-10-21`` or ``2003-10-21..2003-10-23``.

    Raises
    ------
    InputError
        For an agent who is not known, and for what is no day.
    """
    known = {one.id: one for one in inputs.team.agents}
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
