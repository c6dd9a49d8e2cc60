"""A workspace folder as frozen inputs, and everything that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from planner.demand import History
from planner.errors import InputError, Problem
from planner.local_time import first_day_of_week, week_grid, zone
from planner.people import Agent, Team
from planner.readers import READERS
from planner.readers.people import tells_languages
from planner.readers.reading import Context, Findings, Reading
from planner.timegrid import TimeGrid
from scenarios.backlog_checks import backlog_problems
from scenarios.history_sources import settled_sources
from scenarios.holiday_checks import check_holidays
from scenarios.inputs import Inputs
from scenarios.known_events import event_problems
from scenarios.override_checks import override_problems
from scenarios.preset_checks import check_presets
from scenarios.rule_references import check_floors, check_rotations
from scenarios.setup import FILE, Setup, read_setup
from scenarios.shift_checks import check_contracts, check_opening, check_periods, check_shifts
from scenarios.team_checks import (
    check_calendars,
    check_history,
    check_shift_skills,
    check_skills,
    last_week_problems,
    lock_problems,
)
from scenarios.toml_lines import line_of
from scenarios.unused_keys import check_unused
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
)
ECHOES_OF_PLAN: Final = ("interval_too_coarse", "interval_does_not_fit", "off_grid")


NOTHING: Final[Reading[Any]] = Reading(())


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
        week = _cross_check(setup, readings, problems)
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


def _cross_check(
    setup: Setup, readings: Mapping[str, Reading[Any]], problems: list[Problem]
) -> TimeGrid | None:
    """Checks across files; the planned week, None where it cannot be told."""
    settings, history_file = Findings(FILE), Findings("history.csv")
    agents_file = Findings("agents.csv")
    people = readings.get("agents.csv", NOTHING)
    past = readings.get("history.csv", NOTHING)
    history = past.items[0] if past.items else None
    week = _week(setup, history, settings)
    if people.items:
        check_skills(setup, people.items, settings)
        check_shift_skills(setup, people.items, settings)
        check_contracts(setup, people.items, settings)
        check_presets(setup, people.items, settings)
        check_floors(setup, people.items, settings)
        check_rotations(setup, people, agents_file)
    if week is not None:
        check_shifts(setup, week, settings)
        check_periods(setup, week, settings)
        check_opening(setup, week, settings)
        check_calendars(setup, week, settings)
    if history is not None:
        check_history(history, setup, week, history_file)
        check_holidays(history, setup, history_file)
        backlog = readings.get("backlog.csv", NOTHING).items
        check_unused(setup, history, {(one.queue, one.priority) for one in backlog}, settings)
    locks, off = readings.get("locks.csv", NOTHING), readings.get("time_off.csv", NOTHING)
    problems += lock_problems(locks, off, people.items, setup)
    problems += last_week_problems(readings.get("last_week.csv", NOTHING), week)
    problems += backlog_problems(readings.get("backlog.csv", NOTHING), history, setup, week)
    corrections = readings.get("overrides.csv", NOTHING)
    problems += override_problems(corrections, history, setup, week)
    lenders = {queue.id: queue.borrow.queue for queue in setup.queues.values() if queue.borrow}
    problems += event_problems(readings.get("events.csv", NOTHING), history, week, lenders)
    problems += (*settings.found(), *history_file.found(), *agents_file.found())
    problems[:] = settled_sources(problems, setup)
    return week


def _week(setup: Setup, history: History | None, findings: Findings) -> TimeGrid | None:
    plan = setup.plan
    if plan is None or (plan.week is None and history is None):
        return None
    day = plan.week
    if day is None and history is not None:
        ends = history.grid.end.astimezone(zone(plan.zone)).date()
        day = ends + timedelta(days=6)  # in the first week that begins then or later
    if day is None:
        return None
    try:
        first = first_day_of_week(day, plan.week_starts)
        return week_grid(first, zone(plan.zone), plan.interval_minutes, n_days=7 * plan.weeks)
    except InputError as error:
        line = line_of(setup.lines, ("plan", "week"))
        findings.add(str(error), line=line, field="week", code=error.problems[0].code)
        return None


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
