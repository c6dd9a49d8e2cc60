"""The wall clock against the standard library, and the calendar of holidays and months."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.base import Horizon, Ints
from forecasting.features import date_of, day_number, is_holiday, month_phase, wall_clock
from forecasting.near_holidays import near_holidays
from planner.errors import InputError
from tests.forecasting.histories import grid, holiday_days

ZONES = ["Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "UTC"]


@given(
    st.sampled_from(ZONES),
    st.integers(0, 30_000),
    st.sampled_from([15, 30, 60]),
)
def test_wall_clock_agrees_with_the_standard_library(zone: str, day: int, minutes: int) -> None:
    start = dt.datetime(1971, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)
    slots = grid(start.date().isoformat(), 2, minutes=minutes, zone=zone)
    clock = wall_clock(slots)

    for at in range(len(slots)):
        local = (start + at * dt.timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
        assert date_of(int(clock.day[at])) == local.date()
        assert clock.weekday[at] == local.weekday()
        assert clock.slot[at] == (60 * local.hour + local.minute) // minutes


@pytest.mark.parametrize(
    ("zone", "date", "n_quarters"),
    [
        ("Europe/Berlin", "2026-03-29", 92),
        ("Europe/Berlin", "2026-10-25", 100),
        ("Australia/Lord_Howe", "2026-04-05", 98),
        ("Australia/Lord_Howe", "2026-10-04", 94),
        ("America/Santiago", "2026-09-06", 92),
        ("Pacific/Apia", "2011-12-30", 0),
    ],
)
def test_days_have_the_slots_their_clock_gives_them(zone: str, date: str, n_quarters: int) -> None:
    day = dt.date.fromisoformat(date)
    slots = grid((day - dt.timedelta(days=2)).isoformat(), 5, minutes=15, zone=zone)

    assert np.count_nonzero(wall_clock(slots).day == day_number(day)) == n_quarters


def test_month_phase_runs_from_first_to_last_day() -> None:
    days = np.array([day_number(dt.date(2028, 2, d)) for d in (1, 15, 29)])

    assert month_phase(days) == pytest.approx([0.5 / 29, 0.5, 28.5 / 29])


def test_a_long_weekend_is_stepped_over() -> None:
    """Independence Day 2003 was a Friday: Thursday is its eve, Monday the day after."""
    holidays = {dt.date(2003, 7, 4): "Independence Day"}
    days: Ints = np.arange(day_number(dt.date(2003, 7, 1)), day_number(dt.date(2003, 7, 9)))
    monday_to_friday = np.arange(7) < 5
    eve, after, *_ = near_holidays(
        days, holiday_days({days[3]: "Independence Day"}), monday_to_friday
    )

    assert date_of(int(days[eve == 1][0])) == dt.date(2003, 7, 3)
    assert date_of(int(days[after == 1][0])) == dt.date(2003, 7, 7)
    assert (eve.sum(), after.sum()) == (1, 1)
    assert is_holiday(days, holidays).sum() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"zone": "Mars/Olympus"}, "time zone 'Mars/Olympus' is unknown"),
        ({"minutes": 7}, "slot length is 7 minutes"),
        ({"minutes": 30}, "every slot must start 30 minutes after the one before"),
        ({"is_open": np.ones(3, bool)}, "3 opening marks for 24 slots"),
    ],
)
def test_slots_that_do_not_fit_are_refused(change: dict[str, object], message: str) -> None:
    whole = grid("2003-06-01", 1)
    parts = {name: getattr(whole, name) for name in ("stamps", "is_open", "minutes", "zone")}

    with pytest.raises(InputError, match=message):
        Horizon(**{**parts, **change})
