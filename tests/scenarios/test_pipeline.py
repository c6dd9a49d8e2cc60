"""A plan from end to end: what it promises is checked by another road, in instants and hours."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import numpy as np
import pytest

from planner.errors import InfeasibleError, InputError
from planner.local_time import zone
from planner.people import Contract, Lock, TimeOff, hours
from planner.roster import Assignment
from planner.timegrid import Interval
from scenarios import pipeline
from scenarios.compare import BASE, compare, summary
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.judge.rounds import Again, Judge, Rostered
from scenarios.pipeline import make_forecast, make_plan, make_requirement
from scenarios.plan import Plan
from scenarios.progress import StageProgress
from scenarios.rostering.waiting import as_rostered
from tests.inputs_fixture import MONDAY, small_inputs


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The small team's week with one person on leave and one shift locked."""
    inputs = small_inputs()
    grid = inputs.week_grid()
    leave = TimeOff("l1", Interval(grid.start, grid.start + timedelta(days=2)))
    lock = Lock("k0", date(2003, 10, 26), "ktm-day")
    team = replace(inputs.team, time_off=(leave,), locks=(lock,))
    return make_plan(replace(inputs, team=team), time_limit_s=1, repeatable=True)


def by_agent(plan: Plan) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in plan.roster.assignments:
        found[assignment.agent].append(assignment)
    return found


def contract(plan: Plan, agent: str) -> Contract:
    return plan.inputs.team.contract(plan.inputs.team.agent(agent))


def test_rest_between_shifts_is_kept_in_elapsed_time(plan: Plan) -> None:
    for agent, shifts in by_agent(plan).items():
        rest = timedelta(hours=contract(plan, agent).min_rest_hours)
        for one, two in pairwise(shifts):
            assert two.shift.interval.start - one.shift.interval.end >= rest


def test_paid_hours_stay_within_the_contract(plan: Plan) -> None:
    for agent in plan.inputs.team.agents:
        terms, paid = contract(plan, agent.id), hours(plan.roster.paid(agent.id))
        away = 2 if agent.id == "l1" else 0
        assert paid >= terms.min_hours * (1 - away / 5) - 1e-9
        assert paid <= terms.max_hours - away * terms.min_hours / 5 + 1e-9


def test_nobody_works_twice_a_day_nor_on_leave_nor_without_the_skill(plan: Plan) -> None:
    leave = plan.inputs.team.time_off[0]
    for agent, shifts in by_agent(plan).items():
        days = [a.shift.day for a in shifts]
        assert len(days) == len(set(days)) <= 7 - contract(plan, agent).min_days_off
        assert {a.skill for a in shifts} <= set(plan.inputs.team.agent(agent).skills)
        if agent == leave.agent:
            assert not any(a.shift.interval.overlaps(leave.interval) for a in shifts)


def test_nights_only_people_work_nights_only(plan: Plan) -> None:
    for agent, shifts in by_agent(plan).items():
        if contract(plan, agent).nights_only:
            assert {a.shift.template for a in shifts} == {"night"}


def test_breaks_lie_inside_their_windows(plan: Plan) -> None:
    rules = {t.id: t.breaks for t in plan.inputs.templates}
    for assignment in plan.roster.assignments:
        shift = assignment.shift
        assert len(shift.breaks) == len(rules[shift.template])
        for rest, rule in zip(shift.breaks, rules[shift.template], strict=True):
            after = (rest.interval.start - shift.interval.start) / timedelta(minutes=1)
            assert rule.earliest_minutes <= after <= rule.latest_minutes
            assert rest.interval.length == timedelta(minutes=rule.minutes)


def test_the_lock_holds(plan: Plan) -> None:
    locked = [a for a in by_agent(plan)["k0"] if a.shift.day == date(2003, 10, 26)]
    assert [a.shift.template for a in locked] == ["ktm-day"]


def test_wall_times_are_those_of_the_templates(plan: Plan) -> None:
    templates = {t.id: t for t in plan.inputs.templates}
    for assignment in plan.roster.assignments:
        site = plan.inputs.team.site(plan.inputs.team.agent(assignment.agent))
        local = assignment.shift.interval.start.astimezone(zone(site.zone))
        template = templates[assignment.shift.template]
        assert (local.date(), local.time()) == (assignment.shift.day, template.start)


def test_coverage_counts_heads_slot_by_slot(plan: Plan) -> None:
    coverage = plan.coverage.of("phone")
    for slot in range(0, plan.grid.n_slots, 7):
        at = plan.grid.instant(slot)
        moment = Interval(at, at + plan.grid.slot)
        heads = sum(
            a.shift.interval.overlaps(moment)
            and not any(b.interval.overlaps(moment) for b in a.shift.breaks)
            for a in plan.roster.assignments
            if a.skill == "phone"
        )
        assert coverage.scheduled[slot] == heads


def test_figures_add_up(plan: Plan) -> None:
    figures = plan.figures
    paid = sum(hours(a.shift.paid) for a in plan.roster.assignments)
    assert figures.paid_hours == pytest.approx(paid)
    assert figures.cost == pytest.approx(plan.solve.costs["cost"])
    assert figures.short_hours == pytest.approx(
        figures.required_hours * (1 - figures.covered), abs=1e-6
    )
    assert plan.solve.bound <= plan.solve.objective
    assert sum(plan.solve.costs.values()) == pytest.approx(plan.solve.objective)


def test_shortfalls_in_words_hold_every_missing_hour(plan: Plan) -> None:
    assert sum(s.hours for s in plan.shortfalls) == pytest.approx(plan.figures.short_hours)
    assert all("\n" not in s.message for s in plan.shortfalls)


