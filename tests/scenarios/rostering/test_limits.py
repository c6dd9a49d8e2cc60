"""What a contract asks of a week reaches the solver in minutes, shifts and weekends."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from planner.contracts import ShiftLimit
from planner.local_time import week_grid, zone
from planner.past_weeks import PastWeek
from planner.people import TimeOff
from planner.roster import Assignment
from planner.shifts import Shift
from planner.timegrid import Interval
from scenarios.inputs import Inputs
from scenarios.problem import roster_problem
from solver.contract import Limit
from solver.problem import NO_LIMIT
from tests.inputs_fixture import MONDAY, small_inputs
from tests.scenarios.rostering.person_of import (
    nothing_required,
    person_of,
    problem_of,
    with_contract,
)

BASE = small_inputs()
GRID = BASE.week_grid()


def limits(rule: str, **changes: Any) -> list[Limit]:
    return [x for x in person_of(with_contract(BASE, **changes)).limits if x.rule == rule]


def worked(day: date, hours: float = 8, template: str = "early") -> Assignment:
    start = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    interval = Interval(start, start + timedelta(hours=hours))
    return Assignment("l0", Shift(template, day, interval), "phone")


def shifts_before(*days_back: int, **shift: Any) -> Inputs:
    made = (worked(MONDAY - timedelta(days=back), **shift) for back in days_back)
    return replace(BASE, last_week=tuple(made))


def test_contract_of_a_week_alone_needs_no_limits() -> None:
    assert person_of(BASE).limits == ()


def test_hours_at_a_price_leave_the_person_free_and_cost_by_the_minute() -> None:
    person = person_of(with_contract(BASE, prices={"min_hours": 12, "max_hours": 30}))
    assert person.min_minutes == 0
    assert person.max_minutes == 7 * 24 * 60
    (limit,) = person.limits
    assert (limit.least, limit.most) == (30 * 60, 40 * 60)
    assert (limit.cents_below, limit.cents_above) == (20, 50)


def test_a_longer_night_of_the_clock_change_is_closed_on_its_day_alone() -> None:
    # nights have 7.5 paid hours, but 8.5 in the night of the change, and 8 is the most
    (limit,) = limits("hours_a_night", max_hours_a_night=8)
    assert (limit.first_day, limit.end_day, limit.most) == (5, 6, 0)
    assert limit.templates == frozenset({"night"})


def test_shifts_longer_than_a_day_may_be_are_closed_by_name() -> None:
    closed = limits("hours_a_day", max_hours_a_day=7.75)
    assert [(x.first_day, x.end_day) for x in closed] == [(0, 5), (5, 6), (6, 7)]
    assert [sorted(x.templates or ()) for x in closed] == [
        ["early", "late"],
        ["early", "late", "night"],
        ["early", "late"],
    ]


def test_overtime_costs_its_premium_by_the_minute() -> None:
    (limit,) = limits("overtime", overtime_after_hours=38, overtime_premium=0.5)
    assert (limit.most, limit.cents_above) == (38 * 60, 25)  # 30.00 an hour, half of it more
    assert limits("overtime", overtime_after_hours=40) == []  # 40 h are the most anyway


def test_pay_period_has_what_the_week_before_left_of_it() -> None:
    changes = {
        "period_weeks": 2,
        "period_from": MONDAY - timedelta(days=7),
        "min_hours_a_period": 60,
        "max_hours_a_period": 70,
    }
    before = with_contract(shifts_before(1, 3, 5, 7, hours=9), **changes)
    (limit,) = (x for x in person_of(before).limits if x.rule == "period_hours")
    assert (limit.least, limit.most) == (24 * 60, 34 * 60)
    assert (limit.first_day, limit.end_day) == (0, 7)


def test_pay_period_that_goes_on_owes_nothing_yet() -> None:
    (limit,) = limits("period_hours", period_weeks=2, min_hours_a_period=60)
    assert (limit.least, limit.most) == (0, NO_LIMIT)


def test_average_holds_the_hours_of_weeks_before_and_those_not_known_at_the_mean() -> None:
    inputs = with_contract(shifts_before(1, 2, hours=10), max_average_hours=28, average_weeks=4)
    (limit,) = (x for x in person_of(inputs).limits if x.rule == "average_hours")
    assert limit.most == (4 * 28 - 20 - 2 * 28) * 60


def test_average_takes_weeks_not_known_at_the_agents_own_hours() -> None:
    agents = (replace(BASE.team.agents[0], average_hours=40.0), *BASE.team.agents[1:])
    inputs = replace(BASE, team=replace(BASE.team, agents=agents))
    changed = with_contract(inputs, max_average_hours=39, average_weeks=3)
    (limit,) = (x for x in person_of(changed).limits if x.rule == "average_hours")
    assert limit.most == (3 * 39 - 2 * 40) * 60


def test_leave_is_neutral_in_the_average() -> None:
    off = TimeOff("l0", Interval(GRID.start, GRID.start + timedelta(days=1)), paid=False)
    inputs = replace(BASE, team=replace(BASE.team, time_off=(off,)))
    changed = with_contract(inputs, max_average_hours=35, average_weeks=2)
    (limit,) = (x for x in person_of(changed).limits if x.rule == "average_hours")
    assert limit.most == 28 * 60


@pytest.mark.parametrize(("back", "left"), [(1, 1), (2, 1), (3, 2)])
def test_weekend_worked_before_counts(back: int, left: int) -> None:
    inputs = with_contract(shifts_before(back), max_weekends=2, weekend_weeks=4)
    (limit,) = (x for x in person_of(inputs).limits if x.rule == "weekends")
    assert (limit.unit, limit.most) == ("weekends", left)


def test_weekends_are_those_of_the_site() -> None:
    assert person_of(BASE).weekends == ((5, 6),)
    assert person_of(BASE, "k0").weekends == ((5,),)


def test_shifts_of_a_kind_count_those_of_the_weeks_before() -> None:
    two_late = ShiftLimit(("late",), most=3, weeks=2, price=15)
    inputs = with_contract(shifts_before(2, template="late"), limits=(two_late,))
    (limit,) = (x for x in person_of(inputs).limits if x.rule == "shifts_of_a_kind")
    assert (limit.templates, limit.most, limit.cents_above) == (frozenset({"late"}), 2, 1500)


def test_night_stands_for_all_nights() -> None:
    (limit,) = limits("shifts_of_a_kind", limits=(ShiftLimit(("night",), most=1),))
    assert limit.templates == frozenset({"night"})


@pytest.mark.parametrize(
    ("back", "template", "expected"),
    [
        ((), "early", (0, 0, None)),
        ((1, 2), "early", (2, 0, 0)),
        ((1, 2), "night", (2, 2, 0)),
        ((3, 4), "early", (0, 0, 2)),
    ],
)
def test_what_was_worked_before_goes_on(
    back: tuple[int, ...], template: str, expected: tuple[int, int, int | None]
) -> None:
    person = person_of(shifts_before(*back, template=template))
    assert (person.days_before, person.nights_before, person.days_off_before) == expected


def test_fields_of_rest_and_rhythm_become_slots() -> None:
    person = person_of(
        with_contract(
            BASE,
            min_days_in_row=2,
            min_days_off_in_row=2,
            max_nights_in_row=3,
            rest_after_nights_hours=48,
            max_start_spread_hours=2,
        )
    )
    assert (person.min_days_in_row, person.min_days_off_in_row) == (2, 2)
    assert (person.max_nights_in_row, person.rest_after_nights) == (3, 96)
    assert person.max_start_spread == 4
    assert person_of(with_contract(BASE, min_weekly_rest_hours=35)).min_weekly_rest == 70


def test_a_week_of_several_has_its_own_hours_and_nights() -> None:
    grid = BASE.week_grid()
    longer = week_grid(MONDAY, zone("Europe/London"), grid.minutes, n_days=14)
    problem = roster_problem(BASE, nothing_required(BASE, longer))
    person = next(p for p in problem.people if p.id == "l0")
    assert (person.min_minutes, person.max_minutes) == (60 * 60, 80 * 60)
    found = [(x.rule, x.least, x.most, x.first_day, x.end_day) for x in person.limits]
    assert found == [
        ("weekly_hours", 1800, 2400, 0, 7),
        ("weekly_hours", 1800, 2400, 7, 14),
        ("nights", 0, 2, 0, 7),
        ("nights", 0, 2, 7, 14),
    ]
    assert person.weekends == ((5, 6), (12, 13))


def test_past_weeks_go_before_the_roster_of_last_week() -> None:
    inputs = shifts_before(1, 2, hours=10)
    told = (
        PastWeek("l0", MONDAY - timedelta(weeks=1), 36, 1, 2, 1, 0),
        PastWeek("l0", MONDAY - timedelta(weeks=2), 30, 2, None, 0, 1),
        PastWeek("l0", MONDAY - timedelta(weeks=14), 30, 7, 7, 7, 1),
    )
    changes = {"max_average_hours": 30, "average_weeks": 3, "max_weekends": 2}
    person = person_of(with_contract(replace(inputs, past_weeks=told), **changes))
    found = {limit.rule: limit.most for limit in person.limits}
    assert found == {"average_hours": (90 - 66) * 60, "weekends": 1}
    assert (person.past_nights, person.past_rest_days, person.past_holidays) == (3, 2, 1)


def test_without_past_weeks_nothing_counts_in_fairness_but_the_plan() -> None:
    person = person_of(shifts_before(1, 2, template="night"))
    assert (person.past_nights, person.past_rest_days, person.past_holidays) == (0, 0, 0)


def test_settings_of_several_weeks_make_a_grid_of_them() -> None:
    several = replace(BASE, settings=replace(BASE.settings, weeks=3))
    assert several.week_grid().hours == 3 * 7 * 24 + 1  # the clock goes back in the first
    problem = problem_of(several)
    assert problem.n_days == 22  # Kathmandu is ahead
    assert {o.day for o in problem.options if o.site == "london"} == set(range(21))
    rolling = with_contract(several, max_weekends=1, weekend_weeks=2)
    spans = [(x.first_day, x.end_day) for x in person_of(rolling).limits if x.rule == "weekends"]
    assert spans == [(0, 14), (7, 21)]


def test_days_off_that_last_weeks_shift_ended_are_nothing_to_mend() -> None:
    before = datetime(2003, 10, 19, 20, tzinfo=UTC)  # Monday 01:45 in Kathmandu
    made = Assignment(
        "k0", Shift("ktm-day", MONDAY, Interval(before, before + timedelta(hours=8))), "tickets"
    )
    earlier = worked(MONDAY - timedelta(days=2))
    inputs = replace(BASE, last_week=(replace(earlier, agent="k0"), made))
    person = person_of(inputs, "k0")
    assert person.worked_day_0
    assert person.days_off_before is None
