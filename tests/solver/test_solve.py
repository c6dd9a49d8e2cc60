"""The door of the solver: optimal on small problems, never in breach, stoppable, repeatable."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InfeasibleError, InputError, TimeLimitError
from solver import strategy
from solver.check import check, violations
from solver.goals import total_cost
from solver.greedy import greedy
from solver.prices import Wish
from solver.problem import Pin, RosterProblem
from solver.result import Choice, Limits, Quality, Result, SlotRoster, SolveProgress
from solver.solve import solve

from .conftest import (
    covered_problem,
    one_a_day,
    small_option,
    small_person,
    small_problem,
)

EXACT = Limits(time_s=60, workers=1, gap=0.0)


def optimum(problem: RosterProblem) -> int:
    rosters = one_a_day(problem, breaks=True)
    return min(total_cost(problem, r) for r in rosters if not violations(problem, r))


def team() -> RosterProblem:
    """Nine people of the small week, enough for neighbourhoods to differ from everybody."""
    people = tuple(
        small_person(
            f"p{i}", skills=(i % 2,) if i % 3 else (0, 1), max_nights=i % 3, min_rest_slots=11
        )
        for i in range(9)
    )
    problem = small_problem(people=people)
    return replace(problem, required=problem.required * 3)


def test_brute_force_finds_nothing_cheaper() -> None:
    problem = covered_problem()
    result = solve(problem, EXACT)
    assert result.quality is Quality.OPTIMAL
    assert result.objective == result.bound == optimum(problem)
    assert result.objective == sum(line.cents for line in result.costs)


@pytest.mark.parametrize("small", [0, 800])
@pytest.mark.parametrize("seed", [-1, 2**31, 2**70])
def test_any_whole_number_is_a_seed(seed: int, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Larger and negative ones than CP-SAT or 64 bits take."""
    monkeypatch.setattr(strategy, "SMALL", small)
    limits = Limits(time_s=300, workers=1, deterministic=0.1)
    result = solve(team(), limits, seed=seed)
    assert result.roster == solve(team(), limits, seed=seed).roster


def test_neighbourhoods_reach_the_optimum_that_cp_sat_proves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = team()
    proven = solve(problem, EXACT)
    monkeypatch.setattr(strategy, "SMALL", 0)
    found = solve(problem, Limits(time_s=60, deterministic=2.0, workers=1, gap=0.0))
    assert proven.quality is Quality.OPTIMAL
    assert found.bound <= proven.objective <= found.objective
    assert found.objective <= 1.01 * proven.objective


def test_two_workers_share_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategy, "SMALL", 0)
    problem = team()
    result = solve(problem, Limits(time_s=60, deterministic=1.0, workers=2))
    assert not violations(problem, result.roster)
    assert result.bound <= result.objective <= total_cost(problem, greedy(problem))


@pytest.mark.parametrize("small", [0, 10_000], ids=["neighbourhoods", "whole"])
def test_same_seed_and_work_give_the_same_roster(
    small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strategy, "SMALL", small)
    limits = Limits(time_s=600, deterministic=0.7, workers=1, gap=0.0)
    first, again = (solve(team(), limits, seed=7) for _ in range(2))
    assert first.roster == again.roster
    assert (first.objective, first.bound) == (again.objective, again.bound)


@pytest.mark.parametrize("small", [0, 10_000], ids=["neighbourhoods", "whole"])
def test_cancelling_keeps_the_best(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategy, "SMALL", small)
    seen: list[SolveProgress] = []

    def until_a_roster(progress: SolveProgress) -> bool:
        seen.append(progress)
        return progress.objective is None

    problem = team()
    result = solve(problem, Limits(time_s=60, gap=0.0), progress=until_a_roster)
    assert seen
    assert result.quality in (Quality.CANCELLED, Quality.OPTIMAL)
    assert not violations(problem, result.roster)


def test_cancelling_before_the_first_roster_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.strategy.first_roster", lambda run, hint: None)
    monkeypatch.setattr(strategy, "SMALL", 0)
    with pytest.raises(TimeLimitError, match="stopped after"):
        solve(team(), Limits(time_s=60), progress=lambda progress: False)


def test_no_time_is_no_roster_but_advice() -> None:
    with pytest.raises(TimeLimitError, match=r"9 people had a full roster.*allow 10 s or more"):
        solve(team(), Limits(time_s=0.0))


def test_failure_of_a_callback_reaches_the_caller() -> None:
    def broken(progress: SolveProgress) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        solve(team(), progress=broken)


def test_gap_asked_for_ends_the_run() -> None:
    result = solve(team(), Limits(time_s=600, workers=1, gap=0.9))
    assert result.quality is Quality.OPTIMAL
    assert result.gap <= 0.9


def test_nobody_leaves_all_demand_open() -> None:
    problem = small_problem(people=())
    result = solve(problem, EXACT)
    assert result.roster == SlotRoster(())
    assert result.objective == result.bound == total_cost(problem, SlotRoster(()))


