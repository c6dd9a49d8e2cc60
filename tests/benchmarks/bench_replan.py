"""One sick call among 200 people: seconds to the fewest changed shifts that cover for it."""

from dataclasses import replace
from statistics import median

import numpy as np

from solver.check import violations
from solver.coverage import present
from solver.problem import Person, RosterProblem
from solver.published import Published
from solver.replan import Replanned, replan
from solver.result import Choice, Limits, SlotRoster
from solver.solve import solve
from tests.benchmarks.roster_problems import support_week
from tests.benchmarks.row import Row

PEOPLE, ROSTER_S, TIME_S = 200, 20.0, 4.5
CHANGE_CENTS = 4000
SICK = 5
"""Sick calls tried, each by itself."""


def run() -> list[Row]:
    """A week of 200 people is rostered; then one of them calls in sick for a day."""
    problem = support_week(PEOPLE, 30)
    roster = solve(problem, Limits(time_s=ROSTER_S), seed=1).roster
    found = [_mended(problem, roster, nth) for nth in range(SICK)]
    seconds = [one.result.runtime_s for one, _, _ in found]
    shifts = [sum(not c.is_light for c in one.changes) for one, _, _ in found]
    light = [sum(c.is_light for c in one.changes) for one, _, _ in found]
    gaps = [one.result.gap for one, _, _ in found]
    lost, left = (sum(values) for values in zip(*((a, b) for _, a, b in found), strict=True))
    note = (
        f"changed: shifts {shifts}, breaks or skills {light}; short {lost:g} h before, {left:g} h"
    )
    return [
        Row(f"re-plan after a sick call, {PEOPLE} people", "< 5 s", max(seconds), "s", note=note),
        Row("gap to the proven bound, median", "", 100 * median(gaps), "%"),
    ]


def _mended(problem: RosterProblem, roster: SlotRoster, nth: int) -> tuple[Replanned, float, float]:
    """A re-plan, agent-hours that the sick person leaves short, and those that stay short."""
    gone = _shift(problem, roster, nth)
    option, before = problem.options[gone.option], present(problem, roster)
    sick = problem.people[gone.person]
    away = (*sick.unavailable, (option.start, option.end))
    people = tuple(
        replace(person, unavailable=tuple(sorted(away))) if person is sick else person
        for person in problem.people
    )
    asked = np.minimum(problem.required, before)
    changed = replace(problem, people=people, required=asked)
    rest = SlotRoster(tuple(c for c in roster.choices if c != gone))
    cents = np.full((len(people), problem.n_days), CHANGE_CENTS, dtype=np.int64)
    found = replan(changed, Published(rest, cents), Limits(time_s=TIME_S), seed=1)
    assert not violations(_owing_less(changed, sick), found.result.roster)
    hours = problem.slot_minutes / 60
    lost, left = (
        hours * float(np.maximum(asked - present(changed, one), 0).sum())
        for one in (rest, found.result.roster)
    )
    return found, lost, left


def _owing_less(problem: RosterProblem, sick: Person) -> RosterProblem:
    people = tuple(replace(p, min_minutes=0) if p.id == sick.id else p for p in problem.people)
    return replace(problem, people=people)


def _shift(problem: RosterProblem, roster: SlotRoster, nth: int) -> Choice:
    """One of the shifts that are missed most, a different day each."""
    spare = present(problem, roster) - problem.required

    def missed(choice: Choice) -> int:
        option = problem.options[choice.option]
        return int((spare[choice.skill, option.start : option.end] <= 0).sum())

    mine = [c for c in roster.choices if problem.options[c.option].day == 1 + nth]
    return max(mine, key=lambda c: (missed(c), c))
