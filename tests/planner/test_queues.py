"""What a queue says about its contacts, and what it refuses where no document names the line."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.calendars import Calendar, OpeningWindow
from planner.errors import InputError
from planner.local_time import WEEKDAYS, week_grid, zone
from planner.pools import Pool
from planner.queues import Channel, Queue, ServiceLevelTarget

USUAL = ServiceLevelTarget(0.8, 20)
URGENT = ServiceLevelTarget(0.95, 10)
LEVELS = st.lists(st.floats(1, 86_400), min_size=1, max_size=20).map(sorted)


def live(channel: Channel = Channel.PHONE, **keys: Any) -> Queue:
    given: dict[str, Any] = {"target": USUAL, **keys}
    return Queue("q", channel, "skill", given.pop("aht_s", 300.0), "UTC", "GB", **given)


def deferred(**keys: Any) -> Queue:
    return Queue("q", Channel.EMAIL, "skill", 300.0, "UTC", "GB", due_hours=8, **keys)


def test_queue_that_says_nothing_more_is_as_simple_as_can_be() -> None:
    queue = live()
    assert (queue.patience_s, queue.aht_cv, queue.max_abandonment) == (None, None, None)
    assert (queue.redial_share, queue.concurrency, queue.slowness) == (0.0, 1, (1.0,))
    assert (queue.level_definition, queue.holds_over, queue.load_method) == (
        "offered",
        "interval",
        "auto",
    )
    assert (deferred().on_time, deferred().calendar_of("P1")) == (1.0, None)


@given(LEVELS)
def test_conversations_slow_down_and_the_first_is_the_measure(levels: list[float]) -> None:
    queue = live(
        Channel.CHAT, aht_s=levels[0], concurrency=len(levels), aht_by_level_s=tuple(levels)
    )
    assert queue.slowness[0] == 1.0
    assert list(queue.slowness) == sorted(queue.slowness)
    for slowness, seconds in zip(queue.slowness, levels, strict=True):
        assert slowness * queue.aht_s == pytest.approx(seconds)


def test_conversations_without_levels_do_not_slow_each_other() -> None:
    assert live(Channel.MESSAGING, concurrency=3).slowness == (1.0, 1.0, 1.0)


def test_priorities_are_urgent_in_the_order_given_and_others_come_last() -> None:
    queue = live(target_by_priority={"high": URGENT, "bulk": USUAL})
    assert [queue.priority_rank(p) for p in ("high", "bulk", "other", "")] == [0, 1, 2, 2]
    assert [queue.target_of(p) for p in ("high", "other")] == [URGENT, USUAL]


def test_due_hours_count_in_the_calendar_of_the_priority() -> None:
    queue = deferred(calendar="office", calendar_by_priority={"P0": "always"})
    assert [queue.calendar_of(p) for p in ("P0", "P1", "")] == ["always", "office", "office"]


WRONG: tuple[tuple[Mapping[str, Any], str], ...] = (
    ({"patience_s": 0.5}, "patience_s is 0.5; use 1 to 86400"),
    ({"patience_s": 60, "max_abandonment": 1.5}, "max_abandonment is 1.5; use 0.0001 to 1"),
    ({"patience_s": 60, "redial_share": 1.0}, "redial_share is 1; use 0 to 0.99"),
    ({"patience_s": 60, "redial_after_s": 0.0}, "redial_after_s is 0; use 1 to 86400"),
    ({"max_abandonment": 0.1}, "max_abandonment needs patience_s"),
    ({"level_definition": "served"}, "level_definition is 'served'; use offered, answered"),
    ({"holds_over": "month"}, "holds_over is 'month'; use interval, day, week"),
    ({"load_method": "sipp"}, "load_method is 'sipp'; use auto, stationary, lagged, modified"),
    ({"concurrency": 3}, "only chat and messaging"),
    ({"concurrency": 0}, "concurrency is 0; use 1 to 20"),
    ({"aht_cv": -0.1}, "aht_cv is -0.1; use 0 to 10"),
    ({"on_time": 0.9}, "on_time is for deferred channels"),
    ({"due_when": "begun"}, "due_when is for deferred channels"),
    ({"calendar_by_priority": {"P0": "always"}}, "calendar_by_priority is for deferred channels"),
    ({"urgency": 101}, "urgency is 101; use 0 to 100"),
    ({"target": None, "max_asa_s": 20, "target_by_priority": {"P0": USUAL}}, "without target"),
)


@pytest.mark.parametrize(("keys", "words"), WRONG, ids=[words for _, words in WRONG])
def test_wrong_queue_is_one_clear_line(keys: Mapping[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        live(**keys)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "keys",
    [
        {"patience_s": 60},
        {"target_by_priority": {"P0": USUAL}},
        {"holds_over": "week"},
        {"load_method": "modified"},
        {"urgency": 1},
    ],
    ids=str,
)
def test_what_only_those_who_wait_in_line_have_is_refused_for_mail(keys: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="is for live channels"):
        deferred(**keys)


@pytest.mark.parametrize(
    "keys",
    [
        {"patience_s": 1.0, "max_abandonment": 0.0001, "redial_share": 0.99},
        {"patience_s": 86_400.0, "max_abandonment": 1.0, "redial_share": 0.0},
        {"aht_cv": 0.0, "urgency": 100},
        {"aht_cv": 10.0, "urgency": 0},
    ],
    ids=str,
)
def test_bounds_themselves_are_allowed(keys: dict[str, Any]) -> None:
    assert live(**keys).title == "q"


@pytest.mark.parametrize("opens_on_holidays", [True, False])
def test_calendar_counts_the_hours_in_which_such_a_queue_is_open(opens_on_holidays: bool) -> None:
    opening = (
        OpeningWindow(WEEKDAYS[:5], time(9), time(17)),
        OpeningWindow(("saturday",), time(22), time(2)),
    )
    grid = week_grid(date(2003, 10, 20), zone("Europe/London"), 30)  # a week of 169 hours
    holidays = {date(2003, 10, 22): "a day off"}
    queue = Queue(
        "q",
        Channel.EMAIL,
        "skill",
        300,
        "Europe/London",
        "GB",
        due_hours=8,
        opening=opening,
        open_on_holidays=opens_on_holidays,
    )
    calendar = Calendar(
        "c", "Europe/London", "GB", opening=opening, open_on_holidays=opens_on_holidays
    )
    found = calendar.open_slots(grid, holidays)
    assert (found == queue.open_slots(grid, holidays)).all()
    # five or four days of 8 hours, and 22:00 to 02:00 over the hour that comes twice
    assert found.sum() == 2 * (8 * (5 if opens_on_holidays else 4) + 5)


def test_calendar_without_windows_counts_every_hour() -> None:
    grid = week_grid(date(2003, 10, 20), zone("UTC"), 60)
    assert Calendar("c", "Asia/Kathmandu", "NP").open_slots(grid, {}).all()


@pytest.mark.parametrize(
    ("name", "skills", "words"),
    [
        ("p", ("a",), "skills holds 1; name 2 to 8"),
        ("p", tuple("abcdefghi"), "skills holds 9; name 2 to 8"),
        ("p", ("a", "a"), "skills holds 'a' twice"),
        ("a", ("a", "b"), "one of its own skills"),
        ("a b", ("a", "b"), "use one word"),
        ("", ("a", "b"), "use one word"),
    ],
)
def test_wrong_pool_is_one_clear_line(name: str, skills: tuple[str, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Pool(name, skills)


def test_pool_may_hold_two_to_eight_skills() -> None:
    assert Pool("p", ("a", "b")).title == "p"
    assert Pool("p", tuple("abcdefgh"), "All").title == "All"
