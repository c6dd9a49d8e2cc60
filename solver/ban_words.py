"""Floors that no roster keeps, in words: what is missing, when first, why, and what would do."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from planner.runs import runs
from solver.contract import Floor
from solver.on_duty import missing
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster
from solver.shortfalls import Shortfall, floor_shortfalls

MOST_NAMED: Final = 5
"""People named for each reason; the rest are counted."""
MORE_PEOPLE: Final = "let more people count"

InSlot = Callable[[int, int], SlotRoster | None]
"""The best roster for one floor in one slot, where even that misses somebody."""


def nobody_counts(floors: Sequence[Floor]) -> str:
    """Floors without members."""
    names = " and ".join(floor.name for floor in floors)
    return f"{names}: nobody counts for it, and the price is never; {MORE_PEOPLE}, or give a price"


def ban_words(
    part: RosterProblem, roster: SlotRoster, least: int, begin: int, in_slot: InSlot
) -> str:
    """
    One line for the floors of a part.

    Parameters
    ----------
    part, roster, least
        Members of the floors, their best roster, and the agent-slots that every roster misses.
    begin
        Slot of the whole problem with which the part begins; slots are told of the whole.
    """
    gone = [np.array(missing(part, roster, floor), dtype=np.int64) for floor in part.floors]
    f = min((f for f, own in enumerate(gone) if own.any()), key=lambda f: _begin(gone[f]))
    first, end = next(runs(gone[f], part.slot_minutes))
    worst = first + int(gone[f][first:end].argmax())
    names = " and ".join(floor.name for floor in part.floors)
    of_them, of_one = (" of them together", f"of {part.floors[f].name} ")
    of_them, of_one = (of_them, of_one) if len(part.floors) > 1 else ("", "")
    return (
        f"{names}: at least {_amount(part, least)} missing{of_them} in every roster, and the price "
        f"is never; first {of_one}from slot {begin + first} to slot {begin + end}, "
        f"{_why(part, roster, (f, worst), in_slot(f, worst))}; {_ways(part.floors, gone)}"
    )


def _begin(gone: IntArray) -> int:
    return int(np.flatnonzero(gone)[0])


def _amount(part: RosterProblem, slots: int) -> str:
    hours = slots * part.slot_minutes / 60
    return "1 agent-hour is" if hours == 1 else f"{hours:g} agent-hours are"


def _why(
    part: RosterProblem, roster: SlotRoster, at: tuple[int, int], there: SlotRoster | None
) -> str:
    """How many can be there at most and who does what then, at a floor's number and slot."""
    f, slot = at
    (why,) = floor_shortfalls(part, there or roster, [(f, slot, slot + 1)])
    told = "unless another time gives way"
    if there is not None:
        need = part.floors[f].required[slot]
        told = f"when at most {need - why.most} of {need} can be there"
    return f"{told}: {_reasons(part, why)}"


def _reasons(part: RosterProblem, why: Shortfall) -> str:
    told = []
    for reason in why.reasons:
        names = ", ".join(part.person_name(p) for p in reason.people[:MOST_NAMED])
        more = len(reason.people) - MOST_NAMED
        told.append(f"{len(reason.people)} {reason.text} ({names}{', ...' if more > 0 else ''})")
    return ", ".join(told)


def _ways(floors: Sequence[Floor], gone: Sequence[IntArray]) -> str:
    """What would do: a lower least that this very roster keeps, or a price."""
    worst = max(int(own.max()) for own in gone)
    can_lower = all(max(floor.required) > worst for floor in floors)
    fewer = f"lower least by {worst}" if can_lower else MORE_PEOPLE
    return f"{fewer}, ask for fewer hours, or give a price"
