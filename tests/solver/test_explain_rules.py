"""Every rule can be part of a conflict, whose sentence names people, days and numbers."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from solver.alone import schedule
from solver.conflicts import conflicts
from solver.contract import Limit, Pair
from solver.explain import explained_conflicts
from solver.fact_model import BINDING
from solver.problem import Person, Pin, RosterProblem
from solver.rules import Rule, rule_name

from .conftest import small_person, small_problem


@dataclass(frozen=True)
class Case:
    """People and locks that a rule does not allow, and what the sentence must hold."""

    people: tuple[Person, ...]
    pins: tuple[Pin, ...]
    words: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()
    forbidden_after: dict[str, frozenset[str]] | None = None

    @property
    def problem(self) -> RosterProblem:
        options = small_problem().options
        return small_problem(
            people=self.people,
            options=tuple(replace(o, clock_start=o.start % 24) for o in options),
            pins=self.pins,
            pairs=self.pairs,
            forbidden_after=self.forbidden_after or {},
            names={"ana": "Ana Silva", "ben": "Ben Wu"},
            day_names={("a", d): f"Day {d}" for d in range(4)},
        )


def case(*pins: tuple[int, str | None], words: tuple[str, ...], **person: Any) -> Case:
    return Case((small_person("ana", **person),), tuple(Pin(0, day, t) for day, t in pins), words)


CASES = {
    "skills": Case(
        (small_person(skills=(1,)),), (Pin(0, 1, "mid", 0),), ("only tickets", "phone", "Day 1")
    ),
    "availability": case(
        (1, "mid"), unavailable=((30, 40),), words=("no availability on Day 1", "lock to mid")
    ),
    "nights": case((1, "night"), max_nights=0, words=("at most 0 nights", "night on Day 1")),
    "one_shift_a_day": case(
        (0, "early"), worked_day_0=True, words=("last week's shift on Day 0", "early on Day 0")
    ),
    "rest": case(
        (0, "late"), (1, "early"), min_rest_slots=11, words=("11 h of rest", "Day 0", "Day 1")
    ),
    "pins": case((3, "late"), words=("lock to late on Day 3",)),
    "days_in_row": case(
        (0, "late"),
        (1, "mid"),
        max_days_in_row=1,
        words=("at most 1 day in a row", "Day 0", "Day 1"),
    ),
    "days_off": case(
        (0, "late"), (1, "mid"), min_days_off=3, words=("3 days off owed", "Day 0", "Day 1")
    ),
    "weekly_hours": case((0, "late"), max_minutes=300, words=("maximum of 5 h", "Day 0")),
    "rotation": case(
        (1, "mid"), rotation=(frozenset({"early"}),), words=("early in week 1", "mid on Day 1")
    ),
    "successions": Case(
        (small_person(),),
        (Pin(0, 0, "late"), Pin(0, 1, "early")),
        ("no early on the day after late", "Day 0", "Day 1"),
        forbidden_after={"late": frozenset({"early"})},
    ),
    "nights_in_row": case(
        (1, "night"), (2, "mid"), rest_after_nights=20, words=("20 h of rest after nights", "Day 2")
    ),
    "stretches": case(
        (1, "mid"),
        (2, None),
        (0, None),
        min_days_in_row=2,
        words=("at least 2 days worked in a row", "Day 0", "Day 2"),
    ),
    "hours_limits": case(
        (0, "late"),
        limits=(Limit("hours_limits", "minutes", 0, 240, 0, 4),),
        words=("at most 4 h from Day 0 to Day 3", "late on Day 0"),
    ),
    "shift_counts": case(
        (0, "early"),
        (1, "early"),
        limits=(Limit("shift_counts", "shifts", 0, 1, 0, 4, templates=frozenset({"early"})),),
        words=("at most 1 shift of early from Day 0 to Day 3",),
    ),
    "weekends": case(
        (0, "late"),
        (3, "early"),
        weekends=((0, 1), (2, 3)),
        limits=(Limit("weekends", "weekends", 0, 1, 0, 4),),
        words=("at most 1 weekend from Day 0 to Day 3", "late on Day 0", "early on Day 3"),
    ),
    "weekly_rest": case(
        (0, "late"),
        (1, "mid"),
        (2, "mid"),
        (3, "early"),
        min_weekly_rest=40,
        words=("40 h of rest in a row", "Day 1"),
    ),
    "same_start": case(
        (0, "early"),
        (1, "night"),
        max_start_spread=3,
        words=("starts at most 3 h apart", "Day 0", "Day 1"),
    ),
    "pairs": Case(
        (small_person("ana"), small_person("ben")),
        (Pin(0, 0, "late"), Pin(1, 0, None)),
        ("Ana Silva has a lock to late on Day 0", "Ben Wu has", "off on Day 0", "same shifts"),
        pairs=(Pair(0, 1, together=True),),
    ),
}
NEVER = ("site", "on_call", "floors")
"""
Sites are no fact but the ground; on-call is told as other rest is, but needs other options; floors
are told by themselves, see `test_bans`.
"""


@pytest.mark.parametrize(
    "rule", [rule for rule in BINDING if rule_name(rule) not in NEVER], ids=rule_name
)
def test_rule_is_told_with_people_days_and_numbers(rule: Rule) -> None:
    case = CASES[rule_name(rule)]
    (told,) = explained_conflicts(case.problem)
    for word in ("Ana Silva", *case.words):
        assert word in told.text
    assert told.conflict.is_smallest
    assert told.ways
    others = [other for other in BINDING if other is not rule]
    assert schedule(case.problem, rules=others) is not None


def test_a_pair_is_told_by_its_own_names_whoever_stands_between() -> None:
    ana, ben, eve = (small_person(name) for name in ("ana", "eve", "ben"))
    problem = replace(
        CASES["pairs"].problem,
        people=(ana, ben, eve),
        pins=(Pin(0, 0, "late"), Pin(2, 0, None)),
        pairs=(Pair(0, 2, together=True),),
    )
    (told,) = explained_conflicts(problem)
    assert "Ana Silva and Ben Wu work the same shifts" in told.text
    assert "let Ana Silva and Ben Wu work apart" in told.text


def test_pairs_bind_only_whom_they_name() -> None:
    if "pairs" not in {rule_name(rule) for rule in BINDING}:
        pytest.skip("no rule keeps hard pairs here")
    third = small_person("eve", min_minutes=9000)
    problem = replace(CASES["pairs"].problem, people=(*CASES["pairs"].people, third))
    assert [conflict.people for conflict in conflicts(problem)] == [(0, 1), (2,)]
