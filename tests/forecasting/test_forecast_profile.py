"""Intraday profiles: what is kept of a departure, and what is shrunk away."""

import numpy as np
import pytest

from forecasting.profile import Sample, learn_profile

SHAPE = np.array([0.5] * 8 + [2.0] * 8 + [0.5] * 8) / 24


def sample(level: float, n_weeks: int, sunday_shift: int, seed: int) -> Sample:
    """Hourly counts of whole weeks; Sunday's shape is the others', some hours later."""
    day = np.repeat(np.arange(7 * n_weeks), 24)
    slot = np.tile(np.arange(24), 7 * n_weeks)
    shape = np.where(day % 7 == 6, np.roll(SHAPE, sunday_shift)[slot], SHAPE[slot])
    y = np.random.default_rng(seed).poisson(level * shape / shape.sum() * len(day) / 24)
    total = np.bincount(day, y)[day].astype(float)
    return Sample(day % 7, slot, y.astype(float), total, day.max() - day)


def test_a_weekday_with_its_own_shape_keeps_it() -> None:
    table = learn_profile(sample(5000, 8, 4, 1), 24).table
    sunday = table[6] / table[6].sum()

    assert np.abs(sunday - np.roll(SHAPE, 4) / SHAPE.sum()).sum() < 0.05


def test_few_counts_borrow_the_shape_of_all_days() -> None:
    """Six contacts a day for three weeks say little about one weekday."""
    few = sample(6, 3, 0, 2)
    table = learn_profile(few, 24).table
    own = np.array([np.bincount(few.slot, few.y * (few.weekday == d), 24) for d in range(7)])
    own /= own.sum(1, keepdims=True)
    true = SHAPE / SHAPE.sum()

    error = np.abs(table / table.sum(1, keepdims=True) - true).sum(1).mean()

    assert error < 0.5 * np.abs(own - true).sum(1).mean()


def test_the_pool_adds_up_to_one_day() -> None:
    table = learn_profile(sample(500, 6, 0, 3), 24).table

    assert table.sum(1) == pytest.approx(np.ones(7), rel=0.01)
