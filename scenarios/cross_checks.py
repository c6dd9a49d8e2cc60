"""What only several files of a workspace together can tell: checks across them, and the week."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from planner.demand import History
from planner.errors import InputError, Problem
from planner.local_time import first_day_of_week, week_grid, zone
from planner.readers.reading import Findings, Reading
from planner.timegrid import TimeGrid
from scenarios.backlog_checks import backlog_problems
from scenarios.history_sources import settled_sources
from scenarios.holiday_checks import check_holidays
from scenarios.known_events import event_problems
from scenarios.override_checks import override_problems
from scenarios.preset_checks import check_presets
from scenarios.rule_references import check_floors, check_rotations
from scenarios.setup import FILE, Setup
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

NOTHING: Final[Reading[Any]] = Reading(())


def cross_check(
    setup: Setup, readings: Mapping[str, Reading[Any]], problems: list[Problem]
) -> TimeGrid | None:
    """Add to `problems` what files say against each other; the planned week, None if not told."""
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
