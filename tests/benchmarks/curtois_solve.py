"""Our roster of a public instance, or one of its kind, judged by the independent scorer."""

import time
from dataclasses import dataclass

from planner.errors import RotacastError
from solver.result import Limits, SolveProgress
from solver.solve import solve
from solver.warm_up import compile_loops
from tests.benchmarks.curtois import Instance
from tests.benchmarks.curtois_problem import problem, roster
from tests.benchmarks.curtois_score import score


@dataclass(frozen=True)
class Reached:
    """Objective and bound of a roster, seconds to the first one and to the end."""

    objective: int
    bound: int
    first_s: float
    took_s: float

    @property
    def gap(self) -> float:
        """Distance of the bound in per cent of the objective."""
        return 100 * (self.objective - self.bound) / max(self.objective, 1)

    def __str__(self) -> str:
        return (
            f"bound {self.bound}, gap {self.gap:.2f} %; first roster {self.first_s:.1f} s, "
            f"done {self.took_s:.0f} s"
        )


def reached(instance: Instance, seconds: float) -> Reached | str:
    """What our solver reaches on two workers; without a roster, what it says."""
    compile_loops()  # once after installing, so it is none of the measure
    made, constant = problem(instance)
    watch, begun = Watch(), time.perf_counter()
    try:
        result = solve(made, Limits(time_s=seconds, workers=2, gap=0.0), seed=1, progress=watch)
    except RotacastError as none:
        return str(none)
    took = time.perf_counter() - begun
    objective, broken = score(instance, roster(made, result.roster))
    assert not broken, broken[0]
    assert objective == result.objective + constant
    first = took if watch.first_s is None else watch.first_s
    return Reached(objective, result.bound + constant, first, took)


@dataclass
class Watch:
    """Remembers when the first roster came."""

    first_s: float | None = None

    def __call__(self, progress: SolveProgress) -> bool:
        if self.first_s is None and progress.objective is not None:
            self.first_s = progress.elapsed_s
        return True
