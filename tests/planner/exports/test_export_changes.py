"""Shifts of a re-plan's changes in words: the start of a flexible one is told once."""

from datetime import UTC, date, datetime

import pytest

from planner.changes import RosterChange
from planner.exports.changes import shift_words
from planner.roster import Assignment
from planner.shifts import Shift
from planner.timegrid import Interval


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("late", "late 13:00-21:30 phone"),
        ("waw 13:00", "waw 13:00-21:30 phone"),
        ("waw 13:00-21:30", "waw 13:00-21:30 phone"),
        ("waw 12:00", "waw 12:00 13:00-21:30 phone"),
    ],
)
def test_the_start_of_a_flexible_shift_is_told_once(template: str, told: str) -> None:
    day = date(2026, 3, 25)
    interval = Interval(
        datetime(2026, 3, 25, 12, tzinfo=UTC), datetime(2026, 3, 25, 20, 30, tzinfo=UTC)
    )
    made = Assignment("ana", Shift(template, day, interval), "phone")
    change = RosterChange(
        "ana", "Ana", "waw", "Europe/Warsaw", day, None, made, 20.0, "shift", "covers"
    )
    assert shift_words(made, change) == told
