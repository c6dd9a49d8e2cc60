"""Rolling origins: where they lie, what they report."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting import FORECASTERS
from forecasting.backtest import Rolling, backtest
from tests.forecasting.histories import grid, history, made, true_mean

NAIVE, _, _, EIGHT_WEEKS, _ = FORECASTERS


def test_origins_fill_the_last_third() -> None:
    week = 7 * 24
    series = made(n_days=84)
    starts = [start for start, _ in Rolling().spans(series)]

    assert starts == [8 * week, 9 * week, 10 * week, 11 * week]
    assert [start for start, _ in Rolling(n_origins=2).spans(series)] == starts[2:]


def test_origins_a_day_apart_end_where_a_whole_horizon_fits() -> None:
    spans = Rolling(step_days=1).spans(made(n_days=84))

    assert [start // 24 for start, _ in spans] == list(range(56, 78))
    assert {stop - start for start, stop in spans} == {7 * 24}


def test_far_horizons_are_cut_short_at_the_end_of_the_history() -> None:
    spans = Rolling(91, step_days=7, cut_short=True).spans(made(n_days=84))

    assert [(stop - start) // 24 for start, stop in spans] == [28, 21, 14, 7]


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