def test_no_demand_needs_no_shifts() -> None:
    problem = small_problem()
    problem = replace(problem, required=np.zeros_like(problem.required))
    assert solve(problem, EXACT).roster == SlotRoster(())


def test_no_shifts_to_work() -> None:
    problem = small_problem(options=())
    assert solve(problem, EXACT).roster == SlotRoster(())


def test_skill_nobody_has_is_uncovered_not_infeasible() -> None:
    problem = small_problem(people=(small_person(skills=(1,)),))
    assert all(choice.skill == 1 for choice in solve(problem, EXACT).roster.choices)


def test_a_hint_that_is_optimal_is_kept() -> None:
    problem = team()
    best = solve(problem, EXACT)
    again = solve(problem, EXACT, hint=best.roster)
    assert again.objective == best.objective


def test_a_hint_in_breach_is_mended() -> None:
    problem = team()
    hint = SlotRoster(
        (
            Choice(0, 5, 0, ()),
            Choice(1, 2, 1, ()),
            Choice(77, 0, 0),
            Choice(2, 99, 0),
            Choice(3, 0, 9),
        )
    )
    assert solve(problem, EXACT, hint=hint).objective == solve(problem, EXACT).objective


def test_absurd_size_is_refused_before_building() -> None:
    people = (small_person(),) * 50_000
    options = tuple(small_option(d, f"t{i}", 6) for d in range(4) for i in range(200))
    with pytest.raises(InputError, match="50000 people, 800 shift options") as caught:
        solve(small_problem(people=people, options=options))
    assert caught.value.problems[0].code == "problem_too_large"


def test_contradictory_pins_name_both() -> None:
    pins = (Pin(0, 1, "mid"), Pin(0, 1, "early"))
    with pytest.raises(InputError, match="pinned to mid and to early on day 1"):
        solve(small_problem(pins=pins))


def test_a_roster_in_breach_is_never_handed_out() -> None:
    problem = small_problem()
    roster = SlotRoster((Choice(0, 2, 0),))
    with pytest.raises(RuntimeError, match="broke a rule"):
        check(problem, roster, total_cost(problem, roster), None)


def test_a_wrong_price_is_never_handed_out() -> None:
    problem = small_problem()
    price = total_cost(problem, SlotRoster(()))
    with pytest.raises(RuntimeError, match="costs"):
        check(problem, SlotRoster(()), price + 1, None)
    with pytest.raises(RuntimeError, match="above objective"):
        check(problem, SlotRoster(()), price, price + 1)


people_strategy = st.builds(
    small_person,
    st.sampled_from(["ana", "ben"]),
    skills=st.sampled_from([(0,), (1,), (0, 1)]),
    min_minutes=st.sampled_from([0, 480, 960]),
    max_minutes=st.sampled_from([960, 1200, 2400]),
    min_rest_slots=st.integers(0, 14),
    max_days_in_row=st.integers(1, 4),
    min_days_off=st.integers(0, 2),
    max_nights=st.integers(0, 2),
    unavailable=st.sampled_from([(), ((0, 20),), ((30, 60),)]),
    last_end=st.sampled_from([None, -8, 0, 4]),
    days_before=st.integers(0, 3),
)


@st.composite
def problems(draw: st.DrawFn) -> RosterProblem:
    people = tuple(draw(st.lists(people_strategy, min_size=1, max_size=2)))
    levels = draw(st.lists(st.integers(0, 3), min_size=16, max_size=16))
    required = np.repeat(np.array(levels, dtype=np.int64).reshape(2, 8), 12, axis=1)
    wishes = draw(
        st.lists(
            st.builds(Wish, st.just(0), st.integers(0, 8), st.integers(-3000, 3000)), max_size=3
        )
    )
    numbered = tuple(replace(p, id=f"{p.id}{i}") for i, p in enumerate(people))
    return small_problem(people=numbered, required=required, wishes=tuple(wishes))


def single_optimum(problem: RosterProblem) -> int | None:
    """Cheapest roster of one person by brute force, None where there is none."""
    costs = [total_cost(problem, r) for r in one_a_day(problem) if not violations(problem, r)]
    return min(costs, default=None)


def attempt(problem: RosterProblem) -> Result | None:
    try:
        return solve(problem, EXACT)
    except InfeasibleError:
        return None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=problems())
def test_any_roster_keeps_the_rules_and_beats_greedy(problem: RosterProblem) -> None:
    result = attempt(problem)
    if len(problem.people) == 1:
        cheapest = single_optimum(problem)
        assert (result.objective if result else None) == cheapest
    if result is not None:
        assert not violations(problem, result.roster)
        assert result.bound <= result.objective <= total_cost(problem, greedy(problem))


def test_a_gap_below_zero_cost_is_no_proof() -> None:
    result = Result(SlotRoster(()), Quality.TIME_LIMIT, -100, -5000, (), 1.0)
    assert result.gap == 49.0
