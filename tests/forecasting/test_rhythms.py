"""Simple shapes that nobody named: rhythms of two weeks, days of rest, one busy slot a week."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.base import Floats, Horizon, Series
from forecasting.day_level import DayLevel, look_at
from forecasting.features import wall_clock
from forecasting.mean_of_weeks import MeanOfWeeks
from tests.forecasting.histories import counts, grid, history, true_mean

PAST, AHEAD = grid("2003-06-02", 84), grid("2003-08-25", 28)


def told(mean: Floats, seed: int = 1) -> Series:
    return history(PAST, counts(PAST, mean, 0.1, seed))


def off_of_mean_of_weeks(series: Series, mean: Floats) -> float:
    """Error of the next four weeks over that of the eight-week mean."""
    y = counts(AHEAD, mean, 0.1, 1000)
    ours, eight = (f.learn(series).mean(AHEAD) for f in (DayLevel(), MeanOfWeeks(8)))
    return float(np.abs(ours - y).sum() / np.abs(eight - y).sum())


def of_days(slots: Horizon, factors: Floats) -> Floats:
    """An ordinary day times a factor by its place in the fortnight."""
    return np.asarray(true_mean(slots, 20.0) * factors[wall_clock(slots).day % 14])


@settings(max_examples=12, deadline=None)
@given(st.lists(st.booleans(), min_size=14, max_size=14).filter(any), st.integers(0, 99))
def test_any_days_of_the_fortnight_may_be_silent(works: list[bool], seed: int) -> None:
    factors = np.array(works, dtype=float)
    series, mean = told(of_days(PAST, factors), seed), of_days(AHEAD, factors)

    forecast = DayLevel().learn(series).mean(AHEAD)

    assert forecast.sum() == pytest.approx(mean.sum(), rel=0.15)
    assert off_of_mean_of_weeks(series, mean) < 1.03


@pytest.mark.parametrize(
    "factors",
    [np.tile([1.0, 0.2], 7), np.repeat([1.5, 0.5], 7), np.r_[2.5, np.ones(13)]],
    ids=["every other day", "every other week", "a day a fortnight"],
)
def test_what_differs_by_the_fortnight_is_learned(factors: Floats) -> None:
    series = told(of_days(PAST, factors))

    assert off_of_mean_of_weeks(series, of_days(AHEAD, factors)) < 0.9


def test_chance_makes_no_fortnight() -> None:
    levels = [look_at(told(true_mean(PAST, 20.0), seed))[0].levels for seed in range(8)]

    assert [one.character.wander.fortnight for one in levels if one] == [0.0] * 8


def test_days_silent_without_rule_lower_the_mean() -> None:
    silent = np.random.default_rng(2).random(PAST.stamps.size // 24) < 0.3
    mean = true_mean(PAST, 20.0) * np.repeat(~silent, 24)

    forecast = DayLevel().learn(told(mean)).mean(AHEAD)

    assert forecast.sum() == pytest.approx(0.7 * true_mean(AHEAD, 20.0).sum(), rel=0.15)


def test_one_busy_slot_a_week_is_no_spike() -> None:
    clock = wall_clock(PAST)
    series = told(np.where((clock.weekday == 1) & (clock.slot == 10), 50.0, 0.0))
    a_week = series.y.sum() / 12

    assert not look_at(series)[0].findings
    assert DayLevel().learn(series).mean(AHEAD).sum() == pytest.approx(4 * a_week, rel=0.15)


def test_most_days_may_be_silent() -> None:
    """A queue busy every third day is not taken as one at rest with wild days."""
    factor = np.where(wall_clock(PAST).day % 3 == 0, 1.0, 0.0)

    forecast = DayLevel().learn(told(true_mean(PAST, 20.0) * factor)).mean(AHEAD)

    assert forecast.sum() == pytest.approx(true_mean(AHEAD, 20.0).sum() / 3, rel=0.2)
