"""The page of a plan of several weeks names them, and its axes stay readable."""

from dataclasses import replace

import pytest

from planner.local_time import week_grid, zone
from scenarios.report import render_report
from scenarios.report.drawing import MOST_WEEKS, day_ticks, week_ticks
from scenarios.report.fairness import MOST_MARKS, Fairness
from scenarios.report.words import NBSP
from tests.plan_fixture import MONDAY, tiny_plan


def test_a_plan_of_many_weeks_says_so_and_one_of_a_week_as_ever() -> None:
    plan = tiny_plan()
    one = render_report(plan)
    assert f"<h1>Week of 20{NBSP}October 2003</h1>" in one
    settings = replace(plan.inputs.settings, weeks=13)
    many = render_report(replace(plan, inputs=replace(plan.inputs, settings=settings)))
    assert f"<h1>13 weeks from 20{NBSP}October 2003</h1>" in many
    assert "in the week" not in many


@pytest.mark.parametrize("weeks", [3, 13, 52])
def test_charts_of_many_weeks_name_a_few_of_them(weeks: int) -> None:
    grid = week_grid(MONDAY, zone("Europe/London"), 30, 7 * weeks)
    starts, _, names = day_ticks(grid, "Europe/London")
    lines, places, dates = week_ticks(starts, names)
    assert len(lines) == weeks
    assert len(places) == len(dates) <= MOST_WEEKS
    assert (places[0], dates[0]) == (0, f"20{NBSP}Oct")


@pytest.mark.parametrize("top", [10.0, 40.0, 390.0, 2000.0])
def test_a_scale_of_hours_has_room_for_its_marks(top: float) -> None:
    marks = Fairness(top, ()).marks
    assert marks[0] == 0
    assert 2 <= len(marks) <= MOST_MARKS + 1
    assert marks[-1] <= top
