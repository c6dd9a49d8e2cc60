"""What a roster breaks at a price is said, and overtime is paid for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.pairings import Pairing
from planner.roster import Assignment, Roster
from planner.shifts import Break, Shift
from planner.timegrid import Interval
from scenarios.inputs import Inputs
from scenarios.overtime import overtime
from scenarios.price_notes import price_notes
from tests.inputs_fixture import MONDAY, small_inputs
from tests.scenarios.rostering.person_of import with_contract

BASE = small_inputs()
GRID = BASE.week_grid()


def shift(agent: str, day: int, start: int, hours: float, template: str = "early") -> Assignment:
    begin = datetime(2003, 10, 20, start - 1, tzinfo=UTC) + timedelta(days=day)  # summer time
    interval = Interval(begin, begin + timedelta(hours=hours))
    lunch = Interval(begin + timedelta(hours=3), begin + timedelta(hours=3.5))
    local = MONDAY + timedelta(days=day)
    return Assignment(agent, Shift(template, local, interval, (Break(lunch),)), "phone")


def notes(inputs: Inputs, made: Iterable[Assignment]) -> list[str]:
    return [*price_notes(inputs, GRID, Roster(GRID.interval, tuple(made)))]


@pytest.mark.parametrize(
    ("together", "start", "said"),
    [
        (True, 8, []),
        (True, 14, ["pair London 0 and London 1: should be kept together, which fails on 1 day"]),
        (False, 8, ["pair London 0 and London 1: should not work at once, which fails on 1 day"]),
        (False, 16, []),
    ],
)
def test_a_pair_that_fails_is_said(together: bool, start: int, said: list[str]) -> None:
    team = replace(BASE.team, pairs=(Pairing("l0", "l1", together, 10),))
    template = "early" if start == 8 else "late"
    made = [shift("l0", 0, 8, 8), shift("l1", 0, start, 8, template)]
    assert notes(replace(BASE, team=team), made) == said


def test_overtime_of_weeks_and_days_costs_its_premium() -> None:
    inputs = with_contract(BASE, overtime_after_hours=20, overtime_after_hours_a_day=9)
    roster = Roster(GRID.interval, tuple(shift("l0", day, 8, 10.5) for day in range(3)))
    (found,) = overtime(inputs, roster, GRID).values()
    assert found.hours == pytest.approx(10 + 3)  # 30 less 20, and an hour on each day
    assert found.cost == pytest.approx(13 * 30 * 0.5)
    assert notes(inputs, roster.assignments) == [
        "overtime: 13.0 hours of 1 agent, for 195 USD more than their pay"
    ]
