"""A made history and what a backtest of it shows, for tests of its page."""

from datetime import date

import numpy as np

from forecasting.backtest import Rolling, measure
from forecasting.base import Forecaster, Series
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.seasonal_naive import SeasonalNaive
from scenarios.views.backtest_view import BacktestView
from scenarios.views.view_backtest import backtest_view

MEAN = "eight_week_mean"
FORECASTERS: tuple[Forecaster, ...] = (SeasonalNaive(), MeanOfWeeks(8))


def history(n_weeks: int = 15, unique_id: str = "phone") -> Series:
    """Hours of 20 calls with a quiet May Day and an odd day behind it."""
    y = np.random.default_rng(3).poisson(20.0, n_weeks * 168).astype(float)
    y[121 * 24 : 122 * 24] *= 0.2
    y[96 * 24 : 97 * 24] *= 2
    return Series(
        unique_id=unique_id,
        stamps=np.datetime64("2024-01-01", "s") + np.arange(len(y)) * np.timedelta64(3600, "s"),
        y=y[: n_weeks * 168],
        is_open=np.ones(n_weeks * 168, bool),
        minutes=60,
        zone="UTC",
        holidays={date(2024, 4, 5): "Spring Day"},
    )


def made_view() -> BacktestView:
    """The last third of the history, forecast up to 13 weeks ahead."""
    found = measure([history()], FORECASTERS, Rolling(91, 7, cut_short=True))
    return backtest_view("Team", [history()], found, MEAN)
