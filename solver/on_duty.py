"""Floors slot by slot: what rule and goal ask of a model, and whom a roster leaves missing."""

from collections import defaultdict

from solver.contract import Floor
from solver.model import RosterModel
from solver.presence import Terms, on_floor
from solver.problem import RosterProblem
from solver.result import SlotRoster


def rows(model: RosterModel, f: int, floor: Floor) -> dict[tuple[Terms, int], int]:
    """Number of slots for each sum of people and need."""
    terms, found = on_floor(model, f), defaultdict[tuple[Terms, int], int](int)
    for t, need in enumerate(floor.required):
        if need > 0:
            found[terms.get(t, ()), need] += 1
    return found


def missing(problem: RosterProblem, roster: SlotRoster, floor: Floor) -> list[int]:
    """People of a floor's set missing in each slot; too few or many breaks are another rule's."""
    found, counted = [*floor.required], set(floor.people)
    for choice in roster.choices:
        if choice.person in counted:
            option = problem.options[choice.option]
            away = {
                t
                for window, start in zip(option.breaks, choice.break_starts, strict=False)
                for t in range(start, start + window.length)
            }
            for t in range(option.start, min(option.end, problem.n_slots)):
                found[t] -= t not in away
    return [max(n, 0) for n in found]
