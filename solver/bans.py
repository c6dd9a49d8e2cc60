"""
Floors that no roster may miss, as a search sees them: at a price far above all others.

A search that knew them as rules could not begin: it reaches rosters that keep them through rosters
that do not. What it proves stays true, since to price a ban never makes a roster dearer that keeps
it; what it finds is given out only where it keeps every ban.
"""

from dataclasses import replace
from typing import Final

from solver.contract import Floor
from solver.coverage import slot_cents
from solver.on_duty import missing
from solver.problem import RosterProblem
from solver.result import SlotRoster

TIMES: Final = 500
"""
An hour of a ban in hours of the dearest other price: five minutes missing outweigh forty hours.
"""
MOST_CENTS: Final = 10**9
"""At most, an hour: sums over a thousand people and a quarter stay far within 64 bits."""


def shunned(problem: RosterProblem, cents: int | None = None) -> RosterProblem:
    """The problem with bans of floors priced: at `cents` an agent-hour, or above all else."""
    if not any(floor.cents is None for floor in problem.floors):
        return problem
    price = _ban_cents(problem) if cents is None else cents
    floors = (
        replace(floor, cents=price, is_shunned=True) if floor.cents is None else floor
        for floor in problem.floors
    )
    return replace(problem, floors=tuple(floors))


def banned(problem: RosterProblem) -> RosterProblem:
    """The problem with bans in place of the prices that `shunned` gave them."""
    floors = (
        replace(floor, cents=None, is_shunned=False) if floor.is_shunned else floor
        for floor in problem.floors
    )
    return replace(problem, floors=tuple(floors))


def usual_cents(problem: RosterProblem) -> int:
    """Dearest price of one missing in a slot, bans left out: what a search takes its heat from."""
    floors = (floor.cents or 0 for floor in problem.floors if not floor.is_shunned)
    return slot_cents(problem, max((*problem.prices.short, *floors), default=0))


def missed(problem: RosterProblem, roster: SlotRoster) -> tuple[Floor, ...]:
    """Bans, or floors priced in their place, of which a roster misses somebody."""
    return tuple(
        floor
        for floor in problem.floors
        if (floor.cents is None or floor.is_shunned) and any(missing(problem, roster, floor))
    )


def _ban_cents(problem: RosterProblem) -> int:
    prices = problem.prices
    others = (
        max(prices.short, default=0) + prices.short_deep,
        *(floor.cents or 0 for floor in problem.floors),
        *(pair.cents or 0 for pair in problem.pairs),
        max((abs(wish.cents) for wish in problem.wishes), default=0),
    )
    return min(TIMES * max(*others, 100), MOST_CENTS)
