"""
The one door of the solver.

Small problems go to CP-SAT as a whole. Others get a first roster of whole weeks, which ruin and
recreate and then large neighbourhoods better, while prices of slots prove how good one can be.
"""

import logging
from collections.abc import Callable
from math import ceil
from threading import Thread

from planner.errors import InfeasibleError, TimeLimitError
from planner.threads import one_thread
from solver.bans import shunned
from solver.bans_kept import keep_bans, require_possible_bans
from solver.check import (
    check,
    require_consistent_pins,
    require_none,
    require_possible,
    require_size,
)
from solver.contract import WEEK
from solver.explain import explained_alone, weekly_conflicts
from solver.goals import cost_lines
from solver.greedy import NoRosterError
from solver.known import are_rules_known, doubtful_part, has_stretches, only, tied_people
from solver.lengths import is_long
from solver.problem import RosterProblem
from solver.result import Limits, OnProgress, Quality, Result, SlotRoster
from solver.run import Run
from solver.schedules.search import without_schedule
from solver.strategy import SMALL, jobs, pairs
from solver.tighten import tightened
from solver.warm_up import compile_told
from solver.workers import guarded

logger = logging.getLogger(__name__)

TICK_S = 0.1


def solve(
    problem: RosterProblem,
    limits: Limits | None = None,
    seed: int = 0,
    hint: SlotRoster | None = None,
    progress: OnProgress | None = None,
) -> Result:
    """
    Best roster found within the limits; it keeps every rule.

    Parameters
    ----------
    seed
        Any whole number; those 2^31 apart are the same.
    hint
        A roster to begin with, such as last week's; people for whom it breaks a rule are
        rostered anew.
    progress
        Called about ten times a second from the caller's thread, also before the first roster;
        returning False stops and keeps the best. While loops are compiled it is called from
        another thread, and cannot stop that.

    Raises
    ------
    InputError
        With code ``problem_too_large`` before anything is built, or for contradictory pins.
    InfeasibleError
        With the smallest set of rules, in words, that leaves a person no schedule; or with floors
        without a price that no roster keeps.
    TimeLimitError
        When time runs out, or the solve is stopped, before the first full roster, or before one
        that keeps every floor without a price.

    Notes
    -----
    With ``workers=1`` and a deterministic limit, equal arguments give equal rosters as long as
    ``time_s`` does not strike first.
    """
    if pairs(problem) > SMALL or has_stretches(problem):
        compile_told(progress)
    require_size(problem)
    require_consistent_pins(problem)
    run = Run(tightened(shunned(problem)), limits or Limits(), seed)
    require_none(tuple(weekly_conflicts(problem)))
    require_possible(_doubtful(problem, run))
    require_possible_bans(problem)
    try:
        with one_thread():
            _work(run, jobs(run, hint), progress)
    except NoRosterError as error:
        require_none(tuple(explained_alone(problem, error.groups)))
        raise InfeasibleError(str(error), [str(error)]) from None
    keep_bans(problem, run)
    logger.info("solved %d people: objective %s, bound %s", len(problem.people), *_numbers(run))
    return _result(problem, run)


def _doubtful(problem: RosterProblem, run: Run) -> RosterProblem:
    """
    The problem of people who may have no schedule, in its own words.

    Everybody of a small problem; of a long one those in hard pairs, which its weeks know nothing
    of: whoever else has no schedule is met by its search.
    """
    if pairs(problem) <= SMALL:
        return problem
    if is_long(problem):
        return only(problem, sorted(tied_people(problem)))
    if are_rules_known(problem):
        return doubtful_part(problem, run.arrays)
    return only(problem, sorted({*without_schedule(run), *tied_people(problem)}))


def _work(run: Run, tasks: list[Callable[[], None]], progress: OnProgress | None) -> None:
    """Run the tasks in threads, watched from this one."""
    failures: list[BaseException] = []
    threads = [Thread(target=guarded(run, task, failures), daemon=True) for task in tasks]
    _watch(run, progress)
    for thread in threads:
        thread.start()
    try:
        while any(thread.is_alive() for thread in threads):
            _join(threads, TICK_S)
            _watch(run, progress)
    finally:
        while any(thread.is_alive() for thread in threads):
            run.stop()
            _join(threads, TICK_S)
    if failures:
        raise failures[0]


def _join(threads: list[Thread], time_s: float) -> None:
    """Wait a moment, less if everybody comes home."""
    alive = [thread for thread in threads if thread.is_alive()]
    for thread in alive:
        thread.join(time_s / len(alive))


def _watch(run: Run, progress: OnProgress | None) -> None:
    if progress is not None and not progress(run.progress()):
        run.cancelled = True
    if run.cancelled or run.is_over:
        run.stop()


def _numbers(run: Run) -> tuple[int | None, int | None]:
    return run.objective, run.bound


def _result(problem: RosterProblem, run: Run) -> Result:
    if run.best is None or run.objective is None:
        raise TimeLimitError(_advice(run))
    check(problem, run.best, run.objective, run.bound)
    least = least_thinkable(problem)
    proven = least if run.bound is None else max(run.bound, least)
    return Result(
        roster=run.best,
        quality=_quality(run),
        objective=run.objective,
        bound=min(proven, run.objective),
        costs=cost_lines(problem, run.best),
        runtime_s=run.elapsed_s,
    )


def least_thinkable(problem: RosterProblem) -> int:
    """Cents that no roster can cost less than, without any proof: every wish comes true, free."""
    return sum(min(wish.cents, 0) for wish in problem.wishes)


def _quality(run: Run) -> Quality:
    if run.is_close:
        return Quality.OPTIMAL
    return Quality.CANCELLED if run.cancelled else Quality.TIME_LIMIT


def _advice(run: Run) -> str:
    ended = "stopped" if run.cancelled else "no roster found"
    proven = run.bound or 0
    bound = f" (no roster can cost less than {proven / 100:.0f})" if proven > 0 else ""
    people, weeks = len(run.problem.people), max(run.problem.n_days // WEEK, 1)
    allowed = max(10, people * weeks // 3, ceil(2 * run.limits.time_s))
    return (
        f"{ended} after {run.elapsed_s:.1f} s, before {people} people had a full roster{bound}; "
        f"allow {allowed} s or more, or use a coarser grid or fewer shift templates"
    )
