"""A roster judged as it is: the plan's own numbers, told again, and what an edit does to them."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.exports import roster as exporting
from planner.roster import Assignment, Roster
from planner.shifts import Break, Shift
from planner.timegrid import Interval
from scenarios.hand_made import OWN_HOURS
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.judge_roster import JudgedRoster, judge_roster, read_assignments
from scenarios.options import template_interval
from scenarios.pipeline import make_plan
from scenarios.plan import Plan
from scenarios.progress import StageProgress
from scenarios.summary import judged_summary, simulation_summary
from tests.inputs_fixture import MONDAY, SITES, TEMPLATES, small_inputs

TUESDAY = MONDAY + timedelta(days=1)
WEEKS = 25
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return replace(small_inputs(), simulation=SimulationSettings(weeks=WEEKS, rounds=0, threads=1))


@pytest.fixture(scope="module")
def plan(inputs: Inputs) -> Plan:
    return make_plan(inputs, time_limit_s=0.3, repeatable=True)


@pytest.fixture(scope="module")
def judged(inputs: Inputs, plan: Plan) -> JudgedRoster:
    return judge_roster(inputs, plan.roster.assignments)


def written(folder: Path, plan: Plan, shifts: tuple[Assignment, ...]) -> Path:
    path = folder / "roster.csv"
    text = exporting.text(Roster(plan.grid.interval, shifts), plan.inputs.team)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_roster_of_a_plan_is_told_what_the_plan_told_it(
    plan: Plan, judged: JudgedRoster
) -> None:
    assert judged.figures == plan.figures
    assert judged.shortfalls == plan.shortfalls
    assert judged.violations == ()
    told = simulation_summary(judged.judgement)
    assert told == simulation_summary(plan.judgement)
    assert judged_summary(judged)["simulation"] == told


def test_a_roster_read_back_from_its_file_is_the_one_that_was_planned(
    tmp_path: Path, inputs: Inputs, plan: Plan
) -> None:
    path = written(tmp_path, plan, plan.roster.assignments)
    assert read_assignments(path, inputs) == plan.roster.assignments


def test_fewer_shifts_hold_less(inputs: Inputs, plan: Plan, judged: JudgedRoster) -> None:
    kept = tuple(a for a in plan.roster.assignments if a.shift.day.weekday() != 1)
    found = judge_roster(inputs, kept)
    before, after = judged.judgement.of("phone").in_time, found.judgement.of("phone").in_time
    assert before is not None
    assert after is not None
    assert after.high < before.low
    assert found.figures.short_hours > judged.figures.short_hours
    assert any("paid hours, contract" in v.message for v in found.violations)


def test_weeks_and_seed_are_the_callers_and_unjudged_workspaces_can_be_judged(
    inputs: Inputs, plan: Plan, judged: JudgedRoster
) -> None:
    unjudged = replace(inputs, simulation=replace(inputs.simulation, weeks=0))
    found = judge_roster(unjudged, plan.roster.assignments, weeks=30, seed=9)
    assert found.judgement.weeks == 30
    assert found.judgement.seed == judged.judgement.seed - judged.seed + 9
    with pytest.raises(InputError, match="weeks is 1"):
        judge_roster(inputs, plan.roster.assignments, weeks=1)


def test_a_run_that_is_stopped_says_how_far_it_came(inputs: Inputs, plan: Plan) -> None:
    def stop(moment: StageProgress) -> bool:
        return moment.stage != "judge"

    found = judge_roster(inputs, plan.roster.assignments, weeks=2_000, progress=stop)
    assert 20 <= found.judgement.weeks < 2_000


def test_a_shift_with_hours_of_its_own_is_judged_and_held_against_the_rules(
    inputs: Inputs, plan: Plan
) -> None:
    first, *others = plan.roster.assignments
    span = first.shift.interval
    shorter = Interval(span.start, span.end - timedelta(minutes=20))
    odd = replace(first, shift=replace(first.shift, interval=shorter))
    found = judge_roster(inputs, (odd, *others))
    (told,) = [v for v in found.violations if v.rule == OWN_HOURS]
    assert told.agent == first.agent
    assert "its template offers no shift of these hours" in told.message
    short = replace(odd, shift=replace(odd.shift, interval=Interval(span.start, span.start + HOUR)))
    broken = judge_roster(inputs, (replace(short, shift=replace(short.shift, breaks=())), *others))
    assert {v.rule for v in broken.violations if v.agent == first.agent} >= {
        OWN_HOURS,
        "weekly_hours",
    }
    assert "1 shift begins or ends off the 30-minute grid" in found.notes[0]


def by_template(agent: str, template: str, day: date) -> Assignment:
    """A shift of the London team with its lunch at the earliest."""
    made = next(t for t in TEMPLATES if t.id == template)
    span = template_interval(made, day, SITES[0])
    lunch = span.start + timedelta(minutes=180)
    rest = Break(Interval(lunch, lunch + timedelta(minutes=30)), False, "lunch")
    return Assignment(agent, Shift(template, day, span, (rest,)), "phone")


def test_rules_that_an_edit_breaks_are_told_with_the_name(inputs: Inputs) -> None:
    late, early = by_template("l0", "late", MONDAY), by_template("l0", "early", TUESDAY)
    found = judge_roster(inputs, (late, early)).violations
    (rest,) = [v for v in found if v.rule == "rest"]
    assert rest.agent == "l0"
    assert rest.message == "London 0 (l0): rests 8.5 h before Tue 21 Oct 07:00, needs 11 h"
    hours = [v.message for v in found if v.rule == "weekly_hours" and v.agent == "l0"]
    assert hours == ["London 0 (l0): 16 paid hours, contract 30 to 40: 14 h below"]


def test_another_week_is_refused_with_the_week_to_ask_for(
    tmp_path: Path, inputs: Inputs, plan: Plan
) -> None:
    path = written(tmp_path, plan, plan.roster.assignments)
    with pytest.raises(InputError, match=r"use week 2003-10-2") as refused:
        read_assignments(path, inputs, MONDAY + timedelta(days=7))
    assert [p.code for p in refused.value.problems] == ["other_week"]


def test_a_local_monday_before_the_week_is_told_by_the_plans_clock(
    tmp_path: Path, inputs: Inputs, plan: Plan
) -> None:
    early = by_template("l0", "early", MONDAY)
    path = written(tmp_path, plan, (early,))
    far = replace(inputs, settings=replace(inputs.settings, zone="America/Los_Angeles"))
    with pytest.raises(InputError, match=r"begin on 2003-10-19 by the plan's clock") as refused:
        read_assignments(path, far)
    assert "week that begins on 2003-10-20; use week 2003-10-19" in str(refused.value)


def test_a_stray_shift_of_another_week_is_told_with_its_line(
    tmp_path: Path, inputs: Inputs, plan: Plan
) -> None:
    first, *others = plan.roster.assignments
    week = timedelta(weeks=1)
    span = Interval(first.shift.interval.start - week, first.shift.interval.end - week)
    stray = replace(
        first, shift=replace(first.shift, day=first.shift.day - week, interval=span, breaks=())
    )
    path = written(tmp_path, plan, (stray, *others))
    with pytest.raises(InputError, match=r"line 2: the shift of .* take it out"):
        read_assignments(path, inputs)


def test_a_roster_of_more_weeks_is_refused_with_their_number(
    tmp_path: Path, inputs: Inputs, plan: Plan
) -> None:
    twice = replace(inputs, settings=replace(inputs.settings, weeks=2))
    days = (MONDAY + timedelta(days=k) for k in (0, 1, 7, 8, 9))
    made = tuple(by_template("l0", "early", day) for day in days)
    path = written(tmp_path, plan, made)
    assert len(read_assignments(path, twice)) == 5
    with pytest.raises(InputError, match=r"3 shifts .* up to 2003-10-29; use weeks 2") as refused:
        read_assignments(path, inputs)
    assert len(refused.value.problems) == 1


def test_no_roster_is_a_plain_refusal(tmp_path: Path, inputs: Inputs) -> None:
    with pytest.raises(InputError, match="no roster there; run rotacast plan first"):
        read_assignments(tmp_path / "roster.csv", inputs)


def test_a_shift_may_not_begin_before_the_one_carried_in_has_ended(
    tmp_path: Path, inputs: Inputs, plan: Plan
) -> None:
    first = min(plan.roster.assignments, key=lambda a: a.shift.interval.start)
    begins = plan.grid.start - timedelta(hours=1)
    before = replace(
        first,
        shift=replace(
            first.shift,
            day=first.shift.day - timedelta(days=1),
            interval=Interval(begins, first.shift.interval.start + timedelta(hours=1)),
            breaks=(),
        ),
    )
    path = written(tmp_path, plan, plan.roster.assignments)
    with pytest.raises(InputError, match=r"begins before the one of last_week\.csv ends"):
        read_assignments(path, replace(inputs, last_week=(before,)))
