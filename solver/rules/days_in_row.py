"""A person works at most `max_days_in_row` local days in a row, those of last week included."""

from collections.abc import Iterator

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import Person, RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """In every stretch of max + 1 days, shifts <= max; the first stretch begins last week."""
    for p, person in enumerate(model.problem.people):
        for first, last, most in _stretches(person, model.problem.n_days):
            mine = [
                model.works[p, o]
                for o in model.options_of[p]
                if first <= model.problem.options[o].day <= last
            ]
            if len(mine) > most:
                model.cp.add(sum(mine) <= most)


def _stretches(person: Person, n_days: int) -> Iterator[tuple[int, int, int]]:
    begin = int(person.worked_day_0)
    left = max(person.max_days_in_row - person.days_before - begin, 0)
    if left < person.max_days_in_row:
        yield begin, begin + left, left
    for first in range(begin, n_days - person.max_days_in_row):
        yield first, first + person.max_days_in_row, person.max_days_in_row


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Runs of worked days that are too long; last week alone is not this roster's fault."""
    for p, person in enumerate(problem.people):
        worked = {problem.options[c.option].day for c in roster.choices if c.person == p}
        run = person.days_before
        for day in range(problem.n_days):
            carried = day == 0 and person.worked_day_0
            run = run + 1 if carried or day in worked else 0
            if run > person.max_days_in_row and not carried:
                yield Violation(
                    "days_in_row",
                    person.id,
                    f"{run} days in a row by {problem.day_name(person.site, day)}, "
                    f"allowed {person.max_days_in_row}",
                )
