"""Walks keep the rules, know their price, and find the cheapest days of a person."""

from typing import Any

import pytest

from solver.check import violations
from solver.goals import total_cost
from solver.result import Limits, SlotRoster
from solver.run import Run
from solver.schedules import walk as walks
from solver.schedules.anneal import Walks
from solver.schedules.crew import crew
from solver.schedules.walk import Walk
from tests.solver.schedules.test_cheapest_schedule import (
    N_DAYS,
    NO_ONE,
    PEOPLE,
    cheapest,
    made,
    somebody,
)
from tests.solver.schedules.test_whole_schedules import ward

NOBODY = SlotRoster(())


@pytest.mark.parametrize("changes", PEOPLE.values(), ids=PEOPLE)
def test_cold_steps_over_all_days_end_at_the_cheapest_schedule(
    changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walks, "MANY_DAYS", (2 * N_DAYS, 2 * N_DAYS + 1))
    problem = made(somebody(**changes), NO_ONE, seed=1)
    walk = Walk(problem, crew(problem), NOBODY, (1,))
    for _ in range(60 if walk.can_step else 0):
        walk.step(1e-9)
    least = cheapest(problem)
    assert (least is None) == (not walk.can_step)
    if least is not None:
        assert not violations(problem, walk.roster())
        assert total_cost(problem, walk.roster()) == least


@pytest.mark.parametrize("most_kinds", [100, 0])
def test_hot_steps_keep_the_rules_and_the_price_in_step(
    most_kinds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.schedules.crew.MOST_KINDS", most_kinds)
    problem = ward(9, 28, seed=2)
    walk = Walk(problem, crew(problem), NOBODY, (7, 1))
    constant = total_cost(problem, walk.roster()) - walk.cents
    for temperature in (300.0, 30.0, 3.0):
        for _ in range(150):
            walk.step(temperature)
        roster = walk.roster()
        assert total_cost(problem, roster) == pytest.approx(walk.cents + constant)
        assert not violations(problem, roster)


def test_a_first_walk_betters_a_roster_built_one_by_one() -> None:
    problem = ward(12, 28, seed=4)
    run = Run(problem, Limits(workers=1, deterministic=10.0), 1)
    run.offer(Walk(problem, crew(problem), NOBODY, (1,)).roster())
    before = run.objective
    assert before is not None
    Walks(run, 1).first()
    assert run.best is not None
    assert run.objective is not None
    assert run.objective < before
    assert not violations(problem, run.best)


def test_nobody_who_may_work_nothing_is_walked_for() -> None:
    problem = made(somebody(unavailable=((0, 1000),)), NO_ONE, seed=0)
    assert not Walk(problem, crew(problem), NOBODY, (1,)).can_step
