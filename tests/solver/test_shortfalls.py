"""Shortfalls name the run of slots, the people able and what each of them does instead."""

from dataclasses import replace

import numpy as np

from solver.coverage import present, short
from solver.problem import BreakWindow, RosterProblem
from solver.result import Choice, SlotRoster
from solver.shortfalls import shortfalls

from .conftest import small_option, small_person, small_problem


def short_problem() -> RosterProblem:
    """Phone needs 5 in slots 14 to 16 of day 0; one of each kind of person could help."""
    required = np.zeros((2, 96), dtype=np.int64)
    required[0, 14:17] = (5, 6, 5)
    people = (
        small_person("here"),
        small_person("elsewhere"),
        small_person("away", unavailable=((0, 40),)),
        small_person("resting", last_end=10, min_rest_slots=11),
        small_person("full", max_minutes=480),
        small_person("early_bird", min_rest_slots=0),
        small_person("only_nights", nights_only=True),
        small_person("idle"),
        small_person("lunching"),
        small_person("unskilled", skills=(1,)),
    )
    meal = BreakWindow(15, 15, 1)
    options = (*small_problem().options, small_option(0, "meal", 12, breaks=(meal,)))
    return small_problem(required=required, people=people, options=options)


ROSTER = SlotRoster(
    (
        Choice(0, 1, 0),
        Choice(1, 1, 1),
        Choice(4, 4, 0),
        Choice(5, 0, 0),
        Choice(8, 9, 0, (15,)),
    )
)


def test_each_person_able_has_one_reason() -> None:
    (found,) = shortfalls(short_problem(), ROSTER)
    assert (found.skill, found.first, found.end) == ("phone", 14, 17)
    assert (found.worst, found.most, found.agent_slots) == (15, 5, 3 + 5 + 3)
    assert dict(found.reasons) == {
        "at work with this skill": 1,
        "at work with another skill": 1,
        "unavailable": 1,
        "resting": 1,
        "at their maximum of hours": 1,
        "working another shift that day": 1,
        "no shift of theirs covers it": 1,
        "on a break": 1,
        "free, but dearer than the shortfall or not found in the time": 1,
    }
    assert found.able == 9
    assert found.why.startswith("9 have this skill: 1 ")


def test_runs_are_split_by_gaps_and_the_largest_come_first() -> None:
    problem = small_problem(people=())
    problem.required[:] = 0
    problem.required[0, [3, 4, 8]] = 1, 1, 3
    problem.required[1, 95] = 1
    found = shortfalls(problem, SlotRoster(()))
    assert [(f.skill, f.first, f.end, f.agent_slots) for f in found] == [
        ("phone", 8, 9, 3),
        ("phone", 3, 5, 2),
        ("tickets", 95, 96, 1),
    ]
    assert shortfalls(problem, SlotRoster(()), most=1) == found[:1]
    assert found[0].why == "nobody has this skill"


def test_covered_demand_has_no_shortfall() -> None:
    problem = short_problem()
    assert shortfalls(replace(problem, required=np.zeros_like(problem.required)), ROSTER) == ()


def test_people_on_break_are_not_at_work() -> None:
    at_work = present(short_problem(), ROSTER)
    assert at_work[0, 12:20].tolist() == [2, 2, 2, 1, 2, 2, 2, 2]
    assert short(short_problem(), ROSTER)[0, 14:17].tolist() == [3, 5, 3]
