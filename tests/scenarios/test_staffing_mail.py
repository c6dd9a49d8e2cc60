"""Agents of mail and tickets: level between arrival and due time, calendars, shares, backlog."""

from dataclasses import replace
from datetime import time, timedelta
from math import ceil, floor

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.calendars import Calendar, OpeningWindow
from planner.demand import BacklogItem, QueueRequirement
from planner.queues import Queue
from planner.staffing.deferred.service import serve_deferred
from scenarios.inputs import Inputs
from scenarios.staffing.deferred_work import deferred_work
from scenarios.staffing.requirement import require_agents
from tests.inputs_fixture import WORKDAYS
from tests.work_fixture import DAY, FIVE, GRID, MAIL, NINE, OFFICE, forecast_of, inputs_of

BUSINESS = Calendar(
    id="business",
    zone="Europe/London",
    country="GB",
    opening=(OpeningWindow(WORKDAYS, time(9), time(17)),),
)
TICKETS = replace(
    MAIL,
    due_hours=8.0,
    due_hours_by_priority={"P0": 1.0},
    calendar_by_priority={"P0": "always", "P3": "business"},
)


def at(*slots: int, contacts: float = 4.0) -> list[float]:
    """Contacts in some slots of every day; four mails are an hour of work."""
    return [contacts if slot in slots else 0.0 for slot in range(DAY)]


def required(inputs: Inputs, **streams: float | list[float]) -> QueueRequirement:
    wide = forecast_of({("mail", name.rstrip("_")): mean for name, mean in streams.items()})
    return require_agents(inputs, wide, GRID).of("mail")


def by_day(load: FloatArray) -> FloatArray:
    return load.reshape(7, DAY)


def test_urgent_tickets_are_done_at_night_and_others_in_business_hours() -> None:
    inputs = replace(inputs_of(TICKETS), calendars=(BUSINESS,))
    urgent = by_day(required(inputs, P0=at(6)).load)
    np.testing.assert_allclose(urgent[:, 6:8], 1.0)  # an hour of work until four o'clock
    assert urgent.sum() == pytest.approx(7 * 2)
    other = by_day(required(inputs, P3=at(6)).load)
    np.testing.assert_allclose(other[:5].sum(axis=1), 2.0, atol=1.5)
    assert other.sum() == pytest.approx(7 * 2, rel=0.05)
    assert other.max() < 1.0


def test_business_hours_reach_over_the_weekend() -> None:
    """Four hours of work that come on Friday at noon have until Monday at noon."""
    fridays = np.zeros(3 * 7 * DAY)
    fridays[4 * DAY + 24 :: 7 * DAY] = 16.0
    wide = forecast_of({("mail", "P3"): 0.0})
    stream = replace(wide.streams[0], mean=fridays)
    queue = replace(TICKETS, opening=OFFICE)
    inputs = replace(inputs_of(queue), calendars=(BUSINESS,))
    load = by_day(require_agents(inputs, replace(wide, streams=(stream,)), GRID).of("mail").load)
    np.testing.assert_allclose(load[4, 24:FIVE], 0.5)
    np.testing.assert_allclose(load[0, NINE:24], 0.5)
    assert not load[5:].any()


def test_priorities_are_levelled_together() -> None:
    """The idle hours of one fill the busy ones of the other: level, and no more than apart."""
    queue = replace(MAIL, due_hours_by_priority={"P1": 1.0, "P3": 6.0})
    both = required(inputs_of(queue), P1=at(20), P3=at(18, 19))
    one, three = (
        required(inputs_of(queue), **part) for part in ({"P1": at(20)}, {"P3": at(18, 19)})
    )
    assert both.load.sum() == pytest.approx(one.load.sum() + three.load.sum())
    assert both.load.max() < (one.load + three.load).max()
    assert both.net.sum() <= one.net.sum() + three.net.sum()


