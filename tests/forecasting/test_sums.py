"""Bands of sums: between independence and sums of quantiles, and right where the truth is known."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.base import Floats
from forecasting.spread import Spread, count_quantiles
from forecasting.sums import joint_spread

LEVELS = (0.1, 0.5, 0.8, 0.9, 0.95)


@dataclass(frozen=True, eq=False)
class Made:
    """A series with the band that its numbers state."""

    mean: Floats
    day_cv: float | Floats = 0.1
    slot_cv: float = 0.05
    phi: float = 1.0
    scale: float = 1.0
    levels: tuple[float, ...] = LEVELS

    @property
    def quantiles(self) -> Floats:
        spread = Spread(self.phi, self.slot_cv, 0.0, self.scale)
        return count_quantiles(
            self.mean,
            spread.slot_variance(self.mean, np.asarray(self.day_cv, float)),
            self.levels,
        )


def correlated(n: int, value: float) -> Floats:
    """The same correlation between every two series."""
    return np.full((n, n), value) + (1 - value) * np.eye(n)


PARTS = st.lists(
    st.tuples(st.floats(5, 500), st.floats(0.01, 0.4), st.floats(0, 0.2), st.floats(1, 3)),
    min_size=2,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(PARTS, st.floats(0, 1))
def test_a_sum_lies_between_independence_and_the_sum_of_quantiles(
    numbers: list[tuple[float, float, float, float]], value: float
) -> None:
    parts = [Made(np.array([m]), d, s, p) for m, d, s, p in numbers]
    n = len(parts)

    def width(correlation: Floats) -> float:
        low, high = joint_spread(parts, correlation).quantiles((0.1, 0.9))
        return float(high[0] - low[0])

    widest = sum(float(p.quantiles[3, 0] - p.quantiles[0, 0]) for p in parts)
    found = width(correlated(n, value))
    assert width(np.eye(n)) <= found + 1e-9
    assert found <= width(correlated(n, 1.0)) + 1e-9
    assert found <= widest * 1.01


@settings(max_examples=40, deadline=None)
@given(PARTS, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(
    numbers: list[tuple[float, float, float, float]], random: object
) -> None:
    parts = [Made(np.array([m, 2 * m]), d, s, p) for m, d, s, p in numbers]
    n = len(parts)
    rng = np.random.default_rng(n)
    root = rng.normal(size=(n, n))
    covariance = root @ root.T + np.eye(n)
    sd = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(sd, sd)
    order = rng.permutation(n)

    ours = joint_spread(parts, correlation).quantiles(LEVELS)
    swapped = joint_spread([parts[i] for i in order], correlation[np.ix_(order, order)])

    np.testing.assert_allclose(swapped.quantiles(LEVELS), ours, rtol=1e-9)


def test_one_series_alone_has_its_own_band() -> None:
    for scale in (0.7, 1.0, 1.4):
        part = Made(np.array([0.0, 3.0, 12.0, 150.0]), 0.12, 0.06, 1.3, scale)
        found = joint_spread([part], np.eye(1)).quantiles(LEVELS)
        np.testing.assert_allclose(found, part.quantiles, rtol=0.02, atol=0.02)


def test_what_is_known_for_certain_adds_no_width() -> None:
    known = np.array([20.0, 30.0])

    @dataclass(frozen=True, eq=False)
    class Happened(Made):
        @property
        def quantiles(self) -> Floats:
            return np.tile(self.mean, (len(self.levels), 1))

    unsure = Made(np.array([40.0, 40.0]))
    spread = joint_spread([Happened(known), unsure], correlated(2, 1.0))
    alone = joint_spread([unsure], np.eye(1))

    np.testing.assert_allclose(spread.variance(), alone.variance())


def test_opposite_days_never_take_more_than_there_is() -> None:
    parts = [Made(np.array([50.0]), 0.3), Made(np.array([50.0]), 0.3)]
    spread = joint_spread(parts, correlated(2, -1.0))

    assert spread.shared_variance()[0] == pytest.approx(0.0, abs=1e-9)
    assert spread.variance()[0] == pytest.approx(spread.own.sum())


def test_days_share_what_slots_do_not() -> None:
    """Own variances add up over a day, shared deviations do before they are squared."""
    part = Made(np.full(48, 10.0), 0.2, 0.0)
    day = np.repeat([0, 1], 24)

    spread = joint_spread([part, part], correlated(2, 0.5)).by_day(day)

    # 2 * 24 * 10 of chance; 240 * 0.2 = 48 a series, 48² * (2 + 2 * 0.5) together
    np.testing.assert_allclose(spread.mean.sum(axis=0), 480.0)
    np.testing.assert_allclose(spread.variance(), 480 + 48**2 * 3, rtol=0.02)


@pytest.mark.parametrize("value", [0.0, 0.4, 0.9])
def test_the_band_of_a_sum_holds_eight_in_ten(value: float) -> None:
    """Counts with day factors of known correlation; slots, and totals of days."""
    rng = np.random.default_rng(4)
    n_days, n_slots, cv = 4000, 24, 0.2
    correlation = correlated(3, value)
    means = np.array([8.0, 20.0, 3.0])
    normal = rng.multivariate_normal(np.zeros(3), correlation, n_days)
    factor = np.exp(cv * normal - cv**2 / 2)
    counts = rng.poisson(np.repeat((means * factor)[:, None, :], n_slots, axis=1))
    parts = [Made(np.full(n_slots, m), cv, 0.0) for m in means]
    spread = joint_spread(parts, correlation)

    low, high = spread.quantiles((0.1, 0.9))
    total = counts.sum(axis=2) + rng.uniform(-0.5, 0.5, (n_days, n_slots))
    of_slots = ((low <= total) & (total <= high)).mean()
    low, high = spread.by_day(np.zeros(n_slots, np.int64)).quantiles((0.1, 0.9))
    of_days = ((low <= counts.sum(axis=(1, 2))) & (counts.sum(axis=(1, 2)) <= high)).mean()

    assert 0.77 <= of_slots <= 0.83
    assert 0.77 <= of_days <= 0.83
