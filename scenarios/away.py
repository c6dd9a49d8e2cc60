"""What keeps people from work on their local days: time off, or hours outside availability."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from planner.local_time import WEEKDAYS, zone
from planner.people import Agent
from scenarios.inputs import Inputs

TIME_OFF = "time off"
HOURS = "limited availability"


def away_names(inputs: Inputs, days: Mapping[str, tuple[date, ...]]) -> dict[tuple[str, int], str]:
    """
    By agent and number of the local day, what the day is to be called in an explanation.

    Kinds of time off are not told: a plan needs to know that somebody is away, not why.
    """
    off = {agent.id: set(_days_off(inputs, agent)) for agent in inputs.team.agents}
    windows: dict[str, set[str]] = {}
    for window in inputs.team.availability:
        windows.setdefault(window.agent, set()).add(window.weekday)
    found = {}
    for agent in inputs.team.agents:
        for number, day in enumerate(days[agent.site]):
            if day in off[agent.id]:
                found[agent.id, number] = TIME_OFF
            elif agent.id in windows:
                has_window = WEEKDAYS[day.weekday()] in windows[agent.id]
                found[agent.id, number] = HOURS if has_window else "no availability"
    return found


def _days_off(inputs: Inputs, agent: Agent) -> Iterator[date]:
    """Local dates that time off of an agent touches."""
    clock = zone(inputs.team.site(agent).zone)
    for off in inputs.team.time_off:
        if off.agent == agent.id:
            day = off.interval.start.astimezone(clock).date()
            while datetime.combine(day, time(0), clock) < off.interval.end:
                yield day
                day += timedelta(days=1)
