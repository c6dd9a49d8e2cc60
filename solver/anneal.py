"""
One worker that betters the run's roster by ruin and recreate, cooling down as the run goes on.

A problem's tours know the rules of `solver.rules` by heart; whatever a checker speaks against is
not offered.
"""

import numpy as np

from solver.arrays import State, arrays, roster_of, state
from solver.check import violations
from solver.greedy import usable
from solver.labels import labels
from solver.result import SlotRoster
from solver.ruin import Search, build, search, total
from solver.run import Run

MOST_FREED = 3
HOT, COLD = 6000.0, 80.0
"""Temperatures of a walk at its beginning and end, cents."""
PEOPLE_A_CHUNK = 20
CHUNK = 400_000
"""Labels between two looks at the clock; a tenth of a second."""
SHARE = 0.5
"""Part of a run after which the walk is cold and ends."""
LABELS_A_SECOND = 1e7
"""Labels that count as a second of deterministic time."""


def quick_roster(run: Run, hint: SlotRoster | None = None) -> SlotRoster:
    """
    Everybody's cheapest week in turn, those with the fewest skills first, around a hint.

    People for whom no week was found are left out.
    """
    problem, known = run.problem, arrays(run.problem)
    kept = usable(problem, hint) if hint else SlotRoster(())
    found, memory = state(problem, kept), labels(known)
    busy = {choice.person for choice in kept.choices}
    people = [p for p in range(len(problem.people)) if p not in busy]
    order = np.array(
        sorted(people, key=lambda p: (len(problem.people[p].skills), p)), dtype=np.int64
    )
    while order.size and not run.is_out:
        chunk, order = order[:PEOPLE_A_CHUNK], order[PEOPLE_A_CHUNK:]
        done = build(known, found, memory, chunk, chunk.size)
        order = np.concatenate((chunk[done + 1 :], order))
    return roster_of(problem, found)


class Annealer:
    """Walks from the best roster of a run through the first part of the run."""

    def __init__(self, run: Run, number: int) -> None:
        self._run, self._arrays = run, arrays(run.problem)
        self._labels = labels(self._arrays)
        self._number = number

    def improve(self) -> None:
        """Walk, and offer what is better than all before."""
        base = self._run.best
        if base is None or (not base.choices and not self._run.problem.people):
            return
        walk = self._search(base)
        while not self._run.is_over and self._run.share_done < SHARE:
            search(self._arrays, walk, self._labels, self._temperature(), CHUNK)
            self._run.charge(CHUNK / LABELS_A_SECOND)
            self._exchange(walk)

    def _search(self, base: SlotRoster) -> Search:
        here = state(self._run.problem, base)
        price = total(self._arrays, here)
        return Search(
            here=here,
            best=_copied(here),
            price=np.array([price, price], dtype=np.int64),
            random=np.array([1 + 7919 * self._run.seed + 104729 * self._number], dtype=np.uint64),
            freed=np.zeros(MOST_FREED, dtype=np.int64),
            saved=_copied(here),
        )

    def _temperature(self) -> float:
        return float(HOT * (COLD / HOT) ** min(self._run.share_done / SHARE, 1.0))

    def _exchange(self, walk: Search) -> None:
        objective = self._run.objective
        if objective is None or walk.price[1] < objective:
            roster = roster_of(self._run.problem, walk.best)
            if violations(self._run.problem, roster):
                return
            self._run.offer(roster)


def _copied(found: State) -> State:
    return State(*(array.copy() for array in found))
