"""
Which rules leave a person no schedule: the smallest set of them, found by trying.

Coverage is a matter of price, and every rule binds one person at a time, so a problem has a
roster exactly when each person alone has a schedule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from ortools.sat.python import cp_model

from solver.cpsat import cp_solver
from solver.model import RosterModel
from solver.problem import Person, Pin, RosterProblem
from solver.rules import RULES, Rule, breaks, rule_name


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules (by name) and pins that together leave a person no schedule; dropping one frees it."""

    person: int
    rules: tuple[str, ...]
    pins: tuple[Pin, ...]


BINDING: tuple[Rule, ...] = tuple(rule for rule in RULES if rule is not breaks)
"""Rules that can conflict; breaks always find a place in their windows."""


def conflicts(problem: RosterProblem) -> Iterator[Conflict]:
    """Smallest conflict of every person who has no schedule."""
    known: dict[object, bool] = {}
    for p, person in enumerate(problem.people):
        pins = tuple(replace(pin, person=0) for pin in problem.pins if pin.person == p)
        key = (replace(person, id="", cents_per_hour=0), pins)
        if key not in known:
            known[key] = has_schedule(alone(problem, person, pins), BINDING)
        if not known[key]:
            yield _smallest(problem, p, pins)


def alone(problem: RosterProblem, person: Person, pins: tuple[Pin, ...]) -> RosterProblem:
    """The problem of one person, without demand of any kind."""
    options = tuple(o for o in problem.options if o.site == person.site)
    return replace(
        problem,
        people=(person,),
        options=options,
        pins=pins,
        wishes=(),
        others=(),
        floors=(),
        pairs=(),
        deferred=(),
    )


def has_schedule(problem: RosterProblem, rules: tuple[Rule, ...]) -> bool:
    """Whether some roster of the problem keeps the rules; meant for one person."""
    model = RosterModel(problem)
    for rule in rules:
        rule.add(model)
    solver = cp_solver()
    solver.parameters.max_deterministic_time = 5.0
    return solver.solve(model.cp) != cp_model.INFEASIBLE


def _smallest(problem: RosterProblem, person: int, pins: tuple[Pin, ...]) -> Conflict:
    single = alone(problem, problem.people[person], pins)
    rules = next(
        chosen
        for size in range(1, len(BINDING) + 1)
        for chosen in combinations(BINDING, size)
        if not has_schedule(single, chosen)
    )
    needed = _needed_pins(single, rules, pins)
    names = tuple(rule_name(rule) for rule in rules)
    return Conflict(person, names, tuple(replace(pin, person=person) for pin in needed))


def _needed_pins(
    single: RosterProblem, rules: tuple[Rule, ...], pins: tuple[Pin, ...]
) -> tuple[Pin, ...]:
    needed = pins
    for pin in pins:
        fewer = tuple(other for other in needed if other is not pin)
        if not has_schedule(replace(single, pins=fewer), rules):
            needed = fewer
    return needed
