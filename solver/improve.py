"""
Better rosters by large neighbourhoods: free a few people, solve their part, keep what is better.

Parts are chosen at random among three kinds: people of one site, people of one skill, anybody.
Each kind's size grows while its parts are solved to the end and shrinks where they are not.
"""

from random import Random

from ortools.sat.python import cp_model

from solver.assemble import FullModel, new_solver
from solver.breaks import deal
from solver.part import Parts, put_back, take_out
from solver.result import SlotRoster
from solver.run import Run

EFFORT = 0.3
"""Deterministic seconds for one part."""
FIRST_SIZE = 11.0
GROWTH, SHRINKAGE = 1.1, 0.8


class Improver:
    """One worker that improves the best roster of a run until the run is over."""

    def __init__(self, run: Run, number: int) -> None:
        self._run, self._parts = run, Parts(run.problem)
        self._random = Random(run.seed * 1000 + number)
        self._sizes = dict.fromkeys(_KINDS, FIRST_SIZE)

    def improve(self) -> None:
        """Free one set of people after another."""
        while not self._run.is_over:
            kind = self._random.choice(_KINDS)
            people = self._choose(kind)
            solved = self._free(people)
            self._sizes[kind] = max(self._sizes[kind] * (GROWTH if solved else SHRINKAGE), 2.0)
            if len(people) == len(self._run.problem.people) and solved:
                return

    def _choose(self, kind: str) -> list[int]:
        problem = self._run.problem
        pool = list(range(len(problem.people)))
        if kind == "site":
            site = problem.people[self._random.choice(pool)].site
            pool = [p for p in pool if problem.people[p].site == site]
        elif kind == "skill":
            skill = self._random.randrange(len(problem.skills))
            pool = [p for p in pool if skill in problem.people[p].skills] or pool
        return sorted(self._random.sample(pool, min(round(self._sizes[kind]), len(pool))))

    def _free(self, people: list[int]) -> bool:
        """Whether the part was solved to the end."""
        base = self._run.best
        if base is None:
            return False
        model = FullModel(self._parts.of(base, people))
        model.hint(model.values(take_out(base, people)))
        solver = new_solver(self._random.randrange(1 << 30))
        with self._run.solving(solver, EFFORT):
            status = solver.solve(model.cp)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._put_back(people, deal(model, solver.value))
        return bool(status == cp_model.OPTIMAL)

    def _put_back(self, people: list[int], found: SlotRoster) -> None:
        """Others may have bettered the roster meanwhile: the found part goes into the newest."""
        newest = self._run.best
        if newest is not None:
            self._run.offer(put_back(newest, people, found))


_KINDS = ("site", "skill", "anybody")
