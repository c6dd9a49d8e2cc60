"""
A public instance in Timefold, to compare with: an employee's day takes a shift or none.

Every rule is a constraint stream at hard weight, wishes and cover are soft. A program of its own,
so that its Java machine ends with it: ``python -m tests.benchmarks.curtois_timefold SECONDS``
reads a pickled instance and prints roster and score as JSON. Needs ``pip install ".[peers]"`` and
Java 17. Facts are compared by identity; comparing them by value would be most of the work.
"""

import json
import pickle
import sys
from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
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
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from tests.benchmarks.curtois import Instance


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


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    """All rules and goals."""
    return [
        _kinds(factory),
        _too_long(factory),
        _too_short(factory),
        _idle(factory),
        _successions(factory),
        _most_in_row(factory),
        _least_in_row(factory),
        _least_off(factory),
        _weekends(factory),
        _wishes(factory),
        _cover(factory),
    ]


def _kinds(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(lambda c: c.employee, lambda c: c.kind.id, ConstraintCollectors.count())
        .filter(lambda e, kind, n: n > e.most.get(kind, n))
        .penalize(HardSoftScore.ONE_HARD, lambda e, kind, n: n - e.most[kind])
        .as_constraint("shifts of a kind")
    )


def _minutes(factory: ConstraintFactory) -> Any:
    total = ConstraintCollectors.sum(lambda c: c.kind.minutes)
    return factory.for_each(Cell).group_by(lambda c: c.employee, total)


def _too_long(factory: ConstraintFactory) -> Constraint:
    return (
        _minutes(factory)
        .filter(lambda e, n: n > e.max_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda e, n: (n - e.max_minutes + 59) // 60)
        .as_constraint("most minutes")
    )


def _too_short(factory: ConstraintFactory) -> Constraint:
    return (
        _minutes(factory)
        .filter(lambda e, n: n < e.min_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda e, n: (e.min_minutes - n + 59) // 60)
        .as_constraint("least minutes")
    )


def _idle(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Employee)
        .if_not_exists(Cell, Joiners.equal(lambda e: e, lambda c: c.employee))
        .penalize(HardSoftScore.ONE_HARD, lambda e: (e.min_minutes + 59) // 60)
        .as_constraint("least minutes of an idle employee")
    )


def _successions(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .join(
            Cell,
            Joiners.equal(lambda c: c.employee),
            Joiners.equal(lambda c: c.day + 1, lambda c: c.day),
        )
        .filter(lambda first, then: then.kind.id in first.kind.bans)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("succession")
    )


def _chains(factory: ConstraintFactory) -> Any:
    days = ConstraintCollectors.to_consecutive_sequences(lambda c: c.day)
    return factory.for_each(Cell).group_by(lambda c: c.employee, days)


def _most_in_row(factory: ConstraintFactory) -> Constraint:
    return (
        _chains(factory)
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda e, run: run.getCount() > e.max_in_row)
        .penalize(HardSoftScore.ONE_HARD, lambda e, run: run.getCount() - e.max_in_row)
        .as_constraint("most days in a row")
    )


def _least_in_row(factory: ConstraintFactory) -> Constraint:
    return (
        _chains(factory)
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda e, run: run.getCount() < e.min_in_row)
        .filter(lambda e, run: run.getFirstItem().day > 0 and run.getLastItem().day < e.last_day)
        .penalize(HardSoftScore.ONE_HARD, lambda e, run: e.min_in_row - run.getCount())
        .as_constraint("least days in a row")
    )


def _least_off(factory: ConstraintFactory) -> Constraint:
    """A break of one day off has length 2, from the day before it to the day after."""
    return (
        _chains(factory)
        .flatten_last(lambda chain: chain.getBreaks())
        .filter(lambda e, gap: gap.getLength() <= e.min_off_in_row)
        .penalize(HardSoftScore.ONE_HARD, lambda e, gap: e.min_off_in_row + 1 - gap.getLength())
        .as_constraint("least days off in a row")
    )


def _weekends(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .filter(lambda c: c.is_weekend())
        .group_by(lambda c: c.employee, ConstraintCollectors.count_distinct(lambda c: c.week()))
        .filter(lambda e, n: n > e.max_weekends)
        .penalize(HardSoftScore.ONE_HARD, lambda e, n: n - e.max_weekends)
        .as_constraint("weekends")
    )


def _wishes(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each_including_unassigned(Cell)
        .filter(lambda c: c.regret() > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda c: c.regret())
        .as_constraint("wishes")
    )


def _cover(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(lambda c: c.slot(), ConstraintCollectors.count())
        .join(Need, Joiners.equal(lambda slot, n: slot, lambda need: need.id))
        .impact(HardSoftScore.ONE_SOFT, lambda slot, n, need: need.saving(n))
        .as_constraint("cover")
    )


def timetable(instance: Instance) -> Timetable:
    """The instance with an empty roster."""
    kinds = [
        Kind(shift.id, place, shift.minutes, sorted(shift.bans))
        for place, shift in enumerate(instance.shifts)
    ]
    place = {kind.id: kind.place for kind in kinds}
    needs = [
        Need(c.day * len(kinds) + place[c.shift], c.required, c.under, c.over)
        for c in instance.cover
    ]
    employees = [
        Employee(
            id=i,
            most=dict(m.most),
            min_minutes=m.min_minutes,
            max_minutes=m.max_minutes,
            max_in_row=m.max_in_row,
            min_in_row=m.min_in_row,
            min_off_in_row=m.min_off_in_row,
            max_weekends=m.max_weekends,
            last_day=instance.n_days - 1,
        )
        for i, m in enumerate(instance.staff)
    ]
    return Timetable(kinds, employees, needs, _cells(instance, employees))


def _cells(instance: Instance, employees: list[Employee]) -> list[Cell]:
    wishes: dict[tuple[int, int], tuple[dict[str, int], dict[str, int]]] = {}
    for place, requests in enumerate((instance.on, instance.off)):
        for r in requests:
            wishes.setdefault((r.member, r.day), ({}, {}))[place][r.shift] = r.weight
    return [
        _cell(instance, employee, day, *wishes.get((employee.id, day), ({}, {})))
        for employee, member in zip(employees, instance.staff, strict=True)
        for day in range(instance.n_days)
        if day not in member.days_off
    ]


def _cell(
    instance: Instance, employee: Employee, day: int, on: dict[str, int], off: dict[str, int]
) -> Cell:
    return Cell(
        id=employee.id * instance.n_days + day,
        employee=employee,
        day=day,
        n_kinds=len(instance.shifts),
        on=on,
        off=off,
        all_on=sum(on.values()),
    )


def main(seconds: str) -> None:
    """Print the roster found, triples of member, day and shift, and both parts of its score."""
    instance = pickle.load(sys.stdin.buffer)
    config = SolverConfig(
        solution_class=Timetable,
        entity_class_list=[Cell],
        environment_mode=EnvironmentMode.NO_ASSERT,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=constraints
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=int(float(seconds) * 1000))
        ),
    )
    solver = SolverFactory.create(config).build_solver()
    found = solver.solve(timetable(instance))
    triples = [(c.employee.id, c.day, c.kind.id) for c in found.cells if c.kind is not None]
    score = [found.score.hard_score, found.score.soft_score]
    sys.stdout.write(json.dumps({"score": score, "roster": triples}))


if __name__ == "__main__":
    main(*sys.argv[1:])
