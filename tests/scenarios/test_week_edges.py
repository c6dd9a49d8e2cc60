"""Sites on a clock behind or ahead of the plan's touch eight local days; seven of them count."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from planner.local_time import WEEKDAYS, day_start, zone
from planner.people import Agent, Availability, Lock, Preference, Site, TimeOff
from planner.roster import Assignment, Coverage, Roster
from planner.shifts import Shift, ShiftTemplate
from planner.timegrid import Interval
from scenarios.figures import key_figures
from scenarios.inputs import Inputs
from scenarios.options import site_days, week_days
from scenarios.pipeline import make_requirement
from scenarios.problem import leave_days, roster_problem
from tests.inputs_fixture import MONDAY, small_inputs

NEW_YORK = Site("ny", "America/New_York", "US", rest_days=())
ANN = Agent("ann", "Ann", "ny", "full", ("phone", "tickets"))
DAY = ShiftTemplate("ny-day", ("ny",), time(9), time(17))
EVE = ShiftTemplate("ny-eve", ("ny",), time(20), time(23))
SUNDAY = MONDAY + timedelta(days=6)
SUNDAY_BEFORE = MONDAY - timedelta(days=1)


def with_new_york(**known: object) -> Inputs:
    base = small_inputs()
    team = replace(
        base.team,
        sites=(*base.team.sites, NEW_YORK),
        agents=(*base.team.agents, ANN),
        **known,  # type: ignore[arg-type]
    )
    return replace(base, team=team, templates=(*base.templates, DAY, EVE))


def test_a_site_behind_touches_eight_days_and_has_seven() -> None:
    inputs = with_new_york()
    grid = inputs.week_grid()
    assert site_days(NEW_YORK, grid) == tuple(SUNDAY_BEFORE + timedelta(days=i) for i in range(8))
    assert week_days(NEW_YORK, grid) == tuple(MONDAY + timedelta(days=i) for i in range(7))


@pytest.mark.parametrize(("day", "counts"), [(SUNDAY, 1), (SUNDAY_BEFORE, 0)])
def test_leave_counts_in_the_week_that_holds_its_noon(day: date, counts: int) -> None:
    clock = zone(NEW_YORK.zone)
    whole = Interval(day_start(day, clock), day_start(day + timedelta(days=1), clock))
    inputs = with_new_york(time_off=(TimeOff("ann", whole),))
    assert leave_days(inputs, ANN, inputs.week_grid()) == (counts, counts)


@pytest.mark.parametrize(
    ("day", "shift", "pins"),
    [
        (SUNDAY_BEFORE, "ny-day", []),
        (SUNDAY_BEFORE, "ny-eve", [(0, "ny-eve")]),
        (SUNDAY_BEFORE, "off", [(0, None)]),
        (SUNDAY, "ny-day", [(7, "ny-day")]),
        (SUNDAY, "ny-eve", []),
    ],
)
def test_only_locked_shifts_that_begin_in_the_week_are_pinned(
    day: date, shift: str, pins: list[tuple[int, str | None]]
) -> None:
    inputs = with_new_york(locks=(Lock("ann", day, shift),))
    found = roster_problem(inputs, make_requirement(inputs)[1]).pins
    assert [(pin.day, pin.template) for pin in found] == pins


def test_windows_that_meet_at_midnight_hold_a_night_also_on_the_last_day() -> None:
    windows = tuple(
        Availability("n0", day, start, until)
        for day in WEEKDAYS
        for start, until in ((time(22), time(0)), (time(0), time(6)))
    )
    base = small_inputs()
    inputs = replace(base, team=replace(base.team, availability=windows))
    problem = roster_problem(inputs, make_requirement(inputs)[1])
    (person,) = (p for p in problem.people if p.id == "n0")
    for night in (o for o in problem.options if o.template == "night"):
        assert not any(a < night.end and night.start < b for a, b in person.unavailable)


@pytest.mark.parametrize(
    ("agent", "day", "kept"),
    [
        ("l0", MONDAY, 1.0),
        ("l0", SUNDAY, 1.0),
        ("l0", SUNDAY_BEFORE, None),
        ("k0", MONDAY, 1.0),
        ("k0", SUNDAY + timedelta(days=1), None),
        ("ann", SUNDAY, 1.0),
    ],
)
def test_wishes_of_the_week_are_counted_on_the_sites_own_days(
    agent: str, day: date, kept: float | None
) -> None:
    inputs = with_new_york(preferences=(Preference(agent, day, None, "off", 5),))
    grid = inputs.week_grid()
    assert grid.start == datetime(2003, 10, 19, 23, tzinfo=UTC)
    figures = key_figures(inputs, Roster(grid.interval, ()), Coverage(grid, ()))
    assert figures.wishes_kept == kept


def test_a_shift_of_last_week_on_the_first_local_day_takes_that_day() -> None:
    span = Interval(datetime(2003, 10, 19, 19, tzinfo=UTC), datetime(2003, 10, 20, 3, tzinfo=UTC))
    before = tuple(
        Assignment("ann", Shift("ny-late", span_day, span), "phone")
        for span_day, span in (
            (SUNDAY_BEFORE, span),
            (
                SUNDAY_BEFORE - timedelta(days=1),
                Interval(span.start - timedelta(days=1), span.end - timedelta(days=1)),
            ),
        )
    )
    inputs = replace(with_new_york(), last_week=before)
    problem = roster_problem(inputs, make_requirement(inputs)[1])
    (person,) = (p for p in problem.people if p.id == "ann")
    assert person.worked_day_0
    assert person.days_before == 1
    assert person.last_end == 8
    assert problem.carried_in.sum() == 8


@pytest.mark.parametrize(("hours", "slots"), [(11, 22), (11.25, 23), (11.5, 23), (0, 0)])
def test_rest_is_rounded_up_to_slots(hours: float, slots: int) -> None:
    base = small_inputs()
    contracts = tuple(replace(c, min_rest_hours=hours) for c in base.team.contracts)
    inputs = replace(base, team=replace(base.team, contracts=contracts))
    people = roster_problem(inputs, make_requirement(inputs)[1]).people
    assert {person.min_rest_slots for person in people} == {slots}


def test_a_skill_is_priced_by_its_dearest_queue() -> None:
    base = small_inputs()
    phone, tickets = base.queues
    dear = replace(phone, id="dear", understaffing_cost=250.0)
    cheap = replace(tickets, understaffing_cost=7.0)
    history = replace(
        base.history,
        streams=(*base.history.streams, ("dear", "")),
        counts=np.vstack([base.history.counts, base.history.counts[0]]),
    )
    inputs = replace(base, queues=(phone, cheap, dear), history=history)
    problem = roster_problem(inputs, make_requirement(inputs)[1])
    assert problem.prices.short == (25_000, 700)
    twice = make_requirement(inputs)[1]
    both = twice.of("phone").scheduled + twice.of("dear").scheduled
    np.testing.assert_array_equal(problem.required[0], both)
