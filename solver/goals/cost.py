"""Pay as little as possible: paid minutes times the person's price of an hour."""

from solver.model import Cost, RosterModel
from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import SlotRoster


def add(model: RosterModel) -> Cost:
    """Pay of every shift worked."""
    found = Cost()
    for (p, o), works in model.works.items():
        found.add(works, _pay(model.problem.people[p], model.problem.options[o]))
    return found


def _pay(person: Person, option: ShiftOption) -> int:
    """Pay of one shift, rounded to whole cents."""
    return round(person.cents_per_hour * option.paid_minutes / 60)


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Pay of the roster."""
    return sum(_pay(problem.people[c.person], problem.options[c.option]) for c in roster.choices)
