"""Whether a walk fades, at the edges: short, even, silent, closed and missing histories."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting import FORECASTERS
from forecasting.base import Bools, Floats, Ints, Series
from forecasting.day_level import DayLevel
from forecasting.design import Design
from forecasting.drift import DriftPrior, Knots
from forecasting.fading_walk import walk_fades
from forecasting.features import wall_clock
from forecasting.regression import Totals, regress
from forecasting.wander import Wander
from tests.forecasting.histories import counts, grid, history, holiday_days, true_mean


def fades(y: Floats, seen: Bools | None = None) -> bool:
    """Whether a walk of 3 % a week is denied by these day totals."""
    n = len(y)
    keep = np.ones(n, bool) if seen is None else seen
    days, design, knots = (
        np.arange(12_000, 12_000 + n),
        Design(n - 1, np.ones(7, bool)),
        Knots.over(n - 1),
    )
    times: Ints = np.arange(n)[keep]
    totals = Totals(
        design.columns(days[keep], holiday_days({})),
        knots.between(times.astype(np.float64)),
        y[keep],
        np.ones(len(times)),
        np.ones(len(times)),
    )
    walking, still = (Wander(DriftPrior(sd)).prior(design, knots) for sd in (0.03, 6e-4))
    return walk_fades(totals, n - 1 - times, regress(totals, walking), walking, still)


def swinging(n: int) -> Floats:
    """Totals that swing by a tenth over 40 days and always come back."""
    return np.asarray(2000 * np.exp(0.1 * np.sin(2 * np.pi * np.arange(n) / 40)))


@pytest.mark.parametrize(("n_days", "says"), [(83, False), (84, True), (400, True)])
def test_under_twelve_weeks_nothing_is_said(n_days: int, says: bool) -> None:
    assert fades(swinging(n_days)) == says


@pytest.mark.parametrize("level", [0.01, 1.0, 1e6])
def test_of_an_even_history_nothing_is_said(level: float) -> None:
    assert not fades(np.full(400, level))


def test_a_level_that_moved_and_stayed_does_not_fade() -> None:
    """Carried ahead it is right, let go it is wrong for months."""
    rng = np.random.default_rng(2)
    steps = np.cumsum(np.r_[0, np.full(399, 0.5 / 400)])

    assert not fades(rng.poisson(2000 * np.exp(steps)).astype(np.float64))


def test_a_closure_of_months_leaves_the_answer_finite_and_the_same() -> None:
    y = swinging(400)
    seen = np.ones(400, bool)
    seen[200:300] = False

    assert fades(y, seen) == fades(y)


def test_origins_without_a_day_before_or_behind_them_say_nothing() -> None:
    """All days lie in the first or in the last weeks: one side is empty."""
    late, early = np.zeros(400, bool), np.zeros(400, bool)
    late[-20:] = True
    early[:20] = True
    y = np.full(400, 500.0)

    assert not fades(y, late)
    assert not fades(y, early)


@settings(max_examples=15, deadline=None)
@given(
    n_days=st.integers(14, 160),
    busiest=st.sampled_from([0.05, 2.0, 500.0]),
    closed=st.tuples(st.floats(0, 1), st.floats(0, 0.8)),
    missing=st.floats(0, 0.19),
    seed=st.integers(0, 9),
)
def test_any_history_has_a_finite_forecast_near_what_it_saw(
    n_days: int, busiest: float, closed: tuple[float, float], missing: float, seed: int
) -> None:
    """Closures, holes and thin counts: no forecast is over twice the busiest week's mean."""
    slots = grid("2003-06-02", n_days)
    rng = np.random.default_rng(seed)
    shut = np.zeros(n_days, bool)
    first = int(closed[0] * n_days)
    shut[first : first + int(closed[1] * n_days)] = True
    is_open = ~shut[wall_clock(slots).day - wall_clock(slots).day[0]]
    y = counts(slots, true_mean(slots, busiest), 0.1, seed)
    gone = np.zeros(len(y), bool)
    gone[rng.choice(np.flatnonzero(is_open), int(missing * is_open.sum()), replace=False)] = True
    series: Series = replace(history(slots, np.where(gone, np.nan, y)), is_open=is_open)
    week = grid(str(np.datetime64("2003-06-02") + np.timedelta64(n_days, "D")), 7)

    mean = DayLevel().learn(series).mean(week)

    assert np.isfinite(mean).all()
    assert mean.sum() <= 2 * true_mean(grid("2003-06-02", 7), busiest).sum() + 10


def test_a_queue_closed_for_its_last_weeks_keeps_the_level_from_before() -> None:
    slots, week = grid("2003-06-02", 200), grid("2003-12-22", 7)
    y = counts(slots, true_mean(slots), 0.05, 3)
    is_open = np.arange(len(y)) < 150 * 24

    made_of = (
        FORECASTERS[-1].fit(replace(history(slots, y), is_open=is_open)).predict(week, (0.1, 0.9))
    )

    assert made_of.mean.sum() == pytest.approx(true_mean(week).sum(), rel=0.1)
    assert (made_of.day_quantiles[0] < made_of.day_quantiles[1]).all()
