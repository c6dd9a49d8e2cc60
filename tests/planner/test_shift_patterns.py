"""Starts and lengths to choose from become shifts that can be told apart."""

from datetime import time
from typing import Any

import pytest

from planner.errors import InputError
from planner.shift_patterns import ShiftPattern
from planner.shifts import BreakRule

CHOICE: dict[str, Any] = {
    "id": "day",
    "name": "Day",
    "sites": ("london",),
    "start_from": time(8),
    "start_until": time(9),
    "length_hours": (8.5,),
}
LUNCH = BreakRule(30, 150, 240, name="lunch", min_shift_hours=6)
SECOND = BreakRule(15, 360, 400, name="second", min_shift_hours=9)
SHORT = BreakRule(15, 60, 120, paid=True, name="short", below_shift_hours=6)


def pattern(**changes: Any) -> ShiftPattern:
    return ShiftPattern(**(CHOICE | changes))


def test_one_length_is_named_by_its_start() -> None:
    made = pattern().templates()
    assert [t.id for t in made] == ["day 08:00", "day 08:30", "day 09:00"]
    assert [(t.name, t.until) for t in made][1] == ("Day 08:30", time(17))
    assert {t.family for t in made} == {"day"}


def test_several_lengths_are_named_by_start_and_end_also_over_midnight() -> None:
    late = pattern(start_from=time(22), start_until=time(22), length_hours=(8, 6))
    made = late.templates()
    assert [t.id for t in made] == ["day 22:00-06:00", "day 22:00-04:00"]
    assert [t.counts_as_night for t in made] == [True, True]


def test_starts_may_begin_at_midnight() -> None:
    early = pattern(start_from=time(0), start_until=time(0), length_hours=(4,))
    assert [t.id for t in early.templates()] == ["day 00:00"]


def test_breaks_follow_the_length_of_the_shift() -> None:
    made = pattern(start_until=time(8), length_hours=(4, 8, 9.5)).templates((SHORT, LUNCH, SECOND))
    assert [[b.name for b in t.breaks] for t in made] == [["short"], ["lunch"], ["lunch", "second"]]


def test_breaks_of_its_own_replace_those_shared_and_none_means_none() -> None:
    assert pattern(breaks=()).templates((LUNCH,))[0].breaks == ()
    fixed = ShiftPattern("early", ("london",), time(7), time(15), breaks=(SHORT, LUNCH))
    assert fixed.templates((SECOND,))[0].breaks == (LUNCH,)


def test_shift_too_short_for_its_breaks_is_refused_with_a_remedy() -> None:
    always = BreakRule(30, 150, 240, name="lunch")
    with pytest.raises(InputError, match=r"only 240 minutes long; .* a min_shift_hours"):
        pattern(length_hours=(4,)).templates((always,))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": time(8)}, "has start, start_from, start_until, length_hours; give start and"),
        ({"length_hours": ()}, "has start_from, start_until; give start and until for one time"),
        (dict.fromkeys(("start_from", "start_until")) | {"length_hours": ()}, "has no time; give"),
        ({"start_until": time(7)}, "start_until 07:00 is before start_from 08:00"),
        ({"every_minutes": 0}, "every_minutes is 0; use 5 to 720"),
        ({"length_hours": (25,)}, "length_hours is 25; use 0.5 to 24"),
        ({"length_hours": (8.01,)}, "length_hours is 8.01; use 0.5 to 24"),
        (
            {"start_until": time(23), "every_minutes": 5, "length_hours": (8, 6)},
            "which makes 362 shifts a day; use a coarser one",
        ),
    ],
)
def test_pattern_names_what_cannot_be(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        pattern(**changes)


def test_break_for_no_length_is_refused() -> None:
    with pytest.raises(InputError, match="min_shift_hours is 6 and below_shift_hours 5"):
        BreakRule(30, 60, 90, min_shift_hours=6, below_shift_hours=5)
