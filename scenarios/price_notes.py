"""Pairs and overtime that a roster has at a price, in words; `unkept` tells terms of contracts."""

from collections.abc import Iterator

from planner.roster import Assignment, Roster
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.overtime import overtime


def price_notes(inputs: Inputs, grid: TimeGrid, roster: Roster) -> Iterator[str]:
    """A note for each pair that is not kept, and one for all overtime."""
    yield from _pairs(inputs, roster)
    found = overtime(inputs, roster, grid).values()
    if found:
        money = sum(one.cost for one in found)
        who = "1 agent" if len(found) == 1 else f"{len(found)} agents"
        yield (
            f"overtime: {sum(one.hours for one in found):,.1f} hours of {who}, for "
            f"{money:,.0f} {inputs.settings.currency} more than their pay"
        )


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
