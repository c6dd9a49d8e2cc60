"""The night in spring that loses an hour still holds its breaks."""

from dataclasses import replace
from datetime import date, time

import pytest

from planner.local_time import week_grid, zone
from planner.shifts import BreakRule, ShiftTemplate
from scenarios.options import shift_options
from solver.problem import ShiftOption
from tests.inputs_fixture import small_inputs

MEAL = BreakRule(30, 330, 360, paid=False, name="meal")
TEA = BreakRule(30, 420, 420, paid=True, name="tea")
SPRING = week_grid(date(2004, 3, 22), zone("Europe/London"), 30)


def nights(*breaks: BreakRule) -> list[ShiftOption]:
    night = ShiftTemplate("night", ("london",), time(22), time(6), breaks=breaks)
    return list(shift_options(replace(small_inputs(), templates=(night,)), SPRING))


@pytest.mark.parametrize(
    ("breaks", "ordinary", "short"),
    [
        ((TEA,), [(14, 14)], [(13, 13)]),
        ((MEAL,), [(11, 12)], [(11, 12)]),
        ((TEA, MEAL), [(11, 12), (14, 14)], [(11, 12), (13, 13)]),
        ((BreakRule(60, 300, 390, name="rest"),), [(10, 13)], [(10, 12)]),
        ((BreakRule(30, 390, 420), MEAL), [(11, 12), (13, 14)], [(11, 12), (13, 13)]),
    ],
)
def test_breaks_at_the_end_move_up(
    breaks: tuple[BreakRule, ...],
    ordinary: list[tuple[int, int]],
    short: list[tuple[int, int]],
) -> None:
    by_day = {night.day: night for night in nights(*breaks)}
    for day, night in by_day.items():
        found = [(w.earliest - night.start, w.latest - night.start) for w in night.breaks]
        assert found == (short if day == 5 else ordinary)
    assert by_day[5].end - by_day[5].start == 14
