"""Rosters of whole schedules keep every rule, and their bound lies below what CP-SAT finds."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.errors import InfeasibleError
from solver.assemble import FullModel
from solver.check import violations
from solver.contract import Limit
from solver.cpsat import cp_solver
from solver.goals import total_cost
from solver.greedy import first_roster
from solver.lengths import is_long
from solver.prices import Prices, Wish
from solver.problem import NO_LIMIT, Person, Pin, RosterProblem, ShiftOption
from solver.result import Choice, Limits, SlotRoster
from solver.run import PartRun, Run
from solver.schedules.rolling import Roll
from solver.schedules.search import Schedules, most_minutes
from solver.solve import solve

TEMPLATES = ("early", "late", "long")
MINUTES = {"early": 480, "late": 480, "long": 720}


def ward(n_people: int, n_days: int, seed: int = 0) -> RosterProblem:
    """A ward with one slot for each shift of a day, and contracts like those of nurses."""
    rng = np.random.default_rng(seed)
    n = len(TEMPLATES)
    options = tuple(
        ShiftOption(t, "w", d, d * n + k, d * n + k + 1, MINUTES[t])
        for d in range(n_days)
        for k, t in enumerate(TEMPLATES)
    )
    weekends = tuple((d, d + 1) for d in range(5, n_days - 1, 7))
    people = tuple(_nurse(i, n_days, weekends, rng) for i in range(n_people))
    need = rng.poisson(n_people * np.array([0.25, 0.2, 0.12]), (n_days, n)).reshape(1, -1)
    wishes = tuple(
        Wish(p, int(rng.integers(len(options))), int(rng.integers(-3, 4)))
        for p in range(n_people)
        for _ in range(4)
    )
    return RosterProblem(
        skills=("care",),
        slot_minutes=60,
        n_slots=n_days * n,
        n_days=n_days,
        people=people,
        options=options,
        required=need.astype(np.int64),
        carried_in=np.zeros((1, n_days * n), dtype=np.int64),
        prices=Prices(short=(100,), over=1),
        wishes=wishes,
        forbidden_after={"late": frozenset(["early"]), "long": frozenset(["early", "late"])},
    )


def _nurse(i: int, n_days: int, weekends: Any, rng: np.random.Generator) -> Person:
    weeks = n_days / 7
    off = int(rng.integers(n_days)) * len(TEMPLATES)
    return Person(
        id=f"nurse {i}",
        site="w",
        skills=(0,),
        min_minutes=int(1500 * weeks),
        max_minutes=int(2300 * weeks),
        min_rest_slots=0,
        max_days_in_row=5,
        min_days_off=0,
        max_nights=NO_LIMIT,
        nights_only=False,
        cents_per_hour=0,
        unavailable=((off, off + len(TEMPLATES)),),
        limits=(
            Limit("weekends", "weekends", 0, max(len(weekends) // 2, 1), 0, n_days),
            Limit("shift_counts", "shifts", 0, 2 + i % 3, 0, n_days, frozenset(["long"])),
        ),
        weekends=weekends,
        min_days_in_row=2,
        min_days_off_in_row=2,
    )


def test_bound_lies_below_the_optimum_and_the_roster_close_above() -> None:
    problem = ward(5, 14)
    model, solver = FullModel(problem), cp_solver()
    solver.parameters.max_deterministic_time = 1.0
    solver.solve(model.cp)
    run = Run(problem, Limits(workers=1, deterministic=1.0, gap=0.0), 1)
    Schedules(run).search()
    assert run.best is not None
    assert run.objective is not None
    assert run.bound is not None
    assert not violations(problem, run.best)
    assert total_cost(problem, run.best) == run.objective
    assert run.bound <= solver.objective_value
    assert run.objective >= solver.best_objective_bound
    assert run.objective <= 1.1 * solver.objective_value


@pytest.mark.parametrize("shuffled", [False, True])
def test_limits_outside_the_graph_are_kept_and_the_bound_stays_true(
    shuffled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.schedules.crew.MOST_KINDS", 0)
    problem = ward(6, 14, seed=3 + shuffled)
    run = Run(problem, Limits(workers=1, deterministic=1.0, gap=0.0), 2)
    Schedules(run).search()
    assert run.best is not None
    assert run.objective is not None
    assert run.bound is not None
    assert not violations(problem, run.best)
    inside = Run(problem, Limits(workers=1, deterministic=1.0, gap=0.0), 2)
    monkeypatch.setattr("solver.schedules.crew.MOST_KINDS", 100)
    Schedules(inside).search()
    assert inside.objective is not None
    assert run.bound <= inside.objective


def test_equal_arguments_give_equal_rosters() -> None:
    problem = ward(6, 21, seed=5)
    limits = Limits(workers=1, deterministic=1.0, gap=0.0)
    rosters = []
    for _ in range(2):
        run = Run(problem, limits, 4)
        Schedules(run).search()
        rosters.append(run.best)
    assert rosters[0] is not None
    assert rosters[0] == rosters[1]


def test_long_roster_of_parts_keeps_the_limits_of_the_whole() -> None:
    problem = ward(6, 112)
    assert is_long(problem)
    limits = Limits(time_s=300.0, workers=1, deterministic=2.0, gap=0.0)
    result = solve(problem, limits, seed=3)
    assert not violations(problem, result.roster)
    assert result.bound is not None
    assert result.bound <= result.objective


def test_who_has_no_schedule_of_many_days_is_told() -> None:
    problem = ward(6, 112)
    owing = replace(problem.people[2], min_minutes=100_000, max_minutes=100_000)
    problem = replace(problem, people=(*problem.people[:2], owing, *problem.people[3:]))
    limits = Limits(time_s=300.0, workers=1, deterministic=2.0)
    with pytest.raises(InfeasibleError, match="nurse 2"):
        solve(problem, limits, seed=3)


def test_parts_share_out_what_is_left_of_a_limit() -> None:
    problem = ward(2, 112)
    roll = Roll(problem, 28)
    assert roll.windows == [(0, 28), (28, 56), (56, 112)]
    last = roll.part(roll.windows[-1]).problem.people[0]
    assert last.min_minutes == problem.people[0].min_minutes
    first = roll.part(roll.windows[0]).problem
    assert first.n_days == 28
    assert first.people[0].max_minutes < problem.people[0].max_minutes / 3
    assert first.required.tolist() == problem.required[:, : first.n_slots].tolist()


def test_a_part_looks_ahead_and_is_taken_without_what_it_saw() -> None:
    problem = ward(2, 112)
    roll = Roll(problem, 28, ahead=7)
    part = roll.part(roll.windows[0])
    assert (part.problem.n_days, part.days) == (35, (0, 28))
    seen = [o for o, option in enumerate(part.problem.options) if option.template == "early"]
    roll.take(part, SlotRoster(tuple(Choice(0, o, 0, ()) for o in seen)))
    assert {problem.options[choice.option].day for choice in roll.choices} == set(range(28))
    assert roll.part(roll.windows[1]).problem.people[0].days_before == 28
    assert roll.part(roll.windows[-1]).problem.n_days == 56


def test_no_part_allows_more_than_the_whole() -> None:
    """A part lets people run ahead by a shift, but not where no shift is allowed."""
    problem = ward(1, 112)
    none = Limit("shift_counts", "shifts", 0, 0, 0, 112, frozenset({"late"}))
    person = replace(problem.people[0], limits=(none,))
    roll = Roll(replace(problem, people=(person,)), 28)
    first = roll.part(roll.windows[0]).problem.people[0]
    assert [limit.most for limit in first.limits] == [0]


def test_a_pin_is_worked_and_a_pinned_day_off_kept() -> None:
    problem = ward(6, 21, seed=8)
    pinned = replace(problem, pins=(Pin(0, 10, "late"), Pin(1, 10, None)))
    run = Run(pinned, Limits(workers=1, deterministic=1.0, gap=0.0), 4)
    Schedules(run).search()
    assert run.best is not None
    assert not violations(pinned, run.best)


def test_somebody_whom_a_part_leaves_no_schedule_is_no_internal_error() -> None:
    """Parts share out limits, so that what is possible over all weeks may not be in one."""
    problem = ward(3, 14, seed=1)
    owing = replace(problem.people[0], unavailable=((0, problem.n_slots),))
    part = replace(problem, people=(owing, *problem.people[1:]))
    whole = Run(problem, Limits(workers=1), 1)
    assert first_roster(PartRun(whole, part, Limits(time_s=20.0, workers=1))) is None
    eased = replace(part, people=(replace(owing, min_minutes=0), *part.people[1:]))
    assert first_roster(PartRun(whole, eased, Limits(time_s=20.0, workers=1))) is not None


def test_people_who_are_eased_owe_no_more_than_they_can() -> None:
    roll = Roll(ward(2, 112), 28)
    owed: tuple[dict[int, int], ...] = ({}, {0: 0}, {0: 960}, {0: 10**6})
    parts = [roll.part(roll.windows[1], who).problem.people for who in owed]
    plain = parts[0][0].min_minutes
    assert [people[0].min_minutes for people in parts] == [plain, 0, 960, plain]
    assert all(people[1] == parts[0][1] for people in parts)
    assert all(people[0].max_minutes == parts[0][0].max_minutes for people in parts)


def test_the_fullest_schedule_tells_what_somebody_can_do() -> None:
    """Without weekends four weeks have twenty days to work."""
    problem = ward(2, 28)
    limits = (
        Limit("weekends", "weekends", 0, 0, 0, 28),
        Limit("shift_counts", "shifts", 0, 0, 0, 28, frozenset(["long"])),
    )
    person = replace(
        problem.people[0], min_minutes=0, max_minutes=10**6, unavailable=(), limits=limits
    )
    run = Run(replace(problem, people=(person, problem.people[1])), Limits(workers=1), 1)
    assert most_minutes(run, [0]) == [4 * 5 * 480]
