"""A search may begin with last week's roster, or this week's as edited."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.exports import roster as exporting
from planner.roster import Assignment, Roster
from planner.timegrid import Interval
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from scenarios.start_from import read_start, start_roster
from tests.inputs_fixture import MONDAY, small_inputs
from tests.scenarios.test_broken_rules import shift

WEEK = timedelta(weeks=1)


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return small_inputs()


def week_of(inputs: Inputs) -> tuple[Assignment, ...]:
    days = [MONDAY + timedelta(days=n) for n in range(4)]
    return tuple(shift("l0", "early", day) for day in days)


def earlier(one: Assignment) -> Assignment:
    """The same shift a week before."""

    def moved(span: Interval) -> Interval:
        return Interval(span.start - WEEK, span.end - WEEK)

    breaks = tuple(replace(rest, interval=moved(rest.interval)) for rest in one.shift.breaks)
    made = replace(
        one.shift, day=one.shift.day - WEEK, interval=moved(one.shift.interval), breaks=breaks
    )
    return replace(one, shift=made)


def test_last_weeks_roster_becomes_the_same_choices_a_week_later(inputs: Inputs) -> None:
    grid = inputs.week_grid()
    problem = roster_problem(inputs, nothing_required(inputs, grid))
    now = start_roster(inputs, problem, grid, week_of(inputs))
    assert len(now.choices) == 4
    assert {problem.options[c.option].template for c in now.choices} == {"early"}
    before = start_roster(inputs, problem, grid, [earlier(one) for one in week_of(inputs)])
    assert before == now


def test_people_who_left_are_left_out_and_other_slips_refused(
    tmp_path: Path, inputs: Inputs
) -> None:
    path = tmp_path / "last.csv"
    made = Roster(inputs.week_grid().interval, week_of(inputs))
    text = exporting.text(made, inputs.team)
    head, first, *rest = text.splitlines()
    path.write_text("\n".join([head, first.replace("l0,", "gone,", 1), *rest]), encoding="utf-8")
    assert read_start(path, inputs) == (week_of(inputs)[1:], 1)
    path.write_text("\n".join([head, first.replace("2003-10-20", "2003-10-2x", 1)]), "utf-8")
    with pytest.raises(InputError, match=r"last\.csv line 2"):
        read_start(path, inputs)
    path.write_text(head, encoding="utf-8")
    with pytest.raises(InputError, match=r"no rows|holds no shift"):
        read_start(path, inputs)
    with pytest.raises(InputError, match="no roster there"):
        read_start(tmp_path / "none.csv", inputs)
