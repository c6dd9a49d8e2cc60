"""Parts and sums brought to agree: coherent, never negative, better where it can be, else as is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.base import Floats
from forecasting.day_errors import DayErrors
from forecasting.reconcile import (
    Reconciliation,
    error_covariance,
    reconciliation,
    shared_out,
)
from planner.errors import InputError

A = np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]])
"""Four parts; the first two make a group, all of them the total."""


def errors(came: Floats, expected: Floats) -> list[DayErrors]:
    day = np.arange(came.shape[1])
    return [DayErrors(day, e, c, e**2) for c, e in zip(came, expected, strict=True)]


def made(n_days: int, part_cv: float, sum_cv: float, seed: int = 1) -> tuple[Floats, Floats]:
    """What came and what was forecast, of parts and sums; errors of each are its own."""
    rng = np.random.default_rng(seed)
    parts = np.array([400.0, 300.0, 200.0, 100.0])[:, None] * rng.gamma(50, 1 / 50, (4, n_days))
    came = np.vstack([parts, A @ parts])
    cv = np.array([part_cv] * 4 + [sum_cv] * 2)[:, None]
    return came, came * np.exp(cv * rng.standard_normal(came.shape))


def missed(parts: Floats, came: Floats) -> float:
    return float(np.abs(A @ parts - came[4:]).sum())


def test_a_sum_that_knows_better_helps_its_parts() -> None:
    came, expected = made(84, part_cv=0.2, sum_cv=0.02)
    later, forecast = made(40, part_cv=0.2, sum_cv=0.02, seed=2)
    found = reconciliation(errors(came, expected)[:4], errors(came, expected)[4:], A)

    agreed = found.parts(np.arange(40), forecast[:4], forecast[4:])

    assert found.pays
    assert missed(agreed, later) < 0.4 * missed(forecast[:4], later)
    assert np.abs(agreed - later[:4]).sum() < np.abs(forecast[:4] - later[:4]).sum()


def test_a_sum_that_knows_less_changes_nothing() -> None:
    came, expected = made(84, part_cv=0.05, sum_cv=0.3)
    found = reconciliation(errors(came, expected)[:4], errors(came, expected)[4:], A)
    parts = expected[:4, :14]

    assert not found.pays
    assert found.parts(np.arange(14), parts, expected[4:, :14]) is parts


def test_few_days_change_nothing() -> None:
    came, expected = made(20, part_cv=0.2, sum_cv=0.02)

    assert not reconciliation(errors(came, expected)[:4], errors(came, expected)[4:], A).pays


def test_a_covariance_alone_shares_out_by_hand() -> None:
    """Independent errors of 10 and 30 contacts; a certain sum that is 40 higher: 1 to 9."""
    covariance = np.diag([0.1**2, 0.3**2, 0.0])

    found = shared_out(
        np.array([[1.0, 1.0]]), covariance, np.array([100.0, 100.0]), np.array([240.0])
    )

    np.testing.assert_allclose(found, [4.0, 36.0])


MATRICES = st.integers(0, 2**31).map(
    lambda seed: np.random.default_rng(seed).normal(size=(6, 30)) * 0.3
)


@settings(max_examples=50, deadline=None)
@given(MATRICES, st.integers(0, 2**31))
def test_nothing_is_negative_closed_slots_stay_and_sums_are_sums(raw: Floats, seed: int) -> None:
    """Whatever the covariance and however far apart parts and sums are."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(3), 8)
    parts = rng.gamma(1, 5, (4, 24)) * (rng.random((4, 24)) < 0.7)
    parts[:, :8] = 0.0
    sums = A @ parts * np.exp(rng.normal(0, 2, (2, 1)))
    found = Reconciliation(A, error_covariance(raw), pays=True).parts(day, parts, sums)

    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (found[parts == 0] == 0).all()
    np.testing.assert_allclose((A @ found)[1], found.sum(axis=0), atol=1e-9)
    assert (found <= 2 * parts + 1e-9).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31))
def test_the_order_of_the_parts_does_not_matter(seed: int) -> None:
    came, expected = made(84, part_cv=0.2, sum_cv=0.02, seed=seed % 1000)
    order = np.random.default_rng(seed).permutation(4)
    rows = [*order, 4, 5]
    ours = reconciliation(errors(came, expected)[:4], errors(came, expected)[4:], A)
    other = reconciliation(
        errors(came[rows], expected[rows])[:4], errors(came, expected)[4:], A[:, order]
    )
    day = np.arange(84)

    first = ours.parts(day, expected[:4], expected[4:])
    second = other.parts(day, expected[:4][order], expected[4:])

    np.testing.assert_allclose(second, first[order], rtol=1e-6)


def test_more_series_than_days_blow_nothing_up() -> None:
    rng = np.random.default_rng(5)
    wide = error_covariance(rng.normal(0, 0.2, (60, 30)))

    values = np.linalg.eigvalsh(wide)
    assert values[0] > 0
    assert values[-1] < 60 * 0.2**2


def test_a_matrix_of_another_shape_is_refused() -> None:
    came, expected = made(40, 0.1, 0.1)
    with pytest.raises(InputError, match=r"give \(2, 4\)"):
        reconciliation(errors(came, expected)[:4], errors(came, expected)[4:], A[:1])
