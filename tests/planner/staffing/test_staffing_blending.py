"""Blending beside Erlang C, beside a chain solved as linear equations, and by the slot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputError
from planner.staffing.deferred.blending import (
    blended_requirement,
    blended_service_level,
    idle_for_tickets,
    reserve_for_level,
)
from planner.staffing.deferred.joint_levelling import level_jointly
from planner.staffing.live.erlang import service_level


def chain_by_equations(agents: int, load: float, reserve: int) -> tuple[float, float]:
    """Share who wait and tickets in erlangs, of a long but finite queue; unit service rate."""
    least, most = agents - reserve, agents + 3000
    log_weight, weights = 0.0, [0.0]
    for busy in range(least, most):
        log_weight += np.log(load) - np.log(min(busy + 1, agents))
        weights.append(log_weight)
    chance = np.exp(np.array(weights) - max(weights))
    chance /= chance.sum()
    at_work = np.minimum(np.arange(least, most + 1), agents)
    return float(chance[at_work == agents].sum()), float(chance @ at_work - load)


@given(st.integers(1, 40), st.floats(0.05, 0.97), st.floats(0, 1))
def test_states_are_those_of_the_chain(agents: int, occupancy: float, part: float) -> None:
    load, reserve = agents * occupancy, int(part * agents)
    waits, tickets = chain_by_equations(agents, load, reserve)
    found = 1.0 - blended_service_level(agents, load, reserve, 1.0, 0.0)
    assert found == pytest.approx(waits, rel=1e-9, abs=1e-12)
    assert idle_for_tickets(agents, load, reserve) == pytest.approx(tickets, rel=1e-7, abs=1e-9)


def chain_of_calls_and_tickets(
    agents: int, load: float, reserve: int, ticket_length: float
) -> tuple[float, float]:
    """Share who wait and tickets in erlangs; states are calls present and tickets in hand."""
    most = 60
    n_states = (most + 1) * (agents + 1)
    rates = np.zeros((n_states, n_states))

    def number(calls: int, tickets: int) -> int:
        return calls * (agents + 1) + max(tickets, min(agents, agents - reserve - calls))

    for calls in range(most + 1):
        for tickets in range(agents + 1):
            here = calls * (agents + 1) + tickets
            if calls < most:
                rates[here, number(calls + 1, tickets)] += load
            if calls and tickets < agents:
                rates[here, number(calls - 1, tickets)] += min(calls, agents - tickets)
            if tickets:
                rates[here, number(calls, tickets - 1)] += tickets / ticket_length
    flow = (rates - np.diag(rates.sum(axis=1))).T
    flow[-1] = 1.0
    chance = np.linalg.solve(flow, np.eye(n_states)[-1]).reshape(most + 1, agents + 1)
    present, in_hand = np.indices(chance.shape)
    return float(chance[present + in_hand >= agents].sum()), float((chance * in_hand).sum())


@pytest.mark.parametrize("reserve", [0, 1, 3, 6])
def test_tickets_as_long_as_contacts_make_one_chain(reserve: int) -> None:
    waits, tickets = chain_of_calls_and_tickets(6, 2.5, reserve, ticket_length=1.0)
    found = 1.0 - blended_service_level(6, 2.5, reserve, 1.0, 0.0)
    assert found == pytest.approx(waits, rel=1e-9)
    assert idle_for_tickets(6, 2.5, reserve) == pytest.approx(tickets, rel=1e-9, abs=1e-12)


def test_longer_tickets_make_more_contacts_wait_than_the_formula_says() -> None:
    """The limit that the module tells of."""
    waits, _ = chain_of_calls_and_tickets(6, 2.5, 2, ticket_length=4.0)
    assert waits > 1.5 * (1.0 - blended_service_level(6, 2.5, 2, 1.0, 0.0))


@given(st.integers(1, 3000), st.floats(0.001, 0.999), st.floats(0, 3))
def test_all_agents_kept_free_is_erlang_c(agents: int, occupancy: float, within: float) -> None:
    load = agents * occupancy
    found = blended_service_level(agents, load, agents, 1.0, within)
    assert found == pytest.approx(service_level(agents, load, 1.0, within), rel=1e-9, abs=1e-12)
    assert idle_for_tickets(agents, load, agents) == pytest.approx(0, abs=1e-9 * agents)
    assert idle_for_tickets(agents, load, 0) == pytest.approx(agents - load)


@given(st.integers(1, 200), st.floats(0, 1.1), st.floats(0.05, 0.99))
def test_reserve_is_the_least_that_holds_the_level(
    agents: int, occupancy: float, fraction: float
) -> None:
    load = agents * occupancy
    kept = int(reserve_for_level(agents, load, 180.0, 20.0, fraction))
    level = blended_service_level(agents, load, [kept, max(kept - 1, 0)], 180.0, 20.0)
    if kept < agents and load > 0:
        assert level[0] >= fraction - 1e-9
    if kept:
        assert level[1] < fraction


def test_nobody_is_free_beyond_saturation() -> None:
    assert idle_for_tickets([3, 0], [3.0, 1.0], 0).tolist() == [0, 0]
    assert blended_service_level([3, 0], [3.0, 1.0], 0, 180, 20).tolist() == [0, 0]
    assert idle_for_tickets(5, 0.0, [0, 2]).tolist() == [5, 3]
    assert reserve_for_level(5, 0.0, 180, 20, 0.8) == 0
    assert idle_for_tickets(5000, 1e-3, 5000) == pytest.approx(0, abs=1e-9)


def test_idle_time_comes_before_extra_agents() -> None:
    work = [[3600, 0, 1800], [900, 900, 0]]
    release, due = [[0, 1, 2]] * 2, [[2, 3, 3], [1, 2, 3]]
    alone = level_jointly(work, release, due, [1] * 3) / 1800
    blended = blended_requirement(work, release, due, [1] * 3, [4] * 3, [0.5, 0, 9], 1800)
    assert alone.max() == pytest.approx(1.5)
    assert blended.extra.tolist() == [1.25, 1.25, 0]
    assert blended.agents.tolist() == [6, 6, 4]
    idle = blended_requirement(work, release, due, [1] * 3, [4] * 3, [2, 2, 2], 1800)
    assert idle.extra.tolist() == [0, 0, 0]
    assert idle.idle_alone.late_s.sum() == 0


def test_closed_slots_lend_no_idle_time() -> None:
    need = blended_requirement([1800], [0], [3], [1, 0, 1], [2] * 3, [0, 5, 0], 1800)
    assert need.extra.tolist() == [0.5, 0, 0.5]


def test_occupancy_of_extra_agents_counts() -> None:
    need = blended_requirement([3780], [0], [1], [1], [1], [0.0], 180, max_occupancy=0.7)
    assert need.agents.tolist() == [31]


def test_unusable_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="fraction is 1; use"):
        reserve_for_level(5, 1.0, 180, 20, 1.0)
    with pytest.raises(InputError, match="slot_s is 0; use"):
        blended_requirement([1], [0], [1], [1], [1], [0], 0)
