"""A roster to start from: last week's, or one edited by hand, as far as it fits the week."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from planner.errors import InputError
from planner.readers.roster import read_roster
from planner.roster import Assignment
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.options import site_days
from scenarios.roster_context import context_of
from solver.problem import RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster

GONE = frozenset({"unknown_id", "unknown_skill"})
"""Codes of rows about people, shifts or skills that the workspace has no more: left out."""


class Start(NamedTuple):
    """Shifts to start from, and how many rows were left out."""

    shifts: tuple[Assignment, ...]
    n_gone: int


def read_start(path: Path, inputs: Inputs) -> Start:
    """
    Shifts of a roster file of any week; rows about what is no more are left out.

    Raises
    ------
    InputError
        With every other problem, or if there is no such file or no shift in it.
    """
    if not path.is_file():
        raise InputError(f"{path}: no roster there to start from; name a table like roster.csv")
    reading = read_roster(path, context_of(inputs), as_it_is=True)
    problems = [p for p in reading.problems if not p.warning and p.code not in GONE]
    if problems:
        raise InputError.of(problems)
    if not reading.items:
        raise InputError(f"{path}: holds no shift of anybody in agents.csv; name another roster")
    return Start(reading.items, len({p.line for p in reading.problems if p.code in GONE}))


def start_roster(
    inputs: Inputs, problem: RosterProblem, grid: TimeGrid, shifts: Iterable[Assignment]
) -> SlotRoster:
    """
    The shifts as choices of a problem, whole weeks later where they are of an earlier week.

    A shift becomes the option of its template and day that begins nearest to it, with its skill,
    and its breaks as near as their windows allow; what has no such option is left out.
    """
    shifts = list(shifts)
    days = {site.id: site_days(site, grid) for site in inputs.team.sites}
    first = min((one.shift.interval.start for one in shifts), default=grid.start)
    later = timedelta(weeks=-((first - grid.start) // timedelta(weeks=1)))
    people = {agent.id: (p, agent) for p, agent in enumerate(inputs.team.agents)}
    options: dict[tuple[str, str, int], list[int]] = {}
    for o, option in enumerate(problem.options):
        options.setdefault((option.template, option.site, option.day), []).append(o)
    found = {}
    for one in shifts:
        person, agent = people[one.agent]
        day = one.shift.day + later
        if day not in days[agent.site] or one.skill not in problem.skills:
            continue
        number = days[agent.site].index(day)
        begins = grid.offset(one.shift.interval.start + later)
        near = options.get((one.shift.template, agent.site, number), [])
        if near:
            chosen = min(near, key=lambda o: abs(problem.options[o].start - begins))
            starts = _breaks(problem.options[chosen], one, grid, later)
            skill = problem.skills.index(one.skill)
            found[person, number] = Choice(person, chosen, skill, starts)
    return SlotRoster(tuple(sorted(found.values())))


def _breaks(
    option: ShiftOption, one: Assignment, grid: TimeGrid, later: timedelta
) -> tuple[int, ...]:
    """Starts of the breaks, moved into their windows."""
    told = [round(grid.offset(rest.interval.start + later)) for rest in one.shift.breaks]
    if len(told) != len(option.breaks):
        return tuple(window.earliest for window in option.breaks)
    return tuple(
        min(max(start, window.earliest), window.latest)
        for start, window in zip(told, option.breaks, strict=True)
    )
