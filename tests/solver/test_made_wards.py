"""Made instances are of the sizes they claim, the same for a seed, and have rosters."""

import pytest
from ortools.sat.python import cp_model

from solver.cpsat import cp_solver
from tests.benchmarks.curtois_cpsat import by_sums
from tests.benchmarks.made_wards import SIZES, ward


@pytest.mark.parametrize("name", SIZES)
def test_a_ward_is_as_large_as_it_says(name: str) -> None:
    made = ward(name)
    weeks, people, kinds = SIZES[name]
    assert (made.n_days, len(made.staff), len(made.shifts)) == (7 * weeks, people, kinds)
    assert all(any(member.most.values()) for member in made.staff)
    lengths = {shift.id: shift.minutes for shift in made.shifts}
    wanted = sum(line.required * lengths[line.shift] for line in made.cover)
    assert 0.75 < wanted / sum(member.max_minutes for member in made.staff) < 1.1


def test_a_seed_makes_the_same_ward() -> None:
    name = "ward 8 x 20 x 3"
    assert ward(name, seed=2) == ward(name, seed=2) != ward(name, seed=3)


@pytest.mark.parametrize("name", [*SIZES][:3])
def test_a_ward_has_a_roster(name: str) -> None:
    solver = cp_solver()
    solver.parameters.max_time_in_seconds = 60
    assert solver.solve(by_sums(ward(name)).cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
