from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputError
from planner.local_time import shift_instant, zone
from planner.shifts import Break, BreakRule, Shift, ShiftTemplate
from planner.timegrid import Interval, TimeGrid

LUNCH = BreakRule(30, 180, 270, name="lunch")
REST = BreakRule(15, 300, 420, paid=True, name="rest")


def template(start: time, until: time, **changes: Any) -> ShiftTemplate:
    fields: dict[str, Any] = {"id": "s", "sites": ("x",), "start": start, "until": until}
    return ShiftTemplate(**(fields | changes))


def worked(shift: ShiftTemplate, day: date, name: str) -> Interval:
    last = day + timedelta(days=1) if shift.until <= shift.start else day
    clock = zone(name)
    return Interval(shift_instant(day, shift.start, clock), shift_instant(last, shift.until, clock))


times = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(times, times)
def test_wall_length_runs_from_start_to_the_next_until(start: time, until: time) -> None:
    minutes = template(start, until).wall_minutes
    ends = datetime.combine(date(2003, 7, 1), start) + timedelta(minutes=minutes)
    assert 1 <= minutes <= 1440
    assert ends.time() == until


@pytest.mark.parametrize(
    ("start", "until", "minutes"),
    [
        (time(9), time(17, 30), 510),
        (time(23), time(7), 480),
        (time(15, 30), time(0), 510),
        (time(8), time(8), 1440),
        (time(8), time(8, 1), 1),
        (time(5, 45), time(14, 15), 510),
    ],
)
def test_wall_length_of_common_shifts(start: time, until: time, minutes: int) -> None:
    assert template(start, until).wall_minutes == minutes


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("Europe/London", date(2003, 10, 24), 8),
        ("Europe/London", date(2003, 10, 25), 9),
        ("America/New_York", date(2003, 10, 25), 9),
        ("Europe/London", date(2003, 3, 29), 7),
        ("America/New_York", date(2003, 4, 5), 7),
        ("Europe/Berlin", date(2026, 3, 28), 7),
        ("Europe/Berlin", date(2026, 10, 24), 9),
        ("Australia/Lord_Howe", date(2026, 4, 4), 8.5),
        ("Australia/Lord_Howe", date(2026, 10, 3), 7.5),
        ("Asia/Tehran", date(2003, 10, 25), 8),
    ],
)
def test_night_shift_keeps_its_wall_clock_times_over_the_change(
    name: str, day: date, hours: float
) -> None:
    interval = worked(template(time(23), time(7)), day, name)
    assert interval.length == timedelta(hours=hours)
    assert interval.start.astimezone(zone(name)).hour == 23
    assert interval.end.astimezone(zone(name)).hour == 7


def test_paid_time_of_the_long_night_is_an_hour_more() -> None:
    night = template(time(23), time(7))
    intervals = [worked(night, date(2003, 10, day), "Europe/London") for day in (24, 25)]
    meals = [
        Interval(i.start + timedelta(hours=3), i.start + timedelta(hours=3.5)) for i in intervals
    ]
    plain, long = (
        Shift("s", date(2003, 10, 24), interval, (Break(meal),))
        for interval, meal in zip(intervals, meals, strict=True)
    )
    assert (plain.paid, long.paid) == (timedelta(hours=7.5), timedelta(hours=8.5))


def test_rest_over_the_long_night_is_elapsed_time() -> None:
    early, late = template(time(7), time(15)), template(time(14), time(21))
    ends = worked(late, date(2003, 10, 25), "Europe/London").end
    begins = worked(early, date(2003, 10, 26), "Europe/London").start
    assert begins - ends == timedelta(hours=11)


def test_only_unpaid_breaks_lower_paid_time() -> None:
    start = datetime(2003, 10, 20, 9, 0, tzinfo=UTC)
    interval = Interval(start, start + timedelta(hours=8.5))
    lunch = Break(Interval(start + timedelta(hours=3), start + timedelta(hours=3.5)))
    rest = Break(Interval(start + timedelta(hours=6), start + timedelta(hours=6.25)), paid=True)
    assert Shift("s", date(2003, 10, 20), interval, (lunch, rest)).paid == timedelta(hours=8)
    assert Shift("s", date(2003, 10, 20), interval, (rest,)).paid == timedelta(hours=8.5)


@pytest.mark.parametrize(
    ("start", "until", "minutes", "fits"),
    [
        (time(5, 45), time(14, 15), 30, True),
        (time(6, 15), time(14, 45), 15, True),
        (time(6, 0), time(14, 30), 30, False),
        (time(5, 45), time(14, 15), 60, False),
    ],
)
def test_shifts_in_kathmandu_fit_the_grid_at_a_quarter_to_or_past(
    start: time, until: time, minutes: int, fits: bool
) -> None:
    grid = TimeGrid(datetime(2003, 10, 20, 4, 0, tzinfo=UTC), minutes, 2016)
    interval = worked(template(start, until), date(2003, 10, 21), "Asia/Kathmandu")
    if fits:
        assert grid.slot_of(interval.end) > grid.slot_of(interval.start)
    else:
        off_grid = interval.start if minutes == 30 else interval.end
        with pytest.raises(InputError, match="use a finer grid"):
            grid.slot_of(off_grid)


@pytest.mark.parametrize(
    ("start", "until", "is_night"),
    [
        (time(23), time(7), True),
        (time(17), time(1, 30), False),
        (time(17, 30), time(2), True),
        (time(18), time(1, 59), False),
        (time(3), time(11), True),
        (time(3, 1), time(11), False),
        (time(9), time(17), False),
        (time(0), time(0), True),
    ],
)
def test_three_hours_between_eleven_and_six_make_a_night(
    start: time, until: time, is_night: bool
) -> None:
    assert template(start, until).counts_as_night is is_night
    assert template(start, until, is_night=not is_night).counts_as_night is not is_night


@pytest.mark.parametrize("breaks", [(LUNCH, REST), (REST, LUNCH), (LUNCH,), ()])
def test_breaks_in_apart_windows_are_accepted_in_any_order(breaks: tuple[BreakRule, ...]) -> None:
    assert template(time(9), time(17, 30), breaks=breaks).breaks == breaks


def test_a_window_may_begin_when_the_break_ahead_of_it_has_surely_ended() -> None:
    on_edge = BreakRule(15, 300, 330)
    assert template(time(9), time(17), breaks=(LUNCH, on_edge)).breaks[1] is on_edge
    with pytest.raises(InputError, match=r"begins 299 minutes in.*\(300\); move it later"):
        template(time(9), time(17), breaks=(LUNCH, BreakRule(15, 299, 330)))


def test_breaks_end_before_the_shift_does() -> None:
    assert template(time(9), time(14, 1), breaks=(LUNCH,)).wall_minutes == 301
    with pytest.raises(InputError, match="may end 300 minutes in, but it is only 300 minutes long"):
        template(time(9), time(14), breaks=(LUNCH,))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ((4, 60, 60), "minutes of a break is 4; use 5 to 240"),
        ((241, 60, 60), "minutes of a break is 241"),
        ((30, 0, 60), "from 0 to 60 minutes"),
        ((30, 61, 60), "at most latest_minutes"),
    ],
)
def test_break_rules_that_cannot_be_kept_are_refused(
    fields: tuple[int, int, int], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        BreakRule(*fields)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sites": ()}, "shift s: sites is empty"),
        ({"days": ()}, "shift s: days"),
        ({"days": ("weekdays",)}, "shift s: days holds 'weekdays'; use monday"),
    ],
)
def test_templates_name_their_sites_and_days(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        template(time(9), time(17), **changes)
