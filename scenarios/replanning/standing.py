"""What of a published roster still stands: who falls away, and what has begun and stays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

import numpy as np

from planner.local_time import shift_instant, zone
from planner.roster import Assignment
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs
from scenarios.options import NOON, site_days
from solver.problem import IntArray, Person, Pin, RosterProblem
from solver.published import by_day
from solver.result import Choice, SlotRoster

BEGUN_CENTS = 1_000_000_000
"""Price of changing what has begun: nothing pays it."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The problem from a moment on, what stands of the roster, and the shifts that fell away."""

    problem: RosterProblem
    roster: SlotRoster
    fallen: tuple[Choice, ...]


def still_worked(inputs: Inputs, published: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Shifts that lie in nobody's time off."""
    away: dict[str, list[Interval]] = {}
    for off in inputs.team.time_off:
        away.setdefault(off.agent, []).append(off.interval)
    return tuple(
        one
        for one in published
        if not any(one.shift.interval.overlaps(off) for off in away.get(one.agent, ()))
    )


def standing(
    inputs: Inputs, problem: RosterProblem, roster: SlotRoster, grid: TimeGrid, now: datetime
) -> Standing:
    """What stands of a roster at a moment: shifts in time off fall away, what has begun is kept."""
    fallen = tuple(c for c in roster.choices if _is_away(inputs, problem, c, grid))
    rest = SlotRoster(tuple(c for c in roster.choices if c not in set(fallen)))
    begun = ceil(grid.offset(now))
    if begun <= 0:
        return Standing(problem, rest, fallen)
    held = by_day(problem, rest)
    pins = tuple(_pins(problem, held, begun))
    decided = {(pin.person, pin.day) for pin in pins}
    people = tuple(
        _from_now(problem, person, [c for c in rest.choices if c.person == p], begun)
        for p, person in enumerate(problem.people)
    )
    others = tuple(pin for pin in problem.pins if (pin.person, pin.day) not in decided)
    return Standing(replace(problem, people=people, pins=(*others, *pins)), rest, fallen)


def _is_away(inputs: Inputs, problem: RosterProblem, choice: Choice, grid: TimeGrid) -> bool:
    """Whether a shift lies in time off of its person."""
    option, agent = problem.options[choice.option], problem.people[choice.person].id
    return any(
        grid.offset(off.interval.start) < option.end
        and grid.offset(off.interval.end) > option.start
        for off in inputs.team.time_off
        if off.agent == agent
    )


def _pins(problem: RosterProblem, held: dict[tuple[int, int], Choice], begun: int) -> Iterator[Pin]:
    """Shifts that have begun, and days off on which no shift can begin any more."""
    last: dict[tuple[str, int], int] = {}
    for option in problem.options:
        key = option.site, option.day
        last[key] = max(last.get(key, option.start), option.start)
    for p, person in enumerate(problem.people):
        for day in range(problem.n_days):
            choice = held.get((p, day))
            if choice is not None and problem.options[choice.option].start < begun:
                yield Pin(p, day, problem.options[choice.option].template, choice.skill)
            elif choice is None and last.get((person.site, day), begun) < begun:
                yield Pin(p, day, None)


def _from_now(problem: RosterProblem, person: Person, mine: list[Choice], begun: int) -> Person:
    """The person, unavailable from the end of the last shift that has begun until now."""
    ends = [problem.options[c.option].end for c in mine if problem.options[c.option].start < begun]
    free_from = max(ends, default=-1)
    if free_from >= begun:
        return person
    runs = sorted((*person.unavailable, (free_from, begun)))
    return replace(person, unavailable=tuple(runs))


def change_prices(inputs: Inputs, stand: Standing, grid: TimeGrid, now: datetime) -> IntArray:
    """
    Cents that it costs to change each day of each person; shape ``(n_people, n_days)``.

    Notice runs until the published shift begins, on a day off until noon.
    """
    problem = stand.problem
    days = {site.id: site_days(site, grid) for site in inputs.team.sites}
    clocks = {site.id: zone(site.zone) for site in inputs.team.sites}
    held = by_day(problem, stand.roster)
    costs = inputs.costs
    beyond = round(100 * costs.changed_shift)
    found = np.full((len(problem.people), problem.n_days), beyond, dtype=np.int64)
    for p, person in enumerate(problem.people):
        for number, day in enumerate(days[person.site]):
            choice = held.get((p, number))
            if choice is not None:
                begins = grid.instant(problem.options[choice.option].start)
            else:
                begins = shift_instant(day, NOON, clocks[person.site])
            if choice is not None and begins < now:
                found[p, number] = BEGUN_CENTS
            else:
                factor = costs.notice_factor((begins - now) / timedelta(hours=1))
                found[p, number] = round(100 * costs.changed_shift * factor)
    return found
