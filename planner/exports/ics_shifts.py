"""Shifts in the words of a calendar: what, where, when each break is on the agent's own clock."""

from collections.abc import Iterable, Iterator, Mapping

from planner.exports.ics import CalendarShift
from planner.exports.roster import break_words
from planner.exports.stamps import clock_span
from planner.local_time import zone
from planner.people import Agent, Site, Team, hours
from planner.roster import Assignment, Roster
from planner.shifts import ShiftTemplate


def agent_shifts(
    roster: Roster, team: Team, templates: Iterable[ShiftTemplate]
) -> dict[str, list[CalendarShift]]:
    """Shifts of every agent of the team, by agent id; an empty list for those without."""
    found: dict[str, list[CalendarShift]] = {agent.id: [] for agent in team.agents}
    for agent, site, assignment, title in _looked_up(roster, team, templates):
        found[agent.id].append(_shift(assignment, site, title))
    return found


def team_shifts(
    roster: Roster, team: Team, templates: Iterable[ShiftTemplate]
) -> list[CalendarShift]:
    """Shifts of the whole team, each with its agent's name ahead."""
    return [
        _shift(assignment, site, f"{agent.name}: {title}")
        for agent, site, assignment, title in _looked_up(roster, team, templates)
    ]


def _looked_up(
    roster: Roster, team: Team, templates: Iterable[ShiftTemplate]
) -> Iterator[tuple[Agent, Site, Assignment, str]]:
    agents = {agent.id: agent for agent in team.agents}
    sites = {site.id: site for site in team.sites}
    names = {template.id: template.name or template.id for template in templates}
    for assignment in roster.assignments:
        agent = agents[assignment.agent]
        yield agent, sites[agent.site], assignment, _title(assignment, names)


def _title(assignment: Assignment, names: Mapping[str, str]) -> str:
    template = assignment.shift.template
    return f"{names.get(template, template)} ({assignment.skill})"


def _shift(assignment: Assignment, site: Site, title: str) -> CalendarShift:
    return CalendarShift(
        key=assignment.key,
        interval=assignment.shift.interval,
        summary=title,
        location=site.name or site.id,
        description=_description(assignment, site),
    )


def _description(assignment: Assignment, site: Site) -> str:
    shift, clock = assignment.shift, zone(site.zone)
    span = clock_span(shift.interval.start, shift.interval.end, clock)
    lines = [f"{span} {site.zone}, {hours(shift.paid):g} h paid"]
    lines += [f"Break {break_words(rest, clock)}" for rest in shift.breaks]
    return "\n".join(lines)