@pytest.mark.parametrize("on_time", [0.9, 0.5])
def test_a_share_that_may_be_late_asks_for_a_lower_peak(on_time: float) -> None:
    peaks = at(*range(20, 24), contacts=16.0)
    peaks[:] = [max(2.0, x) for x in peaks]
    whole, part = (required(inputs_of(replace(MAIL, on_time=x)), _=peaks) for x in (1.0, on_time))
    assert part.load.max() < whole.load.max()
    assert part.load.sum() >= on_time * whole.load.sum() - 1e-6


@pytest.mark.parametrize("on_time", [1.0, 0.9, 0.5])
def test_the_agents_asked_for_do_the_share_in_time(on_time: float) -> None:
    queue = replace(MAIL, on_time=on_time, opening=OFFICE)
    inputs = inputs_of(queue)
    wide = forecast_of({("mail", ""): at(8, 20, 21, 30, contacts=12.0)})
    found = require_agents(inputs, wide, GRID).of("mail")
    work = deferred_work(inputs, queue, wide, GRID)
    week = np.flatnonzero(found.is_open)[0]
    first = wide.grid.slot_of(GRID.start)
    capacity = np.tile(found.net * GRID.slot_s, 3)  # the same week before and after
    served = serve_deferred(
        work.work_s, work.release, work.due, capacity, work.is_open, late_last=True
    )
    part = slice(first, first + GRID.n_slots)
    done, late = served.on_time_s[0, part].sum(), served.late_s[0, part].sum()
    assert week == NINE
    assert done / (done + late) >= on_time - 1e-9


@pytest.mark.parametrize(("shrinkage", "busiest"), [(0.3, None), (0.3, 0.8), (0.0, 0.8)])
def test_work_that_waits_is_rounded_over_time(shrinkage: float, busiest: float | None) -> None:
    queue: Queue = replace(MAIL, max_occupancy=busiest)
    found = required(inputs_of(queue, shrinkage=shrinkage), _=3.0)  # 1.5 agents' work
    for agents, effective in (
        (found.net, busiest or 1.0),
        (found.scheduled, (busiest or 1.0) * (1 - shrinkage)),
    ):
        need = 1.5 / effective
        assert set(agents) <= {floor(need), ceil(need - 1e-9)}
        assert agents.sum() == pytest.approx(need * agents.size, abs=1.0)


def test_whole_agents_over_time_leave_nothing_late() -> None:
    rng = np.random.default_rng(3)
    for due_hours, saves in ((1.0, False), (4.0, True)):
        queue = replace(MAIL, due_hours=due_hours)
        inputs = inputs_of(queue)
        wide = forecast_of({("mail", ""): rng.gamma(2.0, 2.0, DAY).tolist()})
        found = require_agents(inputs, wide, GRID).of("mail")
        work = deferred_work(inputs, queue, wide, GRID)
        served = serve_deferred(
            work.work_s,
            work.release,
            work.due,
            np.tile(found.net * GRID.slot_s, 3),
            work.is_open,
        )
        week = slice(GRID.n_slots, 2 * GRID.n_slots)
        assert served.late_s[:, week].sum() <= 1.0 * GRID.n_slots
        up = np.ceil(found.load - 1e-9)
        assert np.all(found.net <= up)
        assert (found.net.sum() < up.sum()) == saves


def test_overdue_tickets_are_caught_up_whatever_share_may_be_late() -> None:
    start = GRID.start
    old = BacklogItem("mail", "", start - timedelta(days=2), start - timedelta(days=1), 32)
    for on_time in (1.0, 0.5):
        inputs = replace(inputs_of(replace(MAIL, on_time=on_time)), backlog=(old,))
        load = required(inputs, _=0.0).load
        assert load.sum() / 2 == pytest.approx(8.0)  # 32 of 15 minutes
        assert load[:16].sum() / 2 == pytest.approx(8.0)


def test_nothing_to_do_asks_for_nobody() -> None:
    assert not required(inputs_of(MAIL), _=0.0).scheduled.any()
