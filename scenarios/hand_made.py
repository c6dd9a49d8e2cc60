"""
A roster in instants as one in slots, shifts that no template offers included.

A shift with hours of its own becomes an option of its own: its hours count where rules ask for
rest, days and paid time, rounded outwards to the grid.
"""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil, floor

from planner.errors import InputError
from planner.exports.stamps import clock_span
from planner.local_time import zone
from planner.people import Agent
from planner.roster import Assignment, Violation
from planner.timegrid import TimeGrid
from planner.wording import short_day
from scenarios.inputs import Inputs
from scenarios.options import site_days
from solver.problem import BreakWindow, RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster

OWN_HOURS = "own_hours"
"""Rule told of a shift that its template does not offer."""

OptionKey = tuple[str, str, int, int, int]


def hand_made(
    inputs: Inputs, problem: RosterProblem, grid: TimeGrid, assignments: Iterable[Assignment]
) -> tuple[RosterProblem, SlotRoster, tuple[Violation, ...]]:
    """The problem with options for all shifts of a roster, the roster, and shifts of own hours."""
    options = list(problem.options)
    number = {_key(option): i for i, option in enumerate(options)}
    people = {agent.id: (p, agent) for p, agent in enumerate(inputs.team.agents)}
    days = {site.id: site_days(site, grid) for site in inputs.team.sites}
    choices, odd = [], []
    for one in assignments:
        person, agent = people[one.agent]
        made = _option(inputs, agent, grid, one, days[agent.site].index(one.shift.day))
        found, starts = number.get(_key(made)), _whole_starts(grid, one)
        if found is None or starts is None or _breaks_differ(options[found], made):
            found, starts = len(options), tuple(w.earliest for w in made.breaks)
            options.append(made)
            odd.append(_own_hours(inputs, agent, one))
        choices.append(Choice(person, found, problem.skills.index(one.skill), starts))
    whole = replace(problem, options=tuple(options))
    return whole, SlotRoster(tuple(sorted(choices))), tuple(odd)


def _key(option: ShiftOption) -> OptionKey:
    return option.template, option.site, option.day, option.start, option.end


def _breaks_differ(offered: ShiftOption, made: ShiftOption) -> bool:
    """Whether breaks have another length or pay; too few or many are for the rule of breaks."""
    in_order = (sorted(o.breaks, key=lambda b: b.earliest) for o in (offered, made))
    kinds = [[(b.length, b.paid) for b in breaks] for breaks in in_order]
    return len(kinds[0]) == len(kinds[1]) and kinds[0] != kinds[1]


def _whole_starts(grid: TimeGrid, one: Assignment) -> tuple[int, ...] | None:
    """Slots in which breaks begin, None where the shift or one of them lies off the grid."""
    span = one.shift.interval
    offsets = [grid.offset(instant) for instant in (span.start, span.end)]
    starts = [grid.offset(rest.interval.start) for rest in one.shift.breaks]
    is_whole = all(offset == int(offset) for offset in (*offsets, *starts))
    return tuple(int(start) for start in starts) if is_whole else None


def _option(inputs: Inputs, agent: Agent, grid: TimeGrid, one: Assignment, day: int) -> ShiftOption:
    shift, site = one.shift, inputs.team.site(agent)
    template = next(t for t in inputs.templates if t.id == shift.template)
    wall = shift.interval.start.astimezone(zone(site.zone))
    option = ShiftOption(
        template=shift.template,
        site=site.id,
        day=day,
        start=floor(grid.offset(shift.interval.start)),
        end=ceil(grid.offset(shift.interval.end)),
        paid_minutes=round(shift.paid.total_seconds() / 60),
        is_night=template.counts_as_night,
        is_rest_day=inputs.is_rest_day(site, shift.day),
        clock_start=(wall.hour * 60 + wall.minute) // grid.minutes,
        is_on_call=template.on_call,
    )
    try:
        return replace(option, breaks=tuple(_windows(grid, one)))
    except InputError:  # breaks that meet once they are rounded to the grid
        return option


def _windows(grid: TimeGrid, one: Assignment) -> Iterable[BreakWindow]:
    """Breaks where they are, as windows that leave no choice."""
    for rest in one.shift.breaks:
        first = floor(grid.offset(rest.interval.start))
        length = ceil(grid.offset(rest.interval.end)) - first
        yield BreakWindow(first, first, length, rest.paid, rest.name)


def _own_hours(inputs: Inputs, agent: Agent, one: Assignment) -> Violation:
    clock = zone(inputs.team.site(agent).zone)
    span = one.shift.interval
    return Violation(
        OWN_HOURS,
        agent.id,
        f"{one.shift.template} on {short_day(one.shift.day)} runs "
        f"{clock_span(span.start, span.end, clock)}; its template offers no shift of these hours "
        "and breaks on that day",
    )
