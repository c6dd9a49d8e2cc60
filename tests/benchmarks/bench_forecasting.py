"""Forecasts: accuracy, band and speed on a bank's calls, against the baseline of practice."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from forecasting import FORECASTERS
from forecasting.backtest import backtest
from forecasting.base import Floats, Series
from tests.benchmarks.row import Row
from tests.forecasting.bank import BANK_FILE, bank_history

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
LEVELS = (0.1, 0.5, 0.8, 0.9, 0.95)
PEER = "eight-week mean"


def run() -> list[Row]:
    """Accuracy on the bank's calls, where they lie beside the project, and speed on made ones."""
    path = SHARED / BANK_FILE
    return [*(_accuracy(bank_history(path)) if path.exists() else []), _speed()]


def _accuracy(bank: Series) -> list[Row]:
    start = time.perf_counter()
    table = backtest([bank], FORECASTERS)
    seconds = time.perf_counter() - start
    daily = _every_day(bank)
    _, peer, ours = table.to_dict("records")
    where = f"us_bank, 30 min, 7 days ahead, {ours['n_origins']} weekly origins"
    return [
        Row("WAPE", "<= 5.3", _percent(ours["wape"]), "%", PEER, _percent(peer["wape"]), where),
        Row(
            "WAPE, an origin every day",
            "<= 5.3",
            _percent(daily["day_level"]),
            "%",
            PEER,
            _percent(daily["eight_week_mean"]),
            "us_bank, 30 min, 7 days ahead, last third",
        ),
        Row(
            "coverage of the 80 % band, slots",
            "77 to 83",
            _percent(ours["coverage_80"]),
            "%",
            PEER,
            _percent(peer["coverage_80"]),
            where,
        ),
        Row(
            "coverage of the 80 % band, days",
            "77 to 83",
            _percent(ours["day_coverage_80"]),
            "%",
            PEER,
            _percent(peer["day_coverage_80"]),
            f"{where}; 34 days: one day is 3 %",
        ),
        Row("backtest, three forecasters", "< 5", seconds, "s", note=where),
    ]


def _every_day(bank: Series) -> dict[str, float]:
    """WAPE with an origin on each day of the last third: seven backtests a day apart."""
    cut = [bank.part(0, len(bank) - 48 * days) for days in range(7)]
    table = backtest(cut, FORECASTERS)
    return {
        forecaster.name: float(table.loc[table["forecaster"] == forecaster.name, "wape"].mean())
        for forecaster in FORECASTERS
    }


def _speed() -> Row:
    """Three years of hours, fitted and forecast for 13 weeks."""
    series = _three_years()
    ahead = series.horizon(0, 13 * 168)
    later = series.stamps[-1] + (1 + np.arange(len(ahead))) * np.timedelta64(3600, "s")
    forecaster = FORECASTERS[-1]
    start = time.perf_counter()
    forecaster.fit(series).predict(replace(ahead, stamps=later), LEVELS)
    return Row(
        "fit and 13 weeks of quantiles",
        "< 0.5",
        time.perf_counter() - start,
        "s",
        note="made history, three years of hours, Europe/London, one core",
    )


def _three_years() -> Series:
    n = 3 * 365 * 24
    hour = np.arange(n)
    return Series(
        unique_id="made",
        stamps=np.datetime64("2023-01-02", "s") + hour * np.timedelta64(3600, "s"),
        is_open=np.ones(n, dtype=bool),
        minutes=60,
        zone="Europe/London",
        y=_counts(20 - 15 * np.cos(2 * np.pi * hour / 24)),
    )


def _counts(mean: Floats) -> Floats:
    return np.random.default_rng(1).poisson(mean).astype(np.float64)


def _percent(share: float) -> float:
    return round(100 * float(share), 2)
