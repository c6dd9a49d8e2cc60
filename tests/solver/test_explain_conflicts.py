"""Conflicts are smallest sets of rules, told in words with names, days and what would do."""

from dataclasses import replace
from itertools import combinations

import pytest

from planner.errors import InfeasibleError
from solver.conflicts import BINDING, alone, conflicts, has_schedule
from solver.explain import most_minutes
from solver.problem import Person, Pin, RosterProblem
from solver.rules import rule_name
from solver.solve import solve

from .conftest import small_person, small_problem

CASES: dict[str, tuple[Person, tuple[Pin, ...], str]] = {
    "time off": (
        small_person(min_minutes=25 * 60, unavailable=((0, 40),)),
        (),
        "Ana Silva: time off and availability leave 3 days with shifts (day 1, Tue, day 3), "
        "the contract needs at least 25 h, at most one shift a day, of 8 h or less; "
        "lower the week's minimum to 24 h or free more time",
    ),
    "days off": (
        small_person(min_minutes=24 * 60, min_days_off=2),
        (),
        "Ana Silva: the contract needs at least 24 h, 2 days off owed; "
        "lower the week's minimum to 16 h",
    ),
    "sums": (
        small_person(min_minutes=17 * 60, max_minutes=21 * 60),
        (),
        "Ana Silva: no shifts of a add up to 17 to 21 h; lower the week's minimum to 16 h",
    ),
    "no skill": (
        small_person(min_minutes=480, skills=()),
        (),
        "Ana Silva: has no skill, the contract needs at least 8 h; "
        "lower the week's minimum to 0 h or give a skill that is needed",
    ),
    "night pinned": (
        small_person(max_nights=0),
        (Pin(0, 1, "night"), Pin(0, 0, None)),
        "Ana Silva: at most 0 nights, pinned to night on day 1; remove the pin",
    ),
    "two pins too close": (
        small_person(min_rest_slots=11),
        (Pin(0, 0, "late"), Pin(0, 1, "early"), Pin(0, 3, None)),
        "Ana Silva: 11 h rest between shifts, pinned to late on day 0, pinned to early on day 1; "
        "remove one of the pins",
    ),
    "unknown shift": (
        small_person(),
        (Pin(0, 3, "late"),),
        "Ana Silva: pinned to late, a shift that a does not have, on day 3; remove the pin",
    ),
    "worked before": (
        small_person(max_days_in_row=3, days_before=3),
        (Pin(0, 0, "late"),),
        "Ana Silva: at most 3 days in a row, 3 of them worked before the week, pinned to late on "
        "day 0; remove the pin",
    ),
}


def named(person: Person, pins: tuple[Pin, ...]) -> RosterProblem:
    return small_problem(
        people=(person,), pins=pins, names={"ana": "Ana Silva"}, day_names={("a", 2): "Tue"}
    )


@pytest.mark.parametrize(("person", "pins", "words"), CASES.values(), ids=CASES)
def test_infeasible_says_who_what_and_what_would_do(
    person: Person, pins: tuple[Pin, ...], words: str
) -> None:
    with pytest.raises(InfeasibleError) as caught:
        solve(named(person, pins))
    assert str(caught.value) == words


@pytest.mark.parametrize(("person", "pins", "words"), CASES.values(), ids=CASES)
def test_no_smaller_set_of_rules_conflicts(
    person: Person, pins: tuple[Pin, ...], words: str
) -> None:
    problem = named(person, pins)
    (conflict,) = conflicts(problem)
    single = alone(problem, person, pins)
    for fewer in combinations(BINDING, len(conflict.rules) - 1):
        assert has_schedule(single, fewer)
    chosen = tuple(rule for rule in BINDING if rule_name(rule) in conflict.rules)
    assert not has_schedule(replace(single, pins=conflict.pins), chosen)
    for pin in conflict.pins:
        others = tuple(other for other in conflict.pins if other != pin)
        assert has_schedule(replace(single, pins=others), chosen)


def test_every_person_in_conflict_is_named() -> None:
    bad = small_person("bad", min_minutes=9000)
    worse = small_person("worse", skills=(), min_minutes=60)
    problem = small_problem(people=(bad, small_person("fine"), worse))
    with pytest.raises(InfeasibleError, match=r"bad: .*and 1 more people") as caught:
        solve(problem)
    assert [reason.partition(":")[0] for reason in caught.value.reasons] == ["bad", "worse"]


def test_most_minutes_is_what_the_rules_leave() -> None:
    free = small_problem(people=(small_person(max_minutes=1500),))
    assert most_minutes(free, 0) == 8 * 60 * 3
    assert most_minutes(replace(free, pins=(Pin(0, 0, "none"),)), 0) is None
