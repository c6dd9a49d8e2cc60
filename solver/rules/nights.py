"""At most `max_nights` night shifts in the week; a nights-only contract works no other shift."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Sum of night shifts <= max_nights; day shifts are closed to nights-only contracts."""
    is_night = np.array([option.is_night for option in model.problem.options], dtype=np.bool_)
    for p, person in enumerate(model.problem.people):
        if person.nights_only:
            model.forbid(p, np.flatnonzero(~is_night))
        if person.max_nights == 0:
            model.forbid(p, np.flatnonzero(is_night))
    for p, person in enumerate(model.problem.people):
        nights = [model.works[p, o] for o in model.options_of[p] if is_night[o]]
        if len(nights) > person.max_nights:
            model.cp.add(sum(nights) <= person.max_nights)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Nights beyond the maximum, and other shifts of nights-only contracts."""
    nights: Counter[int] = Counter()
    for choice in roster.choices:
        person, option = problem.people[choice.person], problem.options[choice.option]
        nights[choice.person] += option.is_night
        if person.nights_only and not option.is_night:
            day = problem.day_name(option.site, option.day)
            message = f"{option.template} on {day} is no night shift, the contract works only those"
            yield Violation("nights", person.id, message)
    for p, count in nights.items():
        person = problem.people[p]
        if count > person.max_nights:
            yield Violation("nights", person.id, f"{count} nights, allowed {person.max_nights}")
