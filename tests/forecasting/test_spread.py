"""Quantiles against exact ones, and bands against histories whose truth is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from forecasting import FORECASTERS
from forecasting.backtest import backtest
from forecasting.base import Floats
from forecasting.spread import Spread, count_quantiles, measured_spread, weighted_quantile
from tests.forecasting.histories import counts, grid, history, true_mean

LEVELS = (0.02, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99)


@given(st.floats(0.5, 5000), st.floats(0.001, 0.5))
def test_quantiles_are_those_of_a_negative_binomial(mean: float, cv: float) -> None:
    variance = mean + (cv * mean) ** 2
    size, probability = cv**-2, 1 / (1 + cv**2 * mean)

    ours = count_quantiles(np.array([mean]), np.array([variance]), LEVELS)[:, 0]

    exact = nbinom.ppf(LEVELS, size, probability)
    assert np.abs(ours - exact).max() < 0.7 + 0.03 * np.sqrt(variance)


@given(st.floats(1, 10_000))
def test_quantiles_without_over_dispersion_are_those_of_a_poisson(mean: float) -> None:
    ours = count_quantiles(np.array([mean]), np.array([mean]), LEVELS)[:, 0]

    assert np.abs(ours - poisson.ppf(LEVELS, mean)).max() < 0.7


def test_variance_is_chance_and_the_factors_of_slot_and_day() -> None:
    spread = Spread(phi=2.0, slot_cv=0.1, day_cv=0.2, scale=1.5)
    mean, day_cv = np.array([10.0, 10.0, 0.0]), np.array([0.2, 0.3, 0.3])

    # 2.25 * (2 * 10 + (0.01 + 0.04) * 100), and 0.05 * 100 more on a day further ahead
    assert spread.slot_variance(mean, day_cv).tolist() == pytest.approx([56.25, 67.5, 0.0])
    # 2 * 20 + 0.01 * 200 + (0.2 * 10 + 0.3 * 10)²
    assert spread.day_variance(np.array([0, 0, 1]), mean, day_cv, 2).tolist() == [67.0, 0.0]


@pytest.mark.parametrize(
    ("late_cv", "n_late", "growth"),
    [(0.0, 0, 1.0), (0.2, 8, 1.0), (0.1, 8, 0.5), (0.5, 8, 2.0)],
)
def test_growth_is_drawn_from_what_was_measured_to_what_is_expected(
    late_cv: float, n_late: int, growth: float
) -> None:
    """Expected to gain 0.03: from 0.1² to 0.2² is as expected, counted 8 to 8."""
    spread = Spread(day_cv=0.1, late_cv=late_cv, n_late=n_late)

    assert spread.growth(0.03) == pytest.approx(growth)
    assert spread.growth(0.0) == 1.0


@pytest.mark.parametrize("day_cv", [0.0, 0.1, 0.25])
def test_bands_hold_what_they_promise(day_cv: float) -> None:
    """Eight in ten busy slots inside the 80 % band, and eight in ten days."""
    slots = grid("2003-01-06", 175, zone="Europe/London")
    made_up = [history(slots, counts(slots, true_mean(slots), day_cv, seed)) for seed in range(5)]

    table = backtest(made_up, FORECASTERS[-1:], n_origins=8)

    assert table["n_slots"].sum() == 5 * 8 * 168
    assert 0.77 <= table["coverage_80"].mean() <= 0.83
    assert 0.75 <= table["day_coverage_80"].mean() <= 0.87


def test_the_spread_finds_the_true_day_factor() -> None:
    slots = grid("2003-01-06", 364)
    made_up = history(slots, counts(slots, true_mean(slots), 0.15, 7))

    made_of = FORECASTERS[-1].fit(made_up).predict(grid("2004-01-05", 7), (0.1, 0.9))

    assert made_of.day_cv.mean() == pytest.approx(0.15, abs=0.04)
    assert made_of.phi == pytest.approx(1.0, abs=0.15)
    assert made_of.slot_cv < 0.06


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30), st.floats(0.01, 0.99))
def test_a_quantile_of_equal_weights_is_the_plain_one(values: list[float], level: float) -> None:
    found = weighted_quantile(np.array(values), np.full(len(values), 0.3), level)

    assert found == pytest.approx(np.quantile(values, level), abs=1e-9)


def test_what_weighs_little_moves_a_quantile_little() -> None:
    values, weight = np.array([1.0, 2.0, 3.0, 100.0]), np.array([1.0, 1.0, 1.0, 1e-6])

    assert weighted_quantile(values, weight, 0.8) == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize("day_cv", [0.0, 0.6])
def test_days_of_few_contacts_are_held_by_their_band_too(day_cv: float) -> None:
    """Six contacts a day, whose band is far from even around the mean."""
    slots = grid("2003-01-06", 350)
    mean = true_mean(slots)
    mean *= 6 * 350 / mean.sum()
    made_up = [history(slots, counts(slots, mean, day_cv, seed)) for seed in range(3)]

    table = backtest(made_up, FORECASTERS[-1:], n_origins=6)

    assert 0.74 <= table["day_coverage_80"].mean() <= 0.9


def test_wild_weeks_long_ago_widen_a_band_less_than_wild_weeks_of_late() -> None:
    slots = grid("2003-01-06", 168)
    half = len(slots) // 4 * 3
    calm, wild = (counts(slots, true_mean(slots), cv, 5) for cv in (0.03, 0.25))
    week = grid("2003-06-23", 7)

    def width(y: Floats) -> float:
        return float(FORECASTERS[-1].fit(history(slots, y)).predict(week, (0.1, 0.9)).day_cv.mean())

    assert width(np.r_[wild[:half], calm[half:]]) < width(np.r_[calm[:half], wild[half:]])


@pytest.mark.parametrize("factor", [0.1, 0.5, 30.0])
def test_a_history_told_in_other_units_has_the_same_forecast_in_them(factor: float) -> None:
    slots, week = grid("2003-01-06", 140), grid("2003-05-26", 7)
    y = counts(slots, true_mean(slots, 20.0), 0.1, 6)

    once, told = (
        FORECASTERS[-1].fit(history(slots, v)).predict(week, LEVELS) for v in (y, factor * y)
    )

    assert told.mean == pytest.approx(factor * once.mean, rel=0.01)
    widths = [np.diff(p.day_quantiles[[1, 4]], axis=0).mean() for p in (once, told)]
    assert widths[1] == pytest.approx(factor * widths[0], rel=0.05)


def test_poisson_counts_of_a_short_history_stay_poisson() -> None:
    """Few counts spread less than a Poisson by chance; that narrows no band."""
    slots, week = grid("2003-01-06", 35), grid("2003-02-10", 7)

    for seed in range(6):
        made_up = history(slots, counts(slots, true_mean(slots, 2.0), 0.0, seed))
        assert FORECASTERS[-1].fit(made_up).predict(week, LEVELS).phi >= 1.0


@pytest.mark.parametrize(("n_weeks", "n_measured"), [(8, 4), (30, 12)])
def test_few_slots_move_the_width_of_a_band_less_than_many(n_weeks: int, n_measured: int) -> None:
    """Counts that never stray ask for half the width; the slots measured say how far that goes."""
    slots = grid("2003-01-06", 7 * n_weeks)
    calm = history(slots, np.full(len(slots), 10.0))

    found = measured_spread(FORECASTERS[-1].learn, calm)

    n = n_measured * 168
    assert found.scale == pytest.approx(0.5 ** (n / (n + 300)))
