"""Requirement, coverage and service of hand-made forecasts with round numbers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta

import numpy as np
import pytest

from planner.calendars import OpeningWindow
from planner.demand import Forecast, Requirement, StreamForecast
from planner.local_time import WEEKDAYS
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.roster import Assignment, Roster
from planner.shifts import Shift
from planner.timegrid import Interval, TimeGrid
from scenarios.coverage import cover, service_by_day, shared_agents
from scenarios.forecast import forecast_wide, wide_grid
from scenarios.inputs import Inputs
from scenarios.staffing.requirement import require_agents
from tests.inputs_fixture import MONDAY, WORKDAYS, small_inputs

BASE = small_inputs()
LAST_WEEK = MONDAY - timedelta(weeks=1)
GRID = BASE.week_grid(LAST_WEEK)  # 168 hours in London
DAY = 48
NINE = 18

MAIL = Queue("mail", Channel.EMAIL, "mail", 900, "Europe/London", "GB", due_hours=2)
PHONE = Queue(
    id="phone",
    channel=Channel.PHONE,
    skill="phone",
    aht_s=180,
    zone="Europe/London",
    country="GB",
    target=ServiceLevelTarget(0.8, 20),
    load_method="stationary",
)


def inputs(*queues: Queue, shrinkage: float = 0.0) -> Inputs:
    return replace(BASE, queues=queues, settings=replace(BASE.settings, shrinkage=shrinkage))


def wide(means: Mapping[str, tuple[int, float]]) -> Forecast:
    """Contacts of each queue, so many in slot so-and-so of every day; -1 means in every slot."""
    grid = wide_grid(GRID)
    streams = []
    for queue, (slot, contacts) in means.items():
        hit = np.arange(grid.n_slots) % DAY == slot if slot >= 0 else np.ones(grid.n_slots)
        streams.append(StreamForecast(queue, "", contacts * hit, (), np.empty((0, grid.n_slots))))
    return Forecast(grid, tuple(streams))


def roster(skill: str, heads: int, first: int, last: int) -> Roster:
    """So many agents at work in slots `first` to `last` of the first day."""
    span = Interval(GRID.instant(first), GRID.instant(last))
    shift = Assignment("any", Shift("any", LAST_WEEK, span), skill)
    return Roster(GRID.interval, (shift,) * heads)


def required(found: Requirement, queue: str) -> list[int]:
    return [int(agents) for agents in found.of(queue).scheduled[:DAY]]


def test_deferred_work_is_level_from_arrival_to_due_time() -> None:
    found = require_agents(inputs(MAIL), wide({"mail": (NINE, 8)}), GRID)
    expected = [int(NINE <= slot < NINE + 4) for slot in range(DAY)]
    assert required(found, "mail") == expected
    np.testing.assert_allclose(found.of("mail").load[:DAY], expected)


@pytest.mark.parametrize(
    ("shrinkage", "occupancy", "net", "scheduled"),
    [(0.0, None, 1, 1), (0.5, None, 1, 2), (0.0, 0.5, 2, 2), (0.5, 0.5, 2, 4)],
)
def test_shrinkage_and_occupancy_ask_for_more_at_deferred_work(
    shrinkage: float, occupancy: float | None, net: int, scheduled: int
) -> None:
    queue = replace(MAIL, max_occupancy=occupancy)
    found = require_agents(inputs(queue, shrinkage=shrinkage), wide({"mail": (-1, 2)}), GRID)
    assert set(found.of("mail").net) == {net}
    assert set(found.of("mail").scheduled) == {scheduled}


def test_a_queue_s_own_shrinkage_goes_before_the_plan_s() -> None:
    queue = replace(MAIL, shrinkage=0.75)
    found = require_agents(inputs(queue, shrinkage=0.5), wide({"mail": (-1, 2)}), GRID)
    assert set(found.of("mail").scheduled) == {4}


@pytest.mark.parametrize("queue", [PHONE, replace(MAIL, id="phone")], ids=["live", "deferred"])
def test_fewest_agents_are_there_whenever_it_is_open(queue: Queue) -> None:
    opening = (OpeningWindow(WEEKDAYS, time(9), time(17)),)
    staffed = replace(queue, opening=opening, min_agents=3)
    found = require_agents(inputs(staffed), wide({"phone": (-1, 0.0)}), GRID)
    assert required(found, "phone") == [3 * (NINE <= slot < 34) for slot in range(DAY)]


def test_service_is_what_is_left_after_shrinkage() -> None:
    asked = inputs(PHONE, shrinkage=0.5)
    forecast = wide({"phone": (NINE, 100)})
    requirement = require_agents(asked, forecast, GRID)
    assert required(requirement, "phone")[NINE] == 28  # 14 for 10 erlangs, 80 % within 20 s
    found = cover(asked, forecast, requirement, roster("phone", 28, NINE, NINE + 1)).of("phone")
    assert found.service_level[NINE] == pytest.approx(0.8884, abs=5e-5)
    assert np.isnan(found.service_level[NINE + 1])
    assert found.service_level[NINE + DAY] == 0.0


@pytest.mark.parametrize(("slots", "done"), [(0, 0.0), (2, 0.5), (4, 1.0), (9, 1.0)])
def test_deferred_work_is_in_time_as_far_as_somebody_is_there(slots: int, done: float) -> None:
    asked = inputs(MAIL)
    forecast = wide({"mail": (NINE, 8)})
    requirement = require_agents(asked, forecast, GRID)
    found = cover(asked, forecast, requirement, roster("mail", 1, NINE, NINE + slots))
    first, *others = service_by_day(asked, found)
    assert first.achieved == pytest.approx(done)
    assert {row.achieved for row in others} == {0.0}
    assert (first.contacts, first.target) == (8, 1.0)


@pytest.mark.parametrize(
    ("present", "shares"),
    [(0, (0, 0)), (1, (1, 0)), (2, (1, 1)), (3, (2, 1)), (4, (2, 2)), (7, (5, 2))],
)
def test_queues_of_one_skill_share_agents_as_they_require(
    present: int, shares: tuple[int, int]
) -> None:
    one, two = replace(MAIL, id="one"), replace(MAIL, id="two")
    asked = inputs(one, two)
    requirement = require_agents(asked, wide({"one": (-1, 4), "two": (-1, 4)}), GRID)
    assert required(requirement, "one")[0] == required(requirement, "two")[0] == 2
    _, found = shared_agents(asked, requirement, roster("mail", present, 0, 1))
    assert (found["one"][0], found["two"][0]) == shares


def test_the_week_before_holds_what_happened() -> None:
    found = forecast_wide(BASE, BASE.week_grid())
    week = 7 * DAY
    for stream in found.streams:
        happened = np.nan_to_num(BASE.history.of((stream.queue, stream.priority))[-week:])
        np.testing.assert_array_equal(stream.mean[:week], happened)
        np.testing.assert_array_equal(stream.quantiles[-1][:week], happened)


def test_a_closed_week_requires_nobody() -> None:
    opening = (OpeningWindow(WORKDAYS, time(9), time(17)),)
    queue = replace(PHONE, opening=opening, open_on_holidays=False, min_agents=2)
    grid = TimeGrid(GRID.start + timedelta(days=5), 30, 2 * DAY)  # Saturday and Sunday
    found = require_agents(inputs(queue), wide({"phone": (-1, 5)}), grid)
    assert not found.of("phone").scheduled.any()
    assert not found.of("phone").is_open.any()


OFFICE = (OpeningWindow(WORKDAYS, time(9), time(17)),)


def test_mail_that_arrives_overnight_is_answered_after_opening() -> None:
    mail = replace(MAIL, opening=OFFICE)
    base = inputs(mail)
    at_23 = wide({"mail": (46, 16.0)})  # 16 mails of 15 minutes: four hours of work a night
    load = require_agents(base, at_23, GRID).of("mail").load.reshape(7, DAY)
    due = slice(NINE, NINE + 4)
    np.testing.assert_allclose(load[1:5, due].sum(axis=1) / 2, 4.0)
    np.testing.assert_allclose(load[0, due].sum() / 2, 12.0)  # Friday's, Saturday's and Sunday's
    assert not load[5:].any()


def test_the_forecast_of_mail_goes_on_while_the_office_is_closed() -> None:
    mail = replace(BASE.queue("tickets"), opening=OFFICE)
    base = replace(BASE, queues=(BASE.queue("phone"), mail))
    closed = ~mail.open_slots(GRID, {})
    assert forecast_wide(base, GRID).cut(GRID).mean("tickets")[closed].sum() > 50
