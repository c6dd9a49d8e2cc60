"""Speed and memory of forecasts: one series of three years, and a thousand of eighteen months."""

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from forecasting import FORECASTERS
from forecasting.base import Horizon, Series
from forecasting.many import Job, forecast_many
from forecasting.workers import usable_cores
from tests.benchmarks.row import Row

LEVELS = (0.1, 0.5, 0.8, 0.9, 0.95)
AHEAD = 13 * 168
MANY = int(os.environ.get("BENCH_SERIES", "1000"))
DAYS = 548


def run() -> list[Row]:
    """One row for one series, two for many."""
    return [_one(), *_many()]


def _one() -> Row:
    series = made(3 * 365, seed=1)
    best = min(_seconds(series) for _ in range(3))
    return Row(
        "fit and 13 weeks of quantiles",
        "< 0.5",
        round(best, 3),
        "s",
        note="made history, three years of hours, Europe/London, one core, best of 3",
    )


def _seconds(series: Series) -> float:
    start = time.perf_counter()
    FORECASTERS[-1].fit(series).predict(ahead_of(series), LEVELS)
    return time.perf_counter() - start


def _many() -> list[Row]:
    processes = min(2, usable_cores())
    start = time.perf_counter()
    contacts = sum(made.mean.sum() for _, made in forecast_many(_jobs(), MANY, processes))
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    note = f"made histories, {DAYS} days of hours, 13 weeks of quantiles, {contacts:.3g} contacts"
    return [
        Row(f"{MANY:,} series, {processes} processes", "< 240", round(seconds, 1), "s", note=note),
        Row(
            f"{MANY:,} series, memory of all processes",
            "<= 2",
            round((own + processes * child) / 2**20, 2),
            "GiB",
            note="largest resident sizes, parent and children added",
        ),
    ]


def _jobs() -> Iterator[Job]:
    for seed in range(MANY):
        series = made(DAYS, seed)
        yield Job(series, ahead_of(series), FORECASTERS[-1], LEVELS)


def ahead_of(series: Series) -> Horizon:
    """Thirteen weeks behind a history."""
    later = series.stamps[-1] + (1 + np.arange(AHEAD)) * np.timedelta64(3600, "s")
    return replace(series.horizon(0, AHEAD), stamps=later)


def made(n_days: int, seed: int) -> Series:
    """Hours around the clock with a daily wave, quieter weekends and busier days."""
    rng = np.random.default_rng(seed)
    hour = np.arange(n_days * 24)
    week = np.where(hour // 24 % 7 < 5, 1.0, 0.6)
    day = rng.gamma(100, 0.01, n_days)[hour // 24]
    mean = (20 - 15 * np.cos(2 * np.pi * hour / 24)) * week * day
    return Series(
        unique_id=f"made {seed}",
        stamps=np.datetime64("2023-01-02", "s") + hour * np.timedelta64(3600, "s"),
        is_open=np.ones(len(hour), dtype=bool),
        minutes=60,
        zone="Europe/London",
        y=rng.poisson(mean).astype(np.float64),
    )
