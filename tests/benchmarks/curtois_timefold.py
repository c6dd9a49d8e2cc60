"""
A public instance in Timefold, to compare with.

A program of its own, so that its Java machine ends with it:
``python -m tests.benchmarks.curtois_timefold SECONDS`` reads a pickled instance and prints roster
and score as JSON. Needs ``pip install ".[peers]"`` and Java 17.
"""

import json
import pickle
import sys

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)

from tests.benchmarks.curtois import Instance
from tests.benchmarks.timefold_rules import constraints
from tests.benchmarks.timefold_ward import Cell, Employee, Kind, Need, Timetable


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
