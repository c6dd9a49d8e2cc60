"""A run and the floors that no roster may miss: asked about before it, seen to after it."""

import logging
from typing import Final

from ortools.sat.python import cp_model

from planner.errors import InfeasibleError, TimeLimitError
from solver.assemble import FullModel, new_solver
from solver.bans import missed
from solver.bans_alone import Alone, banned_together, best_alone, impossible_bans
from solver.breaks import deal
from solver.fact_words import count
from solver.part import Parts, put_back, take_out
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.run import Run

logger = logging.getLogger(__name__)

SOON_WORK: Final = 2.0
"""Deterministic seconds for each floor before a run: enough for what cannot be at a glance."""
LAST_WORK: Final = 10.0
"""The same where a run has missed one, and where nothing else is to be found out."""
MEND_WORK: Final = 3.0
"""Deterministic seconds to roster the members of missed floors anew around all others."""


def require_possible_bans(problem: RosterProblem, work: float = SOON_WORK) -> None:
    """
    Refuse floors that no roster keeps, as far as that is found in time.

    Raises
    ------
    InfeasibleError
        With a reason in words for each.
    """
    reasons = [one.text for one in impossible_bans(problem, work)]
    if reasons:
        others = count(len(reasons) - 1, "more floor")
        more = f" (and {others})" if len(reasons) > 1 else ""
        raise InfeasibleError(f"{reasons[0]}{more}", reasons)


def keep_bans(problem: RosterProblem, run: Run) -> None:
    """
    See to it that the best roster of a run keeps every floor without a price.

    Where the search has missed one, its members get a roster that keeps it, and then the best
    around all others that CP-SAT finds soon.

    Raises
    ------
    InfeasibleError
        Where no roster keeps it.
    TimeLimitError
        Where one does, or may, and none was found.
    """
    if run.best is None or not missed(problem, run.best):
        return
    require_possible_bans(problem, LAST_WORK)
    for group in banned_together(problem):
        if set(missed(problem, run.best)).isdisjoint(problem.floors[f] for f in group):
            continue
        found = best_alone(problem, group, LAST_WORK)
        if found is not None and found.is_kept:
            run.offer(_around(run, run.best, found))
    if missed(problem, run.best):
        raise TimeLimitError(_advice(problem, run))
    logger.info("floors that the search had missed are kept by their members' own roster")


def _around(run: Run, best: SlotRoster, found: Alone) -> SlotRoster:
    """The best roster with members of floors rostered anew, begun from what keeps these floors."""
    mine = take_out(found.roster, found.people)
    model = FullModel(Parts(run.problem).of(best, found.people))
    model.hint(model.values(mine))
    solver = new_solver(run.seed)
    solver.parameters.max_deterministic_time = MEND_WORK
    status = solver.solve(model.cp)
    known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return put_back(best, found.people, deal(model, solver.value) if known else mine)


def _advice(problem: RosterProblem, run: Run) -> str:
    names = " and ".join(floor.name for floor in missed(problem, run.best or SlotRoster(())))
    ended = "stopped" if run.cancelled else "no roster found"
    return (
        f"{ended} after {run.elapsed_s:.1f} s that keeps the floor {names}, whose price is never; "
        "nothing says that it cannot be kept: allow more time, or give it a price"
    )
