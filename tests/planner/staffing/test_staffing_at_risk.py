"""Certainty against simulated days, and staffing that reaches the certainty asked for."""

from typing import Any

import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray
from scipy.special import ndtr

from planner.errors import InputError
from planner.staffing.live.requirement import required_agents
from planner.staffing.uncertain.at_risk import agents_at_risk, cost_of_certainty
from planner.staffing.uncertain.mixed_normals import chance_of_no_loss
from planner.staffing.uncertain.service_promise import (
    DemandUncertainty,
    certainty_of,
    service_promise,
)

AHT_S, WITHIN_S, SLOT_S, N_SLOTS = 180.0, 20.0, 1800.0, 24
WEEK_LOAD = np.tile(12.0 * (1.2 + np.sin(np.arange(24) / 4.0)), 7)
WEEK: dict[str, Any] = {
    "load": WEEK_LOAD,
    "contacts": WEEK_LOAD * SLOT_S / AHT_S,
    "aht_s": AHT_S,
    "within_s": WITHIN_S,
    "fraction": 0.8,
    "day": np.arange(WEEK_LOAD.size) // 24,
}


@njit(error_model="numpy")
def simulated_levels(
    n_days: int, load: float, agents: int, patience_s: float, day_cv: float, slot_cv: float
) -> NDArray[np.float64]:
    """Service level of each day of a first-come queue, call by call; an hour to warm up."""
    np.random.seed(2024)  # noqa: NPY002 -- the only generator inside compiled code
    levels = np.empty(n_days)
    for day in range(n_days):
        factor = np.random.gamma(1.0 / day_cv**2) * day_cv**2 if day_cv > 0 else 1.0  # noqa: NPY002
        free_at = np.full(agents, -np.inf)
        in_time, offered = 0, 0
        for slot in range(-2, N_SLOTS):
            now = slot * SLOT_S
            busy = factor
            if slot_cv > 0:
                busy *= np.random.gamma(1.0 / slot_cv**2) * slot_cv**2  # noqa: NPY002
            while True:
                now += np.random.exponential(AHT_S / (load * busy))  # noqa: NPY002
                if now >= (slot + 1) * SLOT_S:
                    break
                first = np.argmin(free_at)
                wait = max(0.0, free_at[first] - now)
                stays = patience_s == np.inf or np.random.exponential(patience_s) > wait  # noqa: NPY002
                if stays:
                    free_at[first] = now + wait + np.random.exponential(AHT_S)  # noqa: NPY002
                if slot >= 0:
                    offered += 1
                    in_time += stays and wait <= WITHIN_S
        levels[day] = in_time / offered
    return levels


@pytest.mark.parametrize(
    ("load", "agents", "patience_s", "day_cv", "slot_cv"),
    [
        (11.0, 14, np.inf, 0.0, 0.0),
        (11.0, 15, np.inf, 0.1, 0.0),
        (11.0, 13, 180.0, 0.0, 0.0),
        (11.0, 14, 180.0, 0.1, 0.0),
        (30.0, 33, 180.0, 0.1, 0.05),
        (5.0, 7, 180.0, 0.05, 0.1),
    ],
)
def test_certainty_is_the_share_of_simulated_days_that_meet_the_target(
    load: float, agents: int, patience_s: float, day_cv: float, slot_cv: float
) -> None:
    n_days = 1500
    levels = simulated_levels(n_days, load, agents, patience_s, day_cv, slot_cv)
    promise = service_promise(
        np.full(N_SLOTS, agents),
        np.full(N_SLOTS, load),
        np.full(N_SLOTS, load * SLOT_S / AHT_S),
        AHT_S,
        within_s=WITHIN_S,
        fraction=0.8,
        uncertainty=DemandUncertainty(day_cv=day_cv, slot_cv=slot_cv),
        patience_s=patience_s,
    )
    share = float((levels >= 0.8).mean())
    four_sigma = 4.0 * np.sqrt(0.25 / n_days)
    assert promise.certainty == pytest.approx(share, abs=0.03 + four_sigma)
    assert promise.certainty_by_day.tolist() == [promise.certainty]
    assert promise.mean_service_level == pytest.approx(float(levels.mean()), abs=0.015)


