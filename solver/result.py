"""What a solve returns: a roster in slots, its price, and how far from the best it can be."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Quality(StrEnum):
    """How a solve ended; without any roster it raises instead."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time_limit"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """
    A person works an option with a skill; `break_starts` has a slot per break of the option.

    All but the break starts are indices into the problem.
    """

    person: int
    option: int
    skill: int
    break_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotRoster:
    """Choices sorted by person and option."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CostLine:
    """One goal's share of the objective, in cents."""

    goal: str
    cents: int


@dataclass(frozen=True, slots=True)
class Result:
    """
    A complete roster that keeps every rule.

    `objective` and `bound` are in cents: no roster of this problem costs less than `bound`.
    """

    roster: SlotRoster
    quality: Quality
    objective: int
    bound: int
    costs: tuple[CostLine, ...]
    runtime_s: float

    @property
    def gap(self) -> float:
        """Distance of the proven bound as a part of the objective; 0 when proven the best."""
        return (self.objective - self.bound) / max(abs(self.objective), 1)


@dataclass(frozen=True, slots=True)
class SolveProgress:
    """
    A moment of a running solve: seconds so far, best objective and bound in cents.

    `done` is the part of its limit that is used up, 0 to 1; `uncovered_hours` the agent-hours of
    demand, and of floors, that the best roster, or one a moment before it, leaves uncovered.
    `is_compiling` is told every few seconds before all else where inner loops have to be compiled.
    """

    elapsed_s: float
    objective: int | None
    bound: int | None
    solutions: int
    done: float = 0.0
    uncovered_hours: tuple[float, float] | None = None
    is_compiling: bool = False


OnProgress = Callable[[SolveProgress], bool]
"""Called now and then while solving; returning False stops and keeps the best."""


@dataclass(frozen=True, slots=True)
class Limits:
    """
    When to stop.

    `time_s` is wall time; `deterministic` (CP-SAT's deterministic time) makes a run repeatable
    bit for bit with one worker; `gap` stops early when proven that close.
    """

    time_s: float = 60.0
    deterministic: float | None = None
    workers: int = 2
    gap: float = 0.001
