"""Corrections of a forecast: sums that come out, bands that go along, closed slots that stay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.base import Horizon, Prediction, Series
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.overrides import numbered, scaled_quantiles, times, totalled, with_mean

MEAN = np.array([[10.0, 20.0, 10.0, 0.0], [0.0, 10.0, 30.0, 0.0]])
FREE = np.array([[True, True, False, True], [True, True, False, False]])


def test_a_factor_multiplies_where_it_may() -> None:
    assert times(MEAN, FREE, 1.5).tolist() == [[15, 30, 10, 0], [0, 15, 30, 0]]


def test_a_number_is_shared_as_expected_in_the_slot_then_over_the_span_then_evenly() -> None:
    found = numbered(MEAN, FREE, 12)
    assert found[:, 0].tolist() == [12, 0]
    assert found[:, 1].tolist() == [8, 4]
    assert found[:, 2].tolist() == [10, 30]
    assert found[:, 3].tolist() == [12, 0]  # the second series is closed there
    both = np.ones((2, 4), dtype=bool)
    assert np.allclose(numbered(MEAN, both, 8)[:, 3], [4, 4])  # 40 expected of each over the span
    assert numbered(np.zeros((2, 4)), both, 8)[:, 0].tolist() == [4, 4]


@given(
    st.lists(st.floats(0.01, 1e4), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.floats(0, 1e6),
)
def test_a_total_comes_out_and_keeps_the_profile(
    means: list[float], open_slots: list[bool], total: float
) -> None:
    mean, free = np.array([means]), np.array([open_slots])
    found = totalled(mean, free, total)
    assert np.array_equal(found[~free], mean[~free])
    if free.any():
        assert found[free].sum() == pytest.approx(total)
        assert np.allclose(found[free] * mean[free].sum(), mean[free] * total)


def test_a_total_leaves_its_part_to_the_span_elsewhere() -> None:
    assert totalled(MEAN[:1], FREE[:1], 90, elsewhere=60.0)[0, :2].tolist() == [10, 20]
    nothing = np.zeros((1, 4))
    assert totalled(nothing, FREE[:1], 12, free_elsewhere=3).tolist() == [[2, 2, 0, 2]]


def test_quantiles_go_along_and_new_ones_stand_where_nothing_was_expected() -> None:
    quantiles = np.array([[5.0, 0.0, 4.0], [9.0, 0.0, 8.0]])
    before, after = np.array([6.0, 0.0, 5.0]), np.array([12.0, 3.0, 0.0])
    fresh = np.array([[1.0, 2.0, 0.0], [4.0, 5.0, 0.0]])
    assert scaled_quantiles(quantiles, before, after, fresh).tolist() == [[10, 2, 0], [18, 5, 0]]


def prediction() -> Prediction:
    hours = np.datetime64("2026-01-05", "s") + np.arange(28 * 24) * np.timedelta64(3600, "s")
    is_open = np.arange(28 * 24) % 24 >= 8
    y = np.where(is_open, 12.0, 0.0)
    series = Series(
        unique_id="q", stamps=hours[: 21 * 24], y=y[: 21 * 24], is_open=is_open[: 21 * 24],
        minutes=60, zone="UTC",
    )  # fmt: skip
    week = Horizon(stamps=hours[21 * 24 :], is_open=is_open[21 * 24 :], minutes=60, zone="UTC")
    return MeanOfWeeks(8).fit(series).predict(week, (0.1, 0.5, 0.9))


def test_slots_days_and_their_bands_follow_a_new_mean() -> None:
    old = prediction()
    mean = old.mean.copy()
    mean[24:48] *= 2  # the second day
    new = with_mean(old, mean)
    assert np.allclose(new.quantiles[:, 24:48], 2 * old.quantiles[:, 24:48])
    assert np.allclose(new.quantiles[:, :24], old.quantiles[:, :24])
    assert np.allclose(new.day_quantiles[:, 1], 2 * old.day_quantiles[:, 1])
    assert np.allclose(new.day_quantiles[:, 0], old.day_quantiles[:, 0])


def test_a_band_stands_around_contacts_that_nobody_expected() -> None:
    old = with_mean(prediction(), np.zeros(7 * 24))
    assert not old.quantiles.any()
    new = with_mean(old, np.where(np.arange(168) < 24, 5.0, 0.0))
    low, middle, high = new.quantiles[:, 0]
    assert low < middle < high
    assert new.day_quantiles[0, 0] < 120 < new.day_quantiles[2, 0]
    assert not new.quantiles[:, 24:].any()
