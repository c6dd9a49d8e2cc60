"""The plain model beside the benchmarks is the same problem."""

from solver.check import violations
from solver.goals import total_cost
from tests.benchmarks.plain_model import plain
from tests.solver.conftest import covered_problem, one_a_day, small_person, small_problem


def test_plain_model_finds_the_cheapest_of_all_rosters() -> None:
    problem = covered_problem()
    kept = (r for r in one_a_day(problem, breaks=True) if not violations(problem, r))
    assert plain(problem, 10.0) == min(total_cost(problem, roster) for roster in kept)


def test_plain_model_has_no_price_where_there_is_no_roster() -> None:
    busy = small_person(min_minutes=9_000, max_minutes=10_000)
    assert plain(small_problem(people=(busy,)), 10.0) is None
