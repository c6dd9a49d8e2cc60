"""Who works when: assignments, the roster, what it covers and what it breaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.shifts import Shift
from planner.timegrid import Interval, TimeGrid


@dataclass(frozen=True, slots=True)
class Assignment:
    """One agent works one shift with one skill."""

    agent: str
    shift: Shift
    skill: str

    @property
    def key(self) -> str:
        """
        Identity of the shift that survives a change of its times.

        An agent has at most one shift that begins on a local day.
        """
        return f"{self.agent}/{self.shift.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Roster:
    """
    Assignments of a week, in order of agent and start.

    `carried_in` are shifts of the week before that still run when this one begins; they cover
    demand and bind rest, and belong to the earlier roster.
    """

    week: Interval
    assignments: tuple[Assignment, ...]
    carried_in: tuple[Assignment, ...] = ()

    def of(self, agent: str) -> tuple[Assignment, ...]:
        """Assignments of one agent."""
        return tuple(a for a in self.assignments if a.agent == agent)

    def paid(self, agent: str) -> timedelta:
        """Paid time of one agent in the week."""
        return sum((a.shift.paid for a in self.of(agent)), timedelta(0))

    def on_duty(self, grid: TimeGrid, skill: str) -> IntArray:
        """Agents at work with `skill` in each slot, breaks left out, ``(n_slots,)``."""
        return on_duty((*self.carried_in, *self.assignments), grid, skill)


def on_duty(assignments: Iterable[Assignment], grid: TimeGrid, skill: str) -> IntArray:
    """Agents at work with `skill` in each slot of `grid`, breaks left out, ``(n_slots,)``."""
    return present((a for a in assignments if a.skill == skill), grid)


def present(assignments: Iterable[Assignment], grid: TimeGrid) -> IntArray:
    """Agents at work in each slot of `grid`, breaks left out, ``(n_slots,)``."""
    steps = np.zeros(grid.n_slots + 1, dtype=np.int64)
    for assignment in assignments:
        _add(steps, grid, assignment.shift.interval, 1)
        for rest in assignment.shift.breaks:
            _add(steps, grid, rest.interval, -1)
    found: IntArray = np.cumsum(steps)[:-1]
    return found


def _add(steps: IntArray, grid: TimeGrid, interval: Interval, change: int) -> None:
    first = min(max(int(grid.offset(interval.start)), 0), grid.n_slots)
    last = min(max(int(grid.offset(interval.end)), 0), grid.n_slots)
    steps[first] += change
    steps[last] -= change


@dataclass(frozen=True, slots=True)
class QueueCoverage:
    """
    Required against scheduled agents of one queue, shape ``(n_slots,)`` each.

    `service_level` is the share of contacts expected in time, NaN where there are none.
    """

    queue: str
    required: IntArray
    scheduled: IntArray
    contacts: FloatArray
    service_level: FloatArray

    @property
    def short(self) -> IntArray:
        """Agents missing."""
        missing: IntArray = np.maximum(self.required - self.scheduled, 0)
        return missing

    @property
    def over(self) -> IntArray:
        """Agents above the requirement."""
        above: IntArray = np.maximum(self.scheduled - self.required, 0)
        return above


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a roster covers, queue by queue, on the grid of the week."""

    grid: TimeGrid
    queues: tuple[QueueCoverage, ...]

    def of(self, queue: str) -> QueueCoverage:
        """Coverage of one queue."""
        return next(q for q in self.queues if q.queue == queue)

    @property
    def short_hours(self) -> float:
        """Agent-hours missing, all queues."""
        return float(sum(q.short.sum() for q in self.queues)) * self.grid.minutes / 60

    @property
    def over_hours(self) -> float:
        """Agent-hours above the requirement, all queues."""
        return float(sum(q.over.sum() for q in self.queues)) * self.grid.minutes / 60

    @property
    def required_hours(self) -> float:
        """Agent-hours required, all queues."""
        return float(sum(q.required.sum() for q in self.queues)) * self.grid.minutes / 60

    @property
    def covered(self) -> float:
        """Share of required agent-hours that are filled; 1.0 where nothing is required."""
        required = self.required_hours
        return 1.0 - self.short_hours / required if required else 1.0


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a roster breaks, in words."""

    rule: str
    agent: str
    message: str
