"""Whole schedules with work that can wait: it is placed, people are rostered, it is placed anew."""

from math import isfinite

from solver.coverage import present
from solver.known import is_priced_whole
from solver.lengths import goes_by_weeks
from solver.placing import least_cost, standing_in
from solver.result import SlotRoster
from solver.run import Jobs, PartRun, Run
from solver.schedules.anneal import Walks
from solver.schedules.cover import cover
from solver.schedules.generation import lagrangian
from solver.schedules.search import whole_cents
from solver.workers import work_together

FIRST_SHARE, ROUNDS = 0.6, 4
"""Part of a run for the first roster, and how often work is placed anew in the rest."""


class Placed(PartRun):
    """A run around placed work, whose better rosters go to the whole at their true price."""

    def offer(self, roster: SlotRoster, objective: int | None = None) -> bool:
        """Keep a roster if it is better than the best, here and in the whole."""
        is_better = super().offer(roster, objective)
        if is_better:
            self.whole.offer(roster)
        return is_better


def place_and_walk(run: Run, jobs: Jobs, hint: SlotRoster | None) -> None:
    """
    A roster around work that is placed as level as can be, then walks from it.

    Before each walk the work goes where the best roster has people for it. Schedules know agents
    required in slots, and no work.
    """
    share = FIRST_SHARE if is_priced_whole(run.problem) else 1.0
    part = Placed(run, standing_in(run.problem), run.share(share))
    work_together(part, jobs(part, hint))
    run.charge(part.work)
    if part.best is None:
        return
    if is_priced_whole(run.problem):
        _prove(run, part)
        for left in range(ROUNDS, 0, -1):
            _walk(run, 1 / left)


def _walk(run: Run, share: float) -> None:
    """Walks around the work as the best roster does it."""
    if run.best is None or run.is_over:
        return
    around = standing_in(run.problem, present(run.problem, run.best))
    part = Placed(run, around, run.share(share))
    part.offer(run.best)
    work_together(part, [Walks(part, n).rest for n in range(run.limits.workers)])
    run.charge(part.work)


def _prove(run: Run, part: Run) -> None:
    """A bound of the whole by the prices of the first roster's slots."""
    problem = run.problem
    if part.prices is None or run.is_over or goes_by_weeks(problem):
        return
    prices = part.prices[: problem.required.size].reshape(problem.required.shape)
    bound = lagrangian(run.pricer, cover(problem), part.prices) + least_cost(problem, prices)[0]
    if isfinite(bound):
        run.prove(whole_cents(bound))
