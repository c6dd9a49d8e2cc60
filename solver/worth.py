"""
What one more agent, one more skill or one relaxed rule would buy.

All changes are measured by prices of slots, which say what a little more is worth; the best of
them are then tried: the changed person and a few others are rostered anew around the best roster,
with the change and without it, and the two are compared.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from solver.assemble import FullModel, new_solver
from solver.best_week import alone, best_week
from solver.breaks import deal
from solver.demand import floors_of, lacking
from solver.goals import total_cost
from solver.part import Parts, put_back, take_out
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster
from solver.what_ifs import Kind, WhatIf, what_ifs

TRIED: Final = 6
EACH: Final = 5
"""Changes of each kind that are told; of all of them the first `TRIED` are tried."""
HELPERS: Final = 4
PART_WORK: Final = 1.0
"""Deterministic seconds for rostering a part anew, once with the change and once without."""


@dataclass(frozen=True, slots=True)
class Worth:
    """
    What a change buys.

    Parameters
    ----------
    cents
        By how much the objective falls, pay of new hours taken off.
    hours
        Agent-hours of demand uncovered that would be covered; None where nothing was tried.
    floor_hours
        The same of floors.
    is_tried
        Measured by rostering a part anew, around the best roster; else by prices alone.
    by_price
        Cents by the prices alone.
    """

    kind: Kind
    text: str
    cents: int
    hours: float | None
    floor_hours: float | None
    is_tried: bool
    by_price: int


def worths(
    problem: RosterProblem,
    roster: SlotRoster,
    price: IntArray,
    time_s: float = 30.0,
    tried: int = TRIED,
) -> tuple[Worth, ...]:
    """
    Changes that buy something, those tried first and then by price, each group's best.

    Stops asking when `time_s` are over: what was not asked by then is not told.
    """
    end = time.monotonic() + time_s
    found = _by_price(problem, price, time.monotonic() + 0.6 * time_s)
    told: list[Worth] = []
    for number, (what_if, cents) in enumerate(_best_of_each(found, EACH)):
        if number < tried and time.monotonic() < end:
            told.append(_tried(problem, roster, what_if, cents))
        else:
            told.append(Worth(what_if.kind, what_if.text, cents, None, None, False, cents))
    return tuple(sorted((w for w in told if w.cents > 0), key=lambda w: (not w.is_tried, -w.cents)))


def _best_of_each(found: Sequence[tuple[WhatIf, int]], most: int) -> list[tuple[WhatIf, int]]:
    """The best few of each kind, kinds taking turns."""
    ranked = []
    for kind in {what_if.kind: None for what_if, _ in found}:
        mine = [pair for pair in found if pair[0].kind == kind][:most]
        ranked += [(rank, -pair[1], pair) for rank, pair in enumerate(mine)]
    return [pair for _, _, pair in sorted(ranked, key=lambda row: row[:2])]


def _by_price(problem: RosterProblem, price: IntArray, end: float) -> list[tuple[WhatIf, int]]:
    """Changes with a gain at the prices, best first; of like ones the best."""
    base: dict[int, int | None] = {}
    floors = floors_of(problem)
    best: dict[str, tuple[WhatIf, int]] = {}
    for what_if in what_ifs(problem, price):
        if time.monotonic() > end:
            break
        gain = _gain(problem, price, what_if, base, floors)
        if gain > 0 and (what_if.text not in best or gain > best[what_if.text][1]):
            best[what_if.text] = what_if, gain
    return sorted(best.values(), key=lambda pair: (-pair[1], pair[0].text))


def _gain(
    problem: RosterProblem,
    price: IntArray,
    what_if: WhatIf,
    base: dict[int, int | None],
    floors: Sequence[Sequence[int]],
) -> int:
    p, n_skills = what_if.person, len(problem.skills)
    then = _earned(price, n_skills, [n_skills + f for f in what_if.floors])
    if p is None:
        hired = best_week(_hired_alone(problem, what_if), then)
        return 0 if hired is None else hired.cents
    if p not in base:
        before = best_week(alone(problem, p), _earned(price, n_skills, floors[p]))
        base[p] = None if before is None else before.cents
    after = best_week(replace(alone(problem, p), people=(what_if.changed,)), then)
    without = base[p]
    return 0 if after is None or without is None else after.cents - without


def _earned(price: IntArray, n_skills: int, floors: Sequence[int]) -> IntArray:
    """What somebody who counts in some rows of floors earns with each skill."""
    found: IntArray = price[:n_skills] + price[list(floors)].sum(axis=0)
    return found


def _hired_alone(problem: RosterProblem, what_if: WhatIf) -> RosterProblem:
    return replace(
        problem,
        people=(what_if.changed,),
        wishes=(),
        pins=(),
        others=(),
        floors=(),
        pairs=(),
        deferred=(),
    )


def _tried(problem: RosterProblem, roster: SlotRoster, what_if: WhatIf, by_price: int) -> Worth:
    """The change measured by rostering a part anew, with it and without it."""
    p = len(problem.people) if what_if.person is None else what_if.person
    changed = _changed(problem, what_if, p)
    helpers = _helpers(problem, roster, what_if)
    before = _rostered(problem, roster, [q for q in (*helpers, p) if q < len(problem.people)])
    after = _rostered(changed, before, [*helpers, p])
    cents = total_cost(problem, before) - total_cost(changed, after)
    less = lacking(problem, before).sum(axis=1) - lacking(changed, after).sum(axis=1)
    if after == before:
        cents, less = 0, np.zeros_like(less)
    hours = less * problem.slot_minutes / 60
    n_skills = len(problem.skills)
    covered, of_floors = float(hours[:n_skills].sum()), float(hours[n_skills:].sum())
    return Worth(what_if.kind, what_if.text, cents, covered, of_floors, True, by_price)


def _changed(problem: RosterProblem, what_if: WhatIf, p: int) -> RosterProblem:
    """The problem with person `p` as changed, or new."""
    floors = (
        replace(
            floor,
            people=tuple(
                sorted({*floor.people, p} if f in what_if.floors else {*floor.people} - {p})
            ),
        )
        for f, floor in enumerate(problem.floors)
    )
    people = (*problem.people[:p], what_if.changed, *problem.people[p + 1 :])
    return replace(problem, people=people, floors=tuple(floors))


def _helpers(problem: RosterProblem, roster: SlotRoster, what_if: WhatIf) -> list[int]:
    """People of the site who could take over: they share most skills, and are at work."""
    worked = {choice.person for choice in roster.choices}
    skills = set(what_if.changed.skills)
    others = [
        (-len(skills & set(person.skills)), q)
        for q, person in enumerate(problem.people)
        if q != what_if.person and q in worked and person.site == what_if.changed.site
    ]
    return [q for _, q in sorted(others)[:HELPERS]]


def _rostered(problem: RosterProblem, roster: SlotRoster, people: Sequence[int]) -> SlotRoster:
    """The roster with these people rostered anew; as it was where nothing better was found."""
    part = Parts(problem).of(roster, people)
    model = FullModel(part)
    kept = take_out(roster, people)
    solver = new_solver(0)
    solver.parameters.max_deterministic_time = PART_WORK
    hint = _hinted(model, kept)
    model.hint(hint)
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return roster
    found = deal(model, solver.value)
    is_worse = hint and model.price(found) > model.price(kept)
    return roster if is_worse else put_back(roster, people, found)


def _hinted(model: FullModel, kept: SlotRoster) -> dict[int, int]:
    """Values of what is worked so far; none where the change closes a shift."""
    try:
        return model.values(kept) if kept.choices else {}
    except KeyError:
        return {}