def test_service_is_none_where_nothing_is_expected(plan: Plan) -> None:
    phone = {row.day: row for row in plan.service if row.queue == "phone"}
    assert phone[date(2003, 10, 25)].achieved is None
    level = phone[MONDAY].achieved
    assert level is not None
    assert 0 <= level <= 1


def test_the_clock_change_is_noted(plan: Plan) -> None:
    assert "the clock changes in Europe/London: this week has 169 hours there" in plan.notes
    assert plan.grid.n_slots == 338


def test_the_forecast_never_sees_the_week(plan: Plan) -> None:
    inputs = small_inputs()
    counts = inputs.history.counts.copy()
    week = 7 * 48
    counts[:, -2 * week :] *= 10
    seen = replace(inputs, history=replace(inputs.history, counts=counts))
    earlier = MONDAY - timedelta(weeks=2)
    for one, two in zip(
        make_forecast(inputs, week=earlier).streams,
        make_forecast(seen, week=earlier).streams,
        strict=True,
    ):
        np.testing.assert_array_equal(one.mean, two.mean)


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (date(2003, 8, 25), "the week of 2003-08-25 leaves less than two weeks of history"),
        (date(2003, 8, 25), "begins on 2003-08-18"),
        (date(2004, 8, 2), "the week of 2004-08-02 is 41 weeks after .* at most 13 weeks"),
    ],
)
def test_a_week_out_of_reach_is_refused(week: date, words: str) -> None:
    with pytest.raises(InputError, match=words):
        make_forecast(small_inputs(), week=week)


def test_every_stage_reports_and_stopping_keeps_the_best() -> None:
    seen: list[StageProgress] = []

    def watch(moment: StageProgress) -> bool:
        seen.append(moment)
        return all(earlier.objective is None for earlier in seen)

    stopped = make_plan(small_inputs(), time_limit_s=60, progress=watch)
    stages = ["forecast", "staffing", "roster", "judge", "write"]
    assert list(dict.fromkeys(m.stage for m in seen)) == stages
    roster = [m for m in seen if m.stage == "roster"]
    assert roster[0].text == "getting ready"
    assert roster[0].objective is None
    assert stopped.roster.assignments
    assert stopped.solve.quality in ("cancelled", "optimal")
    assert not {"agent", "skill", "rule"} & {one.kind for one in stopped.explanations}


def test_an_impossible_contract_is_explained_in_words() -> None:
    inputs = small_inputs()
    leave = TimeOff("n0", inputs.week_grid().interval, paid=False)
    lock = Lock("n0", MONDAY, "night")
    team = replace(inputs.team, time_off=(leave,), locks=(lock,))
    with pytest.raises(InfeasibleError) as caught:
        make_plan(replace(inputs, team=team), time_limit_s=10)
    assert "Night 0" in " ".join([str(caught.value), *caught.value.reasons])


def test_no_demand_is_a_valid_plan_without_service() -> None:
    inputs = small_inputs()
    free = tuple(replace(c, min_hours=0.0) for c in inputs.team.contracts)
    history = replace(inputs.history, counts=inputs.history.counts * 0)
    quiet: Inputs = replace(inputs, history=history, team=replace(inputs.team, contracts=free))
    plan = make_plan(quiet, time_limit_s=0.2, repeatable=True)
    assert plan.roster.assignments == ()
    assert plan.figures.covered == 1.0
    assert all(row.achieved is None for row in plan.service)


def test_comparison_starts_from_the_plan_as_it_is() -> None:
    base, more, together = (
        *compare(small_inputs(), ["volume=+100%"], time_limit_s=2),
        compare(small_inputs(), ["agents=+2", "sla.phone=95/5"], together=True, time_limit_s=2)[1],
    )
    assert base.name == BASE
    assert base.plan is not None
    assert more.plan is not None
    assert more.plan.figures.required_hours > 1.2 * base.plan.figures.required_hours
    assert together.name == "agents=+2 and sla.phone=95/5"
    assert together.plan is not None
    assert len(together.plan.inputs.team.agents) == 12
    assert summary(more)["service"] == more.service


def test_night_over_the_change_is_paid_nine_hours_less_the_meal() -> None:
    inputs = small_inputs()
    team = replace(inputs.team, locks=(Lock("n1", date(2003, 10, 25), "night"),))
    plan = make_plan(replace(inputs, team=team), time_limit_s=0.2, repeatable=True)
    (night,) = (a for a in by_agent(plan)["n1"] if a.shift.day == date(2003, 10, 25))
    assert hours(night.shift.paid) == 8.5
    local = night.shift.interval.end.astimezone(zone("Europe/London"))
    assert local.time() == time(6)
    assert night.shift.interval.end - night.shift.interval.start == timedelta(hours=9)


def test_work_that_waits_is_told_where_the_corrected_roster_does_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A correction rosters others than the first roster, by whom the work was placed."""
    inputs = small_inputs()
    queues = tuple(replace(q, placing="roster") if q.id == "tickets" else q for q in inputs.queues)
    inputs = replace(inputs, queues=queues, simulation=SimulationSettings(weeks=2))

    def corrected(_: Judge, first: Rostered, __: Again) -> tuple[Rostered, None]:
        shifts = [a for a in first.roster.assignments if a.skill != "tickets"]
        late = [a for a in first.roster.assignments if a.skill == "tickets"][1::2]
        roster = replace(first.roster, assignments=tuple(shifts + late))
        return replace(first, roster=roster), None

    monkeypatch.setattr(pipeline, "judged", corrected)
    plan = make_plan(inputs, time_limit_s=0.3, repeatable=True)
    wide, level = make_requirement(inputs)
    simulated = as_rostered(inputs, wide, level, plan.roster).of("tickets").scheduled
    assert simulated.any()
    assert (plan.requirement.of("tickets").scheduled == simulated).all()
