"""
What Timefold plans of a public instance: an employee's day takes a shift or none.

Facts are compared by identity; comparing them by value would be most of the work.
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardSoftScore


@dataclass(eq=False)
class Kind:
    """A shift of the instance; `bans` are the names of those that may not follow."""

    id: Annotated[str, PlanningId]
    place: int
    minutes: int
    bans: list[str]


@dataclass(eq=False)
class Employee:
    """Limits of one member of the staff."""

    id: Annotated[int, PlanningId]
    most: dict[str, int]
    min_minutes: int
    max_minutes: int
    max_in_row: int
    min_in_row: int
    min_off_in_row: int
    max_weekends: int
    last_day: int


@dataclass(eq=False)
class Need:
    """People wanted in a slot, and the price of others."""

    id: Annotated[int, PlanningId]
    required: int
    under: int
    over: int

    def saving(self, present: int) -> int:
        """What so many people spare, against nobody; negative where they cost more."""
        missing = self.required - present
        price = self.under * missing if missing > 0 else -self.over * missing
        return self.under * self.required - price


@planning_entity
@dataclass(eq=False)
class Cell:
    """A day of an employee that is no day off of theirs."""

    id: Annotated[int, PlanningId]
    employee: Employee
    day: int
    n_kinds: int
    on: dict[str, int]
    off: dict[str, int]
    all_on: int
    kind: Annotated[Kind | None, PlanningVariable(allows_unassigned=True)] = field(default=None)

    def slot(self) -> int:
        """Slot worked, -1 for none."""
        return -1 if self.kind is None else self.day * self.n_kinds + self.kind.place

    def regret(self) -> int:
        """Weights of the wishes that the shift, or the day off, refuses."""
        if self.kind is None:
            return self.all_on
        return self.all_on - self.on.get(self.kind.id, 0) + self.off.get(self.kind.id, 0)

    def is_weekend(self) -> bool:
        """Whether the day is a Saturday or Sunday."""
        return self.day % 7 >= 5

    def week(self) -> int:
        """Week of the day."""
        return self.day // 7


@planning_solution
@dataclass(eq=False)
class Timetable:
    """The instance and its roster."""

    kinds: Annotated[list[Kind], ProblemFactCollectionProperty, ValueRangeProvider]
    employees: Annotated[list[Employee], ProblemFactCollectionProperty]
    needs: Annotated[list[Need], ProblemFactCollectionProperty]
    cells: Annotated[list[Cell], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore, PlanningScore] = field(default=None)
