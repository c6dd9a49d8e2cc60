"""Rosters of many weeks: a first one, a bound that climbs beside it, and walks through all days."""

from functools import partial
from math import isfinite

import numpy as np

from planner.roster import Violation
from solver.alone import Apart
from solver.contract import WEEK
from solver.counted import is_of_counts
from solver.greedy import NoRosterError
from solver.improve import Improver
from solver.known import has_stretches, is_priced_whole, suits_weeks
from solver.lengths import goes_by_weeks
from solver.offers import work
from solver.problem import RosterProblem
from solver.prove import prove_by_weeks
from solver.result import SlotRoster
from solver.ruin import have_weeks
from solver.run import Jobs, PartRun, Run
from solver.schedules.anneal import Walks
from solver.schedules.ascent import Ascent
from solver.schedules.cover import cover
from solver.schedules.pricer import NODES_A_SECOND
from solver.schedules.relaxation import Relaxation
from solver.schedules.rolling import Part, Roll
from solver.schedules.search import (
    mended,
    most_minutes,
    walked,
    whole_cents,
    without_schedule,
)
from solver.workers import work_together

SOON_SHARE, ROLL_SHARE, DAYS_SHARE, MOST_SHARE = 0.1, 0.7, 0.85, 0.98
"""
Parts of a run after which all parts are done: weeks once before, for a roster that can be had soon,
parts of few rows a day later, since walks gain less on them, and weeks to the end where options are
too many for walks through all days.
"""
LEAST_SEARCHED = 0.3
"""Part of a part's time for its search, however long its making takes."""
RELAX_SHARE, CLIMB_SHARE = 0.15, 0.5
"""Parts of a run for the prices from which the bound climbs, and for all of that."""


def roll(run: Run, jobs: Jobs, n_days: int, hint: SlotRoster | None) -> None:
    """Part after part, each of so many days, then better rosters of all days."""
    if hint is not None and not run.validator.violations(hint):
        run.offer(hint)
    by_weeks, is_walked = goes_by_weeks(run.problem), is_priced_whole(run.problem)
    if run.best is None and not by_weeks and is_walked:
        _offer(run, walked(run, SlotRoster(())))
    last = ROLL_SHARE if is_walked else MOST_SHARE
    for until in (SOON_SHARE, last) if by_weeks else (DAYS_SHARE,):
        joined = _rolled(run, jobs, n_days, until, hint)
        if joined is not None:
            _offer(run, joined)
    if is_walked:
        run.pricer.take_work()  # made by one thread, before others ask for it
        work_together(run, [partial(_walk, run, n) for n in range(run.limits.workers)])
    elif not by_weeks:
        Improver(run, 0).improve()
    if by_weeks:
        run.prices = run.bounded.dual.prices.reshape(-1)


def _rolled(
    run: Run, jobs: Jobs, n_days: int, until: float, hint: SlotRoster | None
) -> SlotRoster | None:
    """
    What all parts give, one after the other; weeks begin with those of the best roster or the hint.

    None where one gave nothing and there is a roster of all.
    """
    best = (run.best or hint) if goes_by_weeks(run.problem) else None
    parts = Roll(run.problem, n_days, _ahead(run.problem, n_days))
    for window in parts.windows:
        begun, days = run.share_done, window[1] - window[0]
        own = max(until - begun, 0.0) * days / (run.problem.n_days - window[0])
        part, mine = _part(run, parts, window)
        own = max(own - (run.share_done - begun), LEAST_SEARCHED * own)
        mine.limits = run.share(own / max(1 - run.share_done, 1e-9))
        work_together(mine, jobs(mine, None if best is None else part.of(best)))
        run.charge(mine.work)
        if mine.best is None:  # nobody owes anything in it: later parts and walks make up for that
            part = parts.part(window, dict.fromkeys(range(len(run.problem.people)), 0))
            mine = PartRun(run, part.problem, mine.limits)
            work_together(mine, jobs(mine, None))
            run.charge(mine.work)
        if mine.best is None:  # what was taken so far leaves none: the rest is for CP-SAT
            return None if run.best else parts.roster
        parts.take(part, mine.best)
    return parts.roster


def _ahead(problem: RosterProblem, n_days: int) -> int:
    """Days to look ahead of each part: those that its last ones may ask for, if any."""
    tied = max((max(p.min_days_in_row, p.min_days_off_in_row) for p in problem.people), default=1)
    if n_days > WEEK:
        return min(tied + 1, WEEK)
    return WEEK if tied > 1 and not suits_weeks(problem, WEEK) else 0


def _part(run: Run, parts: Roll, window: tuple[int, int]) -> tuple[Part, PartRun]:
    """A part in which those who have no schedule for all they owe do as much as they can of it."""
    part = parts.part(window)
    mine = PartRun(run, part.problem, run.limits)
    if owing := _owing(mine):
        part = parts.part(window, dict.fromkeys(owing, 0))
        mine = PartRun(run, part.problem, run.limits)
    if owing and has_stretches(part.problem):
        part = parts.part(window, dict(zip(owing, most_minutes(mine, owing), strict=True)))
        mine = PartRun(run, part.problem, run.limits)
    return part, mine


def _owing(part: Run) -> list[int]:
    """People of a part who have no schedule that keeps all they owe in it."""
    if has_stretches(part.problem):
        return without_schedule(part)
    known = part.arrays
    return np.flatnonzero(~have_weeks(known, work(known))).tolist()


def _offer(run: Run, roster: SlotRoster) -> None:
    """
    Offer a roster, mended by a walk or CP-SAT where it breaks rules.

    Of a first one whoever breaks one is asked before whether the counts of all weeks leave any.
    """
    if run.best is None:
        _require_counts(run.problem, run.validator.violations(roster))
    found = mended(run, roster)
    if found is not None:
        run.offer(found)


def _require_counts(problem: RosterProblem, found: list[Violation]) -> None:
    """Refuse a problem whose counts of all days leave people no roster who break a rule in one."""
    apart, numbers = Apart(problem), {p.id: i for i, p in enumerate(problem.people)}
    broken = sorted({numbers[one.agent] for one in found if one.agent in numbers})
    without = [p for p in broken if is_of_counts(apart.of((p,)))]
    if without:
        raise NoRosterError(
            "the counts of all days leave people no roster", tuple((p,) for p in without)
        )


def _walk(run: Run, number: int) -> None:
    """Better rosters by walks; the last worker proves a bound first, where weeks proved none."""
    if number == run.limits.workers - 1:
        prove = _climb_by_weeks if goes_by_weeks(run.problem) else _climb
        prove(run)
    Walks(run, number).rest()


def _climb_by_weeks(run: Run) -> None:
    """A bound by weeks apart, where small parts gave no worker time to prove one."""
    if run.bounded.bound is None:
        prove_by_weeks(run, (1 - run.share_done) / 2)


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
