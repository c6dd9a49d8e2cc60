"""Work that the roster places: as much as arrives, in its windows, asked for where it is done."""

from dataclasses import replace

import numpy as np
import pytest

from planner.demand import Forecast, Requirement
from planner.exports.placed_work import text
from planner.placed_work import PlacedWork
from planner.queues import Queue
from planner.roster import Roster
from scenarios.inputs import Inputs
from scenarios.problem import roster_problem
from scenarios.rostering.placed import placed_notes, placed_work
from scenarios.rostering.waiting import as_mended, as_rostered, with_waiting, work_windows
from scenarios.staffing.requirement import require_agents
from solver.problem import RosterProblem
from tests.work_fixture import (
    DAY,
    GRID,
    MAIL,
    NINE,
    OFFICE,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

SLOWLY = replace(MAIL, skill="mail", due_hours=8, placing="roster")
FOUR_AT_NINE = [4.0 if slot == NINE else 0.0 for slot in range(DAY)]
DAILY = forecast_of({("mail", ""): FOUR_AT_NINE})  # an hour of work each day, due by five


def problem_of(queue: Queue, wide: Forecast, shrinkage: float = 0.0) -> RosterProblem:
    inputs = inputs_of(queue, shrinkage=shrinkage)
    asked = require_agents(inputs, wide, GRID)
    return with_waiting(inputs, wide, asked, roster_problem(inputs, asked))


def test_all_that_arrives_is_work_with_its_window() -> None:
    problem = problem_of(SLOWLY, DAILY)
    assert not problem.required.any()
    found = [(w.minutes, w.release, w.due) for w in problem.deferred]
    assert found == [(60, DAY * d + NINE, DAY * d + NINE + 16) for d in range(7)]
    assert {w.cents for w in problem.deferred} == {round(100 * inputs_of(SLOWLY).costs.short_hour)}


@pytest.mark.parametrize(("shrinkage", "occupancy", "minutes"), [(0.2, None, 75), (0.2, 0.75, 100)])
def test_work_is_told_in_minutes_of_agents_rostered(
    shrinkage: float, occupancy: float | None, minutes: int
) -> None:
    problem = problem_of(replace(SLOWLY, max_occupancy=occupancy), DAILY, shrinkage)
    assert {w.minutes for w in problem.deferred} == {minutes}


def test_agents_who_are_there_anyway_do_it_first() -> None:
    queue = replace(SLOWLY, opening=OFFICE, min_agents=1)
    problem = problem_of(queue, DAILY)
    assert not problem.deferred
    assert problem.required.sum() == 5 * 16
    assert (0, NINE - 1) in problem.closed
    assert (0, NINE) not in problem.closed


def test_a_queue_that_is_level_has_no_such_work() -> None:
    problem = problem_of(replace(SLOWLY, placing="level"), DAILY)
    assert not problem.deferred
    assert problem.required.any()


def test_a_week_does_as_much_as_arrives_in_it() -> None:
    """What is due behind its end is left over as far as it was found at its beginning."""
    steady = forecast_of({("mail", ""): 2.0})
    windows = work_windows(inputs_of(SLOWLY), SLOWLY, steady, GRID)
    assert sum(windows.values()) == pytest.approx(7 * DAY * 30, rel=0.01)
    assert all(0 <= a < b <= GRID.n_slots for a, b in windows)


def rostered(inputs: Inputs, roster: Roster) -> Requirement:
    return as_rostered(inputs, DAILY, require_agents(inputs, DAILY, GRID), roster)


def test_agents_are_required_where_the_roster_does_the_work() -> None:
    inputs, late = inputs_of(SLOWLY), NINE + 10
    crews = [crew("mail", 2, DAY * d + late, DAY * d + late + 4) for d in range(6)]
    found = rostered(inputs, roster_of(*crews)).of("mail").scheduled.reshape(7, DAY)
    assert (found[:6, late] == 2).all()
    assert found[:6].sum() == 12
    assert found[6].sum() == 2  # nobody is there on Sunday
    assert found[6, NINE : NINE + 16].sum() == 2


def test_work_of_somebody_who_falls_away_moves_to_who_is_there() -> None:
    """Two are there, one in the morning; without the one, the other does it in the afternoon."""
    inputs, level = inputs_of(SLOWLY), require_agents(inputs_of(SLOWLY), DAILY, GRID)
    early, late = crew("mail", 1, NINE, NINE + 4), crew("mail", 1, NINE + 10, NINE + 14)
    both = as_rostered(inputs, DAILY, level, roster_of(early, late)).of("mail").scheduled
    alone = as_mended(inputs, DAILY, level, roster_of(late), since=1).of("mail").scheduled
    assert both[:DAY].nonzero()[0].tolist() == [NINE, NINE + 1]
    assert alone[:DAY].nonzero()[0].tolist() == [NINE + 10, NINE + 11]


def test_work_left_undone_asks_for_nobody_in_the_past() -> None:
    """An hour a day, due by five: at two half is done, and nobody is there for the rest."""
    inputs, level = inputs_of(SLOWLY), require_agents(inputs_of(SLOWLY), DAILY, GRID)
    now, roster = NINE + 10, roster_of(crew("mail", 1, NINE, NINE + 1))
    found = as_mended(inputs, DAILY, level, roster, since=now).of("mail").scheduled[:DAY]
    assert found[NINE] == found[now:].sum() == 1
    assert found.sum() == 2


def test_work_of_a_day_that_is_over_is_not_asked_for_again() -> None:
    inputs, level = inputs_of(SLOWLY), require_agents(inputs_of(SLOWLY), DAILY, GRID)
    found = as_mended(inputs, DAILY, level, roster_of(), since=DAY).of("mail").scheduled
    assert found.reshape(7, DAY).sum(axis=1).tolist() == [2] * 7
    whole = as_rostered(inputs, DAILY, level, roster_of()).of("mail").scheduled
    assert (found == whole).all()


def test_agents_who_do_all_of_the_work_anyway_are_all_that_is_required() -> None:
    queue = replace(SLOWLY, opening=OFFICE, min_agents=1)
    inputs = inputs_of(queue)
    asked = require_agents(inputs, DAILY, GRID)
    found = as_rostered(inputs, DAILY, asked, roster_of()).of("mail").scheduled
    assert found.sum() == 5 * 16


def test_what_is_done_and_what_is_late_is_told_in_words_and_numbers() -> None:
    inputs = inputs_of(SLOWLY)
    crews = [crew("mail", 1, DAY * d + NINE, DAY * d + NINE + 4) for d in range(6)]
    roster = roster_of(*crews)
    asked = rostered(inputs, roster)
    (work,) = placed_work(inputs, DAILY, asked, roster)
    assert work.comes.sum() == pytest.approx(7)
    assert work.done.sum() == pytest.approx(6)
    assert np.flatnonzero(work.late).tolist() == [6 * DAY + NINE + 15]
    assert work.waiting[6 * DAY + NINE] == pytest.approx(1)
    assert work.waiting[-1] == pytest.approx(0)
    (note,) = placed_notes(inputs, GRID, (work,))
    assert note.startswith(
        "mail: the roster places 7.0 agent-hours of work; 1.0 agent-hours of it too"
    )
    assert "due Sun 19 Oct 16:30-17:00" in note
    rows = text((work,), GRID, "Europe/London").splitlines()
    assert len(rows) == 1 + GRID.n_slots
    assert rows[1 + 6 * DAY + NINE].split(",")[3:] == ["1", "0", "0", "1"]


def test_little_work_that_is_late_is_told_in_minutes() -> None:
    late = np.zeros(GRID.n_slots)
    late[NINE] = 3 / 60
    work = PlacedWork("mail", late * 100, late * 99, late)
    (note,) = placed_notes(inputs_of(SLOWLY), GRID, (work,))
    assert "; 3 agent-minutes of it too late: 3 agent-minutes due " in note


def test_late_work_of_the_last_slot_may_be_due_after_the_week() -> None:
    late = np.zeros(GRID.n_slots)
    late[[NINE, -1]] = 1 / 60, 2
    work = PlacedWork("mail", late, late * 0, late)
    (note,) = placed_notes(inputs_of(SLOWLY), GRID, (work,))
    assert ": 2.0 agent-hours due with the end of the week or after it, 1 agent-minute due " in note


def test_work_that_is_done_in_time_is_said_to_be() -> None:
    inputs, roster = inputs_of(SLOWLY), roster_of(crew("mail", 1))
    works = placed_work(inputs, DAILY, rostered(inputs, roster), roster)
    assert [*placed_notes(inputs, GRID, works)] == [
        "mail: the roster places 7.0 agent-hours of work, all of it before it is due"
    ]
