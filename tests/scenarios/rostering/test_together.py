"""Successions, floors, pairs and rotations reach the solver by number and slot."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from planner.calendars import OpeningWindow
from planner.floors import FloorRule
from planner.pairings import Pairing
from planner.roster import Assignment
from planner.rotations import Rotation
from planner.shift_patterns import ShiftPattern
from planner.shifts import Shift
from planner.timegrid import Interval
from scenarios.inputs import Inputs
from scenarios.options import shift_options
from solver.contract import Pair
from tests.inputs_fixture import MONDAY, small_inputs
from tests.scenarios.rostering.person_of import person_of, problem_of

BASE = small_inputs()
DAY = ShiftPattern(
    "day",
    ("london",),
    start_from=time(8),
    start_until=time(9),
    length_hours=(8,),
    not_after=("late", "night"),
)


def with_team(**changes: Any) -> Inputs:
    return replace(BASE, team=replace(BASE.team, **changes))


def with_agent(**changes: Any) -> Inputs:
    first, *others = BASE.team.agents
    return with_team(agents=(replace(first, **changes), *others))


def flexible() -> Inputs:
    return replace(BASE, templates=(*BASE.templates, *DAY.templates()))


def test_a_choice_of_starts_becomes_options_with_their_clock() -> None:
    options = [o for o in shift_options(flexible(), BASE.week_grid()) if o.day == 0]
    made = {o.template: (o.start, o.clock_start) for o in options if o.template.startswith("day")}
    assert made == {"day 08:00": (16, 16), "day 08:30": (17, 17), "day 09:00": (18, 18)}


def test_no_start_of_a_choice_follows_what_it_must_not() -> None:
    starts = {"day 08:00", "day 08:30", "day 09:00"}
    assert problem_of(flexible()).forbidden_after == {"late": starts, "night": starts}


def test_a_floor_holds_while_its_queues_are_open() -> None:
    inputs = replace(with_agent(roles=("leader",)), floors=(FloorRule("leader", role="leader"),))
    (floor,) = problem_of(inputs).floors
    assert floor.people == (0,)
    assert sum(floor.required) == BASE.week_grid().n_slots  # tickets are open around the clock
    phone = replace(inputs, floors=(FloorRule("leader", role="leader", queues=("phone",)),))
    assert sum(problem_of(phone).floors[0].required) == 5 * 16


def test_a_floor_may_have_hours_and_sites_of_its_own() -> None:
    window = OpeningWindow(("monday",), time(5, 45), time(7, 45))
    rule = FloorRule("kathmandu", least=2, sites=("kathmandu",), hours=(window,), price=50)
    (floor,) = problem_of(replace(BASE, floors=(rule,))).floors
    assert floor.people == (7, 8, 9)
    assert floor.required[2:6] == (2, 2, 2, 2)
    assert sum(floor.required) == 8
    assert floor.cents == 5000


def test_who_is_still_at_work_from_the_week_before_keeps_a_floor() -> None:
    """Night 0 works until 6 on Monday morning; two are wanted until 7."""
    window = OpeningWindow(("monday",), time(4), time(7))
    start = datetime(2003, 10, 19, 21, tzinfo=UTC)  # 22:00 in London
    shift = Shift("night", MONDAY - timedelta(1), Interval(start, start + timedelta(hours=8)))
    rule = FloorRule("two", least=2, sites=("london",), hours=(window,))
    last_week = (Assignment("n0", shift, "tickets"), Assignment("k0", shift, "tickets"))
    (floor,) = problem_of(replace(BASE, floors=(rule,), last_week=last_week)).floors
    assert floor.required[8:14] == (1, 1, 1, 1, 2, 2)


def test_a_floor_knows_the_skill_that_it_asks_for_and_no_other() -> None:
    rules = (FloorRule("any", sites=("london",)), FloorRule("phone", skill="phone"))
    problem = problem_of(replace(BASE, floors=rules))
    anybody, phone = problem.floors
    assert anybody.skill is None
    assert phone.skill is not None
    assert problem.skills[phone.skill] == "phone"


def test_a_floor_that_nobody_can_keep_is_left_out() -> None:
    assert problem_of(replace(BASE, floors=(FloorRule("boss", role="boss"),))).floors == ()


def test_pairs_are_told_by_number() -> None:
    wanted = (Pairing("l1", "l0", together=True, price=20), Pairing("l2", "k0", together=False))
    assert problem_of(with_team(pairs=wanted)).pairs == (
        Pair(1, 0, together=True, cents=2000),
        Pair(2, 7, together=False),
    )


@pytest.mark.parametrize(("begun", "week", "now"), [(0, 1, 0), (1, 1, 1), (1, 2, 0), (-2, 1, 0)])
def test_a_rotation_goes_on_from_where_it_began(begun: int, week: int, now: int) -> None:
    turns = Rotation("turns", (("early",), ("late",)), MONDAY - timedelta(weeks=begun))
    inputs = with_agent(rotation="turns", rotation_week=week)
    inputs = replace(inputs, team=replace(inputs.team, rotations=(turns,)))
    cycle = (frozenset({"early"}), frozenset({"late"}))
    assert person_of(inputs).rotation == (cycle[now], cycle[1 - now])
