"""
For every 7 days a person rests at least `min_weekly_rest` slots in a row.

The k-th run of 168 hours begins 168 k hours after slot 0; the last one goes to the end of the
roster, so that a week which loses an hour with the clock is a run, and an hour won or a few last
days make none. A rest that lies in two runs counts for either, but not for both; what lies before
the roster or behind it counts for nothing, nor does the time until last week's final shift ends.
"""

from collections.abc import Callable, Iterator
from typing import Final

from ortools.sat.python import cp_model

from planner.roster import Violation
from solver.contract import WEEK
from solver.model import RosterModel, Values
from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import SlotRoster
from solver.shifts import shifts_of

LOST_MINUTES: Final = 180
"""More than any change of the clock takes from a week, far less than a day."""


def add(model: RosterModel) -> None:
    """
    Choose a rest for each run, one behind the other; it excludes the shifts that touch it.

    A rest may be pushed until it meets a shift, the roster's or the run's end on either side: only
    those are tried.
    """
    for p, person in enumerate(model.problem.people):
        if person.min_weekly_rest > 0:
            _choose(model, p)


def runs(problem: RosterProblem) -> list[tuple[int, int]]:
    """First slot and end of every run."""
    length = WEEK * 24 * 60 // problem.slot_minutes
    n_runs = max((problem.rest_end + LOST_MINUTES // problem.slot_minutes) // length, 1)
    ends = [length * (k + 1) for k in range(n_runs - 1)] + [problem.rest_end]
    return [(length * k, end) for k, end in enumerate(ends)]


def _choose(model: RosterModel, p: int) -> None:
    least = model.problem.people[p].min_weekly_rest
    before: cp_model.LinearExprT = 0
    tried: list[list[int]] = []
    rests: list[list[cp_model.IntVar]] = []
    for first, end in runs(model.problem):
        begins = _begins(model, p, first, end)
        mine = [model.cp.new_bool_var(f"rest of {p} from {begin}") for begin in begins]
        model.cp.add_exactly_one(mine)
        begun = cp_model.LinearExpr.weighted_sum(mine, begins)
        if tried and begins:
            model.cp.add(begun >= before + least)
        before = begun
        tried.append(begins)
        rests.append(mine)
    touched = {begin: _touching(model, p, begin) for begins in tried for begin in begins}
    for begins, mine in zip(tried, rests, strict=True):
        for begin, rest in zip(begins, mine, strict=True):
            for near in touched[begin].values():
                model.cp.add(sum(near) + rest <= 1)
    indices = {
        begin: [works.index for near in by_day.values() for works in near]
        for begin, by_day in touched.items()
    }
    model.derive_all([rest for mine in rests for rest in mine], _chosen(tried, indices, least))


def _begins(model: RosterModel, p: int, first: int, end: int) -> list[int]:
    """Slots in which the rest of a run may as well begin, as in any other."""
    person, problem = model.problem.people[p], model.problem
    least = person.min_weekly_rest
    mine = [problem.options[o] for o in model.options_of[p]]
    earliest = max(first - least + 1, person.last_end or 0, 0)
    latest = min(end - 1, problem.rest_end - least)
    found = {earliest, first, end - least, latest}
    found |= {option.end for option in mine} | {option.start - least for option in mine}
    return [begin for begin in sorted(found) if earliest <= begin <= latest]


def _touching(model: RosterModel, p: int, begin: int) -> dict[int, list[cp_model.IntVar]]:
    """Shifts that touch a rest, by day."""
    until, options = begin + model.problem.people[p].min_weekly_rest, model.problem.options
    found: dict[int, list[cp_model.IntVar]] = {}
    for o in model.options_of[p]:
        if options[o].start < until and options[o].end > begin:
            found.setdefault(options[o].day, []).append(model.works[p, o])
    return found


def _chosen(
    tried: list[list[int]], touching: dict[int, list[int]], least: int
) -> Callable[[Values], list[int]]:
    """For each rest, whether it is its run's first that is free and behind the run before."""

    def values_of(values: Values) -> list[int]:
        chosen, free_from, found = None, 0, list[int]()
        for begins in tried:
            free = (b for b in begins if b >= free_from and not any(values[i] for i in touching[b]))
            chosen = next(free, None)
            free_from = free_from if chosen is None else chosen + least
            found += [int(begin == chosen) for begin in begins]
        return found

    return values_of


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Runs of 7 days without a long enough rest."""
    for person, shifts in shifts_of(problem, roster, lambda person: person.min_weekly_rest > 0):
        counted = 0
        for first, end in runs(problem):
            gaps = _free(problem, person, shifts, counted)
            inside = [(begin, stop) for begin, stop in gaps if begin < end and stop > first]
            begins = [
                max(begin, first - person.min_weekly_rest + 1)
                for begin, stop in inside
                if stop - max(begin, first - person.min_weekly_rest + 1) >= person.min_weekly_rest
            ]
            if begins:
                counted = min(begins) + person.min_weekly_rest
                continue
            hours = max((stop - begin for begin, stop in inside), default=0)
            day = problem.day_name(person.site, first * problem.slot_minutes // (24 * 60))
            yield Violation(
                "weekly_rest",
                person.id,
                f"rests {hours} slots at most in the 7 days from {day}, "
                f"owed {person.min_weekly_rest} slots",
            )


def _free(
    problem: RosterProblem, person: Person, shifts: list[ShiftOption], counted: int
) -> Iterator[tuple[int, int]]:
    """Runs of slots without a shift from slot `counted` on."""
    free_from = max(counted, person.last_end or 0)
    for shift in shifts:
        if min(shift.start, problem.rest_end) > free_from:
            yield free_from, min(shift.start, problem.rest_end)
        free_from = max(free_from, shift.end)
    if free_from < problem.rest_end:
        yield free_from, problem.rest_end
