"""The bound that climbs by prices of sums."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from solver.check import violations
from solver.goals import total_cost
from solver.lengths import is_long
from solver.problem import RosterProblem
from solver.result import Limits
from solver.run import Run
from solver.schedules.ascent import LEVELS, Ascent
from solver.schedules.cover import cover
from solver.schedules.crew import crew
from solver.schedules.generation import Generation
from solver.schedules.pricer import Pricer
from solver.schedules.relaxation import Relaxation
from solver.schedules.search import Schedules
from solver.solve import solve
from tests.solver.schedules.test_cheapest_schedule import NO_ONE, cheapest, made, somebody
from tests.solver.schedules.test_whole_schedules import ward


def climbed(problem: RosterProblem, steps: int = 500) -> Ascent:
    members = crew(problem)
    relaxation = Relaxation(problem, members, cover(problem))
    ascent = Ascent(problem, members, cover(problem), relaxation.sums(), relaxation.solve(2.0))
    for _ in range(steps):
        if not ascent.is_done:
            ascent.step()
    return ascent


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_is_no_more_than_the_cheapest_roster(seed: int) -> None:
    problem = made(somebody(), NO_ONE, seed=seed)
    least = cheapest(problem)
    assert least is not None
    assert climbed(problem).bound <= least + 1e-6


def test_the_bound_climbs_from_prices_of_nothing() -> None:
    problem = ward(6, 28, seed=3)
    members = crew(problem)
    relaxation = Relaxation(problem, members, cover(problem))
    worth = relaxation.solve(0.1)
    nothing = type(worth)(np.zeros_like(worth.agents), worth.fines, np.zeros_like(worth.sums))
    ascent = Ascent(problem, members, cover(problem), relaxation.sums(), nothing)
    ascent.step()
    first = ascent.bound
    for _ in range(400):
        ascent.step()
    assert ascent.bound > first


def test_the_bound_comes_near_to_that_of_exact_schedules() -> None:
    problem = ward(6, 28, seed=3)
    run = Run(problem, Limits(workers=1, deterministic=2.0, gap=0.0), 4)
    Schedules(run).search()
    assert run.best is not None
    assert not violations(problem, run.best)
    exact = Generation(problem, run.pricer, 1)
    exact.begin(2.0)
    while exact.steps < 30 and not exact.is_done:
        exact.step()
    bound = climbed(problem).bound
    assert bound <= total_cost(problem, run.best)
    assert 0.9 * exact.bound <= bound <= exact.mix + 1e-6


@pytest.mark.parametrize("cents", [0, 1500])
def test_wishes_and_pay_of_a_long_problem_are_proven_where_nobody_is_required(cents: int) -> None:
    nurses = ward(3, 105, seed=3)
    problem = replace(
        nurses,
        required=np.zeros_like(nurses.required),
        people=tuple(replace(person, cents_per_hour=cents) for person in nurses.people),
    )
    assert is_long(problem)
    found = solve(problem, Limits(workers=1, deterministic=0.5, gap=0.0), 1)
    assert found.bound is not None
    assert 0.97 * found.objective <= found.bound <= found.objective


def test_a_long_problem_of_light_graphs_has_a_mix_and_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("solver.run.Pricer", partial(Pricer, large=0))
    monkeypatch.setattr("solver.schedules.light.LIGHTER", 0)
    problem = ward(4, 105, seed=4)
    assert is_long(problem)
    assert Pricer(problem, large=0).is_rough
    limits = Limits(workers=1, deterministic=4.0, gap=0.0)
    found = solve(problem, limits, 1)
    assert not violations(problem, found.roster)
    assert found.bound is not None
    assert 0.8 * found.objective <= found.bound <= found.objective
    assert solve(problem, limits, 1).roster == found.roster


def test_the_climb_begins_at_the_best_part_of_the_prices_it_is_given() -> None:
    """Rough prices of a year may prove less than none at all."""
    problem = ward(6, 28, seed=3)
    members = crew(problem)
    relaxation = Relaxation(problem, members, cover(problem))
    worth, bounds = relaxation.solve(0.1), []
    for factor in (0.0, 1000.0):
        begun = replace(worth, agents=factor * np.abs(worth.agents), sums=factor * worth.sums)
        ascent = Ascent(problem, members, cover(problem), relaxation.sums(), begun)
        for _ in LEVELS:
            ascent.step()
        bounds.append(ascent.bound)
    assert bounds[1] >= bounds[0]
