"""`roster.csv`: every shift with its times, breaks and paid hours; also read as last week's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import clock_span, local_stamp, utc_stamp
from planner.local_time import zone
from planner.people import Team, hours
from planner.roster import Assignment, Roster
from planner.shifts import Break

COLUMNS: Final = (
    "agent",
    "name",
    "site",
    "shift",
    "day",
    "skill",
    "zone",
    "start_local",
    "end_local",
    "start_utc",
    "end_utc",
    "breaks",
    "breaks_utc",
    "paid_hours",
)


def text(roster: Roster, team: Team) -> str:
    """Table of `COLUMNS`, a row per shift in the order of the roster, on the site's clock."""
    return csv_text(COLUMNS, _rows(roster, team))


def _rows(roster: Roster, team: Team) -> Iterator[list[Cell]]:
    agent_by_id = {agent.id: agent for agent in team.agents}
    zone_by_site = {site.id: site.zone for site in team.sites}
    for assignment in roster.assignments:
        agent = agent_by_id[assignment.agent]
        yield [agent.id, agent.name, agent.site, *_times(assignment, zone_by_site[agent.site])]


def _times(assignment: Assignment, zone_name: str) -> list[Cell]:
    shift, clock = assignment.shift, zone(zone_name)
    start, end = shift.interval.start, shift.interval.end
    return [
        shift.template,
        shift.day.isoformat(),
        assignment.skill,
        zone_name,
        local_stamp(start, clock),
        local_stamp(end, clock),
        utc_stamp(start),
        utc_stamp(end),
        "; ".join(break_words(rest, clock) for rest in shift.breaks),
        ";".join(_machine(rest) for rest in shift.breaks),
        hours(shift.paid),
    ]


def break_words(rest: Break, clock: ZoneInfo) -> str:
    """A break for a person, on their clock: ``13:00-13:30 lunch (unpaid)``."""
    span = clock_span(rest.interval.start, rest.interval.end, clock)
    return f"{span} {rest.name} ({_pay(rest)})"


def _machine(rest: Break) -> str:
    start, end = utc_stamp(rest.interval.start), utc_stamp(rest.interval.end)
    return f"{start}/{end}/{_pay(rest)}/{rest.name.replace(';', ',')}"


def _pay(rest: Break) -> str:
    return "paid" if rest.paid else "unpaid"


def unpaid(assignment: Assignment) -> timedelta:
    """Length of a shift's unpaid breaks."""
    return assignment.shift.unpaid_breaks
