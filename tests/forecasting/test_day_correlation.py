"""Correlation of day factors, against histories whose truth is known."""

from itertools import pairwise

import numpy as np
import pytest

from forecasting.base import Floats, Series
from forecasting.day_correlation import PRIOR, day_correlation
from forecasting.day_errors import DayErrors, day_errors
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.sums import joint_spread
from tests.forecasting.histories import grid, history, true_mean

LEARN = MeanOfWeeks(8).learn


def made_errors(n_days: int, correlation: Floats, means: Floats, seed: int) -> list[DayErrors]:
    """Errors of days of ten equal slots with day factors of 15 %, and chance on top."""
    rng = np.random.default_rng(seed)
    normal = rng.multivariate_normal(np.zeros(len(means)), correlation, n_days)
    came = rng.poisson(means * np.exp(0.15 * normal - 0.15**2 / 2))
    day = np.arange(n_days)
    return [
        DayErrors(day, np.full(n_days, m), came[:, i].astype(float), np.full(n_days, m * m / 10))
        for i, m in enumerate(means)
    ]


def found(errors: list[DayErrors]) -> Floats:
    return day_correlation(errors, [1.0] * len(errors), [0.0] * len(errors))


def together(value: float, n: int = 4) -> Floats:
    return np.full((n, n), value) + (1 - value) * np.eye(n)


@pytest.mark.parametrize("value", [0.0, 0.5, 0.9])
def test_chance_does_not_hide_the_correlation(value: float) -> None:
    """Forty contacts a day: chance is as large as the day factor and halves a plain correlation."""
    means = np.array([40.0, 60.0, 200.0, 1000.0])
    mean = np.mean([found(made_errors(84, together(value), means, s)) for s in range(8)], axis=0)

    assert mean[np.triu_indices(4, 1)] == pytest.approx(value, abs=0.15)


def test_pairs_keep_what_sets_them_apart_when_it_is_sure() -> None:
    truth = together(0.0)
    truth[0, 1] = truth[1, 0] = 0.9
    errors = made_errors(364, truth, np.full(4, 2000.0), 1)

    made = found(errors)

    assert made[0, 1] > 0.75
    assert abs(made[2, 3]) < 0.2


def test_without_days_the_prior_stands() -> None:
    nothing = DayErrors(np.empty(0, np.int64), np.empty(0), np.empty(0), np.empty(0))

    made = found([nothing] * 3)

    np.testing.assert_allclose(made, together(PRIOR, 3))
    assert found([nothing]).tolist() == [[1.0]]
    assert found([]).shape == (0, 0)


def test_any_errors_give_a_correlation_matrix() -> None:
    """Few days, many series, some without spread: still semidefinite, and 1 on the diagonal."""
    rng = np.random.default_rng(3)
    errors = made_errors(9, together(0.2, 30), rng.gamma(1, 20, 30) + 0.5, 2)

    made = found(errors)

    assert np.linalg.eigvalsh(made)[0] > -1e-9
    np.testing.assert_allclose(np.diag(made), 1.0)
    assert np.abs(made).max() <= 1 + 1e-9


def test_the_order_of_the_series_does_not_matter() -> None:
    errors = made_errors(60, together(0.4, 5), np.array([9.0, 30.0, 100.0, 400.0, 50.0]), 5)
    order = np.array([3, 0, 4, 2, 1])

    swapped = found([errors[i] for i in order])

    np.testing.assert_allclose(swapped, found(errors)[np.ix_(order, order)], atol=1e-9)


def test_a_storm_does_not_make_the_rule() -> None:
    errors = made_errors(84, together(0.0, 2), np.array([500.0, 500.0]), 6)
    before = found(errors)[0, 1]
    for one in errors:
        one.came[40] *= 12

    assert found(errors)[0, 1] < before + 0.2


def two_queues(value: float, seed: int) -> tuple[Series, Series]:
    slots = grid("2024-01-01", 182)
    rng = np.random.default_rng(seed)
    normal = rng.multivariate_normal(np.zeros(2), together(value, 2), 182)
    factor = np.repeat(np.exp(0.15 * normal - 0.15**2 / 2), 24, axis=0)
    first, second = (
        history(slots, rng.poisson(true_mean(slots) * factor[:, i]).astype(float)) for i in (0, 1)
    )
    return first, second


def test_correlation_is_found_in_histories() -> None:
    made = []
    for value in (0.0, 0.8):
        pairs = [[day_errors(LEARN, s) for s in two_queues(value, seed)] for seed in range(3)]
        made.append(float(np.mean([found(pair)[0, 1] for pair in pairs])))

    assert made[0] == pytest.approx(0.05, abs=0.2)
    assert made[1] == pytest.approx(0.75, abs=0.15)


def test_errors_leave_out_days_with_holes_and_look_only_back() -> None:
    series = two_queues(0.0, 9)[0]
    series.y[-30:-10] = np.nan
    errors = day_errors(LEARN, series, weeks_back=8)

    assert len(errors.day) == 84 - 2
    assert all(a < b for a, b in pairwise(errors.day.tolist()))
    series.y[:] = np.where(np.arange(len(series)) < 24 * 100, series.y, 5 * series.y)
    first = day_errors(LEARN, series, weeks_back=8).expected[:2]
    np.testing.assert_allclose(first, errors.expected[:2])


def test_bands_of_sums_hold_with_a_correlation_that_was_learned() -> None:
    """Three queues whose days go together by 0.9; as if independent, a third of the days miss."""
    slots, covered = grid("2024-01-01", 189), np.zeros((20, 3))
    for seed in range(20):
        rng = np.random.default_rng(seed)
        normal = rng.multivariate_normal(np.zeros(3), together(0.9, 3), 189)
        factor = np.repeat(np.exp(0.15 * normal - 0.15**2 / 2), 24, axis=0)
        means = [true_mean(slots, busiest) for busiest in (60.0, 25.0, 100.0)]
        every = [
            history(slots, rng.poisson(mean * factor[:, i]).astype(float))
            for i, mean in enumerate(means)
        ]
        covered[seed] = covered_week([s.part(0, 182 * 24) for s in every], every)

    of_slots, of_days, of_days_apart = covered.mean(axis=0)
    assert 0.77 <= of_slots <= 0.83
    assert 0.76 <= of_days <= 0.88
    assert of_days_apart < 0.72


def covered_week(known: list[Series], every: list[Series]) -> tuple[float, float, float]:
    """Shares inside the 80 % band of the sum: slots, days, and days taken as independent."""
    start = len(known[0])
    made = [
        MeanOfWeeks(8).fit(s).predict(e.horizon(start, len(e)), (0.1, 0.9))
        for s, e in zip(known, every, strict=True)
    ]
    correlation = day_correlation(
        [day_errors(LEARN, s) for s in known], [p.phi for p in made], [p.slot_cv for p in made]
    )
    came = np.sum([e.y[start:] for e in every], axis=0)
    spread, apart = joint_spread(made, correlation), joint_spread(made, np.eye(3))

    def inside(quantiles: Floats, truth: Floats) -> float:
        return float(((quantiles[0] <= truth) & (truth <= quantiles[1])).mean())

    day = made[0].day
    of_days = came.reshape(7, 24).sum(axis=1)
    return (
        inside(spread.quantiles((0.1, 0.9)), came),
        inside(spread.by_day(day).quantiles((0.1, 0.9)), of_days),
        inside(apart.by_day(day).quantiles((0.1, 0.9)), of_days),
    )
