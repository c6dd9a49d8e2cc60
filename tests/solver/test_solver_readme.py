"""The worked example of the solver's reference holds."""

from dataclasses import replace

import numpy as np

from solver.prices import Prices
from solver.result import Limits
from solver.solve import solve

from .conftest import small_option, small_problem


def test_worked_example() -> None:
    required = np.zeros((1, 24), dtype=np.int64)
    required[0, 9:11] = 1
    problem = small_problem(
        skills=("phone",),
        n_slots=24,
        n_days=1,
        options=(small_option(0, "day", 8),),
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices(short=(9000,)),
    )
    person = replace(problem.people[0], skills=(0,))
    result = solve(replace(problem, people=(person,)), Limits(workers=1, gap=0.0))
    assert result.objective == result.bound == 16_000
    assert len(result.roster.choices) == 1
