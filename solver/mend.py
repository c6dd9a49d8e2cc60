"""
The search of a re-plan: exact parts around the slots that the change left short.

A part is a window of two days and a dozen people who could help in it most. In the window they
may work anything, on other days what they have or nothing, so that an extra shift may be paid
for by a day off. CP-SAT solves the part with the price of every change in it; what is
better becomes the roster, and the worst slots are looked for again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solver.assemble import FullModel, new_solver
from solver.breaks import deal
from solver.calm import calmed
from solver.change_bound import change_bound
from solver.columns import Bools
from solver.gains import NOTHING, Gains
from solver.goals import total_cost
from solver.mend_floors import around_floors
from solver.part import Parts, numbering, put_back, take_out
from solver.published import Published, by_day, change_cents, changes
from solver.result import OnProgress, SlotRoster
from solver.run import Run

PEOPLE, MOST_BATCHES = 12, 4
"""People of one part, and how many parts are tried for a window."""
LEAST_S = 0.3
"""Wall seconds that a part has at least."""
EFFORT = 0.5
"""Deterministic seconds for one part; nearly all are solved in a fifth."""


@dataclass(frozen=True, slots=True)
class _Part:
    """People who are freed, and the window of days in which they may work anything."""

    people: tuple[int, ...]
    days: frozenset[int]


class Mender:
    """Mends a roster around its shortest slots until nothing more is worth its changes."""

    def __init__(self, run: Run, published: Published) -> None:
        self._run, self._published = run, published
        self._problem, self._parts = run.problem, Parts(run.problem)
        self._gains = Gains(run.problem)
        self._days = np.array([o.day for o in run.problem.options], dtype=np.int64)

    def offer(self, roster: SlotRoster) -> bool:
        """Keep a roster, brought back to the published one where that is free, if it is better."""
        calm = calmed(self._problem, self._published, roster)
        light = change_cents(self._problem, self._published, calm)[1]
        return self._run.offer(calm, total_cost(self._problem, calm) + light)

    def bound(self) -> int:
        """What no roster can cost less than, cents, without light changes."""
        base = self._run.best
        assert base is not None
        return change_bound(self._run, self._gains.able, self._gains.price, base)

    def mend(self, share: float, progress: OnProgress | None = None) -> None:
        """Solve part after part for a share of the run; after a change all are promising again."""
        done: set[_Part] = set()
        while not self._run.is_over and self._run.share_done < share:
            if progress is not None and not progress(self._run.progress()):
                self._run.cancelled = True
                return
            part = next((part for part in self._promising() if part not in done), None)
            if part is None:
                return
            done.add(part)
            if self._solve(part, share):
                done.clear()

    def _promising(self) -> Iterator[_Part]:
        """Members of missed floors; then parts by what one more choice in them could save."""
        base = self._run.best
        assert base is not None
        for members, about in around_floors(self._problem, base, PEOPLE):
            yield _Part(members, about)
        gain = self._gains.of(base)
        moved = {c.person for c in changes(self._problem, self._published.roster, base)}
        best = np.stack(
            [
                gain[:, self._days == day].max(axis=1, initial=NOTHING)
                for day in range(self._problem.n_days)
            ],
            axis=1,
        )
        for day in np.argsort(-best.max(axis=0, initial=NOTHING), kind="stable").tolist():
            days = frozenset({day, min(day + 1, self._problem.n_days - 1)})
            order = sorted(range(len(best)), key=lambda p: (p not in moved, -int(best[p, day]), p))
            for first in range(0, MOST_BATCHES * PEOPLE, PEOPLE):
                people = order[first : first + PEOPLE]
                if people and best[people, day].max() > 0:
                    yield _Part(tuple(sorted(people)), days)

    def _solve(self, part: _Part, share: float) -> bool:
        """Whether solving a part bettered the roster."""
        base = self._run.best
        assert base is not None
        here = take_out(base, part.people)
        model = FullModel(self._parts.of(base, part.people), self._closed(part, here))
        self._limit_changes(model, part, base)
        model.hint(model.values(here))
        solver = new_solver(self._run.seed)
        with self._run.solving(solver, EFFORT):
            left_s = self._run.limits.time_s * share - self._run.elapsed_s
            solver.parameters.max_time_in_seconds = max(left_s, LEAST_S)
            status = solver.solve(model.cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False
        return self.offer(put_back(base, part.people, deal(model, solver.value)))

    def _closed(self, part: _Part, here: SlotRoster) -> Bools:
        """Options outside the window, but for what people have or had."""
        outside = ~np.isin(self._days, sorted(part.days))
        closed = np.tile(outside, (len(part.people), 1))
        for choice in here.choices:
            closed[choice.person, choice.option] = False
        for choice in take_out(self._published.roster, part.people).choices:
            closed[choice.person, choice.option] = False
        return closed

    def _limit_changes(self, model: FullModel, part: _Part, base: SlotRoster) -> None:
        """Keep within the budget: what others have changed is spent already."""
        most, problem = self._published.most_changes, self._problem
        if most is None:
            return
        spent = [
            c
            for c in changes(problem, self._published.roster, base)
            if not c.is_light and c.person not in set(part.people)
        ]
        old = by_day(problem, self._published.roster)
        changed: list[cp_model.LinearExprT] = []
        for p, i in numbering(part.people).items():
            for day in range(problem.n_days):
                choice = old.get((p, day))
                if choice is None:
                    changed += model.works_on(i, [day])
                else:
                    changed.append(1 - model.works.get((i, choice.option), 0))
        model.cp.add(sum(changed) <= most - len(spent))
