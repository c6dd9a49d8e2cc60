"""A person begins at most one shift on a local day; last week's shift on day 0 counts."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Sum of the shifts of one day <= 1, and 0 on a day 0 that is taken."""
    days = np.array([option.day for option in model.problem.options], dtype=np.int64)
    for p, person in enumerate(model.problem.people):
        if person.worked_day_0:
            model.forbid(p, np.flatnonzero(days == 0))
        by_day: dict[int, list[int]] = defaultdict(list)
        for o in model.options_of[p]:
            by_day[int(days[o])].append(o)
        for mine in by_day.values():
            model.cp.add_at_most_one(model.works[p, o] for o in mine)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Days with more than one shift."""
    shifts: dict[tuple[int, int], list[str]] = defaultdict(list)
    for choice in roster.choices:
        option = problem.options[choice.option]
        shifts[choice.person, option.day].append(option.template)
    for (p, day), templates in shifts.items():
        person = problem.people[p]
        held = [*(["last week's"] if person.worked_day_0 and day == 0 else []), *templates]
        if len(held) > 1:
            message = f"{len(held)} shifts on {problem.day_name(person.site, day)}"
            yield Violation("one_shift_a_day", person.id, f"{message}: {', '.join(held)}")
