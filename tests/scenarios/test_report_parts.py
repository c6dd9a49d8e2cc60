"""What the page is made of: charts, days, the grid of shifts, fairness, verdict and words."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.roster import Roster
from scenarios.plan import Plan, SolveSummary, UnkeptTerm
from scenarios.report import render_report
from scenarios.report.costs import pay_by_site
from scenarios.report.days import queue_days
from scenarios.report.drawing import day_ticks, moments
from scenarios.report.fairness import fairness
from scenarios.report.figures import (
    coverage_figure,
    earlier_weeks,
    running_mean,
    smoothing_slots,
)
from scenarios.report.roster_grid import roster_grid
from scenarios.report.service import meets, queue_weeks
from scenarios.report.verdict import clock_changes, proven_gap, quality, search, verdict
from scenarios.report.words import NBSP, amount, hours, listed, money, plural, share
from scenarios.rest_days import rest_day_names
from tests.big_plan_fixture import big_plan
from tests.plan_fixture import MONDAY, NOW, tiny_plan
from tests.report_reading import said

PLAN = tiny_plan()


def test_the_doubled_hour_has_its_own_place() -> None:
    labels = moments(PLAN)
    assert len(labels) == 338
    assert len(set(labels)) == 338
    assert f"Sun 26{NBSP}Oct, 01:30 BST" in labels
    assert f"Sun 26{NBSP}Oct, 01:30 GMT" in labels
    starts, _, names = day_ticks(PLAN.grid, "Europe/London")
    assert (starts[-1], names[-1], len(names)) == (288, f"Sun 26{NBSP}Oct", 7)


def test_filled_areas_are_what_is_short_and_over() -> None:
    least, required, again, scheduled, *_ = coverage_figure(PLAN, "phone")["data"]
    found = PLAN.coverage.of("phone")
    assert least["y"] == again["y"]
    assert [r - m for r, m in zip(required["y"], least["y"], strict=True)] == list(found.short)
    assert [s - m for s, m in zip(scheduled["y"], least["y"], strict=True)] == list(found.over)


def test_weeks_before_are_read_at_the_same_wall_clock_time() -> None:
    grid = PLAN.known_history.grid
    hours_utc = np.arange(grid.n_slots, dtype=float)
    history = replace(PLAN.known_history, counts=np.array([hours_utc, hours_utc]))
    last = earlier_weeks(replace(PLAN, known_history=history), "phone")[0]
    assert last[0] == grid.n_slots - 336
    after_change = last[300]  # Sunday 05:00 GMT looks back to Sunday 05:00 BST
    assert after_change == grid.n_slots - 336 + 298
    counts = np.full((2, grid.n_slots), np.nan)
    assert (
        earlier_weeks(replace(PLAN, known_history=replace(history, counts=counts)), "phone") == []
    )


def test_days_add_up_to_the_week() -> None:
    days = queue_days(PLAN, "tickets")
    found = PLAN.coverage.of("tickets")
    assert [day.day for day in days] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert sum(day.short for day in days) == found.short.sum() / 2
    assert sum(day.scheduled for day in days) == found.scheduled.sum() / 2
    assert sum(day.contacts for day in days) == pytest.approx(PLAN.forecast.mean("tickets").sum())


def test_the_grid_shows_shifts_leave_and_rest_days_on_the_site_s_clock() -> None:
    grid = roster_grid(PLAN, rest_day_names(PLAN))
    london, kathmandu = grid.blocks
    amelie, night = london.rows
    assert [cell.kind for cell in amelie.cells] == ["shift"] * 4 + ["free", "free", "away"]
    assert amelie.cells[6].text == "holiday"
    assert [cell.text for cell in night.cells if cell.is_night] == ["22:00–06:00"] * 2
    assert night.paid_hours == 17
    assert kathmandu.rows[0].cells[0].text == "09:00–17:30"
    assert kathmandu.day_notes == ("",) * 5 + ("weekend", "")


def test_a_shift_on_an_eighth_local_day_is_shown() -> None:
    first = PLAN.roster.assignments[0]
    late = replace(first, shift=replace(first.shift, day=MONDAY + timedelta(days=7)))
    roster = replace(PLAN.roster, assignments=(late,))
    assert len(roster_grid(replace(PLAN, roster=roster), {}).days) == 8


def test_every_agent_is_a_dot_and_is_counted() -> None:
    plan = big_plan()
    found = fairness(plan, rest_day_names(plan))
    assert sum(len(site.dots) for site in found.sites) == 100
    for site in found.sites:
        assert sum(bar.count for bar in site.rest_days) == site.n_agents
        assert len({(dot.x, dot.row) for dot in site.dots}) == site.n_agents
    nights = sum(bar.value * bar.count for site in found.sites for bar in site.nights)
    assert nights == plan.figures.nights


def test_pay_by_site_adds_up() -> None:
    assert sum(row.cost for row in pay_by_site(PLAN)) == pytest.approx(PLAN.figures.cost)
    assert sum(row.share or 0 for row in pay_by_site(PLAN)) == pytest.approx(1)


def with_service(achieved: float, covered: float) -> Plan:
    service = tuple(replace(one, achieved=achieved, target=0.8) for one in PLAN.service)
    return replace(PLAN, service=service, figures=replace(PLAN.figures, covered=covered))


@pytest.mark.parametrize(
    ("achieved", "covered", "mood"),
    [
        (0.8, 0.99, "good"),
        (0.79, 0.99, "fair"),
        (0.9, 0.95, "fair"),
        (0.7, 1, "poor"),
        (1, 0.9, "poor"),
    ],
)
def test_the_mood_follows_cover_and_service(achieved: float, covered: float, mood: str) -> None:
    assert verdict(with_service(achieved, covered)).mood == mood


def test_one_queue_is_named_with_its_numbers() -> None:
    plan = with_service(0.82, 0.97)
    inputs = replace(plan.inputs, queues=plan.inputs.queues[:1])
    coverage = replace(plan.coverage, queues=plan.coverage.queues[:1])
    assert verdict(replace(plan, inputs=inputs, coverage=coverage)).headline.replace(NBSP, " ") == (
        "97.0 % of required hours covered; service level expected 82 % against 80 %"
    )


def test_two_queues_on_target_are_both() -> None:
    assert verdict(with_service(0.9, 0.97)).headline.endswith("; both queues expected on target")


def test_cover_below_a_limit_does_not_look_as_if_it_reached_it() -> None:
    plan = with_service(0.9, 0.947)
    assert verdict(plan).mood == "poor"
    assert verdict(plan).headline.startswith(f"94.7{NBSP}% of required hours")
    assert f"<dt>Hours covered</dt><dd>94.7{NBSP}%</dd>" in render_report(plan, made_at=NOW)


def test_a_week_without_work_says_so() -> None:
    empty = np.zeros_like(PLAN.coverage.queues[0].required)
    nothing = np.zeros(len(empty))
    queues = tuple(
        replace(
            q, required=empty, scheduled=empty, contacts=nothing, service_level=nothing + np.nan
        )
        for q in PLAN.coverage.queues
    )
    plan = replace(
        PLAN,
        coverage=replace(PLAN.coverage, queues=queues),
        roster=Roster(PLAN.roster.week, ()),
        service=tuple(replace(one, achieved=None, contacts=0.0) for one in PLAN.service),
        shortfalls=(),
        figures=replace(
            PLAN.figures, paid_hours=0, cost=0, required_hours=0, covered=1.0, short_hours=0,
            over_hours=0, wishes_kept=None,
        ),
        solve=SolveSummary("optimal", 0, 0, 0, 0.1, {}),
        actual={},
    )  # fmt: skip
    text = said(render_report(plan))
    assert "No agents are required" in text
    assert "Every required agent-hour is covered" in text
    assert "nan" not in text.casefold().split()


def test_a_plan_for_nobody_can_be_shown() -> None:
    team = replace(PLAN.inputs.team, agents=(), time_off=(), preferences=())
    inputs = replace(PLAN.inputs, team=team)
    plan = replace(PLAN, inputs=inputs, roster=Roster(PLAN.roster.week, ()))
    assert "0 agents" in said(render_report(plan)).replace(NBSP, " ")


def test_quality_is_said_in_words() -> None:
    solve = SolveSummary("time_limit", 1000.0, 980.0, 0.02, 60, {})
    assert "within 2.0 % of the best possible" in quality(solve).replace(NBSP, " ")
    assert "none can cost less than EUR 980" in search(solve, "EUR").replace(NBSP, " ")
    assert "proven to be the best" in quality(replace(solve, quality="optimal", gap=0.0))
    assert "is not known" in quality(replace(solve, bound=0.0))
    assert "less than" not in search(replace(solve, bound=0.0), "EUR")
    assert "was stopped" in search(replace(solve, quality="cancelled"), "EUR")
    assert proven_gap(replace(solve, bound=-5.0)) is None
    assert proven_gap(replace(solve, objective=0.0, bound=0.0, gap=0.0)) == 0


def test_counts_of_a_quiet_queue_are_averaged() -> None:
    grid = replace(PLAN.grid, n_slots=8)
    assert smoothing_slots(np.full(8, 100.0), grid) == 1
    assert smoothing_slots(np.full(8, 10.0), grid) == 5
    assert smoothing_slots(np.full(8, 0.1), grid) == 13
    assert smoothing_slots(np.zeros(8), grid) == 1
    values = np.array([3.0, 0.0, 3.0, np.nan, 1.0])
    assert running_mean(values, 3) == pytest.approx([1.5, 2, 1.5, np.nan, 1], nan_ok=True)
    assert running_mean(values, 1) == pytest.approx(values, nan_ok=True)


def test_a_note_is_said_once() -> None:
    note = str(PLAN.inputs.notes[0])
    assert said(render_report(replace(PLAN, notes=(note, note)))).count(note) == 1


def test_a_week_without_a_clock_change_says_nothing_of_it() -> None:
    grid = replace(PLAN.grid, start=PLAN.grid.start - timedelta(days=14), n_slots=336)
    assert clock_changes(replace(PLAN, grid=grid)) == ()
    assert len(clock_changes(PLAN)) == 1


def test_clocks_that_change_on_one_day_are_told_in_a_list() -> None:
    first, *others = PLAN.inputs.team.sites
    sites = (
        *(replace(first, id=name, zone=f"Europe/{name}") for name in ("Berlin", "Paris")),
        first,
        *others,
    )
    inputs = replace(PLAN.inputs, team=replace(PLAN.inputs.team, sites=sites))
    (told,) = clock_changes(replace(PLAN, inputs=inputs))
    assert "25 hours in Europe/London, Europe/Berlin and Europe/Paris: clocks go back." in told


def test_a_run_that_still_goes_says_so() -> None:
    assert "still going" in said(render_report(PLAN, live=True))
    assert "still going" not in said(render_report(PLAN, made_at=NOW))


def test_service_is_weighted_by_contacts() -> None:
    first, second, *rest = (one for one in PLAN.service if one.queue == "phone")
    service = (
        replace(first, contacts=300.0, achieved=0.9),
        replace(second, contacts=100.0, achieved=0.5),
        *(replace(one, contacts=0.0, achieved=None) for one in rest),
    )
    phone, tickets = queue_weeks(replace(PLAN, service=service))
    assert phone.achieved == pytest.approx(0.8)
    assert (tickets.achieved, tickets.meets) == (None, True)
    assert meets(0.796, 0.8)
    assert not meets(0.79, 0.8)


def test_numbers_are_written_for_people() -> None:
    assert [share(v) for v in (0.823, 0.9957, 0.9996, 1.0, None, float("nan"))] == [
        f"82{NBSP}%", f"99.6{NBSP}%", f"99.9{NBSP}%", f"100{NBSP}%", "n/a", "n/a",
    ]  # fmt: skip
    assert [hours(v) for v in (3480.5, 7.5, 8.0)] == [f"3,480.5{NBSP}h", f"7.5{NBSP}h", f"8{NBSP}h"]
    assert (amount(12345.67), money(61204, "USD")) == ("12,346", f"USD{NBSP}61,204")
    assert (plural(1, "agent"), plural(1200, "agent")) == (f"1{NBSP}agent", f"1,200{NBSP}agents")
    assert listed(["a"], 3) == "a"
    assert listed(["a", "b", "c"], 3) == "a, b and c"
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_names_of_holidays_are_shown() -> None:
    christmas_week = PLAN.grid.start + timedelta(weeks=9, hours=1)
    names = rest_day_names(
        replace(PLAN, grid=replace(PLAN.grid, start=christmas_week, n_slots=336))
    )
    assert names["london", date(2003, 12, 25)] == "Christmas Day"
    assert names["london", date(2003, 12, 28)] == "weekend"


def test_terms_not_kept_are_shown_dearest_first_and_the_rest_counted() -> None:
    terms = tuple(
        UnkeptTerm("a1", "<b>Ann", MONDAY, "min_rest_hours", "begins 9 h after", 40.0 - n)
        for n in range(14)
    )
    html = render_report(replace(PLAN, unkept_terms=terms), made_at=NOW)
    shown = said(html)
    assert "Asked for at a price and not kept" in shown
    assert "Mon 20 Oct" in shown
    assert "And 2 more for GBP 55, all in explanations.csv. Together GBP 469." in shown
    assert "<b>Ann" not in html
    assert "Asked for at a price" not in said(render_report(PLAN, made_at=NOW))
