"""
Diving: from a mix of schedules to a roster.

The mix is solved, what it is surest of is decided, a day of a person at a time, people are asked
for new schedules that keep to that, and so on until everybody's days are decided. Days in which all
of somebody's schedules agree cost nothing to decide, where a whole schedule of which the mix holds
a third would.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import ceil, log

from solver.problem import IntArray
from solver.schedules.column import Column
from solver.schedules.cover import Cover, marginal, residual
from solver.schedules.decisions import SURE, Decisions
from solver.schedules.master import Master, Mix, reduced
from solver.schedules.pricer import Pricer, Strays

ROUGH = 1e-3
"""Closeness of a mix while diving."""
JUMP, TRIES, FEWER = 0.1, 3, 4
"""
Part of the price of one agent missing by which decisions may make the mix dearer; times to decide
fewer days, and how many times fewer.
"""
PARTS, CAREFUL, HURRIED, FEW_DAYS = (0.05, 0.1, 0.15, 0.2), 0.1, 0.5, 10
"""
Parts of the open days that may be decided at a time; that up to which there is time to try again;
that when time is over; days below which it is one at a time.
"""
TOO_LATE = 1.2
"""Part of the time after which people left get their cheapest schedules in turn."""
ROUNDS, MOST_ROUNDS, MOST_ASKED = 2, 6, 300
"""
Times that people are asked between two choices, where time allows; at most; and until the end.
"""
LEAST_REACHED = 0.1
"""Part of what was to be decided that is reckoned with at least, where much was taken back."""
CHEAPER = 0.35
"""What rounds cost on average until the end, as a part of what they cost now."""


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
    pace, jump = _Pace(time_used), JUMP * float(cover.short.max(initial=0))
    mix = job.mixed(master.solve(ROUGH), ROUNDS)
    while mix is not None and mix.cents < hopeless and decisions.left:
        if pace.is_too_late:
            return _finished(pricer, cover, need, decisions)
        mix = _decided(job, pace, mix, jump)
    return None if decisions.left else decisions.columns


class _Pace:
    """How much to decide at a time, and how often to ask, to come to the end in time."""

    def __init__(self, time_used: Callable[[], float]) -> None:
        self._time_used, self._last, self._rounds = time_used, time_used(), 0
        self._n_open, self._planned, self._reached = 0, 1, 1.0

    @property
    def is_over(self) -> bool:
        """Whether the dive's time is."""
        return self._time_used() >= 1

    @property
    def is_too_late(self) -> bool:
        """Whether not even hurry helps."""
        return self._time_used() >= TOO_LATE

    def next(self, n_open: int) -> tuple[float, int]:
        """Part of the open days to decide, and times to ask before."""
        now, part = self._time_used(), PARTS[2]
        if self.is_over:
            part, rounds = HURRIED, 1
        elif self._rounds:
            cost = max((now - self._last) / self._rounds, 1e-9)
            reached = (self._n_open - n_open) / self._planned
            self._reached = (self._reached + min(max(reached, LEAST_REACHED), 1)) / 2
            affordable = min((1 - now) / (CHEAPER * cost), MOST_ASKED) * self._reached
            fitting = (q for q in PARTS if ROUNDS * _choices(n_open, q) <= affordable)
            part = next(fitting, PARTS[-1])
            rounds = int(affordable / _choices(n_open, part))
        else:
            rounds = ROUNDS
        self._last, self._rounds = now, min(max(rounds, 1), MOST_ROUNDS)
        self._n_open, self._planned = n_open, max(1, round(part * n_open))
        return part, self._rounds


def _choices(n_open: int, part: float) -> int:
    """Choices until all days are decided, if each takes a part and no more."""
    many = max(log(n_open / FEW_DAYS), 0.0) / -log(1 - part)
    return ceil(many) + min(n_open, FEW_DAYS) // 2 + 1


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


def _decided(job: _Job, pace: _Pace, mix: Mix, jump: float) -> Mix | None:
    """
    The mix after some more days were decided.

    Where it becomes much dearer these were wrong or too many, and fewer are tried, or others.
    """
    decisions, n_open = job.decisions, job.decisions.n_open
    part, rounds = pace.next(n_open)
    n, sure = max(1, round(part * n_open)), SURE
    for tries in range(TRIES if part <= CAREFUL else 1, 0, -1):
        decisions.take(mix, n, sure)
        found = job.mixed(mix, rounds)
        if found is None or found.cents <= mix.cents + jump or tries == 1 or pace.is_over:
            return found
        n, sure = max(1, min(n, decisions.undo()) // FEWER), 1.0
    return None


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
