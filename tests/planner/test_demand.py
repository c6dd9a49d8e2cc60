from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.calendars import OpeningWindow
from planner.demand import Forecast, History, QueueRequirement, Requirement, StreamForecast
from planner.errors import InputError
from planner.holidays import public_holidays
from planner.local_time import WEEKDAYS, week_grid, zone
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.timegrid import SLOT_MINUTES, TimeGrid

WORKDAYS = WEEKDAYS[:5]
TARGET = ServiceLevelTarget(0.8, 20)
WEEK = TimeGrid(datetime(2003, 10, 20, tzinfo=UTC), 30, 336)
STEADY_ZONES = ("UTC", "Asia/Kathmandu", "Asia/Tehran", "Asia/Jakarta", "America/New_York")


def phone(zone_name: str = "UTC", **changes: Any) -> Queue:
    fields: dict[str, Any] = {
        "id": "phone",
        "channel": Channel.PHONE,
        "skill": "phone",
        "aht_s": 240,
        "zone": zone_name,
        "country": "US",
        "target": TARGET,
    }
    return Queue(**(fields | changes))


def mail(**changes: Any) -> Queue:
    return phone(**({"channel": Channel.EMAIL, "target": None, "due_hours": 8.0} | changes))


def hours_open(queue: Queue, grid: TimeGrid, holidays: Mapping[date, str] | None = None) -> float:
    return float(queue.open_slots(grid, holidays or {}).sum() * grid.minutes / 60)


def test_customers_of_live_channels_wait_in_line() -> None:
    live = {channel for channel in Channel if channel.is_live}
    assert live == {Channel.PHONE, Channel.CHAT, Channel.MESSAGING}


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.2, float("nan"), float("inf")])
def test_service_level_lies_strictly_between_none_and_all(fraction: float) -> None:
    with pytest.raises(InputError, match=r"must lie between 0 and 1, e\.g\. 0\.8"):
        ServiceLevelTarget(fraction, 20)


@pytest.mark.parametrize("within_s", [-1, 86_401, float("nan"), float("inf")])
def test_answer_time_is_a_number_of_seconds_in_a_day(within_s: float) -> None:
    with pytest.raises(InputError, match="within_s is"):
        ServiceLevelTarget(0.8, within_s)


def test_target_reads_as_people_say_it() -> None:
    assert str(TARGET) == "80 % within 20 s"
    assert str(ServiceLevelTarget(0.999, 0)) == "99.9 % within 0 s"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"aht_s": 0}, "aht_s is 0; use 1 to 86400"),
        ({"aht_s": float("nan")}, "aht_s is nan"),
        ({"aht_s": 86_401}, "aht_s is 86401"),
        ({"aht_s_by_priority": {"P1": -5.0}}, "aht_s_by_priority.P1 is -5"),
        ({"max_occupancy": 0}, "max_occupancy is 0; use 0.01 to 1"),
        ({"max_occupancy": 1.01}, "max_occupancy is 1.01"),
        ({"shrinkage": 1.0}, "shrinkage is 1; use 0 to 0.99"),
        ({"shrinkage": 1.5}, "shrinkage is 1.5"),
        ({"shrinkage": -0.1}, "shrinkage is -0.1"),
        ({"min_agents": -1}, "min_agents is -1"),
        ({"due_hours": 0}, "due_hours is 0"),
        ({"due_hours_by_priority": {"P0": 0.0}}, "due_hours_by_priority.P0 is 0"),
        ({"understaffing_cost": -1}, "understaffing_cost is -1"),
        ({"max_asa_s": -1}, "max_asa_s is -1"),
        ({"max_asa_s": 0}, "max_asa_s is 0; use 0.01 to 86400"),
        ({"target": None}, "a phone queue needs target or max_asa_s"),
        ({"channel": Channel.PORTAL}, "a portal queue needs due_hours"),
        ({"zone": "Mars/Phobos"}, "time zone 'Mars/Phobos' is not known"),
    ],
)
def test_queue_refuses_what_cannot_be_staffed(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        phone(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"aht_s": 1},
        {"aht_s": 86_400},
        {"max_occupancy": 1.0},
        {"shrinkage": 0.0},
        {"shrinkage": 0.99},
        {"target": None, "max_asa_s": 30},
        {"channel": Channel.PORTAL, "target": None, "due_hours_by_priority": {"P0": 1.0}},
    ],
)
def test_queue_accepts_the_ends_of_its_ranges(changes: dict[str, Any]) -> None:
    assert phone(**changes).title == "phone"


