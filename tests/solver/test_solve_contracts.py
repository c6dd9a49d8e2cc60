"""Rosters of two weeks under every kind of contract, through the door of the solver."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from planner.errors import InfeasibleError
from solver import lengths, strategy
from solver.check import violations
from solver.contract import DeferredWork, Floor, Limit, Pair
from solver.goals import total_cost
from solver.greedy import greedy
from solver.prices import Prices
from solver.problem import BreakWindow, Person, Pin, RosterProblem, ShiftOption
from solver.result import Limits, SlotRoster
from solver.rules import pairs
from solver.schedules.large import Roster
from solver.solve import solve

from .conftest import one_a_day, small_option, small_person
from .contract_problems import contract_problem, with_wants

N_DAYS = 14
SKILLS = ("phone", "tickets", "on-call", "training")
LIVE, CALL, TRAINING = frozenset({0, 1}), frozenset({2}), frozenset({3})


def options_of(day: int) -> tuple[ShiftOption, ...]:
    pause = (BreakWindow(24 * day + 11, 24 * day + 12, 1),)
    known = {"is_rest_day": day % 7 > 4, "is_holiday": day == 3}
    return (
        small_option(day, "early", 7, clock_start=7, breaks=pause, skills=LIVE, **known),
        small_option(day, "late", 14, clock_start=14, skills=LIVE, **known),
        small_option(day, "night", 22, clock_start=22, skills=LIVE, is_night=True, **known),
        small_option(day, "call", 8, clock_start=8, skills=CALL, is_on_call=True, paid_minutes=60),
        small_option(day, "course", 9, length=6, clock_start=9, skills=TRAINING),
    )


def employee(i: int) -> Person:
    """Somebody with most of the rules; two of them know on-call, the last is a nightbird."""
    week = Limit("week", "minutes", 960, 2400, 0, 7)
    overtime = Limit("overtime", "minutes", 0, 1920, 7, 14, cents_above=10)
    weekend = Limit("weekends", "weekends", 0, 1, 0, N_DAYS)
    lates = Limit("lates", "shifts", 0, 3, 0, N_DAYS, frozenset({"late"}), cents_above=500)
    return small_person(
        f"p{i}",
        skills=(0, 1, 2, 3) if i < 2 else (i % 2,),
        min_rest_slots=11,
        max_days_in_row=5,
        min_days_off=2,
        limits=(week, overtime, weekend, lates),
        weekends=((5, 6), (12, 13)),
        min_days_in_row=2,
        min_days_off_in_row=2,
        days_off_before=1,
        max_nights_in_row=3,
        rest_after_nights=32,
        max_start_spread=None if i < 2 else 7,
        last_template="night" if i == 3 else None,
        rotation=(frozenset({"night"}), frozenset({"early", "late"})) if i == 4 else (),
        rest_after_on_call=16,
        last_on_call_end=0 if i == 1 else None,
        min_weekly_rest=35,
        past_nights=i % 3,
        past_holidays=i % 2,
    )


def two_weeks(n_people: int) -> RosterProblem:
    required = np.zeros((4, 24 * N_DAYS), dtype=np.int64)
    hours = np.arange(24 * N_DAYS) % 24
    required[0] = np.where((hours >= 8) & (hours < 20), n_people // 3, 0)
    required[1, (hours >= 9) & (hours < 17)] = 1
    required[2, (hours >= 8) & (hours < 16)] = 1
    return RosterProblem(
        skills=SKILLS,
        slot_minutes=60,
        n_slots=24 * N_DAYS,
        n_days=N_DAYS,
        people=tuple(employee(i) for i in range(n_people)),
        options=tuple(o for day in range(N_DAYS) for o in options_of(day)),
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices((9000, 5000, 7000, 0), over=300, unfair_night=900, unfair_holiday=400),
        pins=(Pin(0, 1, "course"),),
        forbidden_after={"late": frozenset({"early", "course"}), "night": frozenset({"early"})},
        floors=(Floor("leader", (0, 1), tuple((hours == 10).astype(int).tolist()), 6000),),
        pairs=(
            Pair(2, 3, together=False),
            Pair(0, 1, together=False, cents=300),
            *([Pair(4, 5, together=True, cents=200)] if n_people > 5 else []),
        ),
        deferred=(DeferredWork(1, 360, 30, 90, 6000), DeferredWork(1, 1200, 100, 300, 2000)),
    )


@pytest.mark.parametrize(("n_people", "small"), [(5, 10_000), (8, 0)], ids=["whole", "in_parts"])
def test_a_roster_of_two_weeks_keeps_every_rule(
    n_people: int, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door itself refuses a roster whose price by model, goals and search differs."""
    monkeypatch.setattr(strategy, "SMALL", small)
    problem = two_weeks(n_people)
    result = solve(problem, Limits(time_s=300, workers=1, deterministic=1, gap=0.02))
    assert not violations(problem, result.roster)
    assert result.objective == sum(line.cents for line in result.costs)
    assert result.bound <= result.objective
    worked = {(c.person, problem.options[c.option].template) for c in result.roster.choices}
    assert (0, "course") in worked
    assert {p for p, template in worked if template == "call"} <= {0, 1}


