"""Key figures of a hand-made roster, counted by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.people import Preference
from planner.roster import Assignment, Coverage, Roster
from planner.shifts import Break, Shift
from planner.timegrid import Interval
from scenarios.figures import key_figures
from scenarios.plan import Figures
from tests.inputs_fixture import MONDAY, small_inputs

BASE = small_inputs()
GRID = BASE.week_grid()


def works(agent: str, template: str, weekday: int) -> Assignment:
    """Eight hours of which one is an unpaid meal."""
    start = datetime(2003, 10, 20 + weekday, 12, tzinfo=UTC)
    meal = Break(Interval(start + timedelta(hours=3), start + timedelta(hours=4)))
    span = Interval(start, start + timedelta(hours=8))
    return Assignment(agent, Shift(template, MONDAY + timedelta(days=weekday), span, (meal,)), "x")


ROSTER = (
    *(works("l0", "night", day) for day in (0, 1)),
    works("l1", "night", 2),
    *(works("n0", "night", day) for day in (3, 4, 5)),
    *(works("l2", "early", day) for day in (5, 6)),
    *(works("k0", "ktm-day", day) for day in (4, 5, 6)),
)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return key_figures(BASE, Roster(GRID.interval, ROSTER), Coverage(GRID, ()))


def test_hours_are_paid_less_meals_at_each_contract_s_price(figures: Figures) -> None:
    assert figures.agents == 5
    assert figures.paid_hours == 11 * 7
    assert figures.cost == 8 * 7 * 30 + 3 * 7 * 36


def test_nights_are_spread_among_those_who_share_them(figures: Figures) -> None:
    assert figures.nights == 6
    assert figures.spread_nights == 2  # l0 has two and l4 none; n0 works nights only


def test_rest_days_are_those_of_the_site(figures: Figures) -> None:
    # n0 and l2 on Saturday and l2 on Sunday in London; k0 on Saturday alone in Kathmandu
    assert figures.rest_day_shifts == 4
    assert figures.spread_rest_days == 2


@pytest.mark.parametrize(
    ("wishes", "kept"),
    [
        ([], None),
        ([("l0", 0, "off", 5)], 0.0),
        ([("l0", 2, "off", 5)], 1.0),
        ([("l0", 0, "night", 5)], 1.0),
        ([("l0", 0, "early", 5)], 0.0),
        ([("l0", 0, "any", -5)], 0.0),
        ([("l0", 2, "any", -5)], 1.0),
        ([("l0", 0, "any", 1), ("l0", 2, "any", 1)], 0.5),
    ],
)
def test_wishes_are_kept_or_not(
    wishes: list[tuple[str, int, str, int]], kept: float | None
) -> None:
    preferences = tuple(
        Preference(agent, MONDAY + timedelta(days=day), None, shift, weight)
        for agent, day, shift, weight in wishes
    )
    inputs = replace(BASE, team=replace(BASE.team, preferences=preferences))
    found = key_figures(inputs, Roster(GRID.interval, ROSTER), Coverage(GRID, ()))
    assert found.wishes_kept == kept
