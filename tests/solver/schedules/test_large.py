"""Windows of days that a large neighbourhood frees."""

from collections import Counter

import numpy as np
import pytest

from solver.schedules.large import window


@pytest.mark.parametrize(("n_days", "length"), [(15, 7), (28, 14), (28, 22), (365, 290), (1, 1)])
def test_every_window_frees_a_day_and_no_more_than_asked(n_days: int, length: int) -> None:
    rng = np.random.default_rng(0)

    freed = [np.arange(n_days)[window(rng, n_days, length)].size for _ in range(2_000)]

    assert min(freed) >= 1
    assert max(freed) <= length


def test_the_first_and_the_last_day_are_freed_as_often_as_others() -> None:
    rng, n_days = np.random.default_rng(0), 20

    freed = Counter(d for _ in range(20_000) for d in range(n_days)[window(rng, n_days, 7)])

    assert len(freed) == n_days
    assert max(freed.values()) / min(freed.values()) < 1.1
