"""Work that can wait, placed: in time where somebody is there, asked for where nobody is."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import strategy
from solver.arrays import arrays
from solver.check import violations
from solver.contract import DeferredWork
from solver.coverage import present
from solver.dual import Dual, piece
from solver.goals import total_cost
from solver.goals.deferred import cost_at, n_flows
from solver.placing import placed, standing_in
from solver.problem import RosterProblem
from solver.result import Limits, SlotRoster
from solver.solve import solve

from .conftest import covered_problem, one_a_day, small_problem

N_SLOTS = 12
TICKETS = 1


def waiting(
    *works: DeferredWork, closed: frozenset[tuple[int, int]] = frozenset()
) -> RosterProblem:
    """Twelve hours without options, of which one agent is required throughout."""
    required = np.array([[1] * N_SLOTS, [0] * N_SLOTS], dtype=np.int64)
    return small_problem(
        n_slots=N_SLOTS,
        n_days=1,
        options=(),
        required=required,
        carried_in=np.zeros_like(required),
        deferred=works,
        closed=closed,
    )


works = st.builds(
    lambda minutes, release, length: DeferredWork(0, minutes, release, release + length, 600),
    minutes=st.integers(0, 200),
    release=st.integers(0, 6),
    length=st.integers(1, 6),
)


@settings(max_examples=150, deadline=None)
@given(
    people=st.lists(st.integers(0, 5), min_size=N_SLOTS, max_size=N_SLOTS),
    asked=st.lists(works, max_size=8),
    closed=st.sets(st.integers(0, N_SLOTS - 1)),
)
def test_nobody_is_short_of_where_all_the_work_is_done(
    people: list[int], asked: list[DeferredWork], closed: set[int]
) -> None:
    problem = waiting(*asked, closed=frozenset((0, t) for t in closed))
    at_work = np.array([people, [0] * N_SLOTS], dtype=np.int64)
    extra = placed(problem, at_work) - problem.required
    lacking = (extra > np.maximum(at_work - problem.required, 0)).any()
    possible = all(
        any(t not in closed for t in range(w.release, w.due)) for w in asked if w.minutes
    )
    if possible:
        assert lacking == (cost_at(problem, at_work) > 0)
    in_window = {t for w in asked if w.minutes for t in range(w.release, w.due)} - closed
    assert set(np.flatnonzero(extra[0]).tolist()) <= in_window


def test_work_that_nobody_does_is_asked_for_level_and_in_whole_agents() -> None:
    spread = waiting(*(DeferredWork(0, 20, t, t + 6, 600) for t in range(6)))
    extra = standing_in(spread).required[0] - 1
    assert extra.sum() == 2  # of 120 minutes
    heavy = waiting(DeferredWork(0, 600, 0, 5, 600))
    assert (standing_in(heavy).required[0] - 1).tolist() == [2] * 5 + [0] * 7


def test_closed_slots_hold_no_work() -> None:
    closed = frozenset((0, t) for t in range(4))
    problem = waiting(DeferredWork(0, 120, 0, 6, 600), closed=closed)
    busy = np.array([[3] * 4 + [1] * 8, [0] * N_SLOTS], dtype=np.int64)
    assert cost_at(problem, busy) == 120 * 10
    assert (placed(problem, busy)[0] - 1).tolist() == [0] * 4 + [1] * 2 + [0] * 6


def with_tickets() -> RosterProblem:
    """The covered problem whose tickets wait instead of asking for agents hour by hour."""
    base = covered_problem()
    required = base.required.copy()
    required[TICKETS] = 0
    cuts = (20, 26, 32, 38, 44)
    deferred = tuple(DeferredWork(TICKETS, 150, a, b, 6000) for a, b in pairwise(cuts))
    return replace(
        base,
        required=required,
        deferred=(*deferred, DeferredWork(TICKETS, 200, 0, 40, 6000)),
        closed=frozenset({(TICKETS, 30), (TICKETS, 31)}),
        prices=replace(base.prices, unfair_night=0, unfair_rest_day=0),
    )


def cheapest(problem: RosterProblem) -> int:
    legal = (r for r in one_a_day(problem, breaks=True) if not violations(problem, r))
    return min(total_cost(problem, roster) for roster in legal)


def test_prices_prove_no_more_than_the_cheapest_roster_that_does_the_work() -> None:
    problem = with_tickets()
    dual = Dual(problem, (piece(arrays(standing_in(problem)), problem),))
    for i in range(500):
        dual.step(i / 500)
    assert dual.bound is not None
    least = cheapest(problem)
    assert 0.8 * least <= dual.bound <= least


@pytest.mark.parametrize("most_flows", [4000, 0], ids=["whole", "placed"])
def test_the_cheapest_roster_is_found_both_ways(
    most_flows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strategy, "MOST_FLOWS", most_flows)
    problem = with_tickets()
    result = solve(problem, Limits(time_s=300, workers=1, deterministic=2, gap=0.0), seed=1)
    assert result.objective == cheapest(problem)
    assert result.bound <= result.objective


def test_whole_schedules_do_work_that_waits() -> None:
    """Contracts of stretches are rostered around work that is placed again and again."""
    base = with_tickets()
    people = tuple(replace(p, min_days_off_in_row=2) for p in base.people)
    problem = replace(base, people=people)
    strategy_limit = Limits(time_s=300, workers=1, deterministic=2, gap=0.0)
    found = solve(replace(problem), strategy_limit, seed=1)
    assert not violations(problem, found.roster)
    nobody = total_cost(problem, SlotRoster(()))
    assert found.objective < nobody
    done = placed(problem, present(problem, found.roster))
    assert (done >= problem.required).all()


def test_ways_for_work_to_flow_are_counted_by_spans() -> None:
    assert n_flows(waiting(DeferredWork(0, 5, 0, 4, 1), DeferredWork(0, 5, 2, 6, 1))) == 4
