from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputError
from planner.local_time import (
    WEEKDAYS,
    day_start,
    first_day_of_week,
    local_days,
    shift_instant,
    to_utc,
    wall_clock,
    week_grid,
    zone,
)
from planner.timegrid import TimeGrid

ZONES = sorted(name for name in available_timezones() if "/" in name and name[:3] != "Etc")
BITING = (
    "Europe/London",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "America/Havana",
    "Africa/Casablanca",
    "Antarctica/Troll",
)

clocks = st.one_of(st.sampled_from(BITING), st.sampled_from(ZONES))
instants = st.datetimes(
    min_value=datetime(1980, 1, 1),  # noqa: DTZ001
    max_value=datetime(2037, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(second=0, microsecond=0))
dates = st.dates(date(1980, 1, 1), date(2037, 1, 1))
times = st.builds(time, hour=st.integers(0, 23), minute=st.integers(0, 59))


def code(error: pytest.ExceptionInfo[InputError]) -> str:
    return error.value.problems[0].code


@given(instants, clocks)
def test_every_instant_comes_back_from_its_wall_clock(instant: datetime, name: str) -> None:
    local = instant.astimezone(zone(name))
    assert to_utc(local.replace(tzinfo=None), zone(name), local.fold) == instant


@given(dates, times, clocks)
def test_a_wall_time_is_found_again_or_refused_as_skipped(day: date, wall: time, name: str) -> None:
    clock = zone(name)
    naive = datetime.combine(day, wall)
    try:
        found = to_utc(naive, clock, fold=0)
    except InputError as error:
        assert error.problems[0].code == "nonexistent_time"  # noqa: PT017
        jump = shift_instant(day, wall, clock)
        before = (jump - timedelta(minutes=1)).astimezone(clock).replace(tzinfo=None)
        assert before < naive < jump.astimezone(clock).replace(tzinfo=None)
    else:
        assert found.astimezone(clock).replace(tzinfo=None) == naive
        assert shift_instant(day, wall, clock) == found


@given(dates, times, times, clocks)
def test_shifts_never_run_backwards(day: date, first: time, second: time, name: str) -> None:
    early, late = sorted((first, second))
    assert shift_instant(day, early, zone(name)) <= shift_instant(day, late, zone(name))
    assert shift_instant(day, late, zone(name)) <= day_start(day + timedelta(days=1), zone(name))


@pytest.mark.parametrize(
    ("name", "wall", "neighbours"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "use 01:30 or 03:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "use 01:45 or 02:45"),
        ("America/Santiago", "2026-09-06T00:00", "use 2026-09-05 23:00 or 2026-09-06 01:00"),
        ("Africa/Cairo", "2026-04-24T00:30", "use 2026-04-23 23:30 or 2026-04-24 01:30"),
        ("Pacific/Apia", "2011-12-30T12:00", "use 2011-12-29 12:00 or 2011-12-31 12:00"),
    ],
)
def test_skipped_times_are_refused_with_both_neighbours(
    name: str, wall: str, neighbours: str
) -> None:
    with pytest.raises(InputError, match=neighbours) as caught:
        to_utc(datetime.fromisoformat(wall), zone(name))
    assert code(caught) == "nonexistent_time"


@pytest.mark.parametrize("edge", ["2026-03-29T01:59", "2026-03-29T03:00"])
def test_the_minutes_on_either_side_of_a_gap_exist(edge: str) -> None:
    wall = datetime.fromisoformat(edge)
    assert to_utc(wall, zone("Europe/Berlin")).astimezone(zone("Europe/Berlin")).hour == wall.hour


@pytest.mark.parametrize(
    ("name", "wall", "first", "second"),
    [
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z", "2026-10-25T01:30Z"),
        ("Europe/London", "2003-10-26T01:00", "2003-10-26T00:00Z", "2003-10-26T01:00Z"),
        ("America/New_York", "2003-10-26T01:59", "2003-10-26T05:59Z", "2003-10-26T06:59Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z", "2026-04-04T15:15Z"),
    ],
)
def test_doubled_times_ask_which_and_take_the_one_they_are_told(
    name: str, wall: str, first: str, second: str
) -> None:
    local, clock = datetime.fromisoformat(wall), zone(name)
    with pytest.raises(InputError, match="happens twice") as caught:
        to_utc(local, clock)
    assert code(caught) == "ambiguous_time"
    assert to_utc(local, clock, 0) == datetime.fromisoformat(first)
    assert to_utc(local, clock, 1) == datetime.fromisoformat(second)
    assert shift_instant(local.date(), local.time(), clock) == datetime.fromisoformat(first)


@pytest.mark.parametrize("edge", ["2026-10-25T01:59", "2026-10-25T03:00"])
def test_the_minutes_on_either_side_of_a_doubled_hour_are_clear(edge: str) -> None:
    wall = datetime.fromisoformat(edge)
    assert to_utc(wall, zone("Europe/Berlin")) == to_utc(wall, zone("Europe/Berlin"), 1)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Mars/Phobos", "use a name like Europe/London"),
        ("CET6", "did you mean CET"),
        ("", "use a name like"),
        ("new york", "America/New_York"),
        ("Asia/Katmandoo", "Asia/Kathmandu"),
        ("../Europe/London", "did you mean"),
        ("Europe/London\0", "did you mean"),
    ],
)
def test_unknown_zones_are_refused_with_near_matches(name: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint) as caught:
        zone(name)
    assert code(caught) == "unknown_time_zone"


