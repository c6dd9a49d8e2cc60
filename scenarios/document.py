"""A workspace folder as frozen inputs, and everything that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from planner.errors import InputError, Problem
from planner.people import Agent, Team
from planner.readers import READERS
from planner.readers.people import tells_languages
from planner.readers.reading import Context, Reading
from scenarios.cross_checks import cross_check
from scenarios.inputs import Inputs
from scenarios.setup import FILE, Setup, read_setup
from scenarios.workspace_files import (
    FILES,
    PEOPLE,
    digest,
    folder_problem,
    is_there,
    strange_files,
    unreadable,
    with_forecasts_only,
    without_rosters,
)

ECHOES_OF_AGENTS: Final = ("unknown_id", "agent_left")
ECHOES_OF_SETUP: Final = ("unknown_id", "unknown_skill")
OF_QUEUES: Final = (
    "unknown_skill",
    "needless_skill",
    "serves_no_queue",
    "speaks_nothing",
    "unparted_languages",
    "rare_language",
)
ECHOES_OF_PLAN: Final = ("interval_too_coarse", "interval_does_not_fit", "off_grid")


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a folder found; `inputs` only where nothing stands against a plan."""

    inputs: Inputs | None
    problems: tuple[Problem, ...]


def read_workspace(folder: Path, *, for_rosters: bool = True) -> Inputs:
    """
    Inputs of the workspace in `folder`, checked and closed; warnings become `Inputs.notes`.

    Forecasts, not `for_rosters`, do without people, sites, contracts and shifts.

    Raises
    ------
    InputError
        With every problem found, warnings left out.
    """
    look = look_at(folder, for_rosters=for_rosters)
    if look.inputs is None:
        raise InputError.of(p for p in look.problems if not p.warning)
    return look.inputs


def check_workspace(folder: Path) -> tuple[Problem, ...]:
    """Every problem and warning of the workspace in `folder`, file by file and line by line."""
    return look_at(folder).problems


def look_at(folder: Path, *, for_rosters: bool | None = None) -> Look:
    """
    Read a workspace once, for its inputs and all that is wrong with it.

    None takes a folder without anything for rosters as one that only forecasts.
    """
    trouble = folder_problem(folder)
    if trouble:
        return Look(None, (trouble,))
    problems: list[Problem] = []
    setup = None
    if is_there(folder, FILE, problems):
        setup, found = _setup(folder)
        problems += found
    context = _context(setup)
    readings = _readings(folder, context, problems)
    problems = _without_echoes(problems, setup, readings)
    if for_rosters is None:
        problems = with_forecasts_only(problems)
    elif not for_rosters:
        problems = without_rosters(problems)
    week = None
    if setup is not None and setup.plan is not None:
        week = cross_check(setup, readings, problems)
    ordered = _in_order(problems)
    if week is None or setup is None or any(not p.warning for p in ordered):
        return Look(None, ordered)
    return Look(_inputs(folder, setup, readings, ordered), ordered)


def _setup(folder: Path) -> tuple[Setup | None, tuple[Problem, ...]]:
    """Settings and their problems; with nobody to speak languages, names with them are fine."""
    path = folder / FILE
    by_language = tells_languages(folder / PEOPLE)
    try:
        setup, found = read_setup(path, by_language=bool(by_language))
        if by_language is None and found:
            others = {(p.line, p.code) for p in read_setup(path, by_language=True)[1]}
            found = tuple(p for p in found if (p.line, p.code) in others)
    except OSError as error:
        return None, (unreadable(path.name, error),)
    return setup, found


def _context(setup: Setup | None) -> Context:
    if setup is None:
        return Context()
    plan = setup.plan
    return Context(
        interval_minutes=plan.interval_minutes if plan else 30,
        zone=plan.zone if plan else "UTC",
        queues=setup.queues,
        sites=setup.sites,
        contracts=setup.contracts,
        templates=setup.templates,
        pools=setup.pools,
        history_zone=setup.history.zone,
        doubled_hour=setup.history.doubled_hour,
        skipped_hour=setup.history.skipped_hour,
        absent_rows=setup.history.absent_rows,
        needs=setup.needs,
    )


def _readings(
    folder: Path, context: Context, problems: list[Problem]
) -> Mapping[str, Reading[Any]]:
    """Every CSV file that is there, read; agents first, since other files name them."""
    readings: dict[str, Reading[Any]] = {}
    for file, read in READERS.items():
        if is_there(folder, file, problems):
            readings[file] = _reading(folder / file, read, context)
            problems += readings[file].problems
        if file == "agents.csv" and file in readings:
            agents: tuple[Agent, ...] = readings[file].items
            context = replace(context, agents={agent.id: agent for agent in agents})
    problems += strange_files(folder)
    return readings


def _reading(
    path: Path, read: Callable[[Path, Context], Reading[Any]], context: Context
) -> Reading[Any]:
    try:
        return read(path, context)
    except InputError as error:
        return Reading((), (), error.problems)
    except OSError as error:
        return Reading((), (), (unreadable(path.name, error),))


def _without_echoes(
    problems: list[Problem], setup: Setup | None, readings: Mapping[str, Reading[Any]]
) -> list[Problem]:
    """Problems less those that only repeat that something they refer to could not be read."""
    people = readings.get("agents.csv")
    has_agents = people is not None and bool(people.items)

    def is_echo(problem: Problem) -> bool:
        if problem.file not in READERS:
            return False
        if problem.code in ECHOES_OF_AGENTS and problem.field == "agent":
            return not has_agents
        if setup is None:
            return problem.code in ECHOES_OF_SETUP
        if problem.code == "unknown_id":
            is_told = problem.field == "shift" and setup.may_be_shift(problem.value)
            return is_told or problem.value in setup.declared.get(problem.field, ())
        if problem.code in OF_QUEUES:
            return len(setup.queues) < len(setup.declared["queue"])
        return setup.plan is None and problem.code in ECHOES_OF_PLAN

    return [problem for problem in problems if not is_echo(problem)]


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems by file, in the order of `FILES`, then by line; told once."""
    rank = {file: i for i, file in enumerate(FILES)}
    once = dict.fromkeys(problems)
    return tuple(sorted(once, key=lambda p: (rank.get(p.file, len(rank)), p.line or 0)))


def _inputs(
    folder: Path, setup: Setup, readings: Mapping[str, Reading[Any]], notes: tuple[Problem, ...]
) -> Inputs | None:
    if setup.plan is None:
        return None

    def items(file: str) -> tuple[Any, ...]:
        return readings[file].items if file in readings else ()

    (history,) = items("history.csv")
    return Inputs(
        setup.plan,
        tuple(setup.queues.values()),
        tuple(setup.templates.values()),
        _team(setup, items),
        history,
        setup.costs,
        items("last_week.csv"),
        digest(folder),
        notes,
        tuple(setup.calendars.values()),
        tuple(setup.pools.values()),
        setup.simulation,
        items("backlog.csv"),
        items("events.csv"),
        items("overrides.csv"),
        tuple(setup.floors.values()),
        items("past_weeks.csv"),
        setup.relaxation,
    )


def _team(setup: Setup, items: Callable[[str], tuple[Any, ...]]) -> Team:
    return Team(
        tuple(setup.sites.values()),
        tuple(setup.contracts.values()),
        items("agents.csv"),
        items("time_off.csv"),
        items("availability.csv"),
        items("preferences.csv"),
        items("locks.csv"),
        items("pairs.csv"),
        tuple(setup.rotations.values()),
    )
