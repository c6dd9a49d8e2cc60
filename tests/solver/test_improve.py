"""Who is freed together: people whom a floor or a priced pair binds."""

from dataclasses import replace

import numpy as np

from solver.contract import Floor, Pair
from solver.improve import BOUND, Improver
from solver.problem import RosterProblem
from solver.result import Limits
from solver.run import Run

from .test_weeks_apart import weeks_of_hours

CALM = Limits(time_s=60, workers=1, deterministic=1.0)


def chosen(problem: RosterProblem, n: int = 20) -> list[set[int]]:
    """People of so many parts around what binds them."""
    improver = Improver(Run(problem, CALM, seed=3), 0)
    return [set(improver._choose(BOUND)) for _ in range(n)]


def test_people_of_a_floor_are_freed_together() -> None:
    problem = weeks_of_hours(40, 1)
    need = tuple(np.ones(problem.n_slots, dtype=int).tolist())
    leaders = Floor("leader", (3, 17, 31), need, 100_000)
    found = chosen(replace(problem, floors=(leaders,)))
    assert all({3, 17, 31} <= people and len(people) == 8 for people in found)
    assert len(set.union(*found)) > 20  # with others, not always the same
    crowd = replace(problem, floors=(replace(leaders, people=tuple(range(30))),))
    assert all(len(people) == 8 and max(people) < 30 for people in chosen(crowd))


def test_both_of_a_priced_pair_are_freed_together() -> None:
    problem = replace(weeks_of_hours(40, 1), pairs=(Pair(5, 22, together=True, cents=3000),))
    assert all({5, 22} <= people for people in chosen(problem))
    banned = replace(problem, pairs=(Pair(5, 22, together=True),))
    assert BOUND not in Improver(Run(banned, CALM, seed=3), 0)._kinds
