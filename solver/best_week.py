"""The best schedule of one person when an agent at work has a price in each slot."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from solver.cpsat import cp_solver
from solver.fact_model import BINDING
from solver.model import RosterModel
from solver.problem import IntArray, RosterProblem, ShiftOption
from solver.result import Choice

WORK: Final = 2.0
"""Deterministic seconds for one person."""


@dataclass(frozen=True, slots=True)
class BestWeek:
    """What a person earns at the prices, less pay and wishes, in cents, and the shifts for it."""

    cents: int
    choices: tuple[Choice, ...]


def best_week(single: RosterProblem, price: IntArray) -> BestWeek | None:
    """
    Best schedule of the one person of a problem; None if there is none, or none was found in time.

    `price` holds cents for an agent at work, shape ``(n_skills, n_slots)``; every rule is kept.
    Fairness, priced limits and pairs are left aside, and floors but for what `price` holds of them.
    """
    model = RosterModel(single)
    for rule in BINDING:
        rule.add(model)
    offers = {o: _offer(single, o, price) for _, o in model.works}
    model.cp.maximize(
        cp_model.LinearExpr.weighted_sum(
            list(model.works.values()), [offers[o][0] for _, o in model.works]
        )
    )
    solver = cp_solver()
    solver.parameters.max_deterministic_time = WORK
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    worked = [o for (_, o), works in model.works.items() if solver.value(works)]
    return BestWeek(sum(offers[o][0] for o in worked), tuple(sorted(offers[o][1] for o in worked)))


def _offer(single: RosterProblem, o: int, price: IntArray) -> tuple[int, Choice]:
    """What the option earns at most, and the skill and breaks for it."""
    option, person = single.options[o], single.people[0]
    pinned = [p.skill for p in single.pins if p.day == option.day and p.skill is not None]
    cost = round(person.cents_per_hour * option.paid_minutes / 60)
    cost += sum(wish.cents for wish in single.wishes if wish.option == o)
    found = [_with_skill(option, price[s], o, s) for s in (pinned or person.skills)]
    value, choice = max(found, default=(0, Choice(0, o, 0)), key=lambda pair: pair[0])
    return value - cost, choice


def _with_skill(option: ShiftOption, row: IntArray, o: int, skill: int) -> tuple[int, Choice]:
    before = np.concatenate(([0], np.cumsum(row)))
    last = row.size

    def between(first: int, end: int) -> int:
        return int(before[min(end, last)] - before[min(first, last)])

    value, starts = between(option.start, option.end), []
    for window in option.breaks:
        slots = range(window.earliest, window.latest + 1)
        start = min(slots, key=lambda t: between(t, t + window.length))
        value -= between(start, start + window.length)
        starts.append(start)
    return value, Choice(0, o, skill, tuple(starts))


def alone(problem: RosterProblem, person: int) -> RosterProblem:
    """The problem of one person with that person's wishes and locks, options numbered as before."""
    return replace(
        problem,
        people=(problem.people[person],),
        wishes=tuple(replace(w, person=0) for w in problem.wishes if w.person == person),
        pins=tuple(replace(p, person=0) for p in problem.pins if p.person == person),
        others=(),
        floors=(),
        pairs=(),
        deferred=(),
    )
