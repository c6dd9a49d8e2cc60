"""The regression of day totals, its drift, and how far the parts of a level may stray."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from forecasting.base import Floats
from forecasting.design import Design
from forecasting.drift import DriftPrior, Knots, learned_drift
from forecasting.fading_walk import walk_fades
from forecasting.level_breaks import level_breaks
from forecasting.regression import Normal, Precision, Totals, evidence, regress
from forecasting.wander import Wander, learn_wander
from tests.forecasting.histories import holiday_days

DAYS = np.arange(12_000, 12_400)
AGE = np.arange(400)[::-1]


def totals_of(x: Floats, y: Floats, exposure: Floats | None = None) -> Totals:
    knots = Knots.over(len(y) - 1).between(np.arange(len(y), dtype=float))
    ones = np.ones(len(y))
    return Totals(x, knots, y, ones if exposure is None else exposure, ones)


def still(n: int, sd: Floats) -> Normal:
    """A prior under which nothing drifts."""
    knots = Knots.over(n - 1)
    quiet = DriftPrior(walk_sd=1e-6, swing_sd=1e-6)
    return Normal(np.zeros(len(sd)), sd, Precision.of(knots.prior_covariance(quiet)))


def test_regression_finds_the_coefficients_behind_even_totals() -> None:
    rng = np.random.default_rng(2)
    x = np.column_stack([np.ones(200), rng.normal(size=(200, 3))])
    exposure = rng.uniform(0.5, 1, 200)
    true = np.array([6.0, 0.3, -0.2, 0.0])
    totals = totals_of(x, exposure * np.exp(x @ true), exposure)

    fit = regress(totals, still(200, np.full(4, 10.0)))

    found = [fit.unknowns[0] + totals.base(), *fit.unknowns[1:4]]
    assert found == pytest.approx(true, abs=2e-3)


def test_a_few_wild_days_bend_no_weekday() -> None:
    """One Monday in five is half as busy again, which by least squares makes Mondays 10 % up."""
    day = np.arange(350)
    x = np.column_stack([np.ones(350), (day % 7 == 0).astype(float)])
    usual = 1000 * np.random.default_rng(6).normal(1, 0.05, 350)
    y = usual * np.where(day % 35 == 0, 1.5, 1.0)

    fit = regress(totals_of(x, y), still(350, np.array([10.0, 0.7])))

    assert abs(fit.unknowns[1]) < 0.03


def test_the_mean_of_skewed_days_is_that_of_what_came() -> None:
    x = np.ones((350, 1))
    totals = totals_of(x, 100 * np.random.default_rng(7).gamma(4, 0.25, 350))

    fit = regress(totals, still(350, np.array([10.0])))

    assert np.exp(totals.predictor(fit.unknowns)).sum() == pytest.approx(totals.y.sum(), rel=0.01)


def test_a_column_of_next_to_no_room_keeps_out() -> None:
    x = np.column_stack([np.ones(50), np.arange(50) / 50])

    fit = regress(totals_of(x, np.exp(5 + x[:, 1])), still(50, np.array([10.0, 1e-6])))

    assert abs(fit.unknowns[1]) < 1e-6


def test_the_evidence_is_that_of_a_normal_distribution() -> None:
    """Twin: the density of the working responses with the unknowns integrated out."""
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(30), rng.normal(size=30)])
    totals, w, z = totals_of(x, np.ones(30)), rng.uniform(50, 90, 30), rng.normal(size=30)
    knots = Knots.over(29)
    found = []
    for walk_sd in (0.01, 0.1):
        covariance = knots.prior_covariance(DriftPrior(walk_sd=walk_sd))
        prior = Normal(np.array([0.0, 0.1]), np.array([1.0, 0.3]), Precision.of(covariance))
        weights = np.stack([totals.knots.values(e) for e in np.eye(len(knots))], axis=1)
        marginal = x @ np.diag(prior.sd**2) @ x.T + weights @ covariance @ weights.T
        exact = multivariate_normal(x @ prior.mean, marginal + np.diag(1 / w)).logpdf(z)
        found.append((evidence(totals.gram(w), totals.project(w * z), prior), exact))

    (one, exact_one), (two, exact_two) = found
    assert one - two == pytest.approx(exact_one - exact_two, abs=1e-6)


def test_weights_of_knots_draw_straight_lines() -> None:
    knots = Knots.over(399)
    at = np.array([0.0, 1.5, 200.25, 398.0, 399.0])

    assert knots.between(at).values(3 * knots.times + 1) == pytest.approx(3 * at + 1)


def test_cross_products_of_knots_are_those_of_the_matrix() -> None:
    rng = np.random.default_rng(4)
    knots = Knots.over(399)
    between = knots.between(np.sort(rng.uniform(0, 399, 50)))
    matrix = np.stack([between.values(e) for e in np.eye(len(knots))], axis=1)
    w, x = rng.uniform(1, 2, 50), rng.normal(size=(50, 3))

    assert between.gram(w) == pytest.approx(matrix.T @ np.diag(w) @ matrix)
    assert between.sums(w) == pytest.approx(matrix.T @ w)
    assert between.sums(x) == pytest.approx(matrix.T @ x)


def test_a_swing_fades_and_the_doubt_grows_with_the_lead() -> None:
    prior = DriftPrior(walk_sd=0.01, swing_sd=0.1, swing_days=14)
    knots = Knots.over(100)
    values = np.where(knots.times > 95, 0.2, 0.0)

    drift = learned_drift(knots, prior, values, 1e-4 * np.eye(len(knots)))
    ahead = drift.mean(np.array([100.0, 107.0, 128.0, 190.0]))
    doubt = drift.variance_ahead(np.array([101.0, 107.0, 128.0, 190.0]))

    assert (np.diff(ahead) < 0).all()
    assert ahead[-1] < 0.1
    assert (np.diff(doubt) > 0).all()
    assert doubt[-1] == pytest.approx(0.1**2 + 0.01**2 * 190 / 7, rel=0.3)


@pytest.mark.parametrize(("walk_sd", "more"), [(0.0, False), (0.06, True)])
def test_a_walk_is_learned_where_there_is_one(walk_sd: float, more: bool) -> None:
    rng = np.random.default_rng(5)
    level = np.cumsum(rng.normal(size=400) * walk_sd / np.sqrt(7))
    y = rng.poisson(2000 * np.exp(level)).astype(float)
    design = Design(399, np.ones(7, bool))
    totals = totals_of(design.columns(DAYS, holiday_days({})), y)
    knots = Knots.over(399)
    fit = regress(totals, Wander().prior(design, knots))

    learned = learn_wander(totals, AGE, design, knots, fit).drift.walk_sd

    assert (learned > 0.02) == more


def test_what_comes_back_is_no_walk() -> None:
    rng = np.random.default_rng(11)
    design = Design(399, np.ones(7, bool))
    columns = design.columns(DAYS, holiday_days({}))
    swing = 0.1 * np.sin(2 * np.pi * np.arange(400) / 40)
    walk = np.cumsum(rng.normal(size=400) * 0.06 / np.sqrt(7))

    def fades(level: Floats, n_days: int) -> bool:
        last = slice(400 - n_days, 400)
        y = rng.poisson(2000 * np.exp(level)).astype(float)[last]
        totals = totals_of(columns[last], y)
        walking, still = (
            Wander(DriftPrior(sd)).prior(design, Knots.over(n_days - 1)) for sd in (0.03, 5e-4)
        )
        return walk_fades(totals, AGE[last], regress(totals, walking), walking, still)

    assert fades(swing, 400)
    assert not fades(walk, 400)
    assert not fades(swing, 80)


def test_pay_days_are_learned_where_there_are_some() -> None:
    rng = np.random.default_rng(6)
    design = Design(399, np.ones(7, bool))
    columns = design.columns(DAYS, holiday_days({}))
    knots = Knots.over(399)
    factors = []
    for height in (0.0, 0.15):
        y = rng.poisson(3000 * np.exp(height * columns[:, design.blocks()["month"]][:, 1]))
        totals = totals_of(columns, y.astype(float))
        fit = regress(totals, Wander().prior(design, knots))
        factors.append(learn_wander(totals, AGE, design, knots, fit).month)

    assert factors[0] < 0.5 < factors[1]


@pytest.mark.parametrize(
    ("factor", "days_of_change", "n_found"), [(1.0, 1, 0), (1.6, 1, 1), (0.12, 1, 1), (1.6, 60, 0)]
)
def test_only_what_breaks_from_one_day_to_the_next_is_a_break(
    factor: float, days_of_change: int, n_found: int
) -> None:
    rng = np.random.default_rng(7)
    ramp = np.clip((np.arange(400) - 250) / days_of_change, 0, 1)
    log_ratio = np.log(factor) * ramp + rng.normal(0, 0.05, 400)

    found = level_breaks(DAYS, log_ratio, np.full(400, 0.05))

    assert len(found) == n_found
    assert all(abs(day - DAYS[250]) <= 1 for day in found)


def test_what_a_storm_leaves_behind_fades_and_is_no_break() -> None:
    rng = np.random.default_rng(8)
    surge = np.where(np.arange(400) < 380, 0.0, 2.5 * 0.5 ** ((np.arange(400) - 380) / 7))
    lasting = np.where(np.arange(400) < 380, 0.0, 1.0)
    noise = rng.normal(0, 0.1, 400)

    assert not level_breaks(DAYS, surge + noise, np.full(400, 0.1))
    assert level_breaks(DAYS, lasting + noise, np.full(400, 0.1)) == (DAYS[380],)


def test_variants_change_one_number_each() -> None:
    wander = replace(Wander(), month=0.5)

    changed = [(v.numbers() != wander.numbers()).sum() for v in wander.variants(2.0)]

    assert changed == [1] * 10
