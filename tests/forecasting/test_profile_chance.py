"""Chance around a profile, judged from the counts that the profile was learned of."""

import numpy as np
import pytest

from forecasting.arrays import sums_at
from forecasting.profile import Sample, learn_profile


@pytest.mark.parametrize("n_weeks", [3, 6, 30])
def test_chance_around_a_profile_is_that_of_a_poisson_in_short_histories_too(n_weeks: int) -> None:
    """Cells of three counts each take a third of the chance, days a little more."""
    rng = np.random.default_rng(4)
    n = n_weeks * 168
    slot, day = np.arange(n) % 24, np.arange(n) // 24
    y = rng.poisson(5.0 + slot / 4).astype(np.float64)
    level = sums_at(day, y, n // 24)[day]

    found = learn_profile(Sample(day % 7, slot, y, level, day[::-1]), 24)

    assert found.phi == pytest.approx(1.0, abs=0.12)
    assert found.table.sum(axis=1) == pytest.approx(1.0, abs=1e-9)


def test_of_one_week_nothing_is_known_of_chance() -> None:
    n = 168
    slot, day = np.arange(n) % 24, np.arange(n) // 24
    y = np.random.default_rng(4).poisson(5.0, n).astype(np.float64)
    level = sums_at(day, y, n // 24)[day]

    assert learn_profile(Sample(day % 7, slot, y, level, day[::-1]), 24).phi == 1.0
