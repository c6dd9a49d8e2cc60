"""Every way to prove a bound, at any prices, stays below the cheapest roster of small problems."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest

from planner.errors import InfeasibleError
from solver.apart import pieces
from solver.contract import WEEK, Limit
from solver.cut import cut
from solver.dual import Dual
from solver.problem import Person, RosterProblem
from solver.result import Limits, Quality
from solver.schedules.ascent import Ascent
from solver.schedules.cover import cover
from solver.schedules.generation import lagrangian
from solver.schedules.pricer import Pricer
from solver.schedules.relaxation import Relaxation
from solver.solve import solve

from .contract_problems import contract_problem

SEEDS, STEPS = range(60), 100
OWED = ((), (), (WEEK,), (0,))
"""Days from which on a shift is owed, in turn."""


@cache
def problem(seed: int) -> RosterProblem:
    """Somebody is needed where somebody could be; some owe hours, or end in their second week."""
    whole = replace(contract_problem(seed), pairs=(), deferred=())
    n_days = 14 if seed % 3 else 11
    made = cut(whole, (0, n_days), (0, 24 * n_days), _until(whole, n_days), whole.people)
    could = np.zeros_like(made.required)
    for option in made.options:
        could[:, option.start : option.end] = 1
    people = tuple(_ending(person, n_days, OWED[seed % 4]) for person in made.people)
    return replace(made, required=made.required * could, people=people)


def _until(whole: RosterProblem, n_days: int) -> list[int]:
    return [o for o, option in enumerate(whole.options) if option.end <= 24 * n_days]


def _ending(person: Person, n_days: int, owed: Sequence[int]) -> Person:
    """Somebody whose limits end with the days, who owes a shift from each of some days on."""
    known = [replace(x, end_day=min(x.end_day, n_days)) for x in person.limits]
    known += [Limit("owed", "minutes", 480, 4800, first, n_days) for first in owed]
    weekends = tuple(days for days in person.weekends if max(days) < n_days)
    return replace(person, limits=tuple(known), weekends=weekends)


@cache
def least(seed: int) -> int | None:
    """Cents of the cheapest roster, by CP-SAT; None if there is none."""
    limits = Limits(time_s=300, workers=1, gap=0.0)
    try:
        found = solve(problem(seed), limits, seed=1)
    except InfeasibleError:
        return None
    assert found.quality is Quality.OPTIMAL
    return found.objective


def weeks(of: RosterProblem, _: np.random.Generator) -> list[float]:
    """Weeks apart."""
    dual = Dual(of, pieces(of))
    for i in range(STEPS):
        dual.step(i / STEPS)
    return [] if dual.bound is None else [dual.bound]


def schedules(of: RosterProblem, rng: np.random.Generator, large: int) -> list[float]:
    """Whole schedules, at prices of a relaxation and at any."""
    pricer, found = Pricer(of, large=large), []
    worth = Relaxation(of, pricer.members, cover(of)).solve(0.1)
    for factor in (1.0, *rng.uniform(0, 2, 3)):
        prices = np.clip(factor * worth.agents, 0, None) * rng.uniform(0.9, 1.1, worth.agents.size)
        found.append(lagrangian(pricer, cover(of), prices))
    return found


def climb(of: RosterProblem, rng: np.random.Generator) -> list[float]:
    """Sums priced, from prices of a relaxation and from any."""
    members = Pricer(of).members
    relaxation = Relaxation(of, members, cover(of))
    worth, found = relaxation.solve(0.1), []
    for factor in (1.0, rng.uniform(0, 3)):
        begun = replace(worth, agents=factor * worth.agents, sums=factor * worth.sums)
        ascent = Ascent(of, members, cover(of), relaxation.sums(), begun)
        for _ in range(STEPS):
            if not ascent.is_done:
                ascent.step()
        found.append(ascent.bound)
    return found


BOUNDS: dict[str, Callable[[RosterProblem, np.random.Generator], list[float]]] = {
    "weeks": weeks,
    "schedules": partial(schedules, large=1 << 60),
    "light schedules": partial(schedules, large=0),
    "climb": climb,
}


@pytest.mark.parametrize("name", BOUNDS)
def test_no_bound_lies_above_the_cheapest_roster(name: str) -> None:
    wrong, near = [], 0
    for seed in SEEDS:
        cheapest = least(seed)
        if cheapest is None:
            continue
        bounds = BOUNDS[name](problem(seed), np.random.default_rng(seed))
        wrong += [(seed, bound, cheapest) for bound in bounds if bound > cheapest + 1e-6]
        near += any(bound >= 0.9 * cheapest for bound in bounds)
    assert not wrong
    assert near >= len(SEEDS) / 6
