"""
One worker that betters the run's roster by new weeks and small changes, cooling down on the way.

Where weeks do not know every rule (`solver.known`), what a checker speaks against is not offered.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays, as_asked
from solver.bans import usual_cents
from solver.check import violations
from solver.coverage import mild_limit
from solver.dice import Words
from solver.goals.deferred import cost_at
from solver.greedy import usable
from solver.known import are_fines_known, are_goals_known, are_rules_known, has_many_options
from solver.nudge import nudge
from solver.nudge_ways import tries
from solver.offers import work
from solver.placing import placed, standing_in
from solver.problem import IntArray
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


FEW, MANY = Pace(1.33, 0.018, 3, 0.5), Pace(1.0, 0.01, 2, 1.0)
"""Where people have few options parts are small enough for CP-SAT; where many, one walks on."""
PEOPLE_A_CHUNK = 200
HOTTEST, HOT_PEOPLE, LEGS = 5.0, 50, 10
"""
Of many people each has less time: no hotter than this over the root of their number, or, of fewer
than a hundred, than so many people over their number. Each walk begins so often at the best roster
of all walks.
"""
WEEKS, NUDGES = 100, 20_000
"""Weeks looked for and small changes tried in turn; three hundred changes take a week's time."""
PEOPLE_A_TURN = 50
"""People for each of whom there are as many turns between two looks at the clock, at least five."""
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
    memory.pending[order] = True
    while order.size and not run.is_out:
        chunk, order = order[:PEOPLE_A_CHUNK], order[PEOPLE_A_CHUNK:]
        done = build(known, found, memory, chunk, chunk.size)
        order = np.concatenate((chunk[done + 1 :], order))
    return roster_of(known, found)


def pace(run: Run) -> Pace:
    """How to walk through rosters of a problem."""
    if not has_many_options(run.problem):
        return FEW
    people = max(len(run.problem.people), 1)
    return MANY._replace(hot=min(MANY.hot, max(HOTTEST / people**0.5, HOT_PEOPLE / people)))


def _own(run: Run) -> Arrays:
    """Arrays of a run in which a worker may place work by itself."""
    if not run.problem.deferred:
        return run.arrays
    return run.arrays._replace(required=run.arrays.required.copy(), mild=run.arrays.mild.copy())


class Annealer:
    """Walks from the best roster of a run through the first part of the run."""

    def __init__(self, run: Run, number: int) -> None:
        self._run, self._arrays, self._number = run, _own(run), number
        self._asked = as_asked(run.arrays, run.problem)
        self._work, self._tries, self._pace = work(run.arrays), tries(run.arrays), pace(run)
        self._is_checked = not are_rules_known(run.problem)
        self._is_priced = are_goals_known(standing_in(run.problem)) and are_fines_known(
            run.problem, run.arrays
        )

    def improve(self) -> None:
        """Walk, and offer what is better than all before; now and then begin at the best again."""
        run = self._run
        if run.best is None or not run.problem.people:
            return
        random = np.array([1 + 7919 * run.seed + 104729 * self._number], dtype=np.uint64)
        turns = max(5, len(run.problem.people) // PEOPLE_A_TURN)
        while not run.is_over and run.share_done < self._pace.share:
            walk, until = self._search(run.best, random), run.share_done + self._pace.share / LEGS
            while not run.is_over and run.share_done < until:
                self._walk(walk, turns)
                self._place(walk)
                self._exchange(walk)

    def _walk(self, walk: Search, turns: int) -> None:
        a, hot = self._arrays, self._temperature()
        for _ in range(turns):
            if self._run.is_out:
                break
            search(a, walk, self._work, hot, WEEKS)
            if not self._is_checked:
                nudge(a, walk.here, self._tries, walk.price, walk.random, hot, NUDGES)
        self._run.charge(2 * turns * WEEKS / WEEKS_A_SECOND)

    def _search(self, base: SlotRoster, random: Words) -> Search:
        problem = self._run.problem
        here = state(problem, self._arrays, base)
        saved = (self._pace.most_freed, problem.n_days)
        walk = Search(
            here=here,
            price=np.array([total(self._arrays, here)], dtype=np.int64),
            random=random,
            people=np.arange(len(problem.people), dtype=np.int64),
            freed=np.zeros(self._pace.most_freed, dtype=np.int64),
            saved_row=np.zeros(saved, dtype=np.int64),
            saved_skill=np.zeros(saved, dtype=np.int64),
            saved_breaks=np.zeros((*saved, here.breaks.shape[2]), dtype=np.int64),
        )
        self._place(walk)
        return walk

    def _place(self, walk: Search) -> None:
        """Place the work that can wait anew, around the people whom the walk has at work."""
        problem = self._run.problem
        if problem.deferred:
            required = placed(problem, self._skills_of(walk))
            self._arrays.required[: len(required)] = required
            self._arrays.mild[: len(required)] = mild_limit(replace(problem, required=required))
            walk.price[0] = total(self._arrays, walk.here)

    def _price(self, walk: Search) -> int:
        """Price of the walk's roster by the goals that weeks know, and of work left undone."""
        problem = self._run.problem
        if not problem.deferred:
            return int(walk.price[0])
        return int(total(self._asked, walk.here)) + cost_at(problem, self._skills_of(walk))

    def _skills_of(self, walk: Search) -> IntArray:
        """People at work by skill and slot."""
        return walk.here.present[: len(self._run.problem.skills)]

    def _temperature(self) -> float:
        price = max(usual_cents(self._run.problem), 1)
        hot, cold, _, share = self._pace
        return float(price * hot * (cold / hot) ** min(self._run.share_done / share, 1.0))

    def _exchange(self, walk: Search) -> None:
        objective, price = self._run.objective, self._price(walk)
        if objective is None or price < objective:
            roster = roster_of(self._arrays, walk.here)
            if self._is_checked and violations(self._run.problem, roster):
                return
            self._run.offer(roster, price if self._is_priced else None)
