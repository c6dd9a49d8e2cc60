"""Lines of explanation: by day and person, safe in a spreadsheet, never telling a kind of leave."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from planner.errors import InputError
from planner.exports import explanations
from planner.people import Lock, TimeOff
from planner.timegrid import Interval
from scenarios.explanations import conflict_lines, roster_lines
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from scenarios.relaxation import RelaxationCosts
from scenarios.report.explained import explained
from scenarios.summary import plain_explanation
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
    assert "time off on Mon 2003-10-20 and Tue 2003-10-21" in lines[0].text
    assert "a contract minimum of 18 h" in lines[0].text
    assert lines[1].text.startswith("drop the locks of =Ann to be off on ")
    prices = [line.money for line in lines if line.money is not None]
    assert prices == sorted(prices)
    assert prices[0] == 3.0
    assert not any("surgery" in line.text for line in lines)


def test_tables_hold_names_as_text_and_programs_get_counts() -> None:
    lines = conflict_lines(impossible(), impossible().week_grid())
    text = explanations.text(lines, "Europe/London").removeprefix("\ufeff")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["kind"], row["names"], row["people"]) == ("conflict", "'=Ann", "1")
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


@pytest.mark.parametrize(("slots", "told"), [((20,), False), ((20, 21), True)])
def test_the_worst_moment_is_told_where_it_is_not_the_whole(
    slots: tuple[int, ...], told: bool
) -> None:
    inputs = impossible()
    problem = roster_problem(inputs, nothing_required(inputs, inputs.week_grid()))
    required = np.zeros_like(problem.required)
    required[0, list(slots)] = 3
    short = replace(problem, required=required)
    lines = roster_lines(inputs, short, inputs.week_grid(), ())
    assert ("at worst" in lines[0].text) is told
    (gap,) = explained(replace(tiny_plan(), explanations=lines))["gaps"]
    assert lines[0].text.startswith(f"{gap['head']}; ")
    assert gap["head"].count(":") == 3


def test_a_price_below_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="rest_hour is -1; use 0 to 1000000"):
        RelaxationCosts(rest_hour=-1)
