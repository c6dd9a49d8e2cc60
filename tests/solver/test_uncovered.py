"""Who watches a solve is told the agent-hours that the best roster leaves uncovered."""

from dataclasses import replace

from solver.contract import Floor
from solver.coverage import short
from solver.result import Limits, SlotRoster, SolveProgress
from solver.solve import solve
from solver.uncovered import Uncovered

from .conftest import small_problem


def test_the_last_moment_tells_what_the_roster_leaves_uncovered() -> None:
    problem, moments = small_problem(), list[SolveProgress]()

    def watch(moment: SolveProgress) -> bool:
        moments.append(moment)
        return True

    result = solve(problem, Limits(time_s=5, workers=1), progress=watch)
    missing = float(short(problem, result.roster).sum()) * problem.slot_minutes / 60
    assert moments[-1].uncovered_hours == (missing, 0.0)


def test_floors_are_counted_apart() -> None:
    problem = small_problem()
    led = replace(problem, floors=(Floor("leader", (0,), (0, 2, *[0] * 94), 9000),))
    assert Uncovered(led).hours(SlotRoster(())) == (float(problem.required.sum()), 2.0)


def test_counting_is_spared_where_nothing_is_new() -> None:
    problem = small_problem()
    counted = Uncovered(problem)
    assert counted.hours(None) is None
    nobody = SlotRoster(())
    first = counted.hours(nobody)
    assert first == (float(problem.required.sum()), 0.0)
    assert counted.hours(nobody) is first