def test_the_first_roster_keeps_pairs_that_are_rostered_together() -> None:
    """People of a chain of pairs share a batch, so that none of them is left without a roster."""
    people = tuple(replace(employee(3), id=f"p{i}", skills=(0,)) for i in range(7))
    pairs = tuple(Pair(i, i + 1, together=i % 2 == 0) for i in range(6))
    problem = replace(two_weeks(7), people=people, pairs=pairs, pins=(), floors=())
    roster = greedy(problem)
    assert roster.choices
    assert not violations(problem, roster)


def test_more_than_two_weeks_are_rostered_without_tours() -> None:
    days = 21
    required = np.zeros((2, 24 * days), dtype=np.int64)
    required[0, 8::24] = 1
    problem = RosterProblem(
        skills=("phone", "tickets"),
        slot_minutes=60,
        n_slots=24 * days,
        n_days=days,
        people=tuple(small_person(f"p{i}", min_days_off=3, min_rest_slots=11) for i in range(3)),
        options=tuple(
            small_option(day, name, hour) for day in range(days) for name, hour in HOURS.items()
        ),
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices((20_000, 0)),
    )
    assert strategy.pairs(problem) > strategy.SMALL
    result = solve(problem, Limits(time_s=300, workers=1, deterministic=1))
    assert not violations(problem, result.roster)
    assert total_cost(problem, result.roster) == result.objective


HOURS = {f"t{i}": 4 + i // 4 for i in range(16)}


def everything(problem: RosterProblem) -> list[int]:
    """Cost of every roster that keeps the rules; each person's weeks are looked at alone first."""
    weeks = [
        [roster.choices for roster in one_a_day(alone(problem, p), breaks=True)]
        for p in range(len(problem.people))
    ]
    good = [
        [week for week in mine if not violations(alone(problem, p), SlotRoster(week))]
        for p, mine in enumerate(weeks)
    ]
    rosters = [
        SlotRoster(tuple(replace(c, person=p) for p, week in enumerate(both) for c in week))
        for both in product(*good)
    ]
    return [total_cost(problem, r) for r in rosters if not [*pairs.violations(problem, r)]]


def alone(problem: RosterProblem, person: int) -> RosterProblem:
    return replace(problem, people=(problem.people[person],), pairs=(), floors=())


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("wants", [False, True])
def test_no_roster_of_all_costs_less(seed: int, wants: bool) -> None:
    problem = contract_problem(seed)
    if wants:
        problem = with_wants(problem, seed)
    costs = everything(problem)
    if not costs:
        with pytest.raises(InfeasibleError):
            solve(problem, Limits(workers=1, time_s=300))
        return
    result = solve(problem, Limits(workers=1, time_s=300, gap=0.0))
    assert result.objective == min(costs)
    assert result.bound <= result.objective


@pytest.mark.parametrize("many_rows", [64, 100])
@pytest.mark.parametrize("wants", [False, True])
@pytest.mark.parametrize("seed", [9, 13, 15])
def test_bounds_without_the_dearer_half_of_the_goals_stay_true(
    seed: int, wants: bool, many_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prices of slots know nothing of pairs and fairness; by weeks, and by whole schedules."""
    monkeypatch.setattr(strategy, "SMALL", 0)
    monkeypatch.setattr(lengths, "MANY_ROWS", many_rows)
    problem = contract_problem(seed)
    if wants:
        problem = with_wants(problem, seed)
    cheapest = min(everything(problem))
    result = solve(problem, Limits(workers=1, time_s=300, deterministic=0.2))
    assert result.bound <= cheapest <= result.objective


def test_work_is_limited_where_no_better_schedule_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that ask for no schedule count too: else only the clock would end them."""
    steps, begun = Roster.step, list[int]()

    def counted(*asked: Any) -> bool:
        begun.append(1)
        assert len(begun) < 100
        return steps(*asked)

    monkeypatch.setattr(strategy, "SMALL", 0)
    monkeypatch.setattr(lengths, "MANY_ROWS", 100)
    monkeypatch.setattr(Roster, "step", counted)
    solve(contract_problem(9), Limits(workers=1, time_s=300, deterministic=0.2))
    assert begun
