"""Chats that lie unevenly: the whole chain solved at once, simulation, search, and bounds."""

import itertools

import numpy as np
import pytest

from planner.errors import InputError
from planner.staffing.chat.chat_requirement import required_chat_agents
from planner.staffing.chat.measures import chat_measures, chat_service_level, throughput_by_level
from tests.benchmarks.small_simulations import simulated_level

FIVE = (5, 5 * 2 * 0.95 / 1008.0, [720.0, 1008.0])


def occupancy_of_everybody(n: int, rate: float, levels: list[float], patience: float) -> float:
    """Share of slots in use by the chain over all that each agent may hold; long waits cut."""
    ends, most = throughput_by_level(np.array(levels)), len(levels)
    everybody = sorted(itertools.combinations_with_replacement(range(most + 1), n))
    states = [(held, 0) for held in everybody] + [((most,) * n, w) for w in range(1, 200)]
    number = {state: i for i, state in enumerate(states)}
    flows = np.zeros((len(states), len(states)))
    for (held, waiting), i in number.items():
        up = (tuple(sorted((held[0] + 1, *held[1:]))), 0)
        if held[0] == most:
            up = (held, waiting + 1)
        if up in number:
            flows[i, number[up]] += rate
        if waiting:
            flows[i, number[held, waiting - 1]] += n * ends[most] + waiting / patience
            continue
        for agent in range(n):
            if held[agent]:
                left = (*held[:agent], held[agent] - 1, *held[agent + 1 :])
                flows[i, number[tuple(sorted(left)), 0]] += ends[held[agent]]
    balance = flows.T - np.diag(flows.sum(axis=1))
    balance[-1] = 1.0
    weight = np.linalg.solve(balance, np.eye(len(states))[-1])
    held_by = np.array([sum(held) for held, _ in states])
    return float(weight @ held_by) / (n * most)


@pytest.mark.parametrize(
    ("agents", "levels"), [(2, [300.0, 600.0]), (3, [720.0, 1008.0]), (4, [300.0, 400.0, 520.0])]
)
@pytest.mark.parametrize("busy", [0.6, 0.95, 1.3])
def test_a_small_team_is_as_the_chain_of_every_agent(
    agents: int, levels: list[float], busy: float
) -> None:
    rate = busy * agents * len(levels) / levels[-1]
    exact = occupancy_of_everybody(agents, rate, levels, 200.0)
    uneven, even = (
        float(chat_measures(agents, rate, levels, patience_s=200, spread=spread).occupancy)
        for spread in ("uneven", "even")
    )
    assert uneven == pytest.approx(exact, abs=1e-6 if agents < 4 else 2e-3)
    assert abs(even - exact) > 2 * abs(uneven - exact)


def test_patient_customers_of_a_small_team_are_served_as_simulated() -> None:
    runs = [
        simulated_level(*FIVE[:2], np.array(FIVE[2]), 600.0, 30.0, 100_000, draw)
        for draw in map(np.random.default_rng, range(8))
    ]
    even, uneven = (
        float(chat_service_level(*FIVE, 30.0, patience_s=600.0, spread=spread))
        for spread in ("even", "uneven")
    )
    assert abs(uneven - np.mean(runs)) < 0.004
    assert even - np.mean(runs) > 0.007


def test_an_uneven_spread_never_serves_better() -> None:
    agents, busy = np.arange(1, 121)[:, np.newaxis], np.array([0.3, 0.8, 1.0, 1.5])
    levels = [300.0, 390.0, 480.0]
    rate = busy * agents * 3 / 480.0
    even, uneven = (
        chat_service_level(agents, rate, levels, 20, patience_s=240, spread=spread)
        for spread in ("even", "uneven")
    )
    assert np.all(uneven <= even + 1e-9)
    assert np.all(uneven > even - 0.03)
    assert np.all((even == uneven)[[0, *range(100, 120)]])
    assert np.all((even - uneven)[3:20, 1:3] > 1e-4)


def test_durations_that_do_not_rise_leave_nothing_to_the_spread() -> None:
    even, uneven = (
        chat_service_level(6, 0.05, [300.0] * 3, 20, patience_s=100, spread=spread)
        for spread in ("even", "uneven")
    )
    assert even == uneven


@pytest.mark.parametrize("levels", [[300.0, 360.0, 450.0], [300.0, 580.0, 600.0], [300.0, 600.0]])
def test_requirement_is_the_fewest_agents_by_plain_search(levels: list[float]) -> None:
    draw = np.random.default_rng(3)
    rates = draw.uniform(0.001, 0.12, 60)
    within = draw.choice([20.0, 60.0], 60)
    found = required_chat_agents(
        rates, levels, patience_s=180, within_s=within, fraction=0.8, spread="uneven"
    )
    every = np.arange(1, 61)[:, np.newaxis]
    level = chat_service_level(every, rates, levels, within, patience_s=180, spread="uneven")
    assert found.tolist() == (1 + np.argmax(level >= 0.8, axis=0)).tolist()


def test_a_spread_that_costs_more_than_a_point_costs_an_agent() -> None:
    rates = np.linspace(0.01, 0.1, 200)
    even, uneven = (
        required_chat_agents(
            rates, [300.0, 600.0], patience_s=180, within_s=20, fraction=0.8, spread=spread
        )
        for spread in ("even", "uneven")
    )
    assert set((uneven - even).tolist()) == {0, 1}


def test_an_unknown_spread_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="spread is 'uneaven'; use even or uneven"):
        chat_measures(5, 0.1, [300, 400], spread="uneaven")
