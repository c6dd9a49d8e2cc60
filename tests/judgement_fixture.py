"""Judgements made by hand, for tests of what is written and shown."""

from dataclasses import replace

import numpy as np

from planner.local_time import local_days, zone
from planner.simulation.judgement import (
    GroupJudgement,
    Judgement,
    Level,
    PriorityJudgement,
    QueueJudgement,
)
from scenarios.plan import Plan

WEEKS = 200


def judged(plan: Plan) -> Plan:
    """The plan with a judgement: its first queue holds its target, all others miss theirs."""
    queues = tuple(_queue(plan, i) for i, _ in enumerate(plan.inputs.queues))
    groups = tuple(
        GroupJudgement(skill, level(0.7, 0.01), 1.25 * i)
        for i, skill in enumerate(plan.inputs.skills)
    )
    found = Judgement(WEEKS, 1_000_000, 0.95, None, 1, 12.5, queues, groups)
    return replace(plan, judgement=found)


def level(mean: float, half: float) -> Level:
    """A level in the middle of its interval, kept within 0 and 1."""
    return Level(mean, max(mean - half, 0.0), min(mean + half, 1.0))


def queue_judgement(plan: Plan, at: int) -> QueueJudgement:
    """What the judgement of a judged plan says of its queue number `at`."""
    assert plan.judgement is not None
    return plan.judgement.queues[at]


def with_queue(plan: Plan, at: int, **changes: object) -> Plan:
    """The judged plan with some of what was found of queue number `at` replaced."""
    assert plan.judgement is not None
    queues = list(plan.judgement.queues)
    queues[at] = replace(queues[at], **changes)  # type: ignore[arg-type]
    return replace(plan, judgement=replace(plan.judgement, queues=tuple(queues)))


def _queue(plan: Plan, at: int) -> QueueJudgement:
    queue, contacts = plan.inputs.queues[at], plan.coverage.queues[at].contacts
    is_live, is_held = queue.channel.is_live, at == 0
    target = queue.target.fraction if queue.target else 0.99
    mean = target + 0.013 if is_held else target - 0.2
    wave = mean + 0.05 * np.sin(np.arange(plan.grid.n_slots))
    slots = np.where(contacts > 0, np.clip([wave, wave - 0.03, wave + 0.03], 0, 1), np.nan)
    days = [level(mean, 0.02) for _ in local_days(plan.grid, zone(plan.inputs.settings.zone))]
    return QueueJudgement(
        queue=queue.id,
        target=target,
        in_time=level(mean, 0.008),
        formula=target + 0.04 if at == 0 else 1.0,
        weeks_met=level(0.71, 0.06) if is_held else level(0.0, 0.02),
        asa_s=Level(9.43, 8.92, 9.94) if is_live else None,
        abandoned=level(0.021, 0.003) if is_live else None,
        days=tuple(days),
        slots=slots,
        slot_asa_s=np.where(is_live & (contacts > 0), 9.43, np.nan),
        slot_abandoned=np.where(is_live & (contacts > 0), 0.021, np.nan),
        slot_occupancy=np.where(contacts > 0, 0.7, np.nan),
        backlog=np.abs(wave) * (0.5 if is_live else 6.0),
        oldest_s=np.abs(wave) * (12.0 if is_live else 9_000.0),
        priorities=()
        if is_live
        else (
            PriorityJudgement("P0", target, level(0.64, 0.01)),
            PriorityJudgement("P1", target, level(0.997, 0.002)),
            PriorityJudgement("P2", target, None),
        ),
        n_slots_below=0 if is_held else 31,
        verdict="held" if is_held else "missed",
        reason="" if is_held else "3 agent-hours of what it needs could not be rostered",
    )
