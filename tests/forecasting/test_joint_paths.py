"""Joint sample paths: whole counts, of the stated spread, correlated by day, repeatable."""

import numpy as np
import pytest

from forecasting.base import Floats, Prediction
from forecasting.day_correlation import BETWEEN_DAYS
from forecasting.joint_paths import joint_paths
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.sums import joint_spread
from planner.errors import InputError
from tests.forecasting.histories import LEVELS, counts, grid, history, true_mean

HALF = np.array([[1.0, 0.6], [0.6, 1.0]])


def predictions(zones: tuple[str, str] = ("UTC", "Asia/Kathmandu")) -> list[Prediction]:
    made = []
    for seed, zone in enumerate(zones):
        slots = grid("2024-01-01", 70, zone=zone, hours=(6, 22))
        y = np.where(slots.is_open, counts(slots, true_mean(slots), 0.2, seed), 0.0)
        ahead = grid("2024-03-11", 7, zone=zone, hours=(6, 22))
        made.append(MeanOfWeeks(8).fit(history(slots, y)).predict(ahead, LEVELS))
    return made


def paths(of: list[Prediction], correlation: Floats, n: int, seed: int = 1) -> list[Floats]:
    return [made.astype(float) for made in joint_paths(of, correlation, n, seed)]


def test_paths_are_whole_counts_and_nothing_comes_while_closed() -> None:
    made = predictions()
    for one, path in zip(made, joint_paths(made, HALF, 50, 1), strict=True):
        assert path.shape == (50, 168)
        assert path.dtype == np.int64
        assert path.min() >= 0
        assert not path[:, one.mean == 0].any()


def test_equal_seeds_give_equal_paths_and_others_do_not() -> None:
    made = predictions()
    first, again = paths(made, HALF, 5), paths(made, HALF, 5)
    other = paths(made, HALF, 5, seed=2)

    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


def test_days_of_two_series_go_together_as_asked() -> None:
    made = predictions(("UTC", "UTC"))
    first, second = paths(made, HALF, 600)
    day = np.arange(168) // 24
    totals = [np.stack([p[:, day == d].sum(axis=1) for d in range(5)]) for p in (first, second)]

    found = [float(np.corrcoef(a, b)[0, 1]) for a, b in zip(*totals, strict=True)]
    across = float(np.corrcoef(totals[0][0], totals[1][1])[0, 1])

    assert np.mean(found) == pytest.approx(0.58, abs=0.06)
    assert across == pytest.approx(0.6 * BETWEEN_DAYS, abs=0.12)


@pytest.mark.parametrize("value", [-0.5, 0.0, 0.6, 1.0])
def test_quantiles_of_a_sum_are_those_of_summed_paths(value: float) -> None:
    made = predictions(("UTC", "UTC"))
    correlation = np.array([[1.0, value], [value, 1.0]])
    spread = joint_spread(made, correlation)
    total = np.sum(paths(made, correlation, 3000), axis=0)
    busy = made[0].mean > 10

    stated = spread.shared_variance() + np.maximum(spread.own, spread.mean).sum(axis=0)
    variance = total.var(axis=0)[busy]
    low, high = spread.quantiles((0.1, 0.9))
    inside = ((total + 0.5 >= low) & (total - 0.5 <= high))[:, busy].mean()

    assert variance.mean() == pytest.approx(stated[busy].mean(), rel=0.05)
    assert inside == pytest.approx(0.82, abs=0.025)


@pytest.mark.parametrize(
    ("correlation", "n_paths", "message"),
    [
        (np.eye(3), 5, "there are 2 series"),
        (2 * np.eye(2), 5, "not 1 on its diagonal"),
        (np.array([[1.0, 1.5], [1.5, 1.0]]), 5, "negative eigenvalue"),
        (np.eye(2), 0, "n_paths is 0"),
    ],
)
def test_what_cannot_be_drawn_is_refused(correlation: Floats, n_paths: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(joint_paths(predictions(), correlation, n_paths, 1))
