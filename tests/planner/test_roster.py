from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.roster import Assignment, Coverage, QueueCoverage, Roster, on_duty
from planner.shifts import Break, Shift
from planner.timegrid import Interval, TimeGrid

GRID = TimeGrid(datetime(2003, 10, 20, 4, 0, tzinfo=UTC), 30, 48)


def span(first: int, last: int) -> Interval:
    return Interval(GRID.instant(first), GRID.instant(last))


def assignment(
    first: int, last: int, *breaks: tuple[int, int], agent: str = "a", skill: str = "phone"
) -> Assignment:
    day = GRID.instant(first).date()
    rests = tuple(Break(span(*rest)) for rest in breaks)
    return Assignment(agent, Shift("s", day, span(first, last), rests), skill)


def shift_with_a_rest(first: int, length: int, at: int, rest: int, skill: str) -> Assignment:
    begins = first + at % length
    ends = min(begins + rest, first + length)
    return assignment(first, first + length, (begins, ends), skill=skill)


shifts = st.builds(
    shift_with_a_rest,
    first=st.integers(-30, 60),
    length=st.integers(1, 20),
    at=st.integers(0, 19),
    rest=st.integers(0, 3),
    skill=st.sampled_from(["phone", "mail"]),
)


@given(st.lists(shifts, max_size=8))
def test_on_duty_counts_whoever_works_and_does_not_rest(assignments: list[Assignment]) -> None:
    present = on_duty(assignments, GRID, "phone")
    for slot in range(GRID.n_slots):
        now = span(slot, slot + 1)
        at_work = [
            a
            for a in assignments
            if a.skill == "phone"
            and a.shift.interval.overlaps(now)
            and not any(rest.interval.overlaps(now) for rest in a.shift.breaks)
        ]
        assert present[slot] == len(at_work)


def test_shifts_of_last_week_cover_until_they_end() -> None:
    carried = assignment(-10, 4, (-2, -1), (1, 2))
    own = assignment(46, 60, (50, 51), agent="b")
    roster = Roster(GRID.interval, (own,), (carried,))
    assert roster.on_duty(GRID, "phone").tolist() == [1, 0, 1, 1] + [0] * 42 + [1, 1]
    assert roster.on_duty(GRID, "mail").tolist() == [0] * 48
    assert [a.agent for a in roster.of("b")] == ["b"]
    assert roster.of("a") == ()


def test_paid_time_is_that_of_the_agents_own_week() -> None:
    roster = Roster(
        GRID.interval, (assignment(0, 17, (6, 7)), assignment(30, 40)), (assignment(-5, 1),)
    )
    assert roster.paid("a") == timedelta(hours=8 + 5)
    assert roster.paid("nobody") == timedelta(0)


def test_an_empty_roster_has_nobody_on_duty() -> None:
    assert Roster(GRID.interval, ()).on_duty(GRID, "phone").sum() == 0


def test_a_shift_keeps_its_key_when_its_times_change() -> None:
    day = date(2003, 10, 25)
    before, after = (
        Assignment("lon-19", Shift("night", day, span(0, last)), "phone") for last in (16, 18)
    )
    assert before.key == after.key == "lon-19/2003-10-25"


def coverage(required: list[int], scheduled: list[int]) -> QueueCoverage:
    n = len(required)
    return QueueCoverage(
        "phone", np.array(required), np.array(scheduled), np.zeros(n), np.full(n, np.nan)
    )


def test_short_and_over_never_hide_each_other() -> None:
    queue = coverage([4, 2, 0], [1, 5, 1])
    found = Coverage(TimeGrid(GRID.start, 15, 3), (queue, coverage([1, 0, 0], [0, 0, 0])))
    assert queue.short.tolist() == [3, 0, 0]
    assert queue.over.tolist() == [0, 3, 1]
    assert (found.short_hours, found.over_hours, found.required_hours) == (1.0, 1.0, 1.75)
    assert found.covered == pytest.approx(1 - 4 / 7)
    assert found.of("phone") is queue


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20),
    st.sampled_from([5, 10, 15, 30, 60]),
)
def test_covered_and_short_hours_make_up_the_requirement(
    slots: list[tuple[int, int]], minutes: int
) -> None:
    required, scheduled = (list(column) for column in zip(*slots, strict=True))
    found = Coverage(TimeGrid(GRID.start, minutes, len(slots)), (coverage(required, scheduled),))
    filled = np.minimum(required, scheduled).sum() * minutes / 60
    assert found.required_hours - found.short_hours == pytest.approx(filled)
    assert 0 <= found.covered <= 1


def test_no_demand_is_wholly_covered_and_nowhere_short() -> None:
    nothing = Coverage(GRID, (coverage([0] * 48, [0] * 48),))
    assert (nothing.covered, nothing.short_hours, nothing.over_hours) == (1.0, 0.0, 0.0)
    assert Coverage(GRID, ()).covered == 1.0
