"""Hours, shifts, days off and weekends outside limits that have a price."""

from collections.abc import Iterator
from typing import Final

from planner.contracts import Contract
from scenarios.rostering.wishes import beyond_a_day
from scenarios.unkept.unkept import Unkept
from solver.amounts import amount_words, told, worked
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of

LEAST: Final = {"weekly_hours": "min_hours", "period_hours": "min_hours_a_period"}
MOST: Final = {
    "weekly_hours": "max_hours",
    "period_hours": "max_hours_a_period",
    "average_hours": "max_average_hours",
    "days_off": "min_days_off",
    "nights": "max_nights",
    "weekends": "max_weekends",
}
"""Key of a contract by the rule of a `Limit`; a limit of shifts of a kind is one of `limits`."""
OF_A_KIND: Final = "limits"
OVERTIME: Final = "overtime"


def unkept_limits(problem: RosterProblem, roster: SlotRoster) -> Iterator[Unkept]:
    """Amounts outside priced limits, person by person; overtime is a price of work, no breach."""
    number = {person.id: p for p, person in enumerate(problem.people)}
    for person, shifts in shifts_of(problem, roster, lambda p: any(x.is_soft for x in p.limits)):
        for limit in person.limits:
            if not limit.is_soft or limit.rule == OVERTIME:
                continue
            amount = worked(person, shifts, limit)
            below = (limit.cents_below or 0) * max(limit.least - amount, 0)
            above = (limit.cents_above or 0) * max(amount - limit.most, 0)
            if below or above:
                keys, bound = (LEAST, limit.least) if below else (MOST, limit.most)
                least = "at least" if below else "at most"
                found = amount_words(problem, person, limit, amount)
                said = f"{found}, {least} {told(limit, bound)}"
                about = f" ({limit.about})" if limit.about else ""
                term = keys.get(limit.rule, OF_A_KIND)
                yield Unkept(number[person.id], None, term, f"{said} wanted{about}", below + above)


def long_days(
    problem: RosterProblem, roster: SlotRoster, contracts: tuple[Contract, ...]
) -> Iterator[Unkept]:
    """Shifts of more paid hours than a day is wanted to have; `contracts` are by person."""
    for choice in roster.choices:
        contract, option = contracts[choice.person], problem.options[choice.option]
        cents = round(beyond_a_day(contract, option))
        if cents:
            said = (
                f"{option.template} has {option.paid_minutes / 60:g} paid hours, at most "
                f"{contract.max_hours_a_day:g} wanted"
            )
            yield Unkept(choice.person, option.day, "max_hours_a_day", said, cents)
