"""Agent-hours that the best roster of a run leaves uncovered, for those who watch it."""

import time

from solver.demand import lacking
from solver.problem import RosterProblem
from solver.result import SlotRoster

PAUSE = 20.0
"""Between two countings as many times as long as the last one took: watching must cost little."""


class Uncovered:
    """Counts anew when the roster is another, and not too often."""

    def __init__(self, problem: RosterProblem) -> None:
        self._problem = problem
        self._of: SlotRoster | None = None
        self._hours: tuple[float, float] | None = None
        self._next = 0.0

    def hours(self, roster: SlotRoster | None) -> tuple[float, float] | None:
        """
        Agent-hours of demand missing, and those of floors; None before the first roster.

        Perhaps those of a roster a moment ago.
        """
        now = time.monotonic()
        if roster is None or roster is self._of or now < self._next:
            return self._hours
        missing = lacking(self._problem, roster).sum(axis=1) * self._problem.slot_minutes / 60
        n_skills = len(self._problem.skills)
        self._hours = float(missing[:n_skills].sum()), float(missing[n_skills:].sum())
        self._of = roster
        self._next = now + PAUSE * (time.monotonic() - now)
        return self._hours
