"""Rosters of many weeks: a first one, a bound that climbs beside it, and walks through all days."""

from collections.abc import Callable
from functools import partial
from math import isfinite

from solver.check import violations
from solver.improve import Improver
from solver.known import has_stretches, is_priced_whole
from solver.result import SlotRoster
from solver.run import Jobs, PartRun, Run, work_together
from solver.schedules.anneal import Walks
from solver.schedules.ascent import Ascent
from solver.schedules.cover import cover
from solver.schedules.pricer import NODES_A_SECOND
from solver.schedules.relaxation import Relaxation
from solver.schedules.rolling import Roll
from solver.schedules.search import mended, walked, whole_cents, without_schedule

ROLL_SHARE = 0.75
"""Part of the time for all parts."""
RELAX_SHARE, CLIMB_SHARE = 0.15, 0.5
"""Parts of a run for the prices from which the bound climbs, and for all of that."""


def whole(run: Run, hint: SlotRoster | None) -> list[Callable[[], None]]:
    """Jobs that begin with everybody's schedule around those before, or with a hint."""
    begun = hint or SlotRoster(())
    return _after(run, lambda: _offer(run, walked(run, begun)))


def roll(run: Run, jobs: Jobs, n_days: int) -> None:
    """Part after part, each of so many days, then better rosters of all days."""
    parts = Roll(run.problem, n_days)
    for i, window in enumerate(parts.windows):
        left = max(ROLL_SHARE - run.share_done, 0.0) / max(1 - run.share_done, 1e-9)
        limits = run.share(left / (len(parts.windows) - i))
        part = parts.part(window)
        mine = PartRun(run, part.problem, limits)
        if has_stretches(part.problem) and (owing := without_schedule(mine)):
            part = parts.part(window, owing)
            mine = PartRun(run, part.problem, limits)
        work_together(jobs(mine, None))
        run.charge(mine.work)
        if mine.best is None:  # what was taken so far leaves none: the rest is for CP-SAT
            break
        parts.take(part, mine.best)
    joined = SlotRoster(tuple(sorted(parts.choices)))
    if not is_priced_whole(run.problem):
        _offer(run, joined)
        Improver(run, 0).improve()
        return
    if violations(run.problem, joined):
        joined = walked(run, joined)
    work_together(_after(run, partial(_offer, run, joined)))


def _offer(run: Run, roster: SlotRoster) -> None:
    """Offer a roster, mended by CP-SAT where it breaks rules."""
    found = mended(run, roster)
    if found is not None:
        run.offer(found)


def _after(run: Run, first: Callable[[], None]) -> list[Callable[[], None]]:
    """Jobs: the first worker finds a roster, the last one a bound, all of them walk."""
    run.pricer.take_work()  # made by one thread, before others ask for it
    return [partial(_work, run, first, number) for number in range(run.limits.workers)]


def _work(run: Run, first: Callable[[], None], number: int) -> None:
    if number == 0:
        first()
        if run.best is None:  # others wait for it
            run.stop()
    if number == run.limits.workers - 1:
        _climb(run)
    if run.wait_for_roster():
        walks = Walks(run, number)
        walks.first()
        walks.rest()


def _climb(run: Run) -> None:
    """A bound, and prices that prove it."""
    problem, members = run.problem, run.pricer.members
    relaxation, begun = Relaxation(problem, members, cover(problem)), run.share_done
    worth = relaxation.solve(RELAX_SHARE * run.left_s, run.stoppable)
    ascent = Ascent(problem, members, cover(problem), relaxation.sums(), worth)
    while not (run.is_over or ascent.is_done) and run.share_done - begun < CLIMB_SHARE:
        ascent.step()
        run.charge(ascent.nodes / NODES_A_SECOND)
        if isfinite(ascent.bound):
            run.prove(whole_cents(ascent.bound))
    run.prices = ascent.agents
