"""Notes on the planned week, above all on a roster before it that belongs to another week."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.errors import Problem
from planner.people import Lock
from planner.roster import Assignment
from planner.shifts import Shift
from planner.timegrid import Interval
from scenarios.inputs import Inputs
from scenarios.week_notes import week_notes
from tests.inputs_fixture import MONDAY, small_inputs


def worked_on(day: date) -> Inputs:
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    shift = Shift("early", day, Interval(start, start + timedelta(hours=8)))
    return replace(small_inputs(), last_week=(Assignment("l1", shift, "phone"),))


def of_last_week(inputs: Inputs, week: date | None = None) -> list[str]:
    return [n for n in week_notes(inputs, inputs.week_grid(week)) if "last_week.csv" in n]


def test_a_roster_of_the_week_before_is_no_news() -> None:
    assert of_last_week(worked_on(date(2003, 10, 14))) == []


def test_without_a_roster_before_shifts_that_may_run_into_the_week_are_told() -> None:
    inputs = small_inputs()
    (note,) = of_last_week(inputs)
    assert "until 06:00 on Mon 20 Oct shifts" in note
    assert "such as night" in note
    by_day = tuple(t for t in inputs.templates if t.id in ("early", "late", "ktm-day"))
    assert of_last_week(replace(inputs, templates=by_day)) == []


def test_a_lock_whose_shift_belongs_to_the_week_before_is_told() -> None:
    """Monday 04:15 in Kathmandu is Sunday in London, on whose clock the week begins."""
    inputs = small_inputs()
    early = tuple(
        replace(t, start=time(4, 15)) if t.id == "ktm-early" else t for t in inputs.templates
    )
    locks = tuple(Lock("k0", MONDAY + timedelta(days=n), "ktm-early") for n in (0, 1))
    team = replace(inputs.team, locks=locks)
    notes = week_notes(replace(inputs, templates=early, team=team), inputs.week_grid())
    (told,) = [note for note in notes if "locks.csv" in note]
    assert "ktm-early of k0 on 2003-10-20 begins on Sun 19 Oct at 23:30 in Europe/London" in told
    assert "belongs to the week before" in told


@pytest.mark.parametrize("week", [date(2003, 10, 13), date(2003, 10, 27)])
def test_another_week_than_the_roster_before_belongs_to_is_told(week: date) -> None:
    (note,) = of_last_week(worked_on(date(2003, 10, 14)), week)
    assert "give the roster of the week before" in note


def test_what_the_check_of_the_files_has_told_is_not_told_again() -> None:
    told = Problem("old roster", file="last_week.csv", code="not_last_week", warning=True)
    inputs = replace(worked_on(date(2003, 9, 1)), notes=(told,))
    assert of_last_week(inputs) == []


def test_clock_changes_and_holidays_are_told() -> None:
    inputs = small_inputs()
    notes = week_notes(inputs, inputs.week_grid())
    assert "the clock changes in Europe/London: this week has 169 hours there" in notes
    december = week_notes(inputs, inputs.week_grid(date(2003, 12, 22)))
    assert any("Thu 25 Dec is a public holiday in London" in note for note in december)
