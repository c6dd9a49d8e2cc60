"""What streams have in common: a queue's band and spread from those of its priorities."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from forecasting.spread import count_quantiles
from planner.demand import Forecast, StreamForecast
from planner.timegrid import TimeGrid
from scenarios.forecast import LEVELS, forecast_wide
from scenarios.joint import joint_factors, queue_quantiles
from tests.inputs_fixture import small_inputs

GRID = TimeGrid(datetime(2024, 1, 1, tzinfo=UTC), 60, 48)


def stream(
    priority: str, level: float, day_cv: float = 0.2, slot_cv: float = 0.1, phi: float = 1.0
) -> StreamForecast:
    mean = level * (1.0 + np.arange(GRID.n_slots) % 24).astype(np.float64)
    variance = phi * mean + (day_cv**2 + slot_cv**2) * mean**2
    quantiles = count_quantiles(mean, variance, LEVELS)
    return StreamForecast("mail", priority, mean, LEVELS, quantiles, "made", day_cv, slot_cv, phi)


def of(*streams: StreamForecast, value: float = 0.0) -> Forecast:
    n = len(streams)
    return Forecast(GRID, streams, np.full((n, n), value) + (1 - value) * np.eye(n))


def test_a_queue_of_one_stream_keeps_its_quantiles_and_spread() -> None:
    forecast = of(stream("", 3.0, phi=1.4))

    assert np.array_equal(queue_quantiles(forecast, "mail", LEVELS), forecast.streams[0].quantiles)
    assert joint_factors(forecast, [("mail", "")]) == (0.2, 0.1, 1.4)


def test_the_band_of_a_queue_is_narrower_than_the_sum_of_bands_and_grows_with_correlation() -> None:
    parts = (stream("P1", 1.0), stream("P2", 4.0), stream("P3", 2.0))
    apart, half, one = (
        np.ptp(queue_quantiles(of(*parts, value=v), "mail", (0.1, 0.9)), axis=0)
        for v in (0.0, 0.5, 1.0)
    )
    summed = sum(p.quantiles[3] - p.quantiles[0] for p in parts)

    assert (apart < half).all()
    assert (half < one).all()
    assert (one < summed).all()


def test_factors_of_a_sum_give_its_variance() -> None:
    """Two equal streams with correlation 0.5: day factor sqrt(3) / 2, slot factor sqrt(1 / 2)."""
    parts = (stream("P1", 2.0, 0.2, 0.1, 1.0), stream("P2", 2.0, 0.2, 0.1, 2.0))

    day_cv, slot_cv, phi = joint_factors(of(*parts, value=0.5), [("mail", "P1"), ("mail", "P2")])

    assert day_cv == pytest.approx(0.2 * np.sqrt(0.75))
    assert slot_cv == pytest.approx(0.1 * np.sqrt(0.5))
    assert phi == pytest.approx(1.5)


def test_streams_that_are_not_there_have_no_spread() -> None:
    forecast = of(stream("P1", 1.0))

    assert joint_factors(forecast, [("phone", "")]) == (0.0, 0.0, 1.0)
    assert not queue_quantiles(forecast, "phone", LEVELS).any()


def test_a_forecast_tells_which_streams_go_together() -> None:
    inputs = small_inputs()
    made = forecast_wide(inputs, inputs.week_grid())
    assert made.day_correlation is not None
    assert made.day_correlation.shape == (3, 3)
    np.testing.assert_allclose(np.diag(made.day_correlation), 1.0)
    assert np.array_equal(
        made.cut(inputs.week_grid()).correlation([0, 2]), made.correlation([0, 2])
    )


def test_queues_that_move_together_are_found_to() -> None:
    """Two priorities whose days rise and fall as one."""
    inputs = small_inputs()
    rng = np.random.default_rng(1)
    days = np.repeat(rng.gamma(16, 1 / 16, 63), 48)[: inputs.history.grid.n_slots]
    days = np.r_[days, np.ones(inputs.history.grid.n_slots - len(days))]
    counts = inputs.history.counts.copy()
    counts[1:] = rng.poisson(np.array([[6.0], [9.0]]) * days)
    moved = replace(inputs, history=replace(inputs.history, counts=counts))

    found = forecast_wide(moved, moved.week_grid()).correlation([1, 2])[0, 1]

    assert found > 0.5