def test_a_mean_at_the_target_is_no_promise_of_most_weeks() -> None:
    agents = required_agents(WEEK_LOAD, AHT_S, within_s=WITHIN_S, fraction=0.8)
    promise = service_promise(agents, **WEEK, uncertainty=DemandUncertainty(day_cv=0.04))
    assert promise.mean_service_level > 0.8
    assert promise.certainty < 0.9
    by_day = np.asarray(promise.certainty_by_day)
    assert (by_day < 0.9).all()
    assert np.ptp(by_day) < 1e-9


@pytest.mark.parametrize("week_cv", [0.0, 0.05])
def test_sum_over_days_agrees_with_drawn_factors(week_cv: float) -> None:
    """The inversion against 200,000 draws from the same mixtures of normals."""
    rng = np.random.default_rng(5)
    mean = rng.normal(1.0, 5.0, (7, 40)) + week_cv
    variance = rng.uniform(0.5, 3.0, (7, 40))
    weight = rng.dirichlet(np.ones(40))
    cases = rng.choice(40, size=(200_000, 7), p=weight)
    days = np.arange(7)
    draws = rng.normal(mean[days, cases], np.sqrt(variance[days, cases])).sum(axis=1)
    found = chance_of_no_loss(mean, variance, weight)
    assert found == pytest.approx(float((draws >= 0).mean()), abs=0.006)


def test_sum_of_plain_normals_is_normal() -> None:
    mean, variance = np.array([[3.0], [-1.0], [0.5]]), np.array([[4.0], [1.0], [2.0]])
    found = chance_of_no_loss(mean, variance, np.ones(1))
    assert found == pytest.approx(float(ndtr(2.5 / np.sqrt(7.0))), abs=1e-9)


@pytest.mark.parametrize("over_horizon", [False, True])
@pytest.mark.parametrize("patience_s", [None, 120.0])
def test_certainty_asked_for_is_reached_and_barely(
    patience_s: float | None, over_horizon: bool
) -> None:
    doubt = DemandUncertainty(day_cv=0.08, slot_cv=0.05)
    given = WEEK | {"uncertainty": doubt, "patience_s": patience_s}
    agents = agents_at_risk(**given, certainty=0.9, over_horizon=over_horizon)
    assert 0.9 <= certainty_of(agents, **given) < 0.92
    assert agents.dtype == np.int64


def test_curve_rises_and_moving_agents_over_the_horizon_is_cheaper() -> None:
    given = WEEK | {"uncertainty": DemandUncertainty(day_cv=0.08), "slot_s": SLOT_S}
    wanted = [0.5, 0.9]
    each, over = (
        cost_of_certainty(**given, certainties=wanted, over_horizon=over) for over in (False, True)
    )
    for curve in (each, over):
        assert (np.diff([point.agent_hours for point in curve]) > 0).all()
        assert (np.diff([point.mean_service_level for point in curve]) > 0).all()
        assert all(point.certainty >= point.wanted for point in curve)
    assert all(b.agent_hours < a.agent_hours for a, b in zip(each, over, strict=True))


def test_min_agents_hold_and_empty_days_promise_nothing() -> None:
    load = np.array([0.0, 0.0, 5.0, 8.0])
    given: dict[str, Any] = WEEK | {"load": load, "contacts": load * 10, "day": [0, 0, 1, 1]}
    doubt = DemandUncertainty(day_cv=0.1)
    agents = agents_at_risk(**given, uncertainty=doubt, certainty=0.8, min_agents=[1, 0, 20, 0])
    assert agents[:3].tolist() == [1, 0, 20]
    by_day = service_promise(agents, **given, uncertainty=doubt).certainty_by_day
    assert by_day.tolist()[0] is None
    idle = given | {"load": np.zeros(4), "contacts": np.zeros(4)}
    assert service_promise([0] * 4, **idle, uncertainty=doubt).certainty == 1.0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("certainty", {"certainty": 1.0}),
        ("fraction", {"fraction": 0.0}),
        ("day", {"day": 0.5}),
        ("patience_s", {"patience_s": -1.0}),
    ],
)
def test_bad_numbers_are_refused_by_name(field: str, wrong: dict[str, float]) -> None:
    good = WEEK | {"uncertainty": DemandUncertainty(), "certainty": 0.9}
    with pytest.raises(InputError, match=field):
        agents_at_risk(**(good | wrong))


def test_uncertainty_is_refused_beyond_its_range() -> None:
    with pytest.raises(InputError, match="slot_cv"):
        DemandUncertainty(slot_cv=1.5)
