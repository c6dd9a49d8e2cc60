"""Rules of longer contracts and of two people: model and checker agree on every roster."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from solver.contract import Limit, Pair
from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster
from solver.rules import (
    RULES,
    Rule,
    breaks,
    days_off,
    floors,
    hours_limits,
    nights_in_row,
    on_call,
    one_shift_a_day,
    pairs,
    pins,
    rotation,
    rule_name,
    same_start,
    shift_counts,
    skills,
    stretches,
    successions,
    weekends,
    weekly_rest,
)

from .conftest import one_a_day, small_option, small_person, small_problem
from .test_rules_contract import OF_A_WEEK, accepted, allowed

DAYS = tuple(
    small_option(day, "day", 8, clock_start=8, is_on_call=day == 4)
    if day % 3
    else small_option(day, "night", 22, clock_start=22, is_night=True)
    for day in (*range(6), 7)
)
"""Nights on days 0 and 3, on-call on day 4, nothing on day 6."""
WEEKS = (
    small_option(0, "early", 6, clock_start=6),
    small_option(0, "late", 14, clock_start=14),
    small_option(5, "mid", 9, clock_start=9),
    small_option(6, "night", 23, clock_start=23, is_night=True),
    small_option(7, "dawn", 1, clock_start=1),
    small_option(7, "early", 6, clock_start=6),
    small_option(9, "late", 14, clock_start=14),
    small_option(13, "night", 23, clock_start=23, is_night=True),
    small_option(14, "early", 6, clock_start=6),
)
NIGHTS = (
    small_option(0, "night", 22, is_night=True),
    small_option(1, "night", 22, is_night=True),
    small_option(1, "early", 6),
    small_option(2, "night", 22, is_night=True),
    small_option(2, "late", 16),
    small_option(2, "early", 6),
    small_option(3, "night", 22, is_night=True),
    small_option(3, "mid", 10),
)


def limited(*limits: Limit, **changes: Any) -> Person:
    return small_person(limits=limits, **changes)


CASES: dict[Rule, Mapping[str, Person]] = {
    hours_limits: {
        "most": limited(Limit("week", "minutes", 0, 960, 0, 4)),
        "exactly": limited(Limit("week", "minutes", 480, 480, 1, 4)),
        "out_of_reach": limited(Limit("week", "minutes", 481, 900, 7, 8)),
        "of_nights": limited(Limit("week", "minutes", 480, 480, 0, 9, frozenset({"night"}))),
        "priced_above": limited(Limit("week", "minutes", 960, 960, 0, 4, cents_above=5)),
        "priced_below": limited(Limit("week", "minutes", 960, 960, 0, 4, cents_below=5)),
    },
    shift_counts: {
        "most_days": limited(Limit("days", "shifts", 0, 2, 1, 8, frozenset({"day"}))),
        "two_limits": limited(Limit("a", "shifts", 1, 2, 0, 3), Limit("b", "shifts", 2, 2, 3, 9)),
    },
    weekends: {
        "one_of_two": limited(Limit("w", "weekends", 0, 1, 0, 8), weekends=((1, 2), (5, 6))),
        "both": limited(Limit("w", "weekends", 2, 2, 0, 8), weekends=((1, 2), (5, 6))),
        "half_inside": limited(Limit("w", "weekends", 0, 0, 0, 6), weekends=((1, 2), (5, 6))),
        "of_nights": limited(
            Limit("w", "weekends", 1, 1, 0, 8, frozenset({"night"})), weekends=((2, 3), (5, 6))
        ),
        "never_possible": limited(Limit("w", "weekends", 1, 1, 0, 8), weekends=((6,),)),
    },
    stretches: {
        "worked": small_person(min_days_in_row=3),
        "off": small_person(min_days_off_in_row=3),
        "both": small_person(min_days_in_row=2, min_days_off_in_row=2),
        "one_done": small_person(min_days_in_row=3, days_off_before=0, days_before=1),
        "all_done": small_person(min_days_in_row=3, days_off_before=0, days_before=3),
        "began_off": small_person(min_days_in_row=3, min_days_off_in_row=2, days_off_before=1),
        "was_off_long": small_person(min_days_off_in_row=3, days_off_before=5),
        "ended_work": small_person(min_days_off_in_row=2, days_off_before=0, days_before=4),
        "day_0_taken": small_person(
            min_days_in_row=3, min_days_off_in_row=2, worked_day_0=True, days_off_before=1
        ),
        "ended_by_last_week": small_person(
            min_days_off_in_row=2, worked_day_0=True, days_off_before=1, min_days_in_row=1
        ),
        "never_so_long": small_person(min_days_in_row=20, days_off_before=1),
    },
    nights_in_row: {
        "two": small_person(max_nights_in_row=2),
        "one_done": small_person(max_nights_in_row=2, nights_before=1),
        "done": small_person(max_nights_in_row=2, nights_before=3, last_end=6),
        "rest_of_exactly_28_h": small_person(rest_after_nights=28),
        "rest_of_29_h": small_person(rest_after_nights=29),
        "rest_from_before": small_person(rest_after_nights=48, nights_before=1, last_end=6),
        "day_0_taken": small_person(
            max_nights_in_row=1, rest_after_nights=30, nights_before=1, worked_day_0=True
        ),
    },
    on_call: {
        "loose_until_the_next_shift": small_person(rest_after_on_call=16),
        "longer": small_person(rest_after_on_call=17),
        "called_before": small_person(rest_after_on_call=24, last_on_call_end=8),
        "called_long_before": small_person(rest_after_on_call=24, last_on_call_end=7),
    },
    weekly_rest: {
        "loose_24_h": small_person(min_weekly_rest=24),
        "exactly_64_h": small_person(min_weekly_rest=64),
        "65_h": small_person(min_weekly_rest=65),
        "after_last_week": small_person(min_weekly_rest=120, last_end=20),
        "impossible": small_person(min_weekly_rest=300),
    },
}
"""On `DAYS`."""
OF_WEEKS: dict[Rule, Mapping[str, Person]] = {
    days_off: {"owed": small_person(min_days_off=6), "many": small_person(min_days_off=8)},
    rotation: {
        "two_weeks": small_person(rotation=(frozenset({"early", "mid"}), frozenset({"late"}))),
        "one": small_person(rotation=(frozenset({"night"}),)),
        "nothing": small_person(rotation=(frozenset(), frozenset({"dawn", "early", "late"}))),
    },
    same_start: {
        "same": small_person(max_start_spread=0),
        "over_midnight": small_person(max_start_spread=2),
        "five": small_person(max_start_spread=5),
        "eight": small_person(max_start_spread=8),
        "loose_round_the_clock": small_person(max_start_spread=23),
    },
    weekly_rest: {
        "100_h": small_person(min_weekly_rest=100),
        "120_h": small_person(min_weekly_rest=120),
    },
}


def horizon(n_days: int, options: tuple[ShiftOption, ...], *people: Person) -> RosterProblem:
    nobody = np.zeros((1, 24 * n_days), dtype=np.int64)
    return small_problem(
        people=people,
        options=options,
        n_days=n_days,
        n_slots=24 * n_days,
        required=nobody,
        carried_in=nobody,
        skills=("phone",),
    )


def cases(table: dict[Rule, Mapping[str, Person]]) -> list[Any]:
    """Cases; a loose one sits so on the boundary that everything is allowed."""
    return [
        pytest.param(rule, person, name.startswith("loose"), id=f"{rule_name(rule)}-{name}")
        for rule, people in table.items()
        for name, person in people.items()
    ]


def agree(rule: Rule, problem: RosterProblem, is_loose: bool = False) -> None:
    rosters = list(one_a_day(problem))
    kept = allowed(rule, problem)
    assert kept == accepted(rule, problem, rosters)
    assert (kept == allowed(one_shift_a_day, problem)) == is_loose


@pytest.mark.parametrize(("rule", "person", "is_loose"), cases(CASES))
def test_days(rule: Rule, person: Person, is_loose: bool) -> None:
    options = NIGHTS if rule is nights_in_row else DAYS
    agree(rule, horizon(8, options, person), is_loose)


@pytest.mark.parametrize(("rule", "person", "is_loose"), cases(OF_WEEKS))
def test_weeks(rule: Rule, person: Person, is_loose: bool) -> None:
    agree(rule, horizon(15, WEEKS, person), is_loose)


@pytest.mark.parametrize("last", [None, "night", "early"])
def test_successions(last: str | None) -> None:
    after = {"night": frozenset({"early", "mid"}), "early": frozenset({"night"})}
    problem = horizon(4, NIGHTS, small_person(last_template=last))
    agree(successions, replace(problem, forbidden_after=after))


def test_a_shift_for_one_skill_is_worked_with_no_other() -> None:
    options = (*small_problem().options[:3], small_option(1, "duty", 8, skills=frozenset({1})))
    problem = small_problem(options=options)
    assert allowed(skills, problem) == accepted(skills, problem, list(one_a_day(problem)))


TWO = (
    small_option(0, "early", 6),
    small_option(0, "night", 20, length=12),
    small_option(1, "early", 6),
    small_option(1, "late", 14),
    small_option(2, "late", 14, site="b"),
    small_option(2, "mid", 10),
)
PAIRS = {
    "together": (Pair(0, 1, together=True),),
    "apart": (Pair(1, 0, together=False),),
    "with_a_fixed_one": (Pair(0, -1, together=True, second_works=(1, 5)),),
    "apart_from_a_fixed_one": (Pair(1, -1, together=False, second_works=(1, 4)),),
}


@pytest.mark.parametrize("asked", PAIRS.values(), ids=PAIRS)
def test_pairs(asked: tuple[Pair, ...]) -> None:
    people = (small_person("ana", skills=(0,)), small_person("ben", skills=(0,)))
    problem = replace(horizon(3, TWO, *people), pairs=asked)
    agree(pairs, problem)


def test_both_of_a_pair_are_told() -> None:
    people = (small_person("ana"), small_person("ben"))
    problem = small_problem(people=people, pairs=(Pair(0, 1, together=True),))
    found = [*pairs.violations(problem, SlotRoster((Choice(1, 0, 0),)))]
    assert [v.agent for v in found] == ["ana", "ben"]
    assert found[0].message == "day 0: does not work as ben"


def test_every_rule_has_cases_of_its_own() -> None:
    """So that none goes without rosters on which model and checker agree: floors in `test_bans`."""
    assert {*CASES, *OF_WEEKS, successions, pairs, pins, breaks, floors, *OF_A_WEEK} == set(RULES)


def test_weekly_rest_over_the_end_of_a_week() -> None:
    days = tuple(small_option(day, "day", 8) for day in range(2, 13))
    agree(weekly_rest, horizon(14, days, small_person(min_weekly_rest=35, last_end=30)))


@pytest.mark.parametrize("ends", [335, 336, 337, 480])
def test_weeks_that_lose_or_win_an_hour_owe_their_rests(ends: int) -> None:
    """Two weeks of 335 hours are two; six days more are none."""
    days = tuple(small_option(day, "day", 8) for day in range(20))
    problem = replace(horizon(21, days, small_person(min_weekly_rest=35)), rests_until=ends)
    once = [Choice(0, day, 0) for day in range(20) if day != 3]
    twice = [one for one in once if one.option != 10]
    assert [*weekly_rest.violations(problem, SlotRoster(tuple(once)))]
    assert not [*weekly_rest.violations(problem, SlotRoster(tuple(twice)))]


def test_one_rest_does_not_count_for_two_weeks() -> None:
    """Saturday 16:00 to Monday 16:00 is either week's rest of 35 h; 70 h would be both's."""
    days = tuple(small_option(day, "day", 8) for day in range(14))
    problem = horizon(14, days, small_person(min_weekly_rest=35))
    all_but = [Choice(0, day, 0) for day in range(14) if day not in (6, 10)]
    assert not [*weekly_rest.violations(problem, SlotRoster(tuple(all_but)))]
    found = [*weekly_rest.violations(problem, SlotRoster((*all_but, Choice(0, 10, 0))))]
    assert [v.message for v in found] == [
        "rests 16 slots at most in the 7 days from day 7, owed 35 slots"
    ]
