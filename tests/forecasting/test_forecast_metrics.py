"""Metrics against loops that are obviously right."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.base import Floats
from forecasting.metrics import bias, coverage, pinball_loss, wape

numbers = st.floats(0, 1000)
triples = st.lists(st.tuples(st.one_of(numbers, st.just(math.nan)), numbers, numbers), max_size=30)


def columns(rows: list[tuple[float, float, float]]) -> tuple[Floats, Floats, Floats]:
    actual, one, two = np.array(rows, dtype=float).reshape(-1, 3).T
    return actual, one, two


@given(triples)
def test_wape_and_bias_are_sums_over_known_slots(rows: list[tuple[float, float, float]]) -> None:
    actual, mean, _ = columns(rows)
    known = [(a, m) for a, m, _ in rows if not math.isnan(a)]
    came = sum(a for a, _ in known)
    if came > 0:
        off, over = sum(abs(a - m) for a, m in known), sum(m - a for a, m in known)
        assert wape(actual, mean) == pytest.approx(off / came)
        assert bias(actual, mean) == pytest.approx(over / came, abs=1e-9 * off / came)
    else:
        assert math.isnan(wape(actual, mean))
        assert math.isnan(bias(actual, mean))


@given(triples)
def test_coverage_counts_the_slots_inside(rows: list[tuple[float, float, float]]) -> None:
    inside = [low <= a <= high for a, low, high in rows if not math.isnan(a)]
    measured = coverage(*columns(rows))

    assert math.isnan(measured) if not inside else measured == pytest.approx(np.mean(inside))


@given(triples, st.floats(0.01, 0.99))
def test_pinball_loss_weighs_both_sides(
    rows: list[tuple[float, float, float]], level: float
) -> None:
    actual, quantile, _ = columns(rows)
    losses = [
        level * (a - q) if a > q else (1 - level) * (q - a) for a, q, _ in rows if not math.isnan(a)
    ]
    measured = pinball_loss(actual, quantile, level)

    assert math.isnan(measured) if not losses else measured == pytest.approx(np.mean(losses))


def test_round_numbers() -> None:
    actual, mean = np.array([10.0, 20.0, np.nan, 70.0]), np.array([15.0, 20.0, 9.0, 60.0])

    assert wape(actual, mean) == 0.15
    assert bias(actual, mean) == -0.05
    assert coverage(actual, mean - 5, mean + 5) == pytest.approx(2 / 3)
    assert pinball_loss(actual, mean, 0.9) == pytest.approx((0.1 * 5 + 0.9 * 10) / 3)
