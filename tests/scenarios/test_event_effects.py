"""What events are told to do to the weeks ahead."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.events import QueueEvent
from planner.timegrid import Interval
from scenarios.event_effects import applied_events, event_lines, told_events
from scenarios.forecasts.run import ForecastRun, make_run
from scenarios.inputs import Inputs
from scenarios.views.adjustments import adjustments
from tests.inputs_fixture import small_inputs

AHEAD = datetime(2003, 10, 22, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def event(name: str, start: datetime, ratio: float | None = None) -> QueueEvent:
    return QueueEvent("phone", name, Interval(start, start + DAY), ratio)


def run_with(*events: QueueEvent) -> ForecastRun:
    return make_run(with_events(*events))


def with_events(*events: QueueEvent) -> Inputs:
    inputs = small_inputs(60)
    settings = replace(inputs.settings, forecaster="eight_week_mean")
    return replace(inputs, settings=settings, events=events)


def test_an_expected_effect_is_told_with_contacts_before_and_after() -> None:
    run = run_with(event("sale", AHEAD, 1.5))
    (one,) = applied_events(run.fits, run.grid)
    assert one.after == pytest.approx(1.5 * one.before)
    assert one.before > 0
    (line,) = event_lines(run.inputs, [one])
    assert "event sale: " in line
    assert line.endswith("(+50 % in events.csv)")
    assert told_events([one])[0]["n_measured"] == 0


def test_an_effect_measured_of_an_earlier_event_is_told_as_such() -> None:
    run = run_with(event("sale", AHEAD - 21 * DAY), event("sale", AHEAD))
    (one,) = applied_events(run.fits, run.grid)
    assert one.n_measured == 1
    assert event_lines(run.inputs, [one])[0].endswith("(measured of 1 earlier)")
    (put_on,) = adjustments(run.fits, run.grid, is_one_queue=True)
    assert put_on.what.startswith(f"sale: {one.before:,.1f} to {one.after:,.1f} contacts; measured")
    (named,) = adjustments(run.fits, run.grid, titles={"phone": "Calls", "tickets": "Tickets"})
    assert named.what.startswith("sale, Calls: ")


def test_each_of_two_events_on_a_day_is_told_by_itself() -> None:
    run = run_with(event("sale", AHEAD, 1.5), event("strike", AHEAD, 0.5))
    sale, strike = applied_events(run.fits, run.grid)
    assert sale.after == pytest.approx(strike.after)
    assert sale.before == pytest.approx(sale.after / 1.5)
    assert strike.before == pytest.approx(strike.after / 0.5)


def test_events_of_other_weeks_and_closed_hours_are_not_told() -> None:
    before, later = event("sale", AHEAD - 21 * DAY, 2.0), event("sale", AHEAD + 60 * DAY, 2.0)
    run = run_with(before, later)
    assert applied_events(run.fits, run.grid) == ()
