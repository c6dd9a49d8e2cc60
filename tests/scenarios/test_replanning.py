"""A published week after a sick call: who covers and why, calendars of the changed alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from markupsafe import escape

from planner.calendars import OpeningWindow
from planner.errors import InputError
from planner.exports.ics_published import published_events
from planner.floors import FloorRule
from planner.local_time import WEEKDAYS
from scenarios.changes import parse_change
from scenarios.hand_made import hand_made
from scenarios.inputs import Costs, Inputs, SimulationSettings
from scenarios.output import calendars, write_plan
from scenarios.pipeline import make_plan, make_requirement
from scenarios.plan import Plan
from scenarios.problem import roster_problem
from scenarios.replanning.absences import SickCall
from scenarios.replanning.asked import published_requirement
from scenarios.replanning.order import ReplanOrder
from scenarios.replanning.run import make_replan
from scenarios.replanning.sick_calls import earlier_sick_calls
from scenarios.replanning.standing import change_prices, standing
from scenarios.report.changed import changed, changed_headline
from scenarios.rostering.waiting import as_rostered
from tests.inputs_fixture import MONDAY, small_inputs

BEFORE = datetime(2003, 10, 17, 9, tzinfo=UTC)
LATER = datetime(2003, 10, 22, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return replace(small_inputs(), simulation=SimulationSettings(weeks=0))


@pytest.fixture(scope="module")
def plan(inputs: Inputs) -> Plan:
    return make_plan(inputs, time_limit_s=0.3, repeatable=True)


def mended(inputs: Inputs, plan: Plan, sick: SickCall, now: datetime, **more: int) -> Plan:
    asked = {q.queue: q.scheduled for q in plan.requirement.queues}
    order = ReplanOrder(now=now, time_limit_s=3, **more)  # type: ignore[arg-type]
    return make_replan(inputs, plan.roster.assignments, asked, [sick], order)


def test_two_shifts_of_a_person_on_a_day_are_refused(inputs: Inputs, plan: Plan) -> None:
    one = plan.roster.assignments[0]
    with pytest.raises(InputError, match=f"two shifts of {one.agent} on {one.shift.day}"):
        make_replan(inputs, (*plan.roster.assignments, one), {}, [], ReplanOrder(now=LATER))


def somebody_on(plan: Plan, day: date) -> str:
    return next(a.agent for a in plan.roster.assignments if a.shift.day == day)


@pytest.fixture(scope="module")
def sick_thursday(inputs: Inputs, plan: Plan) -> tuple[str, Plan]:
    thursday = MONDAY + timedelta(days=3)
    who = somebody_on(plan, thursday)
    return who, mended(inputs, plan, SickCall(who, thursday, thursday), LATER)


def test_whoever_is_sick_is_away_and_what_has_begun_stays(
    plan: Plan, sick_thursday: tuple[str, Plan]
) -> None:
    who, found = sick_thursday
    assert found.changes is not None
    away = [c for c in found.changes if c.kind == "away"]
    assert [(c.agent, c.after, c.why) for c in away] == [(who, None, "away (sick)")]
    assert away[0].notice_hours > 0
    begun = {a for a in plan.roster.assignments if a.shift.interval.start < LATER}
    assert begun <= set(found.roster.assignments)
    assert all(c.notice_hours >= 0 for c in found.changes)


def test_people_whom_nothing_asks_for_keep_their_week_to_the_second(
    plan: Plan, sick_thursday: tuple[str, Plan]
) -> None:
    _, found = sick_thursday
    told = {(c.agent, c.day) for c in found.changes or ()}
    before = {(a.agent, a.shift.day): a for a in plan.roster.assignments}
    after = {(a.agent, a.shift.day): a for a in found.roster.assignments}
    differ = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert differ == told


def test_calendars_change_for_the_changed_alone(
    plan: Plan, sick_thursday: tuple[str, Plan]
) -> None:
    who, found = sick_thursday
    first = {p: t.decode() for p, t in calendars(plan, BEFORE, {}).items()}
    second = {p: t.decode() for p, t in calendars(found, LATER, first).items()}
    people = {c.agent for c in found.changes or ()}
    differing = {p for p in first if first[p] != second[p]} - {"team.ics"}
    assert differing == {f"calendars/{agent}.ics" for agent in people}
    events = published_events(second[f"calendars/{who}.ics"]).values()
    (gone,) = [e for e in events if e.is_cancelled]
    assert gone.sequence == 1
    assert all(e.sequence == 0 for e in events if not e.is_cancelled)


def test_the_table_and_the_page_tell_every_change(
    tmp_path: Path, plan: Plan, sick_thursday: tuple[str, Plan]
) -> None:
    _, found = sick_thursday
    write_plan(found, tmp_path, LATER)
    table = (tmp_path / "changes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0] == "agent,name,site,day,kind,before,after,notice_hours,why"
    assert len(table) - 1 == len(found.changes or ())
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "What changed" in page
    assert escape(changed_headline(found)) in page
    assert len(changed(found)) == len(found.changes or ())
    write_plan(plan, tmp_path, LATER, tables_only=True)
    assert not (tmp_path / "changes.csv").exists()
    alone = tuple(one for one in found.changes or () if one.kind == "away")
    assert changed_headline(replace(found, changes=alone)) == "Nobody else's shift changes."


def test_the_next_re_plan_knows_who_is_ill_already(
    tmp_path: Path, inputs: Inputs, plan: Plan, sick_thursday: tuple[str, Plan]
) -> None:
    who, found = sick_thursday
    write_plan(found, tmp_path, LATER)
    (call,) = earlier_sick_calls(tmp_path, inputs, plan.grid)
    assert (call.agent, call.first) == (who, MONDAY + timedelta(days=3))
    assert call.apply(call.apply(inputs)) == call.apply(inputs)
    assert earlier_sick_calls(tmp_path, call.apply(inputs), plan.grid) == ()
    assert earlier_sick_calls(tmp_path, inputs, inputs.week_grid(MONDAY + timedelta(7))) == ()
    write_plan(plan, tmp_path, LATER, tables_only=True)
    assert earlier_sick_calls(tmp_path, inputs, plan.grid) == ()
    (tmp_path / "sick_calls.csv").write_text("agent,first_day,last_day\nl0,2003-10-23,soon\n")
    with pytest.raises(InputError, match=r"sick_calls\.csv line 2: last_day .*soon"):
        earlier_sick_calls(tmp_path, inputs, plan.grid)


def test_work_that_can_wait_moves_and_nobody_else_is_asked(inputs: Inputs) -> None:
    """The requirement of a queue that the roster places follows the mended roster."""
    queues = tuple(replace(q, placing="roster") if q.id == "tickets" else q for q in inputs.queues)
    placing = replace(inputs, queues=queues)
    plan = make_plan(placing, time_limit_s=0.3, repeatable=True)
    who = next(a.agent for a in plan.roster.assignments if a.skill == "tickets")
    day = next(a.shift.day for a in plan.roster.assignments if a.agent == who)
    found = mended(placing, plan, SickCall(who, day, day), BEFORE)
    wide, level = make_requirement(placing)
    asked = as_rostered(placing, wide, level, found.roster).of("tickets").scheduled
    assert (found.requirement.of("tickets").scheduled == asked).all()
    (work,) = found.placed
    undone = found.coverage.of("tickets").short.sum() * found.grid.minutes / 60
    assert undone >= work.late.sum() - 1e-6
    assert (work.late.sum() > 1e-6) == (undone > 0)


def test_a_floor_that_was_not_kept_as_published_changes_nobody(inputs: Inputs, plan: Plan) -> None:
    """All of London are to lead at all hours: no week keeps that, and any change would help."""
    window = OpeningWindow(WEEKDAYS, time(0), time(0))
    led = replace(inputs, floors=(FloorRule("lead", 4, sites=("london",), hours=(window,)),))
    asked = {q.queue: q.scheduled for q in plan.requirement.queues}
    found = make_replan(
        led, plan.roster.assignments, asked, [], ReplanOrder(now=BEFORE, time_limit_s=3)
    )
    assert found.changes == ()
    assert found.solve.costs["floors"] == 0
    hours = sum(gap.hours for gap in found.floor_gaps)
    (note,) = [note for note in found.notes if note.startswith("the published roster left")]
    assert f"{hours:g} agent-hours of floors" in note


def test_what_a_plan_asked_for_is_read_back(tmp_path: Path, plan: Plan) -> None:
    write_plan(plan, tmp_path, BEFORE, tables_only=True)
    found = published_requirement(tmp_path / "requirement.csv", plan.grid)
    for queue in plan.requirement.queues:
        assert (found[queue.queue] == queue.scheduled).all()
    assert published_requirement(tmp_path / "none.csv", plan.grid) == {}


def test_a_week_that_is_over_is_refused_with_what_to_say(inputs: Inputs, plan: Plan) -> None:
    sick = SickCall(somebody_on(plan, MONDAY), MONDAY, MONDAY)
    with pytest.raises(InputError, match="now, such as 2003-10-20T08:00"):
        mended(inputs, plan, sick, datetime(2004, 1, 1, tzinfo=UTC))


def test_a_sick_call_of_another_week_is_refused(inputs: Inputs, plan: Plan) -> None:
    later = MONDAY + timedelta(days=30)
    with pytest.raises(InputError, match="lies outside the roster of 2003-10-20 to 2003-10-26"):
        mended(inputs, plan, SickCall("l0", later, later), BEFORE)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sick.nobody=2003-10-21", "is not known"),
        ("sick.l0=tomorrow", r"use a day or first\.\.last"),
        ("sick.l0=2003-10-23..2003-10-21", "the last day lies before the first"),
        ("sick.=2003-10-21", "is not known"),
    ],
)
def test_sick_calls_that_say_nothing_are_refused(inputs: Inputs, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse_change(text, inputs)


def test_a_sick_call_is_time_off_and_frees_of_locks(inputs: Inputs) -> None:
    sick = parse_change("sick.l0=2003-10-21..2003-10-22", inputs)
    assert isinstance(sick, SickCall)
    (off,) = [o for o in sick.apply(inputs).team.time_off if o.kind == "sick"]
    assert off.interval.length == timedelta(days=2)
    assert sick.row() == "l0,2003-10-21,2003-10-22,sick,true"


def test_changes_cost_more_the_shorter_the_notice() -> None:
    factors = [Costs().notice_factor(hours) for hours in (1, 23.9, 24, 60, 96, 200)]
    assert factors == [4, 4, 3, 2, 1, 1]


def test_changes_cost_what_the_workspace_says_of_their_notice(inputs: Inputs, plan: Plan) -> None:
    """On Friday morning the next week's Sunday is 200 hours away."""
    problem = roster_problem(inputs, plan.requirement)
    problem, roster, _ = hand_made(inputs, problem, plan.grid, plan.roster.assignments)
    stand = standing(inputs, problem, roster, plan.grid, BEFORE)
    priced = replace(inputs, costs=Costs(changed_shift=10, notice=((200, 2.5),)))
    cents = change_prices(priced, stand, plan.grid, BEFORE)
    assert (cents[:, :5] == 2_500).all()
    assert (cents[:, 6] == 1_000).all()
    flat = replace(inputs, costs=Costs(changed_shift=10, notice=()))
    assert (change_prices(flat, stand, plan.grid, BEFORE) == 1_000).all()
