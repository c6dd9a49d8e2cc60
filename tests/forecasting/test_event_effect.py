"""What events did and do, under every forecaster."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting import FORECASTERS
from forecasting.base import Forecaster, Series
from forecasting.explained import Event
from tests.forecasting.histories import LEVELS, grid, history, true_mean


def launch(day: str, ratio: float | None = None) -> Event:
    start = np.datetime64(day, "s")
    return Event("launch", start, start + np.timedelta64(1, "D"), ratio)


def with_launches(growth: float = 0.0) -> Series:
    """Sixteen weeks with two launches that doubled a Wednesday, under a level that grows."""
    slots = grid("2026-01-05", 112)
    y = true_mean(slots) * np.exp(growth * np.arange(len(slots)) / len(slots))
    events = (launch("2026-02-11"), launch("2026-04-22"))
    for event in events:
        y[(slots.stamps >= event.start) & (slots.stamps < event.end)] *= 2
    return replace(history(slots, y), events=events)


@pytest.mark.parametrize("forecaster", FORECASTERS, ids=lambda one: one.name)
@pytest.mark.parametrize("growth", [0.0, 0.6])
def test_a_launch_ahead_does_what_earlier_ones_did(forecaster: Forecaster, growth: float) -> None:
    plain = grid("2026-04-27", 7)
    ahead = replace(plain, events=(launch("2026-04-29"),))
    model = forecaster.learn(with_launches(growth))

    mean, without = (model.mean(slots).reshape(7, 24).sum(axis=1) for slots in (ahead, plain))

    assert mean[2] / without[2] == pytest.approx(1.9, abs=0.15)
    assert np.delete(mean, 2) == pytest.approx(np.delete(without, 2))
    assert without[2] == pytest.approx(without[1], rel=0.05)


@pytest.mark.parametrize("forecaster", FORECASTERS, ids=lambda one: one.name)
def test_an_expected_effect_holds_where_none_was_measured(forecaster: Forecaster) -> None:
    slots = grid("2026-01-05", 84)
    model = forecaster.learn(history(slots, true_mean(slots)))
    plain = grid("2026-03-30", 7)
    ahead = replace(plain, events=(launch("2026-04-01", 1.3),))

    assert model.mean(ahead)[48:72] == pytest.approx(1.3 * model.mean(plain)[48:72])
    assert model.components(ahead).factors["event"][2] == pytest.approx(1.3)


@pytest.mark.parametrize("forecaster", FORECASTERS, ids=lambda one: one.name)
def test_a_day_is_told_as_event_alone(forecaster: Forecaster) -> None:
    found = forecaster.fit(with_launches()).findings

    assert [(one.kind, one.name) for one in found] == [("event", "launch")] * 2
    assert [one.came / one.expected for one in found] == pytest.approx([2, 2], rel=0.05)


@pytest.mark.parametrize("forecaster", FORECASTERS, ids=lambda one: one.name)
def test_an_event_over_all_of_a_history_leaves_a_forecast(forecaster: Forecaster) -> None:
    series = with_launches()
    always = Event("lockdown", series.stamps[0], series.stamps[-1] + np.timedelta64(1, "h"), None)
    slots = grid("2026-04-27", 7)

    made = forecaster.fit(replace(series, events=(always,))).predict(slots, LEVELS)

    assert made.mean.sum() == pytest.approx(true_mean(slots).sum(), rel=0.3)
