"""
Whom a roster is asked for as rows: those of skills, then those of floors.

A person at work counts in the row of the skill that is worked, and in those of all floors of which
the person is a member; on a break in none.
"""

from typing import NamedTuple

import numpy as np

from solver.columns import Bools
from solver.coverage import mild_limit, present, slot_cents
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster


class Demand(NamedTuple):
    """
    What is asked for in each row, and what it costs not to have it, cents a slot.

    Parameters
    ----------
    required, mild
        People, and how many missing still count as mild; shape ``(n_rows, n_slots)``.
    short, over
        Price of one missing and of one too many, by row.
    deep
        What one missing costs more beyond `mild`; a floor has no such beyond. A floor without a
        price counts as free: searches are given one in its place, see `solver.bans`.
    """

    required: IntArray
    mild: IntArray
    short: IntArray
    over: IntArray
    deep: int


def demand(problem: RosterProblem) -> Demand:
    """All rows of a problem."""
    prices, shape = problem.prices, (len(problem.floors), problem.n_slots)
    floors = np.array([floor.required for floor in problem.floors], dtype=np.int64).reshape(shape)
    short = [*prices.short, *(floor.cents or 0 for floor in problem.floors)]
    over = [prices.over] * len(problem.skills) + [0] * len(problem.floors)
    return Demand(
        required=np.concatenate((problem.required, floors)),
        mild=np.concatenate((mild_limit(problem), floors)),
        short=np.array([slot_cents(problem, cents) for cents in short], dtype=np.int64),
        over=np.array([slot_cents(problem, cents) for cents in over], dtype=np.int64),
        deep=slot_cents(problem, prices.short_deep),
    )


def carried(problem: RosterProblem) -> IntArray:
    """People at work who are not of the roster, by row and slot: none counts for a floor."""
    floors = np.zeros((len(problem.floors), problem.n_slots), dtype=np.int64)
    found: IntArray = np.concatenate((problem.carried_in, floors))
    return found


def at_work(problem: RosterProblem, roster: SlotRoster) -> IntArray:
    """People of a roster at work, and those carried in, by row and slot."""
    rows = [present(problem, roster)]
    for floor in problem.floors:
        members = set(floor.people)
        mine = SlotRoster(tuple(c for c in roster.choices if c.person in members))
        rows.append((present(problem, mine) - problem.carried_in).sum(axis=0, keepdims=True))
    return np.concatenate(rows)


def lacking(problem: RosterProblem, roster: SlotRoster) -> IntArray:
    """People missing in each row and slot."""
    missing: IntArray = np.maximum(demand(problem).required - at_work(problem, roster), 0)
    return missing


def floors_of(problem: RosterProblem) -> list[list[int]]:
    """Rows of the floors of which each person is a member."""
    found: list[list[int]] = [[] for _ in problem.people]
    for f, floor in enumerate(problem.floors):
        for p in sorted(set(floor.people)):
            found[p].append(len(problem.skills) + f)
    return found


def counts(problem: RosterProblem) -> Bools:
    """Whether a person can count in a row, shape ``(n_people, n_rows)``."""
    n_skills = len(problem.skills)
    found = np.zeros((len(problem.people), n_skills + len(problem.floors)), dtype=np.bool_)
    for mine, person, rows in zip(found, problem.people, floors_of(problem), strict=True):
        mine[[*person.skills, *rows]] = True
    return found
