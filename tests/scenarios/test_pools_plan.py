"""A week with a pool from end to end: its shifts, what they cover, its files."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from planner.people import Lock
from planner.pools import Pool
from planner.roster import Assignment
from planner.shifts import Shift
from planner.timegrid import Interval
from scenarios.feasibility import rule_conflicts
from scenarios.forecast import forecast_wide
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.judge_roster import read_assignments
from scenarios.output import write_plan
from scenarios.pipeline import make_plan
from scenarios.plan import Plan
from scenarios.problem import roster_problem
from scenarios.staffing.requirement import require_agents
from tests.inputs_fixture import MONDAY, small_inputs
from tests.plan_fixture import NOW

POOL = Pool("both", ("phone", "tickets"))
LOCKS = (
    Lock("l0", MONDAY, "early", "both"),
    Lock("l1", MONDAY + timedelta(days=1), "early", "phone"),
)


def pooled_inputs() -> Inputs:
    """The small team, whose five agents in London take calls and tickets side by side."""
    inputs = small_inputs()
    night = Interval(
        datetime.fromisoformat("2003-10-19T20:00Z"), datetime.fromisoformat("2003-10-20T01:00Z")
    )
    carried = Assignment("l4", Shift("late", MONDAY - timedelta(days=1), night), "both")
    return replace(
        inputs,
        pools=(POOL,),
        team=replace(inputs.team, locks=LOCKS),
        last_week=(carried,),
        simulation=SimulationSettings(weeks=20, rounds=1, threads=1),
    )


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(pooled_inputs(), time_limit_s=0.3, repeatable=True, curves=False)


def test_only_agents_with_all_its_skills_are_rostered_on_the_pool(plan: Plan) -> None:
    pooled = [a for a in plan.roster.assignments if a.skill == "both"]
    assert pooled
    for one in pooled:
        assert set(POOL.skills) <= set(plan.inputs.team.agent(one.agent).skills)


def test_locks_on_the_pool_and_on_one_of_its_skills_are_kept(plan: Plan) -> None:
    made = {(a.agent, a.shift.day): (a.shift.template, a.skill) for a in plan.roster.assignments}
    for lock in LOCKS:
        assert made[lock.agent, lock.day] == (lock.shift, lock.skill)


def test_everybody_at_work_serves_one_queue_at_a_time(plan: Plan) -> None:
    grid = plan.grid
    present = sum(
        (plan.roster.on_duty(grid, skill) for skill in ("phone", "tickets", "both")),
        np.zeros(grid.n_slots, dtype=np.int64),
    )
    served = sum(
        (q.scheduled for q in plan.coverage.queues), np.zeros(grid.n_slots, dtype=np.int64)
    )
    np.testing.assert_array_equal(served, present)
    asked = sum((q.scheduled for q in plan.requirement.queues), np.zeros(grid.n_slots))
    asked = asked + plan.requirement.pools[0].scheduled
    required = sum((q.required for q in plan.coverage.queues), np.zeros(grid.n_slots))
    np.testing.assert_array_equal(required, asked)


def test_a_shift_of_the_pool_carried_in_is_there_when_the_week_begins(plan: Plan) -> None:
    inputs = pooled_inputs()
    grid = inputs.week_grid()
    requirement = require_agents(inputs, forecast_wide(inputs, grid), grid)
    problem = roster_problem(inputs, requirement)
    row = problem.skills.index("both")
    assert problem.carried_in[row, :5].tolist() == [1, 1, 1, 1, 0]  # until two o'clock in summer
    assert [a.skill for a in plan.roster.carried_in] == ["both"]


def test_the_pool_is_judged_as_a_group(plan: Plan) -> None:
    assert plan.judgement is not None
    assert [group.group for group in plan.judgement.groups] == ["phone", "tickets", "both"]
    both = plan.judgement.groups[2].occupancy
    assert both is not None
    assert both.mean > 0


def test_written_rosters_are_read_back(plan: Plan, tmp_path: Path) -> None:
    write_plan(plan, tmp_path, NOW)
    found = read_assignments(tmp_path / "roster.csv", plan.inputs)
    assert set(found) == set(plan.roster.assignments)
    assert "both" in (tmp_path / "calendars" / "l0.ics").read_text()


def test_a_pool_breaks_no_rule_that_its_skills_keep() -> None:
    assert rule_conflicts(pooled_inputs()) == ()
