"""Rosters of a made-up support team: seconds to the first, and the gap to the proven bound."""

from dataclasses import dataclass

from solver.check import violations
from solver.coverage import short
from solver.goals import total_cost
from solver.greedy import greedy
from solver.problem import RosterProblem
from solver.result import Limits, Result, SolveProgress
from solver.solve import solve
from tests.benchmarks.roster_problems import support_week
from tests.benchmarks.row import Row

TIME_S = 60.0


def run() -> list[Row]:
    """100 people at 30 minutes and 50 at 15, five sites, four skills, 60 s on two workers."""
    return [
        *_rows("100 people, 30 min", support_week(100, 30)),
        *_rows("50 people, 15 min", support_week(50, 15)),
    ]


@dataclass
class _Watch:
    """Remembers when the first roster came."""

    first_s: float | None = None

    def __call__(self, progress: SolveProgress) -> bool:
        if self.first_s is None and progress.objective is not None:
            self.first_s = progress.elapsed_s
        return True


def _rows(name: str, problem: RosterProblem) -> list[Row]:
    watch = _Watch()
    result = solve(problem, Limits(time_s=TIME_S, workers=2), seed=1, progress=watch)
    assert not violations(problem, result.roster)
    assert result.bound <= result.objective
    price = total_cost(problem, greedy(problem, seed=1))
    greedy_gap = (price - result.bound) / price
    first = watch.first_s if watch.first_s is not None else result.runtime_s
    note = _note(problem, result)
    return [
        Row(
            f"roster gap, {name}",
            "<= 2 % in 60 s",
            100 * result.gap,
            "%",
            "greedy",
            100 * greedy_gap,
            note,
        ),
        Row(f"first roster, {name}", "<= 60 s", first, "s"),
    ]


def _note(problem: RosterProblem, result: Result) -> str:
    missing = short(problem, result.roster).sum() / problem.required.sum()
    return f"bound: prices of slots; {100 * missing:.1f} % of required agent-hours short"
