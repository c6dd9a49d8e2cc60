"""Handling times on their way from the history to forecast, load, requirement and simulation."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.demand import Forecast
from planner.queues import Channel, Queue
from planner.roster import Roster
from planner.simulation.draw import draw_week
from scenarios.changes import parse_change
from scenarios.forecast import forecast_wide
from scenarios.inputs import Inputs
from scenarios.judge.centre import judged_week
from scenarios.staffing.deferred_work import deferred_work
from scenarios.staffing.handling import mixed_handling_s
from scenarios.staffing.live_work import in_steps, live_work
from scenarios.staffing.requirement import require_agents
from tests.inputs_fixture import small_inputs
from tests.work_fixture import DAY, FIVE, GRID, MAIL, NINE, PHONE, forecast_of, inputs_of

BASE = small_inputs()
WEEK = BASE.week_grid()
LONG = 14 * 2  # slots from two o'clock on
STREAMS = BASE.history.streams


def measured(
    inputs: Inputs = BASE, level_s: float = 500.0, after_two: float = 2.0, **changes: object
) -> Inputs:
    """Phone calls whose handling is twice as long after two o'clock; tickets tell nothing."""
    grid = inputs.history.grid
    slot = (np.arange(grid.n_slots) * grid.minutes // 30) % DAY
    handle_s = np.full(inputs.history.counts.shape, np.nan)
    handle_s[0] = np.where(slot >= LONG, after_two, 1.0) * level_s
    handled = np.zeros(handle_s.shape)
    handled[0] = np.nan_to_num(inputs.history.counts[0])
    history = replace(inputs.history, handle_s=handle_s, handled=handled)
    queues = (replace(inputs.queues[0], **changes), *inputs.queues[1:])  # type: ignore[arg-type]
    return replace(inputs, history=history, queues=queues)


def phone_s(inputs: Inputs) -> FloatArray:
    """Handling times forecast of the open hours of a Tuesday."""
    (stream,) = forecast_wide(inputs, WEEK).cut(WEEK).of("phone")
    assert stream.aht_s is not None
    return stream.aht_s[DAY + NINE : DAY + FIVE]


def test_history_is_learned_and_what_it_does_not_tell_is_the_queue_s_own() -> None:
    morning, afternoon = phone_s(measured())[:8], phone_s(measured())[12:]
    assert morning == pytest.approx(500, rel=0.05)
    assert afternoon == pytest.approx(1000, rel=0.05)
    tickets = forecast_wide(measured(), WEEK).of("tickets")
    assert all(np.all(s.aht_s == 600) for s in tickets)


def test_a_history_without_handling_times_leaves_the_queue_s_own() -> None:
    assert set(phone_s(BASE)) == {300.0}


def test_fixed_keeps_the_queue_s_own() -> None:
    assert set(phone_s(measured(aht="fixed"))) == {300.0}


def test_conversations_side_by_side_keep_the_queue_s_own() -> None:
    chat = measured(channel=Channel.CHAT, concurrency=2, aht_by_level_s=(300.0, 400.0))
    assert set(phone_s(chat)) == {300.0}


def test_nothing_of_the_week_itself_is_looked_at() -> None:
    early = BASE.week_grid(WEEK.start.date().replace(day=6))
    inputs = measured()
    known = inputs.history.grid.slot_of(early.start)
    assert inputs.history.handle_s is not None
    later = inputs.history.handle_s.copy()
    later[:, known:] *= 3
    changed = replace(inputs, history=replace(inputs.history, handle_s=later))
    one, two = (forecast_wide(i, early).of("phone")[0].aht_s for i in (inputs, changed))
    assert one is not None
    assert two is not None
    assert np.array_equal(one, two)


@pytest.mark.parametrize("text", ["aht=-15%", "aht.phone=-15%"])
def test_a_what_if_scales_what_was_learned(text: str) -> None:
    inputs = measured()
    changed = parse_change(text, inputs).apply(inputs)
    assert phone_s(changed) == pytest.approx(phone_s(inputs) * 0.85)
    assert phone_s(inputs)[0] == pytest.approx(500, rel=0.05)


def test_a_what_if_of_another_queue_leaves_it() -> None:
    inputs = measured()
    changed = parse_change("aht.tickets=-15%", inputs).apply(inputs)
    assert np.array_equal(phone_s(changed), phone_s(inputs))


def test_a_handling_time_set_by_a_what_if_stands() -> None:
    inputs = measured()
    changed = parse_change("queue.phone.aht_s=240", inputs).apply(inputs)
    assert set(phone_s(changed)) == {240.0}
    fixed = parse_change("queue.phone.aht=fixed", inputs).apply(inputs)
    assert set(phone_s(fixed)) == {300.0}


def varied(means: dict[tuple[str, str], float], before: float, after: float) -> Forecast:
    """A forecast of work whose handling time changes at two o'clock."""
    wide = forecast_of(means)
    slot = np.arange(wide.grid.n_slots) % DAY
    aht_s = np.where(slot >= LONG, after, before)
    return replace(wide, streams=tuple(replace(s, aht_s=aht_s) for s in wide.streams))


def test_agents_follow_the_handling_time_of_the_slot() -> None:
    inputs, wide = inputs_of(PHONE), varied({("phone", ""): 50.0}, 180, 360)
    required = require_agents(inputs, wide, GRID).of("phone")
    short, long = (
        require_agents(inputs_of(replace(PHONE, aht_s=s)), forecast_of({("phone", ""): 50.0}), GRID)
        for s in (180, 360)
    )
    late = np.arange(GRID.n_slots) % DAY >= LONG
    wanted = np.where(late, long.of("phone").net, short.of("phone").net)
    assert np.array_equal(required.net, wanted)


@pytest.mark.parametrize("method", ["modified", "lagged"])
def test_all_work_is_in_the_load_whatever_lags(method: Literal["modified", "lagged"]) -> None:
    queue = replace(PHONE, load_method=method)
    inputs, wide = inputs_of(queue), varied({("phone", ""): 50.0}, 900, 1500)
    load = live_work(inputs, queue, wide, GRID).load
    slot = np.arange(GRID.n_slots) % DAY
    steady = 50 * np.where(slot >= LONG, 1500, 900) / GRID.slot_s
    assert load.sum() == pytest.approx(steady.sum())
    assert load[LONG] < steady[LONG]


def test_steps_keep_the_work_and_are_few() -> None:
    aht_s = np.linspace(200, 400, 1000)
    contacts, stepped = in_steps(np.full(1000, 7.0), aht_s)
    assert contacts * stepped == pytest.approx(7 * aht_s)
    assert len(np.unique(stepped)) < 25
    assert np.abs(stepped / aht_s - 1).max() < 0.021


def test_each_slot_has_the_mix_of_its_own_priorities() -> None:
    queue = replace(PHONE, aht_s_by_priority={"P1": 300})
    wide = forecast_of({("phone", "P1"): [1.0, 0.0] * 24, ("phone", "P2"): [1.0, 4.0] * 24})
    assert mixed_handling_s(queue, wide)[:2].tolist() == [240, 180]


@pytest.mark.parametrize("changes", [{}, {"target_by_priority": {"P1": PHONE.target}}])
def test_targets_by_priority_know_the_handling_time_of_the_slot(changes: dict[str, object]) -> None:
    queue: Queue = replace(PHONE, **changes)  # type: ignore[arg-type]
    wide = varied({("phone", "P1"): 20.0, ("phone", "P2"): 20.0}, 180, 360)
    net = require_agents(inputs_of(queue), wide, GRID).of("phone").net
    assert net[LONG] > 1.6 * net[LONG - 1]


def test_mail_that_takes_longer_is_more_work() -> None:
    wide = varied({("mail", ""): 2.0}, 600, 1200)
    work = deferred_work(inputs_of(MAIL), MAIL, wide, GRID).work_s[0, :DAY]
    assert work.tolist() == [1200.0] * LONG + [2400.0] * (DAY - LONG)


def test_simulated_contacts_take_as_long_as_their_slot_says() -> None:
    inputs, wide = (
        inputs_of(PHONE, MAIL),
        varied({("phone", ""): 60.0, ("mail", ""): 60.0}, 180, 360),
    )
    requirement = require_agents(inputs, wide, GRID)
    centre = judged_week(inputs, wide, requirement, Roster(GRID.interval, ())).centre
    drawn = draw_week(centre, 1)
    late = (drawn.arrive_s // GRID.slot_s) % DAY >= LONG
    for line in (0, 1):
        own = (drawn.line == line) & (drawn.arrive_s >= 0)
        assert drawn.handle_s[own & late].mean() == pytest.approx(360, rel=0.04)
        assert drawn.handle_s[own & ~late].mean() == pytest.approx(180, rel=0.04)


def test_days_and_contacts_spread_as_measured_unless_the_queue_says() -> None:
    wide = varied({("phone", ""): 60.0}, 180, 180)
    wide = replace(
        wide, streams=tuple(replace(s, aht_cv=0.7, aht_day_cv=0.1) for s in wide.streams)
    )
    for cv, wanted in ((None, 0.7), (1.4, 1.4)):
        inputs = inputs_of(replace(PHONE, aht_cv=cv))
        work = live_work(inputs, inputs.queues[0], wide, GRID)
        assert work.day_cv == pytest.approx(0.1)
        requirement = require_agents(inputs, wide, GRID)
        (line,) = judged_week(inputs, wide, requirement, Roster(GRID.interval, ())).centre.lines
        assert (line.handling.shape, line.handling.cv) == ("log-normal", wanted)
        assert line.handling.day_cv == pytest.approx(0.1)