def test_priorities_override_handling_time_and_due_hours() -> None:
    queue = mail(aht_s_by_priority={"P0": 900.0}, due_hours_by_priority={"P0": 1.0})
    assert (queue.handling_s("P0"), queue.handling_s("P9")) == (900, 240)
    assert (queue.due_after_hours("P0"), queue.due_after_hours("P9")) == (1, 8)


@pytest.mark.parametrize(
    ("days", "message"),
    [((), "days is empty"), (("mon", "monday"), "days holds 'mon'; use monday")],
)
def test_opening_hours_name_whole_weekdays(days: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        OpeningWindow(days, time(9), time(17))


@pytest.mark.parametrize(
    ("day", "start", "until", "hours"),
    [
        (date(2003, 10, 20), time(7), time(21, 5), 14 + 5 / 60),
        (date(2003, 10, 20), time(22), time(6), 8),
        (date(2003, 10, 20), time(0), time(0), 24),
        (date(2003, 10, 26), time(0), time(0), 25),
        (date(2003, 10, 25), time(22), time(6), 9),
        (date(2003, 3, 30), time(0), time(0), 23),
        (date(2003, 3, 29), time(22), time(6), 7),
        (date(2003, 3, 30), time(1), time(2), 0),
        (date(2003, 3, 30), time(1, 30), time(3), 1),
    ],
)
def test_opening_windows_follow_the_wall_clock(
    day: date, start: time, until: time, hours: float
) -> None:
    opens, closes = OpeningWindow(WEEKDAYS, start, until).on(day, "Europe/London")
    assert closes - opens == timedelta(hours=hours)


@given(
    st.sampled_from(["Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo"]),
    st.dates(date(2003, 1, 1), date(2028, 12, 31)),
    st.sampled_from(SLOT_MINUTES),
)
def test_a_queue_without_hours_is_open_in_every_slot(name: str, day: date, minutes: int) -> None:
    grid = TimeGrid(datetime(day.year, day.month, day.day, tzinfo=UTC), minutes, 500)
    assert phone(name).open_slots(grid, {}).all()


def is_open_by_wall_clock(window: OpeningWindow, wall: datetime) -> bool:
    overnight = window.until <= window.start
    today = WEEKDAYS[wall.weekday()] in window.days
    yesterday = WEEKDAYS[wall.weekday() - 1] in window.days
    if not overnight:
        return today and window.start <= wall.time() < window.until
    return (today and wall.time() >= window.start) or (yesterday and wall.time() < window.until)


clock_times = st.builds(time, st.integers(0, 23), st.sampled_from(range(0, 60, 5)))
windows = st.builds(
    OpeningWindow,
    days=st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4).map(tuple),
    start=clock_times,
    until=clock_times,
)


def test_open_slots_that_a_caller_changes_are_not_those_of_the_next() -> None:
    grid = week_grid(date(2026, 1, 5), zone("Europe/London"), 30)
    queue = phone("Europe/London")
    queue.open_slots(grid, {})[:] = False
    assert queue.open_slots(grid, {}).all()


@given(st.lists(windows, min_size=1, max_size=3), st.sampled_from(STEADY_ZONES), st.integers(0, 47))
def test_open_slots_are_those_with_an_open_minute(
    opening: list[OpeningWindow], name: str, shift: int
) -> None:
    grid = TimeGrid(datetime(2003, 9, 29, tzinfo=UTC) + timedelta(minutes=30 * shift), 30, 336)
    found = phone(name, opening=tuple(opening)).open_slots(grid, {})
    for slot in range(grid.n_slots):
        minutes = [grid.instant(slot) + timedelta(minutes=m) for m in range(0, 30, 5)]
        walls = [m.astimezone(zone(name)).replace(tzinfo=None) for m in minutes]
        assert found[slot] == any(is_open_by_wall_clock(w, t) for w in opening for t in walls)


