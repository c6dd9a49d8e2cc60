"""The rostering problem says in slots what contracts, calendars and clocks say in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from planner.demand import Requirement
from planner.errors import InputError
from planner.people import Availability, Lock, Preference, Team, TimeOff
from planner.roster import Assignment
from planner.shifts import BreakRule, Shift, ShiftTemplate
from planner.timegrid import Interval
from scenarios.inputs import Inputs
from scenarios.options import shift_options
from scenarios.pipeline import make_requirement
from scenarios.problem import roster_problem
from solver.problem import Person, RosterProblem
from tests.inputs_fixture import MONDAY, small_inputs

BASE = small_inputs()
GRID = BASE.week_grid()
SUNDAY = date(2003, 10, 26)


@pytest.fixture(scope="module")
def requirement() -> Requirement:
    return make_requirement(BASE)[1]


@pytest.fixture
def problem_with(requirement: Requirement) -> Callable[..., RosterProblem]:
    def build(**changes: object) -> RosterProblem:
        team = replace(BASE.team, **changes)  # type: ignore[arg-type]
        return roster_problem(replace(BASE, team=team), requirement)

    return build


def of(problem: RosterProblem, agent: str) -> Person:
    return next(p for p in problem.people if p.id == agent)


def test_the_week_of_the_clock_change_has_169_hours() -> None:
    assert GRID.hours == 169


def test_night_shift_over_the_change_is_an_hour_longer_and_paid_for_it() -> None:
    nights = {o.day: o for o in shift_options(BASE, GRID) if o.template == "night"}
    assert nights[4].paid_minutes == 450
    assert nights[5].paid_minutes == 510
    assert nights[5].end - nights[5].start == 18
    assert all(night.is_night for night in nights.values())


def test_shifts_of_a_site_ahead_belong_to_the_week_in_which_they_begin() -> None:
    starts = [o.start for o in shift_options(BASE, GRID) if o.site == "kathmandu"]
    assert min(starts) >= 0
    assert max(starts) < GRID.n_slots
    # Monday 05:45 in Kathmandu is Monday 00:00 UTC, an hour after London's week began.
    assert min(starts) == 2


def test_saturday_is_a_rest_day_in_kathmandu_and_sunday_is_not() -> None:
    rest = {o.day: o.is_rest_day for o in shift_options(BASE, GRID) if o.template == "ktm-day"}
    assert [rest[day] for day in range(7)] == [False] * 5 + [True, False]


def test_a_start_off_the_grid_is_refused_with_the_time() -> None:
    wrong = ShiftTemplate("odd", ("kathmandu",), time(9, 0), time(17, 0))
    with pytest.raises(InputError, match="not on the 30-minute grid"):
        shift_options(replace(BASE, templates=(wrong,)), GRID)


def test_a_break_that_fits_no_slot_is_refused() -> None:
    tea = BreakRule(15, 120, 180, name="tea")
    wrong = ShiftTemplate("odd", ("london",), time(9, 0), time(17, 0), breaks=(tea,))
    with pytest.raises(InputError, match="tea of 15 minutes does not fit the 30-minute grid"):
        shift_options(replace(BASE, templates=(wrong,)), GRID)


def test_a_paid_day_of_leave_takes_a_fifth_off_both_bounds(
    problem_with: Callable[..., RosterProblem],
) -> None:
    day = TimeOff("l0", Interval(GRID.start, GRID.start + timedelta(days=1)))
    person = of(problem_with(time_off=(day,)), "l0")
    assert (person.min_minutes, person.max_minutes) == (24 * 60, 34 * 60)
    assert person.unavailable == ((0, 48),)


def test_unpaid_leave_lowers_only_the_minimum(problem_with: Callable[..., RosterProblem]) -> None:
    day = TimeOff("l0", Interval(GRID.start, GRID.start + timedelta(days=1)), paid=False)
    person = of(problem_with(time_off=(day,)), "l0")
    assert (person.min_minutes, person.max_minutes) == (24 * 60, 40 * 60)


def test_leave_on_a_rest_day_takes_nothing_off(
    problem_with: Callable[..., RosterProblem],
) -> None:
    sunday = Interval(GRID.end - timedelta(days=1), GRID.end)
    assert of(problem_with(time_off=(TimeOff("l0", sunday),)), "l0").min_minutes == 30 * 60


def test_overlapping_time_off_is_one_run(problem_with: Callable[..., RosterProblem]) -> None:
    start = GRID.start
    twice = tuple(
        TimeOff("l0", Interval(start + timedelta(hours=a), start + timedelta(hours=b)))
        for a, b in ((10, 14), (12, 16), (30, 31))
    )
    assert of(problem_with(time_off=twice), "l0").unavailable == ((20, 32), (60, 62))


def test_outside_their_windows_agents_are_unavailable(
    problem_with: Callable[..., RosterProblem],
) -> None:
    window = Availability("l0", "monday", time(9), time(17))
    runs = of(problem_with(availability=(window,)), "l0").unavailable
    assert runs[0] == (0, 18)
    assert runs[1][0] == 34
    assert runs[-1][1] >= GRID.n_slots


def worked(day: date, start: datetime, hours: float) -> Assignment:
    interval = Interval(start, start + timedelta(hours=hours))
    return Assignment("l0", Shift("late", day, interval), "phone")


def test_last_week_binds_rest_and_days_in_row(requirement: Requirement) -> None:
    before = tuple(
        worked(
            MONDAY - timedelta(days=back),
            datetime(2003, 10, 20, 12, tzinfo=UTC) - timedelta(days=back),
            8.5,
        )
        for back in (1, 2, 3, 5)
    )
    person = of(roster_problem(replace(BASE, last_week=before), requirement), "l0")
    assert person.days_before == 3
    assert person.last_end == -5  # 20:30 UTC is 21:30 in London, 2.5 hours before the week
    assert not person.worked_day_0


def test_a_shift_carried_into_the_week_covers_demand(requirement: Requirement) -> None:
    night = worked(MONDAY - timedelta(days=1), datetime(2003, 10, 19, 21, tzinfo=UTC), 8)
    problem = roster_problem(replace(BASE, last_week=(night,)), requirement)
    phone = problem.skills.index("phone")
    assert problem.carried_in[phone].sum() == 12
    assert of(problem, "l0").last_end == 12


def test_wishes_and_rest_days_become_cents(problem_with: Callable[..., RosterProblem]) -> None:
    wishes = (
        Preference("l0", MONDAY, None, "off", 3),
        Preference("l0", None, "tuesday", "late", 5),
        Preference("l0", None, "sunday", "any", -2),
    )
    problem = problem_with(preferences=wishes)
    cents = {
        (problem.options[w.option].day, problem.options[w.option].template): w.cents
        for w in problem.wishes
        if w.person == 0
    }
    point, rest_day = 200, 1000
    assert cents[0, "early"] == 3 * point
    assert cents[1, "late"] == -5 * point
    assert (1, "early") not in cents
    assert cents[6, "late"] == rest_day + 2 * point
    assert cents[5, "late"] == rest_day


def test_locks_become_pins_on_local_days(problem_with: Callable[..., RosterProblem]) -> None:
    locks = (Lock("k0", SUNDAY, "ktm-day"), Lock("l0", MONDAY, "off"))
    pins = problem_with(locks=locks).pins
    assert [(pin.day, pin.template) for pin in pins] == [(6, "ktm-day"), (0, None)]


def test_a_lock_with_a_skill_that_no_queue_needs_keeps_the_shift(
    problem_with: Callable[..., RosterProblem],
) -> None:
    (pin,) = problem_with(locks=(Lock("k0", SUNDAY, "ktm-day", "french"),)).pins
    assert (pin.template, pin.skill) == ("ktm-day", None)


def test_no_agents_is_said_before_any_solve(requirement: Requirement) -> None:
    empty: Inputs = replace(BASE, team=Team(BASE.team.sites, BASE.team.contracts, ()))
    with pytest.raises(InputError) as caught:
        roster_problem(empty, requirement)
    assert caught.value.problems[0].code == "no_agents"


def test_requirement_is_zero_while_closed(requirement: Requirement) -> None:
    phone = requirement.of("phone")
    assert not phone.scheduled[~phone.is_open].any()
    assert phone.scheduled[phone.is_open].all()


def test_leave_and_dst_do_not_shift_the_requirement(requirement: Requirement) -> None:
    phone = requirement.of("phone")
    by_hour = np.flatnonzero(phone.is_open) // 2
    assert by_hour.min() == 9  # Monday 09:00 in London, summer time
    assert len(by_hour) == 5 * 16


def test_an_agent_without_skills_is_left_out_not_a_conflict(requirement: Requirement) -> None:
    agents = (replace(BASE.team.agents[0], skills=("knitting",)), *BASE.team.agents[1:])
    team = replace(BASE.team, agents=agents)
    person = of(roster_problem(replace(BASE, team=team), requirement), "l0")
    assert (person.skills, person.min_minutes) == ((), 0)
