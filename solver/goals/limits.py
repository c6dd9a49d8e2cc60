"""
Keep priced limits: so many cents a minute, shift or weekend outside, such as overtime's premium.

The side of a `Limit` without a price is a rule.
"""

from collections.abc import Callable

from solver.amounts import Amount, amount, weighted, worked
from solver.contract import Limit
from solver.model import Cost, RosterModel, Values
from solver.presence import Terms, total
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> Cost:
    """Charge excess >= amount - most, and shortage >= least - amount."""
    found = Cost()
    for p, person in enumerate(model.problem.people):
        for limit in person.limits:
            if limit.is_soft:
                _charge(model, found, f"{person.id} {limit.rule}", limit, amount(model, p, limit))
    return found


def _charge(model: RosterModel, found: Cost, name: str, limit: Limit, mine: Amount) -> None:
    reach = sum(c for _, c in mine)
    if limit.cents_above and reach > limit.most:
        above = model.cp.new_int_var(0, reach - limit.most, f"above {name}")
        model.cp.add(weighted(mine) - limit.most <= above)
        model.derive(above, _beyond(_terms(mine), 1, -limit.most))
        found.add(above, limit.cents_above)
    if limit.cents_below and not mine:
        found.constant += limit.cents_below * limit.least
    elif limit.cents_below and limit.least:
        below = model.cp.new_int_var(0, limit.least, f"below {name}")
        model.cp.add(limit.least - weighted(mine) <= below)
        model.derive(below, _beyond(_terms(mine), -1, limit.least))
        found.add(below, limit.cents_below)


def _terms(mine: Amount) -> Terms:
    return tuple((v.index, c) for v, c in mine)


def _beyond(terms: Terms, sign: int, constant: int) -> Callable[[Values], int]:
    return lambda values: max(sign * total(terms, values) + constant, 0)


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Price of all that lies outside priced limits."""
    found = 0
    for person, shifts in shifts_of(problem, roster, lambda p: any(x.is_soft for x in p.limits)):
        for limit in person.limits:
            if limit.is_soft:
                amount = worked(person, shifts, limit)
                found += (limit.cents_above or 0) * max(amount - limit.most, 0)
                found += (limit.cents_below or 0) * max(limit.least - amount, 0)
    return found