def test_a_window_that_ends_inside_a_slot_opens_the_slot() -> None:
    bank = phone("America/New_York", opening=(OpeningWindow(WORKDAYS, time(7), time(21, 5)),))
    grid = week_grid(date(2003, 10, 20), zone("America/New_York"), 30)
    is_open = bank.open_slots(grid, {})
    assert is_open.sum() == 5 * 29
    assert list(np.flatnonzero(is_open)[[0, 28]]) == [14, 42]


def test_opening_hours_of_the_week_hold_the_doubled_hour() -> None:
    nights = phone("Europe/London", opening=(OpeningWindow(WEEKDAYS, time(22), time(6)),))
    autumn = week_grid(date(2003, 10, 20), zone("Europe/London"), 30)
    spring = week_grid(date(2003, 3, 24), zone("Europe/London"), 30)
    assert (hours_open(nights, autumn), hours_open(nights, spring)) == (57, 55)


def test_a_window_open_since_the_day_before_covers_the_start_of_the_grid() -> None:
    sunday_night = phone(opening=(OpeningWindow(("sunday",), time(20), time(4)),))
    assert list(np.flatnonzero(sunday_night.open_slots(WEEK, {}))) == [*range(8), *range(328, 336)]


def test_holidays_close_a_queue_that_says_so_and_no_other() -> None:
    office = (OpeningWindow(WORKDAYS, time(9), time(17)),)
    grid = week_grid(date(2003, 8, 25), zone("Europe/London"), 30)
    bank_holiday = public_holidays("GB", "ENG", (2003,))
    closes = mail(zone="Europe/London", opening=office, open_on_holidays=False)
    stays = mail(zone="Europe/London", opening=office)
    assert hours_open(closes, grid, bank_holiday) == 32
    assert hours_open(stays, grid, bank_holiday) == 40


def test_a_holiday_closes_the_window_that_opens_on_it_not_the_one_before() -> None:
    nights = mail(opening=(OpeningWindow(WEEKDAYS, time(22), time(6)),), open_on_holidays=False)
    closed = nights.open_slots(WEEK, {date(2003, 10, 22): "a Wednesday"})
    off = np.flatnonzero(nights.open_slots(WEEK, {}) & ~closed)
    assert list(off) == list(range(2 * 48 + 44, 2 * 48 + 60))


def test_a_week_of_holidays_leaves_nothing_open() -> None:
    every_day = {date(2003, 10, 18) + timedelta(days=n): "closed" for n in range(12)}
    assert not mail(open_on_holidays=False).open_slots(WEEK, every_day).any()


def stream(priority: str, level: float) -> StreamForecast:
    return StreamForecast(
        "mail", priority, np.full(336, level), (0.5,), np.arange(336.0).reshape(1, 336)
    )


def test_forecast_of_a_queue_sums_its_priorities() -> None:
    forecast = Forecast(WEEK, (stream("P0", 1.5), stream("P1", 2.0)))
    assert forecast.mean("mail").tolist() == [3.5] * 336
    assert forecast.mean("unknown").tolist() == [0.0] * 336


def test_cut_of_a_forecast_keeps_each_slot_at_its_instant() -> None:
    day = TimeGrid(WEEK.instant(48), 30, 48)
    part = Forecast(WEEK, (stream("", 1.0),)).cut(day).streams[0]
    assert part.quantiles.tolist() == [list(range(48, 96))]
    assert part.mean.shape == (48,)


def test_history_finds_a_stream_by_queue_and_priority() -> None:
    counts = np.array([[1.0, np.nan], [3.0, 4.0]])
    history = History(TimeGrid(WEEK.start, 30, 2), (("mail", "P0"), ("mail", "P1")), counts)
    assert history.of(("mail", "P1")).tolist() == [3.0, 4.0]


def test_requirement_finds_a_queue_by_its_id() -> None:
    grid = TimeGrid(WEEK.start, 30, 2)
    rows = [
        QueueRequirement(
            queue=queue,
            load=np.ones(2),
            alone=np.array([2, 3]),
            net=np.array([2, 3]),
            scheduled=np.array([3, 4]),
            is_open=np.ones(2, dtype=np.bool_),
        )
        for queue in ("phone", "mail")
    ]
    requirement = Requirement(grid, tuple(rows))
    assert requirement.of("mail") is rows[1]
