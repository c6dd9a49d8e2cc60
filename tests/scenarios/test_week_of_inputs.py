from datetime import UTC, date, datetime

import numpy as np
import pytest

from planner.demand import History
from planner.errors import InputError
from planner.people import Team
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs, PlanSettings


def inputs(history_end: str, **settings: object) -> Inputs:
    end = datetime.fromisoformat(history_end)
    n_slots = int((end - datetime(2003, 9, 1, tzinfo=UTC)).total_seconds() // 1800)
    grid = TimeGrid(datetime(2003, 9, 1, tzinfo=UTC), 30, n_slots)
    plan = PlanSettings("America/New_York", **settings)  # type: ignore[arg-type]
    return Inputs(plan, (), (), Team((), (), ()), History(grid, (), np.empty((0, n_slots))))


@pytest.mark.parametrize(
    ("history_end", "first"),
    [
        ("2003-10-20T04:00Z", date(2003, 10, 20)),
        ("2003-10-20T04:30Z", date(2003, 10, 27)),
        ("2003-10-20T03:30Z", date(2003, 10, 20)),
        ("2003-10-25T04:00Z", date(2003, 10, 27)),
    ],
)
def test_without_a_week_the_first_after_the_history_is_planned(
    history_end: str, first: date
) -> None:
    start = inputs(history_end).week_grid().start
    assert start == inputs(history_end).week_grid(first).start


@pytest.mark.parametrize("day", [date(2003, 10, 20), date(2003, 10, 26)])
def test_any_day_of_a_week_stands_for_it(day: date) -> None:
    for grid in (
        inputs("2003-10-25T04:00Z", week=day).week_grid(),
        inputs("2003-10-25T04:00Z").week_grid(day),
    ):
        assert grid.start == datetime(2003, 10, 20, 4, tzinfo=UTC)
        assert grid.hours == 169


def test_weeks_may_begin_on_any_day() -> None:
    saturday = inputs("2003-10-25T04:00Z", week_starts="saturday", week=date(2003, 10, 20))
    assert saturday.week_grid().start == datetime(2003, 10, 18, 4, tzinfo=UTC)
    assert saturday.week_grid().hours == 168


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"week_starts": "mon"}, "week_starts is 'mon'; use monday"),
        ({"interval_minutes": 20}, "interval_minutes is 20; use 5, 10, 15, 30 or 60"),
        ({"shrinkage": 1.0}, "shrinkage is 1; use 0 up to, not including, 1: 0.12 is 12 %"),
        ({"seed": -1}, "seed is -1; use 0 or more"),
        ({"shrinkage": float("nan")}, "shrinkage is nan"),
        ({"time_limit_s": 0}, "time_limit_s is 0"),
    ],
)
def test_settings_that_no_plan_can_follow_are_refused(
    settings: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        inputs("2003-10-25T04:00Z", **settings)
