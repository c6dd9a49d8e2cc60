"""Shortfalls name the run of slots, the people able and what each of them does instead."""

from dataclasses import replace

import numpy as np

from solver.contract import Floor
from solver.coverage import present, short
from solver.prices import Wish
from solver.problem import BreakWindow, RosterProblem
from solver.result import Choice, SlotRoster
from solver.shortfalls import floor_shortfalls, shortfalls

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
        small_person("before", min_rest_slots=12),
        small_person("unwilling"),
    )
    meal = BreakWindow(15, 15, 1)
    options = (*small_problem().options, small_option(0, "meal", 12, breaks=(meal,)))
    return small_problem(
        required=required,
        people=people,
        options=options,
        wishes=(*(Wish(11, o, 700) for o in (1, 9)),),
        away_names={("away", 0): "time off"},
    )


ROSTER = SlotRoster(
    (
        Choice(0, 1, 0),
        Choice(1, 1, 1),
        Choice(4, 4, 0),
        Choice(5, 0, 0),
        Choice(8, 9, 0, (15,)),
        Choice(10, 3, 0),
    )
)


def test_each_person_able_has_one_reason() -> None:
    (found,) = shortfalls(short_problem(), ROSTER)
    assert (found.name, found.first, found.end) == ("phone", 14, 17)
    assert (found.worst, found.most, found.agent_slots) == (15, 5, 3 + 5 + 3)
    assert {reason.text: reason.people for reason in found.reasons} == {
        "at work with this skill": (0,),
        "at work with tickets": (1,),
        "on time off": (2,),
        "at their maximum of hours": (4,),
        "working another shift that day": (5,),
        "for whom no shift is offered then": (6,),
        "free: a further shift costs more than it saves, or was not found in the time": (7,),
        "on a break": (8,),
        "resting after or before other shifts": (3, 10),
        "free, but would rather not (from 7.00)": (11,),
    }
    assert (found.able, found.lacking) == (11, 1)
    assert found.who == "11 have this skill, 1 lacks it"


def test_a_second_shift_of_the_day_is_no_rest() -> None:
    """The early shift of day 0 forbids the late one by its day and by its rest."""
    people = (small_person("early_bird", min_rest_slots=11), *short_problem().people[1:])
    (found,) = shortfalls(replace(short_problem(), people=people), SlotRoster((Choice(0, 0, 0),)))
    (reason,) = [reason for reason in found.reasons if 0 in reason.people]
    assert reason.text == "working another shift that day"


def test_runs_are_split_by_long_gaps_and_the_largest_come_first() -> None:
    problem = small_problem(people=())
    problem.required[:] = 0
    problem.required[0, [3, 4, 8, 10]] = 1, 1, 3, 1
    problem.required[1, 95] = 1
    found = shortfalls(problem, SlotRoster(()))
    assert [(f.name, f.first, f.end, f.agent_slots, f.has_gaps) for f in found] == [
        ("phone", 8, 11, 4, True),
        ("phone", 3, 5, 2, False),
        ("tickets", 95, 96, 1, False),
    ]
    assert shortfalls(problem, SlotRoster(()), most=1) == found[:1]
    assert found[0].who == "nobody has this skill"


def test_a_floor_tells_who_counts_for_it_and_what_stops_each() -> None:
    """A leader is on duty from 12 to 18, one of those at work with any skill, not on a break."""
    required = (0,) * 12 + (2,) * 6 + (0,) * 78
    floor = Floor("leader", (1, 2, 4, 8), required, 9000)
    problem = replace(short_problem(), floors=(floor,))
    (found,) = floor_shortfalls(problem, ROSTER, [(0, 15, 16)])
    assert (found.name, found.is_floor, found.first, found.end) == ("leader", True, 15, 16)
    assert found.who == "4 count for it"
    assert [reason.text for reason in found.reasons] == [
        "at their maximum of hours",
        "at work",
        "on a break",
        "on time off",
    ]


def test_a_shift_that_is_not_for_the_skill_stops_nobody() -> None:
    """At night there is on-call alone, which is for tickets."""
    on_call = small_option(0, "on-call", 0, length=6, skills=frozenset({1}))
    problem = small_problem(options=(*small_problem().options, on_call))
    problem.required[:] = 0
    problem.required[:, 3] = 1
    phone, tickets = shortfalls(problem, SlotRoster(()))
    assert [reason.text for reason in phone.reasons] == ["for whom no shift is offered then"]
    assert tickets.reasons[0].text.startswith("free: ")


def test_covered_demand_has_no_shortfall() -> None:
    problem = short_problem()
    assert shortfalls(replace(problem, required=np.zeros_like(problem.required)), ROSTER) == ()


def test_people_on_break_are_not_at_work() -> None:
    at_work = present(short_problem(), ROSTER)
    assert at_work[0, 12:20].tolist() == [2, 2, 2, 1, 2, 2, 2, 2]
    assert short(short_problem(), ROSTER)[0, 14:17].tolist() == [3, 5, 3]
