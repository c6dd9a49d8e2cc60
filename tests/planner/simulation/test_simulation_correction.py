"""Correction: raised where short, lowered where clearly above, judged by weeks it never saw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.arrays import FloatArray, IntArray
from planner.errors import InputError
from planner.simulation.correction import (
    Accept,
    gain_of_agent,
    next_requirement,
    raised_over_periods,
)
from planner.simulation.intervals import Estimate, share_estimate
from planner.simulation.tuning import VERIFICATION, staff_by_simulation
from planner.staffing import required_agents, service_level

LOAD = np.array([0.5, 3.0, 8.0, 20.0, 45.0])
AHT_S, WITHIN_S = 300.0, 30.0


def level_of(agents: IntArray) -> FloatArray:
    return service_level(agents, LOAD, AHT_S, WITHIN_S)


def gain(agents: IntArray) -> FloatArray:
    return gain_of_agent(agents, LOAD, AHT_S, WITHIN_S)


def simulated(agents: IntArray, seed: int, weeks: int = 400) -> Estimate:
    """Weeks whose truth is Erlang C, with the noise of a day for each."""
    rng = np.random.default_rng(seed)
    whole = rng.poisson(LOAD * 12, (weeks, LOAD.size))
    truth = level_of(agents)
    level = np.clip(truth + 0.2 * rng.standard_normal((weeks, 1)) * truth * (1 - truth), 0, 1)
    return share_estimate(rng.binomial(whole, level).astype(float), whole.astype(float))


def exactly(level: FloatArray, half_width: float = 0.0) -> Estimate:
    mean = np.ma.masked_array(level, False)
    return Estimate(mean, mean - half_width, mean + half_width)


@given(
    level=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6),
    half_width=st.floats(0.0, 0.3),
    fraction=st.floats(0.05, 0.95),
    slope=st.none() | st.floats(0.001, 0.5),
    agents=st.integers(0, 500),
)
def test_slots_rise_exactly_where_the_lower_end_misses(
    level: list[float], half_width: float, fraction: float, slope: float | None, agents: int
) -> None:
    measured = exactly(np.array(level), half_width)
    required = np.full(len(level), agents)
    step = next_requirement(required, measured, fraction, gain=slope, least=1) - required
    misses = np.array(level) - half_width < fraction
    assert np.all((step > 0) == misses)
    assert np.all(step >= -1)
    assert np.all(step <= max(1, np.ceil(0.15 * agents)))
    assert np.all(required + step >= min(agents, 1))
    assert slope is not None or np.all(step >= 0)


def test_slots_without_contacts_stay_as_they_are() -> None:
    level = np.ma.masked_array([0.0, 0.5], [True, False])
    found = next_requirement(np.array([3, 3]), Estimate(level, level, level), 0.8)
    assert found.tolist() == [3, 4]


def test_lowering_can_be_forbidden_and_stops_at_the_least() -> None:
    required = np.array([9, 9])
    measured = exactly(np.array([0.99, 0.99]))
    assert next_requirement(required, measured, 0.8, gain=0.05).tolist() == [8, 8]
    assert next_requirement(required, measured, 0.8, gain=0.05, least=[9, 8]).tolist() == [9, 8]
    assert next_requirement(required, measured, 0.8, gain=0.05, may_lower=False).tolist() == [9, 9]


def test_shapes_must_agree() -> None:
    with pytest.raises(InputError, match=r"measured has shape \(2,\); give \(3,\)"):
        next_requirement(np.array([1, 2, 3]), exactly(np.array([0.5, 0.6])), 0.8)


@pytest.mark.parametrize("offset", [-3, 0, 4])
def test_correction_finds_the_formula_when_the_formula_is_true(offset: int) -> None:
    needed = required_agents(LOAD, AHT_S, within_s=WITHIN_S, fraction=0.8)
    start = np.maximum(needed + offset, 1)
    found = staff_by_simulation(start, simulated, 0.8, gain=gain, seed=3, rounds=20)
    assert found.holds
    assert np.all(level_of(found.agents) >= 0.795)
    assert np.all(found.agents <= needed + 1)


def test_rounds_meet_new_weeks_and_so_does_the_verification() -> None:
    seeds: list[int] = []

    def short(agents: IntArray, seed: int) -> Estimate:
        seeds.append(seed)
        return exactly(np.full(agents.shape, 0.5))

    found = staff_by_simulation(np.array([5]), short, 0.8, seed=40, rounds=4)
    assert seeds == [41, 42, 43, 44, 44 + VERIFICATION]
    assert (found.agents.tolist(), found.rounds, found.holds) == ([9], 4, False)


def test_plan_tuned_on_the_weeks_that_judge_it_flatters_itself() -> None:
    """The reason for new weeks: keep the best of 200 equal plans, and its own weeks praise it."""
    agents = required_agents(LOAD, AHT_S, within_s=WITHIN_S, fraction=0.8)
    truth = level_of(agents)
    own = np.array([simulated(agents, seed, weeks=20).mean for seed in range(200)]).max(axis=0)
    fresh = simulated(agents, 10_000).mean
    assert np.all(own > truth + 0.02)
    assert np.abs(fresh - truth).max() < 0.01


def test_plan_that_fails_its_verification_is_raised_and_verified_anew() -> None:
    seeds: list[int] = []

    def praised(agents: IntArray, seed: int) -> Estimate:
        seeds.append(seed)
        flattered = seed < VERIFICATION or int(agents[0]) > 5
        return exactly(np.array([0.85 if flattered else 0.75]))

    found = staff_by_simulation(np.array([5]), praised, 0.8)
    assert (found.agents.tolist(), found.holds) == ([6], True)
    assert seeds == [1, 1 + VERIFICATION, 2, 2 + VERIFICATION]


@pytest.mark.parametrize(
    ("accept", "agents", "holds"), [("low", [7], False), ("mean", [5], True), ("high", [5], True)]
)
def test_what_is_accepted_decides_rounds_and_verification(
    accept: Accept, agents: list[int], holds: bool
) -> None:
    def wide(_: IntArray, seed: int) -> Estimate:
        return exactly(np.array([0.81 if seed < VERIFICATION else 0.79]), 0.05)

    found = staff_by_simulation(np.array([5]), wide, 0.8, accept=accept, rounds=2)
    assert (found.agents.tolist(), found.holds) == (agents, holds)


def test_rounds_of_a_settled_slot_are_averaged() -> None:
    """One slot goes on changing; the other is right on average, and only so."""

    def noisy(agents: IntArray, seed: int) -> Estimate:
        return exactly(np.array([0.5, 0.82 if seed % 2 else 0.79]))

    found = staff_by_simulation(np.array([5, 5]), noisy, 0.8, accept="mean", rounds=6)
    assert found.agents.tolist() == [11, 5]


def test_correction_needs_a_round() -> None:
    with pytest.raises(InputError, match="rounds is 0; use at least 1"):
        staff_by_simulation(np.array([5]), simulated, 0.8, rounds=0)


def test_correction_can_be_stopped_and_still_tells_the_truth() -> None:
    found = staff_by_simulation(
        np.full(5, 1), simulated, 0.8, gain=gain, progress=lambda done, _: done < 2
    )
    assert found.rounds == 2
    assert not found.holds
    assert np.allclose(found.verified.mean, level_of(found.agents), atol=0.05)


def test_gain_has_a_floor_where_the_formula_sees_none() -> None:
    overload, ample = gain_of_agent([100, 400], 200.0, AHT_S, WITHIN_S)
    assert overload == pytest.approx(0.01)
    assert ample == pytest.approx(0.005)
    near = gain_of_agent(14, 10.0, 180.0, 20.0)
    assert float(near) == pytest.approx(
        float(service_level(15, 10.0, 180, 20) - service_level(14, 10.0, 180, 20))
    )


def test_period_is_raised_where_most_contacts_gain() -> None:
    required, contacts = np.array([10, 10, 10, 10]), np.array([100.0, 400.0, 100.0, 0.0])
    level = exactly(np.array([0.75, 0.85]), 0.01)
    found = raised_over_periods(
        required,
        level,
        0.8,
        period=np.array([0, 0, 1, -1]),
        contacts=contacts,
        gain=np.full(4, 0.05),
    )
    assert found.tolist() == [10, 12, 10, 10]  # 25 contacts short: 20, then 10


def test_period_that_is_only_unproven_gets_one_agent() -> None:
    found = raised_over_periods(
        np.array([10, 10]),
        exactly(np.array([0.81]), 0.02),
        0.8,
        period=np.zeros(2, np.int64),
        contacts=np.array([100.0, 300.0]),
        gain=np.full(2, 0.05),
    )
    assert found.tolist() == [10, 11]
