"""Lines of explanation: by day and person, safe in a spreadsheet, never telling a kind of leave."""

import csv
import io
from dataclasses import replace
from datetime import datetime, time, timedelta

import numpy as np
import pytest

from planner.calendars import OpeningWindow
from planner.errors import InputError
from planner.exports import explanations
from planner.floors import FloorRule
from planner.people import Lock, TimeOff
from planner.timegrid import Interval
from scenarios import explanations as told
from scenarios.explanations import conflict_lines, roster_lines
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from scenarios.relaxation import RelaxationCosts
from scenarios.report.explained import explained
from scenarios.summary import plain_explanation
from solver.prices import RelaxationPrices
from solver.worth import Worth
from tests.inputs_fixture import MONDAY, small_inputs
from tests.plan_fixture import tiny_plan

AWAY = Interval(
    datetime.fromisoformat("2003-10-19T23:00Z"), datetime.fromisoformat("2003-10-21T23:00Z")
)


def impossible() -> Inputs:
    """London 0 is ill on Monday and Tuesday, unpaid, and locked off from Wednesday to Friday."""
    inputs = small_inputs()
    first = replace(inputs.team.agents[0], name="=Ann")
    team = replace(
        inputs.team,
        agents=(first, *inputs.team.agents[1:]),
        time_off=(TimeOff("l0", AWAY, kind="surgery", paid=False),),
        locks=tuple(Lock("l0", MONDAY + timedelta(days=k), "off") for k in range(2, 7)),
    )
    return replace(inputs, team=team, relaxation=RelaxationCosts(hour_below=7, pin=1))


def test_conflict_names_days_off_and_the_cheapest_ways_out() -> None:
    lines = conflict_lines(impossible(), impossible().week_grid())
    assert [line.kind for line in lines][:2] == ["conflict", "way_out"]
    assert "time off on Mon 20 Oct and Tue 21 Oct" in lines[0].text
    assert "a contract minimum of 18 h" in lines[0].text
    assert lines[1].text.startswith("drop the locks of =Ann to be off on ")
    prices = [line.money for line in lines if line.money is not None]
    assert prices == sorted(prices)
    assert prices[0] == 3.0
    assert not any("surgery" in line.text for line in lines)


def test_tables_hold_names_as_text_and_programs_get_counts() -> None:
    lines = conflict_lines(impossible(), impossible().week_grid())
    text = explanations.text(lines, "Europe/London", "EUR").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    row = rows[0]
    assert (row["kind"], row["names"], row["people"]) == ("conflict", "'=Ann", "1")
    assert [r["currency"] for r in rows[:2]] == ["", "EUR"]
    assert plain_explanation(lines[0])["people"] == 1
    assert "names" not in plain_explanation(lines[0])


def test_uncovered_demand_names_who_could_and_what_stops_them() -> None:
    inputs = impossible()
    grid = inputs.week_grid()
    problem = roster_problem(inputs, nothing_required(inputs, grid))
    required = np.zeros_like(problem.required)
    required[0, 20:24] = 3
    lines = roster_lines(inputs, replace(problem, required=required), grid, ())
    assert [line.kind for line in lines] == ["uncovered", "reason", "reason"]
    assert lines[0].agent_hours == 6
    assert lines[0].start == grid.instant(20)
    assert ("=Ann",) in [line.people for line in lines if line.text == "on time off"]
    (gap,) = explained(replace(tiny_plan(), explanations=lines))["gaps"]
    assert [reason["count"] for reason in gap["reasons"]] == [4, 1]


def test_a_floor_that_nobody_can_keep_is_explained() -> None:
    window = OpeningWindow(("monday",), time(9), time(13))
    led = replace(small_inputs(), floors=(FloorRule("boss", 2, role="boss", hours=(window,)),))
    problem = roster_problem(led, nothing_required(led, led.week_grid()))
    (line,) = roster_lines(led, problem, led.week_grid(), ())
    assert (line.text, line.agent_hours) == ("boss: nobody counts for it", 8)


