"""
In every 7 days a person rests at least `min_weekly_rest` slots in a row.

The k-th run of 168 hours begins 168 k hours after slot 0; the last one goes to the end of the
roster, so that an hour won or lost with the clock, or a few last days, make no run. The rest lies
inside the run; shifts begun before it, last week's final one too, count until they end.
"""

from collections.abc import Callable, Iterator

from planner.roster import Violation
from solver.contract import WEEK
from solver.model import RosterModel, Values
from solver.problem import Person, RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> None:
    """Choose a rest that begins with the run or where a shift ends; it excludes what touches it."""
    for p, person in enumerate(model.problem.people):
        if person.min_weekly_rest > 0:
            for first, end in _runs(model.problem):
                _choose(model, p, first, end)


def _runs(problem: RosterProblem) -> Iterator[tuple[int, int]]:
    length = WEEK * 24 * 60 // problem.slot_minutes
    n_runs = max(problem.n_slots // length, 1)
    for k in range(n_runs):
        is_last = k == n_runs - 1
        yield length * k, problem.n_slots if is_last else length * (k + 1)


def _choose(model: RosterModel, p: int, first: int, end: int) -> None:
    person, options = model.problem.people[p], model.problem.options
    mine = [o for o in model.options_of[p] if options[o].start < end and options[o].end > first]
    ends = {first, person.last_end or first} | {options[o].end for o in mine}
    earliest = max(first, person.last_end or first)
    begins = [t for t in sorted(ends) if earliest <= t <= end - person.min_weekly_rest]
    rests = [model.cp.new_bool_var(f"rest {person.id} from {t}") for t in begins]
    model.cp.add_exactly_one(rests)
    touched: list[list[int]] = []
    for begin, rest in zip(begins, rests, strict=True):
        until = begin + person.min_weekly_rest
        near = [o for o in mine if options[o].start < until and options[o].end > begin]
        for day in sorted({options[o].day for o in near}):
            works = [model.works[p, o] for o in near if options[o].day == day]
            model.cp.add(sum(works) + rest <= 1)
        touched.append([model.works[p, o].index for o in near])
    model.derive_all(rests, _chosen(touched))


def _chosen(touched: list[list[int]]) -> Callable[[Values], list[int]]:
    """For each rest, whether it is the first that no shift worked touches."""

    def values_of(values: Values) -> list[int]:
        free = (i for i, near in enumerate(touched) if not any(values[works] for works in near))
        chosen = next(free, None)
        return [int(i == chosen) for i in range(len(touched))]

    return values_of


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Runs of 7 days without a long enough rest."""
    for person, shifts in shifts_of(problem, roster, lambda person: person.min_weekly_rest > 0):
        for first, end in _runs(problem):
            found = _longest(person, [(s.start, s.end) for s in shifts], first, end)
            if found < person.min_weekly_rest:
                hours = found * problem.slot_minutes / 60
                owed = person.min_weekly_rest * problem.slot_minutes / 60
                day = problem.day_name(person.site, first * problem.slot_minutes // (24 * 60))
                message = f"rests {hours:g} h at most in the 7 days from {day}, owed {owed:g}"
                yield Violation("weekly_rest", person.id, message)


def _longest(person: Person, shifts: list[tuple[int, int]], first: int, end: int) -> int:
    """Longest rest in a run, slots."""
    longest, free_from = 0, max(first, person.last_end or first)
    for start, stop in shifts:
        if start < end:
            longest = max(longest, start - free_from)
            free_from = max(free_from, stop)
    return max(longest, end - free_from)
