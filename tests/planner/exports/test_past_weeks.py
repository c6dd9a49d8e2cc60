"""``past_weeks.csv`` goes out and comes back as the memory of the weeks to come."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from planner.exports import EXPORTS
from planner.past_weeks import PastWeek
from planner.readers.past_weeks import read_past_weeks
from planner.readers.reading import Context, Reading
from scenarios.output import published_week
from tests.plan_fixture import MONDAY, tiny_plan

WEEK = published_week(tiny_plan())


def read(text: str, tmp_path: Path) -> Reading[PastWeek]:
    path = tmp_path / "past_weeks.csv"
    path.write_text(text, encoding="utf-8")
    return read_past_weeks(path, Context(agents={agent.id: agent for agent in WEEK.team.agents}))


def test_planned_week_is_added_to_those_before(tmp_path: Path) -> None:
    before = (
        PastWeek("a1", MONDAY - timedelta(weeks=53), 40, 0, 0, 0, 0),
        PastWeek("a1", MONDAY - timedelta(weeks=1), 37.5, 1, 2, 1, 1),
        PastWeek("a1", MONDAY, 3),
    )
    text = EXPORTS["past_weeks.csv"](replace(WEEK, past_weeks=before))
    reading = read(text, tmp_path)
    assert reading.problems == ()
    of_a1 = [one for one in reading.items if one.agent == "a1"]
    assert of_a1 == [before[1], PastWeek("a1", MONDAY, 32, 0, 0, 0, 0)]
    (of_a2,) = [one for one in reading.items if one.agent == "a2"]
    assert (of_a2.nights, of_a2.rest_days, of_a2.weekends) == (2, 1, 1)
    assert {one.agent for one in reading.items} == {"a1", "a2", "k/1", "k2"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a1,2003-13-01,4,,,,", "bad_time"),
        ("a1,2003-10-13,many,,,,", "not_a_number"),
        ("a1,2003-10-13,400,,,,", "invalid"),
        ("a1,2003-10-13,4,1.5,,,", "fractional"),
        ("a1,2003-10-06,1,,,,\na1,2003-10-06,2,,,,", "duplicate_week"),
    ],
)
def test_wrong_row_is_told(row: str, code: str, tmp_path: Path) -> None:
    header = "agent,week,hours,nights,rest_days,holidays,weekends\n"
    reading = read(f"{header}{row}\n", tmp_path)
    assert [p.code for p in reading.problems] == [code]


def test_people_who_left_are_skipped(tmp_path: Path) -> None:
    assert read("agent,week,hours\nx9,2003-10-13,38\n", tmp_path).items == ()
