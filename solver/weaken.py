"""How each fact can be weakened step by step, and what a step costs."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Any, Final, NamedTuple

from solver.facts import Fact
from solver.prices import RelaxationPrices
from solver.problem import RosterProblem

MOST_STEPS: Final = 40
WEEK: Final = 7
"""Days that may have gone before."""


class Step(NamedTuple):
    """The fact after so many steps, None when it is dropped, and the cents of all of them."""

    fact: Fact | None
    cents: int


class _Field(NamedTuple):
    """A number that is weakened: its field, price of a unit, direction and where it ends."""

    field: str
    price: str
    sign: int
    unit: str


FIELDS: Final = {
    "min_hours": _Field("min_minutes", "hour_below", -1, "minutes"),
    "max_hours": _Field("max_minutes", "hour_above", 1, "minutes"),
    "max_nights": _Field("max_nights", "night", 1, "days"),
    "rest": _Field("min_rest_slots", "rest_hour", -1, "slots"),
    "rest_before": _Field("min_rest_slots", "rest_hour", -1, "slots"),
    "days_in_row": _Field("max_days_in_row", "day_in_row", 1, "days"),
    "days_in_row_before": _Field("max_days_in_row", "day_in_row", 1, "days"),
    "days_off": _Field("min_days_off", "day_off", -1, "days"),
    "days_on": _Field("min_days_in_row", "day_in_row", -1, "days"),
    "days_on_before": _Field("min_days_in_row", "day_in_row", -1, "days"),
    "days_off_in_row": _Field("min_days_off_in_row", "day_off", -1, "days"),
    "days_off_in_row_before": _Field("min_days_off_in_row", "day_off", -1, "days"),
    "nights_in_row": _Field("max_nights_in_row", "night", 1, "days"),
    "nights_in_row_before": _Field("max_nights_in_row", "night", 1, "days"),
    "rest_after_nights": _Field("rest_after_nights", "rest_hour", -1, "slots"),
    "rest_after_nights_before": _Field("rest_after_nights", "rest_hour", -1, "slots"),
    "rest_after_on_call": _Field("rest_after_on_call", "rest_hour", -1, "slots"),
    "weekly_rest": _Field("min_weekly_rest", "rest_hour", -1, "slots"),
    "start_spread": _Field("max_start_spread", "start_hour", 1, "clock"),
}
DROPPED: Final = {
    "away": "day_off_back",
    "pin": "pin",
    "nights_only": "nights_only",
    "forbidden_after": "succession",
    "rotation": "rotation",
    "pair": "pair",
    "skills": "skill",
}
LIMITS: Final = {"minutes": ("hour_below", "hour_above"), "shifts": ("shift", "shift")}
FIXED: Final = ("one_shift_a_day", "day_0_taken")
"""What nobody can give way in: a day has one shift, and the past is over."""


def steps(fact: Fact, problem: RosterProblem, prices: RelaxationPrices) -> tuple[Step, ...]:
    """Weaker and weaker facts with their prices, the last one dropped; none where it is fixed."""
    if fact.kind in FIXED:
        return ()
    if fact.kind in DROPPED:
        return (Step(None, getattr(prices, DROPPED[fact.kind])),)
    if fact.kind.startswith("limit_"):
        return tuple(_of_limit(fact, prices))
    return tuple(_of_field(fact, problem, prices))


def _of_field(fact: Fact, problem: RosterProblem, prices: RelaxationPrices) -> Iterator[Step]:
    field, price, sign, unit = FIELDS[fact.kind]
    value, per_unit = fact.get(field), getattr(prices, price)
    slots = max(60 // problem.slot_minutes, 1)
    hour = {"minutes": 60, "slots": slots, "clock": slots, "days": 1}[unit]
    ends = {
        "minutes": _most_minutes(problem),
        "slots": problem.n_slots,
        "clock": 24 * slots,
        "days": problem.n_days + WEEK,
    }
    for amount, last in _amounts(value, sign, hour, ends[unit]):
        weaker = None if last else replaced(fact, field, value + sign * amount)
        yield Step(weaker, ceil(amount * per_unit / hour))


def _most_minutes(problem: RosterProblem) -> int:
    """Paid minutes of a person who works the longest shift on every day."""
    return problem.n_days * max((option.paid_minutes for option in problem.options), default=0)


def _of_limit(fact: Fact, prices: RelaxationPrices) -> Iterator[Step]:
    (limit,) = fact.get("limits")
    below, above = LIMITS.get(limit.unit, ("weekend", "weekend"))
    hour = 60 if limit.unit == "minutes" else 1
    least = fact.kind == "limit_least"
    sign, value, price = (-1, limit.least, below) if least else (1, limit.most, above)
    for amount, last in _amounts(value, sign, hour, value + MOST_STEPS * hour):
        changed = value + sign * amount
        weaker = replace(limit, least=changed) if least else replace(limit, most=changed)
        told = None if last else replace(fact, value=(("limits", (weaker,)),))
        yield Step(told, ceil(amount * getattr(prices, price) / hour))


def _amounts(value: int, sign: int, unit: int, ends: int) -> Iterator[tuple[int, bool]]:
    """How much weaker at each step, and whether nothing is left then."""
    room = value if sign < 0 else max(ends - value, unit)
    step = max(unit, ceil(room / MOST_STEPS / unit) * unit)
    for amount in range(step, room, step):
        yield amount, False
    yield room, True


def replaced(fact: Fact, field: str, value: Any) -> Fact:
    """The fact with another value of a field."""
    return replace(
        fact, value=tuple((name, value if name == field else old) for name, old in fact.value)
    )
