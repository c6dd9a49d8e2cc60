"""
Emergency arrivals 48 hours ahead, by the protocol of Rostami-Tabar, Browell and Svetunkov (2023).

Origins each 12 hours at midnight and noon, 48 hourly slots, the levels 0.05 to 0.95, pinball loss
meant over levels, origins and leads. Their test year begins where the open file ends, so the year
before it stands in; their benchmark, run on both, tells how hard a year is.
"""

from dataclasses import replace
from typing import Any, cast

import numpy as np

from forecasting import FORECASTERS
from forecasting.base import Floats, Forecaster, Ints, Series
from forecasting.features import wall_clock
from forecasting.tally import LEVELS
from tests.benchmarks.histories import DATA, HISTORIES
from tests.benchmarks.row import Row

AHEAD = 48
STEP = 12
ORIGINS = 727
WEEK = 168
YEAR = 364 * 24
THEIR_BENCHMARK = 1.2174
THEIR_BEST = 1.1881
TARGET = 1.18


def run() -> list[Row]:
    """Pinball loss of ours beside their benchmark on the same year."""
    if not DATA.exists():
        return []
    series = HISTORIES["cardiff_ed"]()
    ours = pinball(series, FORECASTERS[-1], origins(series))
    benchmark = benchmark_pinball(series, origins(series))
    target = benchmark * TARGET / THEIR_BENCHMARK
    return [
        Row(
            "pinball loss, Cardiff, 48 hours ahead",
            f"<= {target:.4f}",
            round(ours, 4),
            "",
            "their Benchmark-2",
            round(benchmark, 4),
            f"{ours / benchmark:.4f} of it on 2017-03 to 2018-02; on their test year the target "
            f"{TARGET} is {TARGET / THEIR_BENCHMARK:.4f}, their best {THEIR_BEST} "
            f"{THEIR_BEST / THEIR_BENCHMARK:.4f}, Prophet 1.189, TBATS 1.262",
        )
    ]


def origins(series: Series) -> list[int]:
    """Midnights and noons of the last year, on the wall clock."""
    clock = wall_clock(series)
    at = np.flatnonzero((clock.slot % STEP == 0)[: len(series) - AHEAD + 1])
    return [int(slot) for slot in at[-ORIGINS:]]


def pinball(series: Series, forecaster: Forecaster, starts: list[int]) -> float:
    """Mean loss; the mean is learned at each origin, the band once a week."""
    total, fitted = 0.0, None
    for done, start in enumerate(starts):
        past = series.part(0, start)
        if done % (WEEK // STEP) == 0:
            fitted = forecaster.fit(past)
        else:
            fitted = replace(cast(Any, fitted), model=forecaster.learn(past))
        made = fitted.predict(series.horizon(start, start + AHEAD), LEVELS)
        total += _loss(series.y[start : start + AHEAD], made.quantiles)
    return total / len(starts)


def benchmark_pinball(series: Series, starts: list[int]) -> float:
    """Their benchmark: quantiles of the last 52 weeks by weekday and hour, renewed each week."""
    clock = wall_clock(series)
    cell = clock.weekday * 24 + clock.slot
    total, table = 0.0, np.zeros((len(LEVELS), WEEK))
    for done, start in enumerate(starts):
        if done % (WEEK // STEP) == 0:
            table = _quantiles(cell[start - YEAR : start], series.y[start - YEAR : start])
        ahead = slice(start, start + AHEAD)
        total += _loss(series.y[ahead], table[:, cell[ahead]])
    return total / len(starts)


def _quantiles(cell: Ints, y: Floats) -> Floats:
    return np.stack([np.quantile(y[cell == c], LEVELS) for c in range(WEEK)], axis=1)


def _loss(y: Floats, quantiles: Floats) -> float:
    level = np.array(LEVELS)[:, None]
    error = y - quantiles
    return float(np.maximum(level * error, (level - 1) * error).mean())
