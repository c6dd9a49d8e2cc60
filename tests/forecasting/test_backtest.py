"""Rolling origins: where they lie, what they report."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting import FORECASTERS
from forecasting.backtest import backtest, origins
from forecasting.select import best_forecaster
from tests.forecasting.histories import grid, history, made, true_mean

NAIVE, EIGHT_WEEKS, DAY_LEVEL = FORECASTERS


def test_origins_fill_the_last_third() -> None:
    week = 7 * 24
    assert origins(made(n_days=84), None, 7) == [8 * week, 9 * week, 10 * week, 11 * week]
    assert origins(made(n_days=84), 2, 7) == [10 * week, 11 * week]


def test_a_perfect_forecast_scores_zero() -> None:
    slots = grid("2003-06-02", 84)

    table = backtest([history(slots, true_mean(slots))], [NAIVE]).iloc[0]

    assert table["wape"] == pytest.approx(0)
    assert table["bias"] == pytest.approx(0)
    assert (table["n_origins"], table["n_slots"]) == (4, 4 * 168)


def test_a_week_twice_as_busy_is_missed_by_half() -> None:
    slots = grid("2003-06-02", 28)
    y = true_mean(slots)
    y[-7 * 24 :] *= 2

    table = backtest([history(slots, y)], [NAIVE, EIGHT_WEEKS], n_origins=1)

    assert table["wape"].to_list() == pytest.approx([0.5, 0.5])
    assert table["bias"].to_list() == pytest.approx([-0.5, -0.5])


def test_the_future_is_not_seen() -> None:
    series = made()
    spoiled = replace(series, y=np.where(np.arange(len(series)) < 77 * 24, series.y, 0.0))
    before, after = (
        backtest([s.part(0, 77 * 24)], FORECASTERS, n_origins=2) for s in (series, spoiled)
    )

    assert before.equals(after)


def test_progress_counts_every_fit() -> None:
    seen: list[tuple[int, int]] = []

    backtest(
        [made()], [NAIVE, EIGHT_WEEKS], progress=lambda done, total: seen.append((done, total))
    )

    assert seen == [(done, 8) for done in range(1, 9)]


def test_a_history_too_short_says_so() -> None:
    row = backtest([made(n_days=6)], [NAIVE]).iloc[0]

    assert row["n_origins"] == 0
    assert np.isnan(row["wape"])


def test_days_seen_in_part_are_no_day_totals() -> None:
    series = made()
    y = series.y.copy()
    y[11 * 168 :: 24] = np.nan

    row = backtest([replace(series, y=y)], [NAIVE], n_origins=1).iloc[0]

    assert row["n_slots"] == 7 * 23
    assert np.isnan(row["day_coverage_80"])


def test_the_default_stays_unless_clearly_beaten() -> None:
    assert best_forecaster(made(), FORECASTERS, DAY_LEVEL) is DAY_LEVEL
    assert best_forecaster(made(), FORECASTERS, NAIVE) is not NAIVE
    assert best_forecaster(made(n_days=6), FORECASTERS, NAIVE) is NAIVE
