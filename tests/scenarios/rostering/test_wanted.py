"""Terms at a price are wanted by the solver's person, and of their bans only the law's are left."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from planner.rotations import Rotation
from planner.shift_patterns import ShiftPattern
from scenarios.inputs import Inputs
from solver.contract import NOTHING_WANTED, Soft, Wanted
from solver.problem import NO_LIMIT, Person
from tests.inputs_fixture import small_inputs
from tests.scenarios.rostering.person_of import person_of, problem_of, with_contract

BASE = small_inputs()


def at_a_price(key: str, value: float, **changes: Any) -> Person:
    return person_of(with_contract(BASE, **{key: value}, prices={key: 12.5}, **changes))


@pytest.mark.parametrize(
    ("key", "value", "wanted", "asked", "banned", "free"),
    [
        ("min_rest_hours", 12, "rest", 24, "min_rest_slots", 0),
        ("rest_after_nights_hours", 40.2, "rest_after_nights", 81, "rest_after_nights", 0),
        ("rest_after_on_call_hours", 11, "rest_after_on_call", 22, "rest_after_on_call", 0),
        ("max_days_in_row", 5, "days_in_row", 5, "max_days_in_row", NO_LIMIT),
        ("max_nights_in_row", 3, "nights_in_row", 3, "max_nights_in_row", NO_LIMIT),
        ("min_days_in_row", 2, "min_days_in_row", 2, "min_days_in_row", 1),
        ("min_days_off_in_row", 2, "min_days_off_in_row", 2, "min_days_off_in_row", 1),
        ("max_start_spread_hours", 2.2, "start_spread", 4, "max_start_spread", None),
    ],
)
def test_a_term_is_banned_without_a_price_and_wanted_with_one(
    key: str, value: float, wanted: str, asked: int, banned: str, free: int | None
) -> None:
    hard = person_of(with_contract(BASE, **{key: value}))
    assert (getattr(hard, banned), hard.wanted) == (asked, NOTHING_WANTED)
    soft = at_a_price(key, value)
    assert getattr(soft, banned) == free
    assert soft.wanted == Wanted(**{wanted: Soft(asked, 1250)})
    back: dict[str, Any] = {banned: asked, "wanted": NOTHING_WANTED}
    assert replace(soft, **back) == hard


@pytest.mark.parametrize(("preset", "slots"), [("eu-wtd", 22), ("es-et", 24), ("us-flsa", 0)])
def test_the_law_of_the_preset_stays_a_ban(preset: str, slots: int) -> None:
    person = at_a_price("min_rest_hours", 14, preset=preset)
    assert (person.min_rest_slots, person.wanted.rest) == (slots, Soft(28, 1250))


def test_a_shift_out_of_turn_has_the_price_of_its_rotation() -> None:
    first, second, *others = BASE.team.agents
    agents = (replace(first, rotation="dear"), replace(second, rotation="strict"), *others)
    weeks = (("early",), ("late",))
    rotations = (Rotation("dear", weeks, price=20), Rotation("strict", weeks))
    inputs = replace(BASE, team=replace(BASE.team, agents=agents, rotations=rotations))
    found = [person_of(inputs, agent) for agent in ("l0", "l1", "l2")]
    assert [person.cents_out_of_turn for person in found] == [2000, None, None]
    assert [bool(person.rotation) for person in found] == [True, True, False]


def test_shifts_may_follow_at_a_price_what_others_must_not_follow() -> None:
    problem = problem_of(_with_day(price=7.5))
    starts = {"day 08:00": 750, "day 08:30": 750}
    assert problem.unwanted_after == {"late": starts, "night": starts}
    assert problem.forbidden_after == {}
    assert problem_of(_with_day(price=None)).unwanted_after == {}


def _with_day(price: float | None) -> Inputs:
    pattern = ShiftPattern(
        "day",
        ("london",),
        start_from=time(8),
        start_until=time(8, 30),
        length_hours=(8,),
        not_after=("late", "night"),
        not_after_price=price,
    )
    return replace(BASE, templates=(*BASE.templates, *pattern.templates()))
