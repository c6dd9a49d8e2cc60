"""
What single shifts, and two that follow each other, cost of what contracts want at a price.

The rest of what is wanted, stretches of days and starts that lie together, is in `goals.wanted`.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from solver.contract import Soft
from solver.eligible import is_in_turn
from solver.problem import Person, RosterProblem, ShiftOption
from solver.rests import (
    AS_NIGHT,
    AS_ON_CALL,
    NOTHING,
    REST_KINDS,
    kind_between,
    wanted_rest_of,
)


class Toll(NamedTuple):
    """Cents of a shift, and what asks for them: a field of `Wanted`, or a rule."""

    rule: str
    cents: int


def rest_rule(person: Person, kind: int) -> str:
    """Field of `Wanted` that asks for a rest of a kind."""
    asked, wanted = wanted_rest_of(person, kind), person.wanted
    if kind & AS_NIGHT and asked == wanted.rest_after_nights:
        return "rest_after_nights"
    if kind & AS_ON_CALL and asked == wanted.rest_after_on_call:
        return "rest_after_on_call"
    return "rest"


def tolls_between(
    person: Person,
    unwanted_after: Mapping[str, Mapping[str, int]],
    earlier: ShiftOption,
    later: ShiftOption,
) -> Iterator[Toll]:
    """What a shift costs because it follows another, with none between."""
    kind = kind_between(earlier, later)
    asked = wanted_rest_of(person, kind)
    if asked.cents and later.start < earlier.end + asked.value:
        yield Toll(rest_rule(person, kind), asked.cents)
    if later.day == earlier.day + 1:
        cents = unwanted_after.get(earlier.template, {}).get(later.template, 0)
        if cents:
            yield Toll("successions", cents)


def tolls_of(problem: RosterProblem, person: Person, option: ShiftOption) -> Iterator[Toll]:
    """What a shift costs by itself: out of turn, or too soon after what was worked last week."""
    if person.cents_out_of_turn and not is_in_turn(person, option.day, option.template):
        yield Toll("rotation", person.cents_out_of_turn)
    asked, rule = max(_past_rests(person, option), default=(NOTHING, ""))
    if asked.cents:
        yield Toll(rule, asked.cents)
    if option.day == 0 and person.last_template is not None:
        cents = problem.unwanted_after.get(person.last_template, {}).get(option.template, 0)
        if cents:
            yield Toll("successions", cents)


def _past_rests(person: Person, option: ShiftOption) -> Iterator[tuple[Soft, str]]:
    """Rests wanted after last week's final shift and on-call that an option leaves too short."""
    if person.last_end is not None:
        has_nights = person.nights_before > 0 and not person.worked_day_0
        kind = AS_NIGHT * (has_nights and not option.is_night)
        asked = wanted_rest_of(person, kind)
        if asked.cents and option.start < person.last_end + asked.value:
            yield asked, rest_rule(person, kind)
    called, call_end = person.wanted.rest_after_on_call, person.last_on_call_end
    if called is None or call_end is None or option.is_on_call:
        return
    if option.start < call_end + called.value:
        yield called, "rest_after_on_call"


def tolled_until(person: Person) -> int:
    """Slot from which on no shift is too soon after last week's, as far as that has a price."""
    longest = max(wanted_rest_of(person, kind).value for kind in REST_KINDS)
    called = person.wanted.rest_after_on_call
    ends = [(person.last_end, longest), (person.last_on_call_end, called.value if called else 0)]
    return max((end + rest for end, rest in ends if end is not None), default=0)


def toll_of(problem: RosterProblem, person: Person, option: ShiftOption) -> int:
    """Cents that a shift costs by itself, see `tolls_of`."""
    return sum(toll.cents for toll in tolls_of(problem, person, option))


def toll_between(problem: RosterProblem, person: Person, a: ShiftOption, b: ShiftOption) -> int:
    """Cents that a shift costs because it follows another, see `tolls_between`."""
    return sum(toll.cents for toll in tolls_between(person, problem.unwanted_after, a, b))
