"""Worst days and the place of truth between quantiles."""

import numpy as np
import pandas as pd

from forecasting import FORECASTERS
from forecasting.backtest import Rolling, backtest, measure
from forecasting.base import Series
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.misses import N_WORST, DayMiss, pit_counts, worst

WEEK = 7 * 24
MEAN = MeanOfWeeks(8)


def series(n_weeks: int, odd_day: int | None = None) -> Series:
    y = np.random.default_rng(3).poisson(20.0, n_weeks * WEEK).astype(float)
    if odd_day is not None:
        y[odd_day * 24 : odd_day * 24 + 24] *= 3
    stamps = np.datetime64("2024-01-01", "s") + np.arange(len(y)) * np.timedelta64(3600, "s")
    return Series(
        unique_id="q", stamps=stamps, y=y, is_open=np.ones(len(y), bool), minutes=60, zone="UTC"
    )


def test_the_odd_day_is_the_worst_with_what_came_and_was_due() -> None:
    found = measure([series(18, odd_day=120)], [MEAN], Rolling(28, 7, cut_short=True)).missed
    assert str(found["day"][0]) == "2024-04-30"  # day 120 from New Year's Day of a leap year
    first = found.iloc[0]
    assert first["came"] > 2.5 * first["mean"]
    assert first["high"] < first["came"]
    assert len(found) == N_WORST
    assert found["day"].is_unique


def test_the_worst_are_sorted_and_each_day_once() -> None:
    misses = [DayMiss(day, came, 10, 5, 15) for day, came in ((1, 12), (2, 40), (1, 30), (3, 0))]
    assert [(one.day, one.came) for one in worst(misses)] == [(2, 40), (1, 30), (3, 0)]


def test_truth_is_counted_between_its_quantiles() -> None:
    quantiles = np.array([[1.0, 1.0, 1.0, 1.0], [3.0, 3.0, 3.0, 3.0]])
    assert pit_counts(np.array([0.0, 2.0, 5.0, 9.0]), quantiles).tolist() == [1, 1, 2]
    assert pit_counts(np.empty(0), np.empty((2, 0))).tolist() == [0, 0, 0]


def test_a_calibrated_forecast_falls_everywhere_alike() -> None:
    pit = measure([series(40)], [MEAN], Rolling()).pit
    assert pit["slots"].sum() == measure([series(40)], [MEAN], Rolling()).summary["n_slots"][0]
    share = pit["slots"] / pit["slots"].sum()
    assert share.between(0.03, 0.07).all()


def test_the_first_week_of_long_horizons_is_the_backtest_of_a_week() -> None:
    one = series(20)
    long = measure([one], FORECASTERS, Rolling(91, 7, cut_short=True)).first_week
    pd.testing.assert_frame_equal(long, backtest([one], FORECASTERS), rtol=1e-9)
