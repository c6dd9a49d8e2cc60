"""Agent-hours that the best roster of a run leaves uncovered, for those who watch it."""

import time

from solver.coverage import short
from solver.problem import RosterProblem
from solver.result import SlotRoster

PAUSE = 20.0
"""Between two countings as many times as long as the last one took: watching must cost little."""


class Uncovered:
    """Counts anew when the roster is another, and not too often."""

    def __init__(self, problem: RosterProblem) -> None:
        self._problem = problem
        self._of: SlotRoster | None = None
        self._hours: float | None = None
        self._next = 0.0

    def hours(self, roster: SlotRoster | None) -> float | None:
        """Agent-hours missing, perhaps those of a roster a moment ago; None before the first."""
        now = time.monotonic()
        if roster is None or roster is self._of or now < self._next:
            return self._hours
        missing = float(short(self._problem, roster).sum())
        self._of, self._hours = roster, missing * self._problem.slot_minutes / 60
        self._next = now + PAUSE * (time.monotonic() - now)
        return self._hours
