"""Queues that are new: what they borrow, and how they come into their own."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.demand import Forecast, History
from planner.errors import InputError
from planner.events import QueueEvent
from planner.queue_sources import Borrow
from planner.timegrid import Interval
from scenarios.borrowing import is_unseen, own_weight
from scenarios.change_kinds import VolumeChange
from scenarios.forecast import forecast_wide
from scenarios.inputs import Inputs
from tests.inputs_fixture import PHONE, small_inputs

NEW = ("chat", "")


def with_new_queue(borrow: Borrow, n_days: int = 0, each: float = 5.0, zone: str = "") -> Inputs:
    """The small team with a queue that has `n_days` of history, `each` an open interval."""
    inputs = small_inputs()
    queue = replace(PHONE, id="chat", borrow=borrow, zone=zone or PHONE.zone)
    grid = inputs.history.grid
    counts = np.full(grid.n_slots, np.nan)
    first = grid.n_slots - n_days * 48
    counts[first:] = np.where(PHONE.open_slots(grid, {})[first:], each, 0.0)
    history = History(
        grid, (*inputs.history.streams, NEW), np.vstack([inputs.history.counts, counts])
    )
    return replace(inputs, queues=(*inputs.queues, queue), history=history)


def forecast(inputs: Inputs) -> Forecast:
    return forecast_wide(inputs, inputs.week_grid())


def mean_of(found: Forecast, queue: str) -> FloatArray:
    return found.mean(queue)


def test_a_queue_without_history_has_another_s_profile_times_a_factor() -> None:
    inputs = with_new_queue(Borrow("phone", 0.3))
    found = forecast(inputs)
    assert np.allclose(mean_of(found, "chat"), 0.3 * mean_of(found, "phone"))
    (new,) = found.of("chat")
    assert (np.diff(new.quantiles, axis=0) >= 0).all()
    assert is_unseen(inputs, NEW)


def test_contacts_of_a_week_set_the_level_over_the_hours_in_which_it_is_open() -> None:
    found = forecast(with_new_queue(Borrow("phone", per_week=500)))
    week = found.cut(small_inputs().week_grid())
    assert week.mean("chat").sum() == pytest.approx(500, rel=0.05)


def test_a_short_history_blends_in_proportion_to_its_days() -> None:
    borrow = Borrow("phone", 0.3)
    inputs = with_new_queue(borrow, n_days=7)
    grid = inputs.week_grid()
    assert own_weight(inputs, NEW, grid) == pytest.approx(0.5)
    found = forecast(inputs).cut(grid)
    lent = 0.3 * found.mean("phone")
    is_open = found.mean("phone") > 0
    assert np.allclose(found.mean("chat")[is_open], 0.5 * 5.0 + 0.5 * lent[is_open])


def test_the_planner_is_told_what_is_borrowed_not_how_the_lender_was_forecast() -> None:
    (new,) = forecast(with_new_queue(Borrow("phone", 0.3))).of("chat")
    assert new.why == "borrowed from phone, times 0.3"
    (half,) = forecast(with_new_queue(Borrow("phone", per_week=1500), n_days=7)).of("chat")
    told = (
        "50 % on its own history, the rest borrowed from phone, 1,500 contacts in an ordinary week"
    )
    assert half.why == told


def test_two_weeks_of_history_stand_alone() -> None:
    inputs = with_new_queue(Borrow("phone", 0.3), n_days=14)
    assert own_weight(inputs, NEW, inputs.week_grid()) == 1
    week = forecast(inputs).cut(inputs.week_grid()).mean("chat")
    assert np.allclose(week[week > 0], 5.0)


def test_what_happened_before_the_week_stays_as_it_was() -> None:
    inputs = with_new_queue(Borrow("phone", 0.3), n_days=3)
    found = mean_of(forecast(inputs), "chat")
    is_open = PHONE.open_slots(inputs.week_grid().widened(7 * 48, 7 * 48), {})
    friday = slice(4 * 48, 5 * 48)  # of the week before
    assert np.allclose(found[friday][is_open[friday]], 5.0)


def test_a_profile_moves_to_the_clock_of_the_new_queue_s_customers() -> None:
    inputs = with_new_queue(Borrow("phone", 0.5), zone="America/New_York")
    grid = inputs.week_grid()
    found = forecast(inputs).cut(grid)
    london, new_york = found.mean("phone")[:48], found.mean("chat")[:48]
    assert np.allclose(new_york[10:44], 0.5 * london[:34])  # five hours later by the sun


def event(queue: str, hours: tuple[int, int], ratio: float | None = 2.0) -> QueueEvent:
    """A storm on the planned Tuesday, UTC."""
    start, end = (datetime(2003, 10, 21, hour, tzinfo=UTC) for hour in hours)
    return QueueEvent(queue, "storm", Interval(start, end), ratio)


def test_an_event_that_names_only_the_lender_is_not_borrowed() -> None:
    calm = with_new_queue(Borrow("phone", 0.3))
    before = forecast(calm)
    after = forecast(replace(calm, events=(event("phone", (8, 12)),)))
    assert after.mean("phone").sum() > before.mean("phone").sum() + 30
    assert np.allclose(mean_of(after, "chat"), mean_of(before, "chat"))


def test_an_event_that_names_the_borrower_moves_what_it_borrows() -> None:
    calm = with_new_queue(Borrow("phone", 0.3), zone="America/New_York")
    before = forecast(calm).cut(calm.week_grid())
    after = forecast(replace(calm, events=(event("chat", (14, 16)),))).cut(calm.week_grid())
    assert np.allclose(mean_of(after, "phone"), mean_of(before, "phone"))
    ratio = mean_of(after, "chat")[48:96] / np.maximum(mean_of(before, "chat")[48:96], 1e-9)
    twice = np.flatnonzero(ratio > 1.5)  # from midnight in London, an hour ahead of UTC
    assert (twice.min(), twice.max()) == (30, 33)


def test_volume_changes_a_borrowed_level_once() -> None:
    inputs = with_new_queue(Borrow("phone", 0.3))
    before = mean_of(forecast(inputs), "chat")
    for queue in ("chat", None, "phone"):
        after = mean_of(forecast(VolumeChange(queue, 1.5).apply(inputs)), "chat")
        assert after.sum() == pytest.approx(1.5 * before.sum(), rel=1e-6)
    none_left = mean_of(forecast(VolumeChange("chat", 0.0).apply(inputs)), "chat")
    assert none_left.sum() == 0


def test_a_week_s_contacts_cannot_be_borrowed_from_silence() -> None:
    inputs = with_new_queue(Borrow("phone", per_week=500))
    silent = inputs.history.counts.copy()
    silent[0] = 0.0
    inputs = replace(inputs, history=replace(inputs.history, counts=silent))
    with pytest.raises(InputError, match="name another queue"):
        forecast(inputs)
