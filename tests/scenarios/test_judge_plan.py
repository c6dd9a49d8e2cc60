"""Plans that are judged: switched off, stopped, repeated, on coarse and fine grids."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.people import Agent
from planner.queues import Channel, Queue, ServiceLevelTarget
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.judge.promise import cut_short, promise_lines
from scenarios.judge.rounds import LEAST_WEEKS, VERIFICATION
from scenarios.pipeline import make_plan
from scenarios.plan import Plan
from scenarios.progress import StageProgress
from tests.inputs_fixture import small_inputs


def judged_inputs(weeks: int, rounds: int = 0, threads: int = 1, minutes: int = 30) -> Inputs:
    settings = SimulationSettings(weeks, rounds, threads=threads)
    return replace(small_inputs(minutes), simulation=settings)


def planned(inputs: Inputs, **rest: Any) -> Plan:
    """Rostered by so much work, however long a busy machine takes for it."""
    return make_plan(inputs, time_limit_s=0.15, repeatable=True, curves=False, **rest)


def test_no_weeks_leave_the_plan_unjudged() -> None:
    plan = planned(judged_inputs(0))
    assert plan.judgement is None


def test_a_plan_tells_what_its_roster_holds() -> None:
    plan = planned(judged_inputs(20, rounds=1), seed=3)
    assert plan.judgement is not None
    assert plan.judgement.seed == 3 + VERIFICATION
    assert (plan.judgement.weeks, plan.judgement.confidence) == (20, 0.95)
    phone, tickets = (plan.judgement.of(queue) for queue in ("phone", "tickets"))
    for found in (phone, tickets):
        assert found.in_time is not None
        assert found.formula is not None
        assert found.slots.shape == (3, plan.grid.n_slots)  # a week of 169 hours
        assert len(found.days) == 7
    assert phone.formula is not None
    assert phone.in_time is not None
    assert abs(phone.in_time.mean - phone.formula) < 0.06
    assert {p.priority for p in tickets.priorities} == {"P1", "P3"}
    assert len(promise_lines(plan.inputs, plan.judgement)) == 2


def test_a_stopped_plan_is_judged_by_fewer_weeks_and_says_so() -> None:
    def stopped(moment: StageProgress) -> bool:
        return moment.stage != "judge"

    plan = planned(judged_inputs(60, rounds=2), progress=stopped)
    assert plan.judgement is not None
    assert (plan.judgement.weeks, plan.judgement.rounds) == (LEAST_WEEKS, 0)
    assert "Only 20 of 60 weeks" in cut_short(plan.inputs, plan.judgement)


def test_equal_seeds_make_equal_judgements_whatever_the_threads() -> None:
    one, other = (planned(judged_inputs(20, rounds=1, threads=n)) for n in (1, 3))
    assert one.roster == other.roster
    assert one.judgement is not None
    assert other.judgement is not None
    for a, b in zip(one.judgement.queues, other.judgement.queues, strict=True):
        assert (a.in_time, a.verdict, a.reason) == (b.in_time, b.verdict, b.reason)
        np.testing.assert_array_equal(a.slots, b.slots)


def rough(inputs: Inputs) -> Inputs:
    """Shifts and breaks that fit an hourly grid."""
    templates = tuple(
        replace(t, until=t.until.replace(minute=0), breaks=()) for t in inputs.templates[:3]
    )
    sites = tuple(replace(site, zone="Europe/London") for site in inputs.team.sites)
    templates = tuple(replace(t, sites=("london", "kathmandu")) for t in templates)
    return replace(inputs, templates=templates, team=replace(inputs.team, sites=sites))


@pytest.mark.parametrize("minutes", [15, 60])
def test_other_grids_are_judged_alike(minutes: int) -> None:
    inputs = judged_inputs(20, minutes=minutes)
    plan: Plan = planned(rough(inputs) if minutes == 60 else inputs)
    assert plan.judgement is not None
    assert plan.grid.minutes == minutes
    assert plan.judgement.of("phone").backlog.shape == (plan.grid.n_slots,)


def test_a_skill_that_no_queue_needs_is_no_group() -> None:
    inputs = judged_inputs(20)
    (first, *others) = inputs.team.agents
    odd = replace(first, skills=("phone", "juggling"))
    idle = Agent("z", "Z", "london", "full", ("juggling",))
    inputs = replace(inputs, team=replace(inputs.team, agents=(odd, *others, idle)))
    plan = planned(inputs)
    assert plan.judgement is not None
    assert [group.group for group in plan.judgement.groups] == ["phone", "tickets"]
    assert not [a for a in plan.roster.assignments if a.agent == "z"]


KINDS = {
    "mean wait alone": {"target": None, "max_asa_s": 30.0},
    "priorities and patience": {
        "target_by_priority": {"": ServiceLevelTarget(0.9, 10)},
        "patience_s": 120.0,
    },
    "chats": {"channel": Channel.CHAT, "concurrency": 2, "aht_by_level_s": (300.0, 400.0)},
    "over the week": {"holds_over": "week", "max_occupancy": 0.8},
}


@pytest.mark.parametrize(
    ("changes", "certainty"), [*zip(KINDS.values(), (None, 0.8, None, 0.8), strict=True)], ids=KINDS
)
def test_every_kind_of_live_queue_is_planned_and_judged(
    changes: dict[str, object], certainty: float | None
) -> None:
    inputs = judged_inputs(20, rounds=1)
    phone, tickets = inputs.queues
    queue: Queue = replace(phone, **changes)  # type: ignore[arg-type]
    settings = replace(inputs.settings, certainty=certainty)
    plan = planned(replace(inputs, queues=(queue, tickets), settings=settings))
    assert plan.judgement is not None
    found = plan.judgement.of("phone")
    assert found.verdict in ("held", "missed", "unsure")
    assert bool(found.reason) == (found.verdict != "held")
