"""
One worker that betters the run's roster by ruin and recreate, cooling down as the run goes on.

Where weeks do not know every rule (`solver.known`), what a checker speaks against is not offered.
"""

from typing import NamedTuple

import numpy as np

from solver.check import violations
from solver.greedy import usable
from solver.known import are_goals_known, are_rules_known
from solver.offers import work
from solver.result import SlotRoster
from solver.ruin import Search, build, free, search
from solver.run import Run
from solver.seats import roster_of, state, total


class Pace(NamedTuple):
    """
    How a walk goes.

    Parameters
    ----------
    hot, cold
        Temperatures at the beginning and end, parts of the price of a slot short.
    most_freed
        People freed at a time, at most.
    share
        Part of a run after which the walk is cold and ends; CP-SAT's parts follow.
    """

    hot: float
    cold: float
    most_freed: int
    share: float


FEW, MANY = Pace(1.33, 0.018, 3, 0.5), Pace(0.24, 0.016, 2, 0.95)
"""Where people have few options parts are small enough for CP-SAT; where many, one walks on."""
FEW_OPTIONS = 150
PEOPLE_A_CHUNK = 200
CHUNK = 1000
"""Weeks looked for between two looks at the clock, at least; a tenth of a second."""
WEEKS_A_SECOND = 1e4
"""Weeks that count as a second of deterministic time."""


def quick_roster(run: Run, hint: SlotRoster | None = None) -> SlotRoster:
    """
    Everybody's cheapest week in turn, those with the fewest skills first, around a hint.

    People for whom no week was found are left out.
    """
    problem, known = run.problem, run.arrays
    kept = usable(problem, hint) if hint else SlotRoster(())
    found, memory = state(problem, known, kept), work(known)
    busy = {choice.person for choice in kept.choices}
    people = [p for p in range(len(problem.people)) if p not in busy]
    order = np.array(
        sorted(people, key=lambda p: (len(problem.people[p].skills), p)), dtype=np.int64
    )
    free(known, found, order)
    while order.size and not run.is_out:
        chunk, order = order[:PEOPLE_A_CHUNK], order[PEOPLE_A_CHUNK:]
        done = build(known, found, memory, chunk, chunk.size)
        order = np.concatenate((chunk[done + 1 :], order))
    return roster_of(known, found)


def pace(run: Run) -> Pace:
    """How to walk through rosters of a problem."""
    sites = run.arrays.site_rows
    return MANY if (sites[:, 1] - sites[:, 0]).max(initial=0) > FEW_OPTIONS else FEW


class Annealer:
    """Walks from the best roster of a run through the first part of the run."""

    def __init__(self, run: Run, number: int) -> None:
        self._run, self._arrays, self._number = run, run.arrays, number
        self._work, self._pace = work(run.arrays), pace(run)
        self._is_checked = not are_rules_known(run.problem)
        self._is_priced = are_goals_known(run.problem)

    def improve(self) -> None:
        """Walk, and offer what is better than all before."""
        base = self._run.best
        if base is None or not self._run.problem.people:
            return
        walk = self._search(base)
        chunk = max(CHUNK, 4 * len(self._run.problem.people))
        while not self._run.is_over and self._run.share_done < self._pace.share:
            search(self._arrays, walk, self._work, self._temperature(), chunk)
            self._run.charge(chunk / WEEKS_A_SECOND)
            self._exchange(walk)

    def _search(self, base: SlotRoster) -> Search:
        problem = self._run.problem
        here = state(problem, self._arrays, base)
        saved = (self._pace.most_freed, problem.n_days)
        return Search(
            here=here,
            price=np.array([total(self._arrays, here)], dtype=np.int64),
            random=np.array([1 + 7919 * self._run.seed + 104729 * self._number], dtype=np.uint64),
            people=np.arange(len(problem.people), dtype=np.int64),
            freed=np.zeros(self._pace.most_freed, dtype=np.int64),
            saved_row=np.zeros(saved, dtype=np.int64),
            saved_skill=np.zeros(saved, dtype=np.int64),
            saved_breaks=np.zeros((*saved, here.breaks.shape[2]), dtype=np.int64),
        )

    def _temperature(self) -> float:
        price = max(self._arrays.short.max(initial=0), 1)
        hot, cold, _, share = self._pace
        return float(price * hot * (cold / hot) ** min(self._run.share_done / share, 1.0))

    def _exchange(self, walk: Search) -> None:
        objective, price = self._run.objective, int(walk.price[0])
        if objective is None or price < objective:
            roster = roster_of(self._arrays, walk.here)
            if self._is_checked and violations(self._run.problem, roster):
                return
            self._run.offer(roster, price if self._is_priced else None)
