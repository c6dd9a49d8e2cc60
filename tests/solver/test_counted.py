"""What counts of many weeks forbid, no shifts allow; and it is told like any conflict."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver import counted as module
from solver.alone import schedule
from solver.conflicts import conflicts
from solver.contract import Limit
from solver.counted import counted
from solver.explain import explained_alone
from solver.problem import RosterProblem

from .conftest import small_option, small_person, small_problem
from .test_weeks import problems

DAYS = 15


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=problems())
def test_no_shifts_keep_what_counts_forbid(problem: RosterProblem) -> None:
    if schedule(counted(problem)) is None:
        assert schedule(problem) is None


def two_weeks(most: int) -> RosterProblem:
    """Somebody with at least 16 h in each of two weeks, and so many minutes in both at most."""
    least = [Limit("weekly_hours", "minutes", 960, 2400, 7 * k, 7 * k + 7) for k in range(2)]
    both = Limit("average_hours", "minutes", 0, most, 0, DAYS, about="average of 15 h over 2 weeks")
    options = tuple(
        small_option(day, f"from {start}", start) for day in range(DAYS) for start in range(6, 15)
    )
    required = np.zeros((2, 24 * DAYS), dtype=np.int64)
    return small_problem(
        people=(small_person("ana", limits=(*least, both), min_rest_slots=11),),
        options=options,
        n_days=DAYS,
        n_slots=24 * DAYS,
        required=required,
        carried_in=required.copy(),
    )


def test_shifts_alike_are_one() -> None:
    problem = two_weeks(1800)
    assert len(problem.options) == 9 * DAYS
    assert len(counted(problem).options) == DAYS
    away = replace(problem.people[0], unavailable=((10, 12),))
    assert len(counted(replace(problem, people=(away,))).options) == DAYS + 1


@pytest.mark.parametrize("most_options", [50, 500], ids=["by counts", "by all shifts"])
def test_a_conflict_of_two_weeks_is_told(
    monkeypatch: pytest.MonkeyPatch, most_options: int
) -> None:
    monkeypatch.setattr(module, "MOST_OPTIONS", most_options)
    problem = two_weeks(1800)
    (conflict,) = conflicts(problem)
    assert sorted(fact.kind for fact in conflict.facts) == [
        "limit_least",
        "limit_least",
        "limit_most",
    ]
    (told,) = explained_alone(problem, ((0,),))
    assert "average of 15 h over 2 weeks" in told.text
    assert told.ways
    assert not any(conflicts(two_weeks(1920)))
