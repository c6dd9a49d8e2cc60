"""
Work that can wait, placed: the slots in which agents do it, as if they were required there.

The search knows agents required in slots, not work. So it walks on a problem whose requirement
holds the work where somebody is there to do it, and what nobody does where least is asked.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from solver.contract import DeferredWork
from solver.coverage import slot_cents
from solver.earliest_due import place
from solver.goals.deferred import minute_cents, spare_minutes
from solver.problem import IntArray, RosterProblem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CLOSED = 1_000_000
"""Agents that a closed slot seems to have already: more than any other."""


def placed(problem: RosterProblem, at_work: IntArray) -> IntArray:
    """
    Agents required with the work that can wait among them, ``(n_skills, n_slots)``.

    Work is done earliest due first in the time that people at work, of the same shape, have beyond
    what is required; what is left over asks for agents in slots of its window in which least other
    work does.
    """
    found: IntArray = problem.required.copy()
    spare = spare_minutes(problem, at_work)
    for skill in _skills(problem):
        works = [work for work in problem.deferred if work.skill == skill]
        found[skill] += _agents(works, spare[skill], _is_open(problem, skill), problem.slot_minutes)
    return found


def standing_in(problem: RosterProblem, at_work: IntArray | None = None) -> RosterProblem:
    """The problem with its work placed around people at work, by default those carried in."""
    if not problem.deferred:
        return problem
    there = problem.carried_in if at_work is None else at_work
    return replace(problem, required=placed(problem, there), deferred=())


def parted(
    problem: RosterProblem, at_work: IntArray, since: int
) -> tuple[RosterProblem, RosterProblem]:
    """
    The problem with its work of before slot `since`, and with the work that is left from it on.

    People at work, ``(n_skills, n_slots)``, did what they could; what was due stays in the first.
    """
    spare, left = spare_minutes(problem, at_work), [work.minutes for work in problem.deferred]
    for skill in _skills(problem):
        mine = [i for i, work in enumerate(problem.deferred) if work.skill == skill]
        tasks = [(problem.deferred[i].release, problem.deferred[i].due, left[i]) for i in mine]
        for (k, slot), done in place(spare[skill].tolist(), tasks).items():
            left[mine[k]] -= done if slot < since else 0
    pairs = [
        (work, minutes if work.due > since else 0)
        for work, minutes in zip(problem.deferred, left, strict=True)
    ]
    before = (replace(work, minutes=work.minutes - minutes) for work, minutes in pairs)
    after = (
        replace(work, minutes=minutes, release=max(work.release, since))
        for work, minutes in pairs
        if minutes
    )
    return replace(problem, deferred=tuple(before)), replace(problem, deferred=tuple(after))


def least_cost(problem: RosterProblem, prices: Floats) -> tuple[int, IntArray]:
    """
    Cents that the work costs at least, at prices of an agent in each slot, and where it is done.

    Parameters
    ----------
    prices
        Cents a slot, ``(n_skills, n_slots)``, not below what one too many costs.

    Returns
    -------
    tuple
        The cents, rounded down, to be added to a bound at these prices that knows no such work; and
        agents bought for it, ``(n_skills, n_slots)``.

    Notes
    -----
    Room in a slot is worth ``m = price + over`` an agent: with it the bound's cover still has its
    least cost where nobody is beyond the requirement. A unit of work then costs the least of its
    price undone and m in its window; those carried in beyond the requirement give theirs away.
    """
    worth = np.maximum(prices + slot_cents(problem, problem.prices.over), 0.0)
    bought = np.zeros(problem.required.shape)
    free = spare_minutes(problem, problem.carried_in) / problem.slot_minutes
    found = 0.0
    for skill in _skills(problem):
        found -= float((free[skill] * worth[skill]).sum())
        bought[skill] -= free[skill]
        worth[skill, ~_is_open(problem, skill)] = np.inf
    for work in problem.deferred:
        window = worth[work.skill, work.release : work.due]
        cheapest = int(np.argmin(window))
        slots = work.minutes / problem.slot_minutes
        undone = float(minute_cents(work) * problem.slot_minutes)
        found += slots * min(undone, float(window[cheapest]))
        if window[cheapest] < undone:
            bought[work.skill, work.release + cheapest] += slots
    return int(np.floor(found - 1e-6 * abs(found))), np.rint(bought).astype(np.int64)


def _skills(problem: RosterProblem) -> list[int]:
    return sorted({work.skill for work in problem.deferred})


def _is_open(problem: RosterProblem, skill: int) -> Bools:
    found = np.ones(problem.n_slots, dtype=np.bool_)
    found[[t for s, t in problem.closed if s == skill]] = False
    return found


def _agents(
    works: Sequence[DeferredWork], spare: IntArray, is_open: Bools, slot_minutes: int
) -> IntArray:
    """Agents who do the works of a skill in each slot."""
    tasks = [(work.release, work.due, work.minutes) for work in works]
    minutes = np.zeros(spare.size, dtype=np.int64)
    left = [work.minutes for work in works]
    for (i, slot), done in place(spare.tolist(), tasks).items():
        minutes[slot] += done
        left[i] -= done
    more = _more_agents(works, left, is_open, slot_minutes)
    return -(-minutes // slot_minutes) + more


def _more_agents(
    works: Sequence[DeferredWork], left: Sequence[int], is_open: Bools, slot_minutes: int
) -> IntArray:
    """
    Agents for what is left, about as few as can be and level.

    In the middle of a window, so that work that comes and is due a little later may share them.
    """
    found = np.where(is_open, 0, CLOSED)
    room = np.zeros(is_open.size, dtype=np.int64)
    for i in sorted(range(len(works)), key=lambda i: (works[i].due, works[i].release)):
        window = slice(works[i].release, works[i].due)
        open_, rest = room[window], left[i]
        for t in np.flatnonzero(open_).tolist() if rest else ():
            done = min(rest, int(open_[t]))
            open_[t] -= done
            rest -= done
        while rest > 0:
            t = _middle_least(found[window])
            found[window][t] += 1
            open_[t] += slot_minutes - min(rest, slot_minutes)
            rest -= min(rest, slot_minutes)
    return np.where(is_open, found, 0)


def _middle_least(agents: IntArray) -> int:
    """Slot with the fewest agents, of several the one nearest to the middle."""
    least = np.flatnonzero(agents == agents.min())
    return int(least[np.argmin(np.abs(2 * least + 1 - agents.size))])
