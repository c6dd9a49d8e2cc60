"""
Better rosters by large neighbourhoods: free a part, solve it exactly, keep what is better.

A part is a set of people (of one site, of one skill, or any), with all their options or only on a
few days. It sees what weeks given to one person after another miss: exchanges among many.
Each kind's size grows while its parts are solved to the end and shrinks where they are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.assemble import FullModel, new_solver
from solver.breaks import deal
from solver.check import violations
from solver.coverage import present
from solver.pairing import is_tied
from solver.part import Parts, put_back, take_out
from solver.placing import placed
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.run import Run

EFFORT = 0.3
"""Deterministic seconds for one part; most are solved in a third of it."""
GROWTH, SHRINKAGE, SMALLEST = 1.1, 0.8, 2.0
DAYS = 2
"""Neighbouring days that are freed at a time."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Who is freed, on which of their options, and how many people at first."""

    who: str
    options: str
    first_size: float


KINDS = (
    Kind("site", "all", 12),
    Kind("skill", "all", 8),
    Kind("anybody", "all", 10),
    Kind("skill", "days", 20),
    Kind("anybody", "days", 25),
)
BOUND = Kind("bound", "all", 8)
"""People of a floor or a pair, and others: what one of them gains another may lose."""


class Improver:
    """One worker that improves the best roster of a run until the run is over."""

    def __init__(self, run: Run, number: int) -> None:
        self._run, self._parts = run, Parts(run.problem)
        self._random = Random(run.seed * 1000 + number)
        self._bound = _bound(run.problem)
        self._kinds = (*KINDS, BOUND) if self._bound else KINDS
        self._sizes = {kind: kind.first_size for kind in self._kinds}
        self._days = np.array([option.day for option in run.problem.options], dtype=np.int64)

    def improve(self) -> None:
        """Free one part after another, until the run is over."""
        while not self._run.is_over:
            kind = self._random.choice(self._kinds)
            people = self._choose(kind)
            solved = self._free(kind, people)
            self._resize(kind, solved)
            everybody = len(people) == len(self._run.problem.people)
            if everybody and kind.options == "all" and solved:
                return

    def _choose(self, kind: Kind) -> list[int]:
        people = self._run.problem.people
        pool = list(range(len(people)))
        if kind.who == "site":
            site = people[self._random.choice(pool)].site
            pool = [p for p in pool if people[p].site == site]
        elif kind.who == "skill":
            skill = self._random.randrange(len(self._run.problem.skills))
            pool = [p for p in pool if skill in people[p].skills] or pool
        elif kind.who == "bound":
            return self._around(self._random.choice(self._bound), kind)
        size = min(round(self._sizes[kind]), len(pool))
        return sorted(self._random.sample(pool, size))

    def _around(self, wanted: Sequence[int], kind: Kind) -> list[int]:
        """So many of some people, filled up with others."""
        size = min(round(self._sizes[kind]), len(self._run.problem.people))
        found = self._random.sample(wanted, min(size, len(wanted)))
        others = sorted(set(range(len(self._run.problem.people))) - set(found))
        return sorted(found + self._random.sample(others, size - len(found)))

    def _resize(self, kind: Kind, solved: bool) -> None:
        size = self._sizes[kind] * (GROWTH if solved else SHRINKAGE)
        self._sizes[kind] = min(max(size, SMALLEST), len(self._run.problem.people))

    def _free(self, kind: Kind, people: list[int]) -> bool:
        """Whether the part was solved to the end."""
        base = self._run.best
        if base is None:
            return False
        mine = take_out(base, people)
        part = self._placed(self._parts.of(base, people), base)
        model = FullModel(part, self._closed(kind, people, mine))
        model.hint(model.values(mine))
        solver = new_solver(self._random.randrange(1 << 30))
        with self._run.solving(solver, EFFORT):
            status = solver.solve(model.cp)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._put_back(people, deal(model, solver.value))
        return bool(status == cp_model.OPTIMAL)

    def _placed(self, part: RosterProblem, base: SlotRoster) -> RosterProblem:
        """The part with the work that can wait where the people of a roster do it."""
        if not part.deferred:
            return part
        problem = self._parts.problem
        return replace(part, required=placed(problem, present(problem, base)), deferred=())

    def _closed(self, kind: Kind, people: list[int], mine: SlotRoster) -> NDArray[np.bool_] | None:
        """Pairs not to look at; what is worked at present stays open."""
        if kind.options == "all":
            return None
        closed = np.zeros((len(people), self._days.size), dtype=np.bool_)
        first = self._random.randrange(self._run.problem.n_days)
        closed[:, (self._days < first) | (self._days >= first + DAYS)] = True
        for choice in mine.choices:
            closed[choice.person, choice.option] = False
        return closed

    def _put_back(self, people: list[int], found: SlotRoster) -> None:
        """Others may have bettered the roster meanwhile: the found part goes into the newest."""
        newest = self._run.best
        if newest is not None:
            roster = put_back(newest, people, found)
            if not is_tied(self._run.problem) or not violations(self._run.problem, roster):
                self._run.offer(roster)


def _bound(problem: RosterProblem) -> list[tuple[int, ...]]:
    """People who count for a floor together, or whose meeting is priced."""
    pairs = [
        (pair.first, pair.second) for pair in problem.pairs if pair.cents and not pair.is_fixed
    ]
    return [floor.people for floor in problem.floors if floor.people] + pairs
