"""Demand that a part of a long roster shares with the next one, where sites' days overlap."""

from dataclasses import replace

import numpy as np

from solver.contract import Floor
from solver.coverage import present
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster
from solver.schedules.path import Floats


def own_share(problem: RosterProblem, day: int, slots: tuple[int, int]) -> IntArray:
    """
    Agents asked for in some slots of those whose shifts begin before a day, the rest of others.

    At noon in London Sunday's shifts of London and Monday's of New Zealand are both at work; each
    side is asked for as many as it has of the people who could be.

    Parameters
    ----------
    slots
        First slot, and the one before which they end.

    Returns
    -------
    Shape ``(n_skills, n_slots)`` of the slots.
    """
    first, end = slots
    before, behind = (_could(problem, day, slots, is_before=side) for side in (True, False))
    share = before / np.maximum(before + behind, 1)
    found: IntArray = np.rint(problem.required[:, first:end] * share).astype(np.int64)
    return found


def floors_left(
    problem: RosterProblem, taken: SlotRoster, slots: tuple[int, int], own: int
) -> tuple[Floor, ...]:
    """
    Floors of some slots, which ask for as many as are not at work in a roster.

    Nothing from slot `own` on, which the next part gives.
    """
    first, end = slots
    found = []
    for floor in problem.floors:
        members = SlotRoster(tuple(c for c in taken.choices if c.person in floor.people))
        at_work = (present(problem, members) - problem.carried_in).sum(axis=0)
        need = np.maximum(np.array(floor.required) - at_work, 0)
        need[own:] = 0
        found.append(replace(floor, required=tuple(need[first:end].tolist())))
    return tuple(found)


def _could(problem: RosterProblem, day: int, slots: tuple[int, int], *, is_before: bool) -> Floats:
    """People of each skill for whom their site has a shift over a slot on one side of a day."""
    first, end = slots
    found = np.zeros((len(problem.skills), end - first))
    open_at = {person.site: np.zeros_like(found) for person in problem.people}
    for option in problem.options:
        if (option.day < day) == is_before and option.site in open_at:
            skills = slice(None) if option.skills is None else list(option.skills)
            a, b = max(option.start - first, 0), max(option.end - first, 0)
            open_at[option.site][skills, a:b] = 1
    for person in problem.people:
        mine = list(person.skills)
        found[mine] += open_at[person.site][mine]
    return found
