"""
Diving: from a mix of schedules to a roster.

The mix is solved, what it is surest of is decided, a day of a person at a time, people are asked
for new schedules that keep to that, and so on until everybody's days are decided. Days in which all
of somebody's schedules agree cost nothing to decide, where a whole schedule of which the mix holds
a third would.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from solver.bans import usual_cents
from solver.problem import IntArray
from solver.schedules.column import Column
from solver.schedules.cover import Cover, marginal, residual
from solver.schedules.decisions import SURE, Decisions
from solver.schedules.master import Master, Mix, reduced
from solver.schedules.pace import CAREFUL, Pace
from solver.schedules.pricer import Pricer, Strays

ROUGH = 1e-3
"""Closeness of a mix while diving."""
FIRST = 4
"""Times that people are asked before anything is decided: a roster's mix becomes better late."""
JUMP, TRIES, FEWER = 0.1, 3, 4
"""
Part of the price of one agent missing by which decisions may make the mix dearer; times to decide
fewer days, and how many times fewer.
"""


def dive(
    pricer: Pricer,
    cover: Cover,
    need: IntArray,
    known: Sequence[Column],
    people: Sequence[int],
    strays: Strays,
    is_over: Callable[[], bool],
    hopeless: float = float("inf"),
    time_used: Callable[[], float] = lambda: 0.0,
    decided: Mapping[int, IntArray] | None = None,
) -> list[Column] | None:
    """
    A column for each of some people; None if time ran out, or hope.

    Parameters
    ----------
    need
        What others leave to be covered.
    known
        Columns to begin with, some of each person.
    hopeless
        Price of a mix from which nothing better comes of going on.
    time_used
        Part of the dive's time that is over; people are asked as often as there is time for, and at
        the end those left get their cheapest schedules in turn.
    decided
        What is decided of people's days to begin with; a known column of each keeps to it.
    """
    master = Master(cover, need, people)
    decisions = Decisions(master, people, pricer.problem.n_days, decided)
    for column in known:
        if column.keeps(decisions.days[column.person]):
            master.add(column)
    job = _Job(pricer, master, decisions, strays, is_over)
    pace, jump = Pace(time_used), JUMP * float(usual_cents(pricer.problem))
    mix = job.mixed(master.solve(ROUGH), FIRST)
    while mix is not None and mix.cents < hopeless and decisions.left:
        if pace.is_too_late:
            return _finished(pricer, cover, need, decisions)
        mix = _decided(job, pace, mix, jump, hopeless)
    return None if decisions.left else decisions.columns


class _Job:
    """A mix of what is decided, bettered by new schedules."""

    def __init__(
        self,
        pricer: Pricer,
        master: Master,
        decisions: Decisions,
        strays: Strays,
        is_over: Callable[[], bool],
    ) -> None:
        self._pricer, self._master, self.decisions = pricer, master, decisions
        self._strays, self._is_over = strays, is_over

    def mixed(self, mix: Mix, rounds: int) -> Mix | None:
        """The mix after people were asked so many times; None if time runs out."""
        for _ in range(rounds):
            if self._is_over():
                return None
            found = self._ask(mix)
            mix = self._master.solve(ROUGH)
            if not found:
                break
        return mix

    def _ask(self, mix: Mix) -> int:
        """Columns that would better the mix and keep to what is decided; returns how many."""
        found, days = 0, self.decisions.days
        self._strays = replace(self._strays, seed=self._strays.seed + 1)
        for answer in self._pricer.search(self.decisions.left, mix.agents, self._strays, days):
            for column in answer.columns:
                if reduced(column, mix) < -1e-6 and column.keeps(days[column.person]):
                    found += self._master.add(column)
        return found


def _decided(job: _Job, pace: Pace, mix: Mix, jump: float, hopeless: float) -> Mix | None:
    """
    The mix after some more days were decided.

    Where it becomes much dearer, or hopeless, these were wrong or too many, and fewer are tried, or
    others; in a hurry only where it becomes hopeless.
    """
    decisions, n_open = job.decisions, job.decisions.n_open
    part, rounds = pace.next(n_open)
    n, sure = max(1, round(part * n_open)), SURE
    most = min(mix.cents + jump, hopeless) if part <= CAREFUL else hopeless
    for _ in range(TRIES - 1):
        decisions.take(mix, n, sure)
        found = job.mixed(mix, rounds)
        if found is None or found.cents <= most or pace.is_over:
            return found
        n, sure = max(1, min(n, decisions.undo()) // FEWER), 1.0
    decisions.take(mix, n, sure)
    return job.mixed(mix, rounds)


def _finished(
    pricer: Pricer, cover: Cover, need: IntArray, decisions: Decisions
) -> list[Column] | None:
    """The people left get their cheapest schedules, one after the other."""
    left = residual(cover._replace(need=need), decisions.kept.values())
    for p in decisions.left:
        found = pricer.search([p], marginal(cover, left), decided=decisions.days)[0].columns
        if not found:
            return None
        decisions.kept[p] = found[0]
        left[found[0].rows] -= 1
    return decisions.columns
