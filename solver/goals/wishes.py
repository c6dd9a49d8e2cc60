"""Respect what people wish: each wish has a price for a person who works an option."""

from collections import defaultdict

from solver.model import Cost, RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> Cost:
    """Charge (or, for a wish that comes true, credit) the options worked."""
    found = Cost()
    for wish in model.problem.wishes:
        works = model.works.get((wish.person, wish.option))
        if works is not None:
            found.add(works, wish.cents)
    return found


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Sum of the wishes that the roster touches."""
    cents: dict[tuple[int, int], int] = defaultdict(int)
    for wish in problem.wishes:
        cents[wish.person, wish.option] += wish.cents
    return sum(cents.get((c.person, c.option), 0) for c in roster.choices)
