"""Rest between two shifts of a person: which kinds there are, what is owed and what is wanted."""

from solver.contract import Soft
from solver.problem import Person, ShiftOption

AS_NIGHT, AS_ON_CALL = 1, 2
"""Kinds of rest, as bits: the shift before is a night, or on-call, and the next is not."""
REST_KINDS = range(4)
NOTHING = Soft(0, 0)


def kind_between(earlier: ShiftOption, later: ShiftOption) -> int:
    """Kind of the rest between two shifts: bits AS_NIGHT and AS_ON_CALL."""
    after_night = earlier.is_night and not later.is_night
    after_call = earlier.is_on_call and not later.is_on_call
    return AS_NIGHT * after_night + AS_ON_CALL * after_call


def owed_rest_of(person: Person, kind: int) -> int:
    """Slots of rest that a person must have, of a kind."""
    nights = person.rest_after_nights if kind & AS_NIGHT else 0
    on_call = person.rest_after_on_call if kind & AS_ON_CALL else 0
    return max(person.min_rest_slots, nights, on_call)


def wanted_rest_of(person: Person, kind: int) -> Soft:
    """Slots of rest that a person wants, of a kind, and cents where it is shorter; 0 for none."""
    wanted = person.wanted
    asked = [
        wanted.rest,
        wanted.rest_after_nights if kind & AS_NIGHT else None,
        wanted.rest_after_on_call if kind & AS_ON_CALL else None,
    ]
    longest = max((x for x in asked if x is not None), default=NOTHING)
    return longest if longest.value > owed_rest_of(person, kind) else NOTHING


def kinds_told_apart(person: Person) -> int:
    """Which kinds of rest are not as any other: bits AS_NIGHT and AS_ON_CALL."""
    usual = owed_rest_of(person, 0), wanted_rest_of(person, 0)
    return sum(
        bit
        for bit in (AS_NIGHT, AS_ON_CALL)
        if (owed_rest_of(person, bit), wanted_rest_of(person, bit)) != usual
    )
