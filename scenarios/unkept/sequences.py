"""Rest, rows of days, starts, turns and successions that were wanted at a price, in words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from planner.contracts import Contract
from scenarios.unkept.unkept import Unkept
from solver.goals.wanted import Breach, breaches
from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import SlotRoster
from solver.shifts import shifts_of

KEYS: Final = {
    "rest": "min_rest_hours",
    "rest_after_nights": "rest_after_nights_hours",
    "rest_after_on_call": "rest_after_on_call_hours",
    "days_in_row": "max_days_in_row",
    "nights_in_row": "max_nights_in_row",
    "min_days_in_row": "min_days_in_row",
    "min_days_off_in_row": "min_days_off_in_row",
    "start_spread": "max_start_spread_hours",
    "successions": "not_after",
    "rotation": "rotation",
}
"""Key of the workspace by what a breach names."""
RESTS: Final = {
    "rest": "the shift before",
    "rest_after_nights": "a night",
    "rest_after_on_call": "on-call",
}
LONG_ROWS: Final = ("days_in_row", "nights_in_row")
ROWS: Final = {
    "days_in_row": "{amount} day{s} more in a row than the {wanted:g} wanted",
    "nights_in_row": "{amount} night{s} more in a row than the {wanted:g} wanted",
    "min_days_in_row": "{amount} day{s} fewer worked in a row than the {wanted:g} wanted",
    "min_days_off_in_row": "{amount} day{s} fewer off in a row than the {wanted:g} wanted",
}


def unkept_sequences(
    problem: RosterProblem, roster: SlotRoster, contracts: tuple[Contract, ...]
) -> Iterator[Unkept]:
    """What is wanted of shifts that follow each other and not kept; `contracts` are by person."""
    found = [breach for breach in _in_one(breaches(problem, roster)) if breach.cents]
    ids = {problem.people[breach.person].id for breach in found}
    worked = {
        person.id: shifts for person, shifts in shifts_of(problem, roster, lambda p: p.id in ids)
    }
    for breach in found:
        person, contract = problem.people[breach.person], contracts[breach.person]
        said = _said(problem, breach, person, worked[person.id], contract)
        yield Unkept(breach.person, breach.day, KEYS[breach.rule], said, breach.cents)


def _in_one(found: Iterable[Breach]) -> Iterator[Breach]:
    """Breaches, those of one row of days or nights as one on its first day beyond."""
    begun: dict[tuple[str, int], Breach] = {}
    for breach in found:
        key = breach.rule, breach.person
        row = begun.get(key)
        if row is not None and breach.day == row.day + row.amount:
            amount, cents = row.amount + breach.amount, row.cents + breach.cents
            begun[key] = row._replace(amount=amount, cents=cents)
        elif breach.rule in LONG_ROWS:
            if row is not None:
                yield row
            begun[key] = breach
        else:
            yield breach
    yield from begun.values()


def _said(
    problem: RosterProblem,
    breach: Breach,
    person: Person,
    shifts: Sequence[ShiftOption],
    contract: Contract,
) -> str:
    """What was done on the day and what is wanted."""
    rule, minutes = breach.rule, problem.slot_minutes
    wanted = getattr(contract, KEYS[rule], None)
    if rule in ROWS:
        s = "" if breach.amount == 1 else "s"
        return ROWS[rule].format(amount=breach.amount, s=s, wanted=wanted)
    shift = next(shift for shift in shifts if shift.day == breach.day)
    if rule == "rotation":
        return f"{shift.template} is out of turn"
    if rule == "successions":
        before = next((s.template for s in shifts if s.day == shift.day - 1), person.last_template)
        return f"{shift.template} on the day after {before}"
    if rule == "start_spread":
        hour, minute = divmod(shift.clock_start * minutes, 60)
        begins = f"starts at {hour:02}:{minute:02}"
        return f"{begins}, outside the {wanted:g} h wanted for starts of a week"
    rested = (shift.start - _end_before(rule, person, shifts, shift)) * minutes / 60
    begins = "before the end of" if rested < 0 else f"{rested:g} h after"
    return f"begins {begins} {RESTS[rule]}, {wanted:g} h of rest wanted"


def _end_before(
    rule: str, person: Person, shifts: Sequence[ShiftOption], shift: ShiftOption
) -> int:
    """Slot in which the shift ended from which the rest counts, of the week before if need be."""
    counted = [
        other.end
        for other in shifts
        if other.start < shift.start
        and (other.is_night or rule != "rest_after_nights")
        and (other.is_on_call or rule != "rest_after_on_call")
    ]
    past = person.last_on_call_end if rule == "rest_after_on_call" else person.last_end
    return max(counted, default=past or 0)
