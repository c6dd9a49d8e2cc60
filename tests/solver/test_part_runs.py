"""Runs of parts: until there is a roster of the part, it has the time of the whole."""

import pytest

from solver.result import Limits, SlotRoster
from solver.run import PartRun, Run
from solver.workers import work_together

from .conftest import small_problem


def test_a_part_is_out_of_time_only_with_a_roster() -> None:
    problem = small_problem()
    whole = Run(problem, Limits(time_s=600), 0)
    part = PartRun(whole, problem, Limits(time_s=0.0))
    assert not part.is_out
    assert part.left_s > 500
    part.offer(SlotRoster(()))
    assert part.is_out
    assert part.left_s == 0


def test_a_part_without_a_roster_ends_with_the_whole() -> None:
    problem = small_problem()
    whole = Run(problem, Limits(time_s=600), 0)
    part = PartRun(whole, problem, Limits(time_s=600))
    whole.stop()
    assert part.is_out


def test_a_part_of_limited_work_has_all_the_wall_time_that_is_left() -> None:
    whole = Run(small_problem(), Limits(time_s=600, workers=1, deterministic=10.0), 0)
    limits = whole.share(0.1)
    assert limits.deterministic == 1.0
    assert limits.time_s > 500


def test_the_failure_of_one_worker_calls_the_others_home_and_is_told() -> None:
    whole = Run(small_problem(), Limits(time_s=600), 0)
    part = PartRun(whole, small_problem(), Limits(time_s=600))

    def fail() -> None:
        raise ValueError("nobody can work")

    with pytest.raises(ValueError, match="nobody can work"):
        work_together(part, [fail, lambda: part.wait(600)])
    assert not whole.stopped
