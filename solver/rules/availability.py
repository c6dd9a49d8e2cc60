"""A shift, its breaks included, touches no slot in which the person is unavailable."""

from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Close the options that overlap time off."""
    starts = np.array([option.start for option in model.problem.options], dtype=np.int64)
    ends = np.array([option.end for option in model.problem.options], dtype=np.int64)
    for p, person in enumerate(model.problem.people):
        for first, last in person.unavailable:
            model.forbid(p, np.flatnonzero((starts < last) & (ends > first)))


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Shifts in slots in which the person is unavailable, from the first of them to the last."""
    for choice in roster.choices:
        person, option = problem.people[choice.person], problem.options[choice.option]
        touched = [
            (max(first, option.start), min(last, option.end)) for first, last in person.unavailable
        ]
        inside = [(first, last) for first, last in touched if first < last]
        if inside:
            shift = f"{option.template} on {problem.day_name(option.site, option.day)}"
            from_slot, to_slot = min(inside)[0], max(last for _, last in inside)
            where = problem.away_words(choice.person, option)
            message = f"{shift} lies {where} from slot {from_slot} to slot {to_slot}"
            yield Violation("availability", person.id, message)
