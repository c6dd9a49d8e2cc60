"""Parts of a re-plan around floors that a roster misses: their members, the days about the gap."""

from collections.abc import Iterator

import numpy as np

from planner.runs import runs
from solver.coverage import slot_cents
from solver.on_duty import missing
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster


def around_floors(
    problem: RosterProblem, roster: SlotRoster, most_people: int
) -> Iterator[tuple[tuple[int, ...], frozenset[int]]]:
    """Members of a floor, at most so many at a time, and days; the dearest gap first."""
    gaps = []
    for f, floor in enumerate(problem.floors):
        gone: IntArray = np.array(missing(problem, roster, floor), dtype=np.int64)
        for first, end in runs(gone, problem.slot_minutes):
            cents = int(gone[first:end].sum()) * slot_cents(problem, floor.cents or 0)
            gaps.append((-cents, f, first, end))
    for _, f, first, end in sorted(gaps):
        days = _days(problem, first, end)
        members = sorted(problem.floors[f].people)
        for i in range(0, len(members), most_people):
            yield tuple(members[i : i + most_people]), days


def _days(problem: RosterProblem, first: int, end: int) -> frozenset[int]:
    """Days of shifts that touch some slots, and the day after, which may have to give way."""
    days = {o.day for o in problem.options if o.start < end and o.end > first}
    return frozenset(days | {min(day + 1, problem.n_days - 1) for day in days})