@pytest.mark.parametrize(
    ("name", "first_day", "hours"),
    [
        ("Europe/London", date(2003, 10, 20), 169),
        ("America/New_York", date(2003, 10, 20), 169),
        ("Asia/Kathmandu", date(2003, 10, 20), 168),
        ("Europe/London", date(2003, 3, 24), 167),
        ("America/New_York", date(2003, 3, 31), 167),
        ("America/New_York", date(2003, 3, 24), 168),
        ("Europe/London", date(2003, 10, 27), 168),
        ("Europe/London", date(2003, 10, 26), 169),
        ("Australia/Lord_Howe", date(2026, 3, 30), 168.5),
        ("Pacific/Apia", date(2011, 12, 26), 144),
        ("UTC", date(2028, 2, 28), 168),
        ("UTC", date(2026, 12, 28), 168),
    ],
)
@pytest.mark.parametrize("minutes", [5, 10, 15, 30])
def test_weeks_have_the_hours_that_the_clock_gives_them(
    name: str, first_day: date, hours: float, minutes: int
) -> None:
    grid = week_grid(first_day, zone(name), minutes)
    assert grid.hours == hours
    assert grid.start.astimezone(zone(name)).replace(tzinfo=None) == datetime.combine(
        first_day, time(0)
    )


@pytest.mark.parametrize(
    ("name", "day", "quarters"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 92),
        ("Europe/Berlin", date(2026, 10, 25), 100),
        ("Australia/Lord_Howe", date(2026, 4, 5), 98),
        ("Australia/Lord_Howe", date(2026, 10, 4), 94),
        ("America/Santiago", date(2026, 9, 6), 92),
        ("Africa/Cairo", date(2026, 4, 24), 92),
        ("Europe/Berlin", date(2026, 3, 28), 96),
        ("UTC", date(2028, 2, 29), 96),
    ],
)
def test_days_have_the_quarter_hours_that_the_clock_gives_them(
    name: str, day: date, quarters: int
) -> None:
    assert week_grid(day, zone(name), 15, n_days=1).n_slots == quarters


def test_half_hour_change_does_not_fit_an_hourly_grid() -> None:
    with pytest.raises(InputError, match=r"168\.5 hours in Australia/Lord_Howe") as caught:
        week_grid(date(2026, 3, 30), zone("Australia/Lord_Howe"), 60)
    assert code(caught) == "off_grid"
    assert week_grid(date(2026, 4, 6), zone("Australia/Lord_Howe"), 60).n_slots == 168


@pytest.mark.parametrize("year", [1, 1969, 2201, 9999])
def test_weeks_beyond_all_plans_are_refused(year: int) -> None:
    with pytest.raises(InputError, match="use a year from 1970 to 2200") as caught:
        week_grid(date(year, 12, 28), zone("Asia/Jakarta"), 30)
    assert code(caught) == "out_of_range"


@pytest.mark.parametrize(
    ("name", "wall"),
    [("America/New_York", "9999-12-31T23:00"), ("Asia/Jakarta", "0001-01-01T00:00")],
)
def test_ends_of_the_calendar_are_refused_in_words(name: str, wall: str) -> None:
    with pytest.raises(InputError, match="out of range"):
        to_utc(datetime.fromisoformat(wall), zone(name))


@pytest.mark.parametrize(
    ("name", "day", "first"),
    [
        ("America/Santiago", date(2026, 9, 6), "2026-09-06T04:00Z"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00Z"),
        ("America/Havana", date(2003, 10, 26), "2003-10-26T04:00Z"),
        ("Europe/London", date(2003, 10, 26), "2003-10-25T23:00Z"),
    ],
)
def test_a_day_begins_with_its_first_instant(name: str, day: date, first: str) -> None:
    start = day_start(day, zone(name))
    assert start == datetime.fromisoformat(first)
    assert start.astimezone(zone(name)).date() == day


@given(dates, clocks, st.integers(1, 10))
def test_local_days_are_those_on_which_a_slot_lies(first: date, name: str, n_days: int) -> None:
    clock = zone(name)
    grid = TimeGrid(datetime(first.year, first.month, first.day, tzinfo=UTC), 60, 24 * n_days)
    seen = {grid.instant(slot).astimezone(clock).date() for slot in range(grid.n_slots)}
    assert seen <= set(local_days(grid, clock))
    assert list(local_days(grid, clock)) == sorted(set(local_days(grid, clock)))


def test_a_date_that_its_island_skipped_is_no_local_day() -> None:
    clock = zone("Pacific/Apia")
    days = list(local_days(week_grid(date(2011, 12, 26), clock, 60), clock))
    assert [day.day for day in days] == [26, 27, 28, 29, 31, 1]


def test_wall_clock_shows_both_of_a_doubled_hour() -> None:
    grid = week_grid(date(2003, 10, 26), zone("Europe/London"), 60, n_days=1)
    assert list(wall_clock(grid.stamps(), zone("Europe/London")).hour[:4]) == [0, 1, 1, 2]
    assert wall_clock(np.array([], dtype="datetime64[s]"), zone("UTC")).empty


@given(dates, st.sampled_from(WEEKDAYS))
def test_week_begins_on_its_day_and_holds_the_date(day: date, starts: str) -> None:
    first = first_day_of_week(day, starts)
    assert WEEKDAYS[first.weekday()] == starts
    assert timedelta(0) <= day - first < timedelta(days=7)


def test_the_53rd_week_of_2026_begins_in_december() -> None:
    assert first_day_of_week(date(2027, 1, 3), "monday") == date(2026, 12, 28)
    assert first_day_of_week(date(2027, 1, 3), "sunday") == date(2027, 1, 3)
