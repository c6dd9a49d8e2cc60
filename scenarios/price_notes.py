"""What a roster breaks at a price, in words: floors, pairs and overtime."""

from collections.abc import Iterator

import numpy as np

from planner.arrays import IntArray
from planner.floors import FloorRule
from planner.local_time import zone
from planner.roster import Assignment, Roster, present
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.overtime import overtime
from scenarios.rostering.together import counts, floor_slots
from scenarios.shortfalls import runs, spell


def price_notes(inputs: Inputs, grid: TimeGrid, roster: Roster) -> Iterator[str]:
    """A note for each floor and pair that is not kept, and one for all overtime."""
    for rule in inputs.floors:
        yield from _floor(inputs, rule, grid, roster)
    yield from _pairs(inputs, roster)
    found = overtime(inputs, roster, grid).values()
    if found:
        money = sum(one.cost for one in found)
        who = "1 agent" if len(found) == 1 else f"{len(found)} agents"
        yield (
            f"overtime: {sum(one.hours for one in found):,.1f} hours of {who}, for "
            f"{money:,.0f} {inputs.settings.currency} more than their pay"
        )


def _floor(inputs: Inputs, rule: FloorRule, grid: TimeGrid, roster: Roster) -> Iterator[str]:
    people = {agent.id for agent in inputs.team.agents if counts(rule, agent)}
    if not people:
        yield f"floor {rule.title}: nobody counts for it"
        return
    theirs = [a for a in (*roster.carried_in, *roster.assignments) if a.agent in people]
    required: IntArray = floor_slots(inputs, rule, grid) * np.int64(rule.least)
    missing = np.maximum(required - present(theirs, grid), 0)
    spells = sorted(runs(missing, grid), key=lambda run: -missing[run[0] : run[1]].sum())
    if spells:
        clock = zone(inputs.settings.zone)
        (first, last), n_more = spells[0], len(spells) - 1
        when = spell(grid.instant(first), grid.instant(last), clock)
        more = f" and {n_more} more times" if n_more > 1 else " and once more" if n_more else ""
        hours = float(missing.sum()) * grid.minutes / 60
        yield f"floor {rule.title}: too few on duty {when}{more}, {hours:g} agent-hours missing"


def _pairs(inputs: Inputs, roster: Roster) -> Iterator[str]:
    names = {agent.id: agent.name for agent in inputs.team.agents}
    for pair in inputs.team.pairs:
        first, second = roster.of(pair.first), roster.of(pair.second)
        n_days = _apart(first, second) if pair.together else _at_once(first, second)
        if n_days:
            wish = "be kept together" if pair.together else "not work at once"
            days = "1 day" if n_days == 1 else f"{n_days} days"
            both = f"{names[pair.first]} and {names[pair.second]}"
            yield f"pair {both}: should {wish}, which fails on {days}"


def _apart(first: tuple[Assignment, ...], second: tuple[Assignment, ...]) -> int:
    """Days on which two do not work the same shift, or only one works."""
    shifts = [{a.shift.day: a.shift.template for a in own} for own in (first, second)]
    return sum(shifts[0].get(day) != shifts[1].get(day) for day in {*shifts[0], *shifts[1]})


def _at_once(first: tuple[Assignment, ...], second: tuple[Assignment, ...]) -> int:
    """Days of the first on which a shift of the second overlaps."""
    others = [a.shift.interval for a in second]
    return sum(any(a.shift.interval.overlaps(o) for o in others) for a in first)
