"""Steps of the prices that prove a bound by weeks."""

from math import ceil

from solver.anneal import WEEKS_A_SECOND
from solver.contract import WEEK
from solver.run import Run


def prove_by_weeks(run: Run, share: float) -> None:
    """
    Better the bound for a share of the run.

    That of its own problem, or of the long one of which it is a part; none where somebody's week is
    not found.
    """
    bounded, began = run.bounded, run.share_done
    weeks = len(bounded.problem.people) * ceil(bounded.problem.n_days / (WEEK + 1))
    while not run.is_over and run.share_done - began < share:
        is_part = bounded is not run
        bounded.dual.step(bounded.share_done if is_part else (run.share_done - began) / share)
        run.charge(weeks / WEEKS_A_SECOND)
        if bounded.dual.bound is None:
            return
        bounded.prove(bounded.dual.bound)
