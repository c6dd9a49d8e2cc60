"""Floors that are not kept: which, when and how many hours, apart from what is required."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import numpy as np
import pytest

from planner.calendars import OpeningWindow
from planner.floors import FloorRule
from planner.local_time import WEEKDAYS
from planner.roster import Assignment, Roster
from scenarios.floor_gaps import floor_gaps, lengths, unkept
from scenarios.inputs import Inputs
from scenarios.plan import FloorGap
from scenarios.report import render_report
from scenarios.report.on_duty import FloorDay, floor_rows
from scenarios.report.roster_grid import roster_grid
from scenarios.report.verdict import verdict
from scenarios.summary import plain_gap, summary
from tests.inputs_fixture import MONDAY, small_inputs
from tests.plan_fixture import tiny_plan
from tests.report_reading import said
from tests.scenarios.test_price_notes import shift

BASE = small_inputs()
GRID = BASE.week_grid()


def led(**changes: Any) -> Inputs:
    """A leader on Mondays and Tuesdays from 9 to 13; London 0 and 1 are."""
    agents = tuple(
        replace(agent, roles=("leader",)) if agent.id in ("l0", "l1") else agent
        for agent in BASE.team.agents
    )
    window = OpeningWindow(("monday", "tuesday"), time(9), time(13))
    rule: dict[str, Any] = {"id": "lead", "role": "leader", "hours": (window,), "name": "Leader"}
    team = replace(BASE.team, agents=agents)
    return replace(BASE, team=team, floors=(FloorRule(**(rule | changes)),))


def gaps(inputs: Inputs, made: Iterable[Assignment]) -> tuple[FloorGap, ...]:
    return floor_gaps(inputs, GRID, Roster(GRID.interval, tuple(made)))


def test_a_break_of_the_only_leader_leaves_the_floor() -> None:
    made = [shift("l0", 0, 8, 8), shift("l2", 0, 8, 8), shift("l1", 1, 10, 8)]
    assert [gap.message for gap in gaps(led(), made)] == [
        "Leader: nobody on duty Tue 21 Oct 09:00-10:00, 1 agent-hour",
        "Leader: nobody on duty during breaks on Mon 20 Oct: 30 min, 0.5 agent-hours",
    ]


def test_breaks_of_those_on_duty_are_told_once_and_last() -> None:
    """The leader of Monday has a break that joins nothing to the gap after the shift."""
    window = OpeningWindow(("monday",), time(8), time(18))
    found = gaps(led(hours=(window,)), [shift("l0", 0, 8, 8)])
    assert [(gap.hours, gap.during_breaks) for gap in found] == [(2.0, False), (0.5, True)]
    assert unkept(found) == ("Leader for 2 h (Mon 20 Oct 16:00-18:00) and for 0.5 h during breaks",)
    assert lengths(np.array([1, 0, 1, 1, 0, 0, 1]), 30) == "2 × 30 min, 60 min"
    assert unkept(found[1:]) == ("Leader for 0.5 h during breaks",)


def test_a_break_with_another_leader_missing_counts_the_break_alone() -> None:
    made = [shift("l0", 0, 8, 8), shift("l0", 1, 8, 8), shift("l1", 1, 8, 8)]
    assert [(gap.hours, gap.during_breaks) for gap in gaps(led(least=2), made)] == [
        (4.0, False),
        (1.5, True),
    ]


def test_breaks_of_many_days_are_counted() -> None:
    window = OpeningWindow(WEEKDAYS, time(9), time(13))
    made = [shift("l0", day, 8, 8) for day in range(5)]
    *_, breaks = gaps(led(hours=(window,)), made)
    assert breaks.message == (
        "Leader: nobody on duty during breaks on 5 days: 5 × 30 min, 2.5 agent-hours"
    )


def test_of_several_the_missing_are_counted() -> None:
    tuesday, monday, _ = gaps(led(least=2), [shift("l0", 0, 8, 8)])
    assert tuesday.message == "Leader: 2 of 2 missing Tue 21 Oct 09:00-13:00, 8 agent-hours"
    assert monday.message == ("Leader: 1 of 2 missing Mon 20 Oct 09:00-13:00, 4 agent-hours")


def test_a_floor_is_told_in_a_line_with_all_its_hours() -> None:
    assert unkept(gaps(led(), [])) == ("Leader for 8 h (Mon 20 Oct 09:00-13:00 and once more)",)
    assert unkept(gaps(led(role="boss"), [])) == ("Leader for 8 h (nobody counts for it)",)
    both = [shift("l0", 0, 8, 8), shift("l1", 0, 9, 8), shift("l0", 1, 8, 8), shift("l1", 1, 9, 8)]
    assert gaps(led(), both) == ()


def test_the_verdict_tells_floors_beside_the_share_of_demand_covered() -> None:
    plan = tiny_plan()
    service = tuple(replace(one, achieved=1.0) for one in plan.service)
    fine = replace(
        plan,
        inputs=replace(plan.inputs, floors=led().floors),
        shortfalls=(),
        service=service,
        figures=replace(plan.figures, covered=1.0, short_hours=0.0),
    )
    assert verdict(fine).mood == "good"
    told = replace(fine, floor_gaps=gaps(led(), []))
    found = verdict(told)
    assert found.mood == "fair"
    assert found.headline.startswith("100")
    assert found.headline.endswith("; not always on duty: Leader")
    assert "No agent-hour of demand is missing." in found.detail
    assert "Too few on duty: Leader for 8 h (Mon 20 Oct 09:00-13:00 and once more)." in found.detail


def test_page_and_summary_hold_every_floor() -> None:
    base = replace(tiny_plan().inputs, floors=led().floors)
    plan = replace(tiny_plan(), inputs=base, floor_gaps=gaps(led(), []))
    text = said(render_report(plan))
    for gap in plan.floor_gaps:
        assert gap.message.partition(": ")[2] in text
    assert summary(plan)["floor_gaps"] == [plain_gap(gap) for gap in plan.floor_gaps]
    first = plan.floor_gaps[0]
    assert plain_gap(first) == {
        "floor": "lead",
        "title": "Leader",
        "hours": 4.0,
        "when": first.when,
        "message": first.message,
        "start_utc": "2003-10-20T08:00:00Z",
        "end_utc": "2003-10-20T12:00:00Z",
        "during_breaks": False,
        "never": False,
    }


def test_the_page_tells_floors_day_by_day() -> None:
    base, plan = led(), tiny_plan()
    shifts = (shift("l0", 0, 8, 8), shift("l1", 1, 10, 8))
    made = replace(plan, inputs=base, roster=Roster(GRID.interval, shifts), grid=GRID)
    days = tuple(MONDAY + timedelta(days=k) for k in range(7))
    (row,) = floor_rows(made, base.floors, days, "Europe/London")
    assert row.days == (
        FloorDay(0.5, "breaks 30 min", for_breaks=True),
        FloorDay(1.0, "09:00–10:00"),
        *(None,) * 5,
    )
    assert (row.title, row.short) == ("Leader", 1.5)


@pytest.mark.parametrize("sites", [(), ("london",)])
def test_the_roster_has_a_row_for_a_floor_beside_those_who_keep_it(sites: tuple[str, ...]) -> None:
    base, plan = led(sites=sites), tiny_plan()
    grid = roster_grid(replace(plan, inputs=base, grid=GRID), {})
    of_site = {block.site.id: block.floors for block in grid.blocks}
    rows = of_site["london"] if sites else grid.floors
    assert [row.title for row in rows] == ["Leader"]
    assert len(rows[0].days) == len(grid.days)
    assert sum(map(len, of_site.values())) + len(grid.floors) == 1


@pytest.mark.parametrize("floors", [(), led().floors])
def test_floors_that_are_kept_are_said_to_be_where_there_are_any(
    floors: tuple[FloorRule, ...],
) -> None:
    plan = tiny_plan()
    text = said(render_report(replace(plan, inputs=replace(plan.inputs, floors=floors))))
    assert ("Every floor is kept" in text) is bool(floors)
