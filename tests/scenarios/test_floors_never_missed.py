"""Floors whose price is never: refused, told and mended, in the words of a manager."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.calendars import OpeningWindow
from planner.errors import InfeasibleError
from planner.floors import FloorRule
from planner.roster import Roster
from scenarios.broken_rules import rules_broken_by
from scenarios.explanations import conflict_lines
from scenarios.feasibility import rule_conflicts
from scenarios.floor_gaps import floor_gaps, unkept
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.pipeline import make_plan
from scenarios.plan import Plan
from scenarios.replanning.absences import SickCall
from scenarios.replanning.order import ReplanOrder
from scenarios.replanning.run import make_replan
from scenarios.report.verdict import verdict
from scenarios.summary import plain_gap
from tests.inputs_fixture import MONDAY, small_inputs

BASE = replace(small_inputs(), simulation=SimulationSettings(weeks=0))
THURSDAY = MONDAY + timedelta(days=3)


def led(start: int, until: int, leaders: tuple[str, ...] = ("l0", "l1")) -> Inputs:
    """Never without a leader on Thursday at these hours; early is from 7, its lunch after 10."""
    agents = tuple(
        replace(agent, roles=("leader",)) if agent.id in leaders else agent
        for agent in BASE.team.agents
    )
    window = OpeningWindow(("thursday",), time(start), time(until))
    rule = FloorRule("lead", role="leader", hours=(window,), price="never", name="Leader")
    return replace(BASE, team=replace(BASE.team, agents=agents), floors=(rule,))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(led(8, 10), time_limit_s=0.3, repeatable=True)


def test_a_plan_keeps_what_must_never_be_missed(plan: Plan) -> None:
    assert plan.floor_gaps == ()
    early = {a.agent for a in plan.roster.assignments if a.shift.day == THURSDAY}
    assert early & {"l0", "l1"}
    assert not rule_conflicts(led(8, 10))


def test_check_plan_and_explain_tell_what_nobody_can_keep_on_the_clock() -> None:
    inputs = led(8, 14, ("l0",))
    told = (
        "Leader: at least 0.5 agent-hours are missing in every roster, and the price is never; "
        "first Thu 23 Oct 10:00-10:30, unless another time gives way: 1 on a break (London 0); let "
        "more people count, ask for fewer hours, or give a price"
    )
    (problem,) = rule_conflicts(inputs)
    (line,) = conflict_lines(inputs, inputs.week_grid())
    assert [(problem.code, problem.message), line.text] == [("infeasible", told), told]
    with pytest.raises(InfeasibleError) as error:
        make_plan(inputs, time_limit_s=0.3, repeatable=True)
    assert str(error.value) == told


def test_nobody_who_counts_leaves_no_plan_either() -> None:
    (problem,) = rule_conflicts(led(8, 10, ()))
    assert problem.message.startswith("Leader: nobody counts for it")


def test_a_roster_without_breaks_a_rule_that_is_nobodys(plan: Plan) -> None:
    made = [a for a in plan.roster.assignments if a.shift.day != THURSDAY]
    broken = [one for one in rules_broken_by(plan.inputs, made) if one.rule == "floors"]
    assert [(one.agent, one.day, one.message) for one in broken] == [
        ("", THURSDAY, "Leader: 1 of 1 missing Thu 23 Oct 08:00-10:00")
    ]
    soft = FloorRule("more", least=9, role="leader", hours=plan.inputs.floors[0].hours)
    both = replace(plan.inputs, floors=(soft, *plan.inputs.floors))
    never, other = floor_gaps(both, plan.grid, Roster(plan.grid.interval, tuple(made)))
    assert (plain_gap(never)["never"], plain_gap(other)["never"]) == (True, False)
    assert unkept([other, never])[0] == (
        "Leader for 2 h (Thu 23 Oct 08:00-10:00), never to be missed"
    )


def mended(plan: Plan, *sick: str) -> Plan:
    asked = {q.queue: q.scheduled for q in plan.requirement.queues}
    calls = [SickCall(agent, THURSDAY, THURSDAY) for agent in sick]
    order = ReplanOrder(now=datetime(2003, 10, 22, 6, tzinfo=UTC), time_limit_s=3)
    return make_replan(plan.inputs, plan.roster.assignments, asked, calls, order)


def on_early(plan: Plan, day: date) -> set[str]:
    return {
        a.agent
        for a in plan.roster.assignments
        if a.shift.day == day and a.shift.template == "early" and a.agent in ("l0", "l1")
    }


def test_another_leader_stands_in_for_who_is_ill(plan: Plan) -> None:
    first = min(on_early(plan, THURSDAY))
    found = mended(plan, first)
    assert found.floor_gaps == ()
    assert on_early(found, THURSDAY) == {"l0", "l1"} - {first}


def test_a_re_plan_without_any_leader_is_given_out_and_says_so(plan: Plan) -> None:
    found = mended(plan, "l0", "l1")
    assert [gap.is_ban for gap in found.floor_gaps] == [True]
    assert any("Leader: never to be missed, but nobody was found" in n for n in found.notes)
    assert found.solve.costs["floors"] == 0
    assert 0 <= found.solve.gap < 1
    assert verdict(found).label == "Needs attention"
