"""How fast a dive decides, so that it comes to its end in its time."""

from collections.abc import Callable
from math import ceil, log

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


class Pace:
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
    many = max(log(max(n_open, 1) / FEW_DAYS), 0.0) / -log(1 - part)
    return ceil(many) + min(n_open, FEW_DAYS) // 2 + 1