def test_a_floor_that_is_not_kept_is_explained_like_demand() -> None:
    """London 1 alone may be the leader on Monday morning, and is on time off."""
    inputs = impossible()
    away = TimeOff("l1", AWAY)
    agents = tuple(replace(a, roles=("leader",)) if a.id == "l1" else a for a in inputs.team.agents)
    window = OpeningWindow(("monday",), time(9), time(13))
    rule = FloorRule("leader", role="leader", hours=(window,), name="Leader on duty")
    team = replace(inputs.team, agents=agents, time_off=(away,), locks=())
    led, grid = replace(inputs, team=team, floors=(rule,)), inputs.week_grid()
    problem = roster_problem(led, nothing_required(led, grid))
    uncovered, reason = roster_lines(led, problem, grid, ())
    assert uncovered.text == (
        "Leader on duty: nobody on duty Mon 20 Oct 09:00-13:00, 4 agent-hours; "
        "at worst, Mon 20 Oct 09:00-09:30, "
        "1 counts for it"
    )
    assert (uncovered.agent_hours, reason.people) == (4, ("London 1",))
    assert reason.text == "on time off"


@pytest.mark.parametrize(("slots", "shown"), [((20,), False), ((20, 21), True)])
def test_the_worst_moment_is_told_where_it_is_not_the_whole(
    slots: tuple[int, ...], shown: bool
) -> None:
    inputs = impossible()
    problem = roster_problem(inputs, nothing_required(inputs, inputs.week_grid()))
    required = np.zeros_like(problem.required)
    required[0, list(slots)] = 3
    short = replace(problem, required=required)
    lines = roster_lines(inputs, short, inputs.week_grid(), ())
    assert ("at worst" in lines[0].text) is shown
    (gap,) = explained(replace(tiny_plan(), explanations=lines))["gaps"]
    assert lines[0].text.startswith(f"{gap['head']}; ")
    assert gap["head"].count(":") == 3


@pytest.mark.parametrize(
    ("hours", "of_floors", "line", "cell"),
    [
        (1.0, 0.0, "saves 12.00 USD and covers 1 agent-hour (", "1.0"),
        (-3.0, 0.0, "saves 12.00 USD but leaves 3 more agent-hours uncovered (", "3.0 fewer"),
        (0.0, 0.0, "saves 12.00 USD (", "0.0"),
        (None, None, "saves 12.00 USD (", ""),
        (0.0, 8.0, "saves 12.00 USD and covers 8 agent-hours of floors (", "8.0"),
        (
            -1.0,
            8.0,
            "saves 12.00 USD and covers 8 agent-hours of floors "
            "but leaves 1 more agent-hour uncovered (",
            "7.0",
        ),
    ],
)
def test_what_would_help_tells_money_and_hours_in_words(
    hours: float | None,
    of_floors: float | None,
    line: str,
    cell: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worth = Worth("agent", "one more agent at London", 1200, hours, of_floors, True, 1200)
    monkeypatch.setattr(told, "worths", lambda *_: (worth,))
    monkeypatch.setattr(told, "slot_prices", lambda *_: None)
    inputs = small_inputs()
    problem = roster_problem(inputs, nothing_required(inputs, inputs.week_grid()))
    short = replace(problem, required=problem.required + 1)
    (found,) = told.help_lines(inputs, short, inputs.week_grid(), (), time_s=9)
    assert f"one more agent at London {line}" in found.text
    (help_row,) = explained(replace(tiny_plan(), explanations=(found,)))["helps"]
    assert help_row["hours"] == cell


def test_giving_way_costs_the_same_with_and_without_a_workspace() -> None:
    assert RelaxationCosts().cents == RelaxationPrices()


def test_a_price_below_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="rest_hour is -1; use 0 to 1000000"):
        RelaxationCosts(rest_hour=-1)
