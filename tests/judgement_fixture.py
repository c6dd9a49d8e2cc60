"""Judgements made by hand, for tests of what is written and shown."""

from dataclasses import replace
from datetime import date

import numpy as np

from planner.arrays import FloatArray
from planner.local_time import local_days, zone
from planner.simulation.judgement import (
    GroupJudgement,
    Judgement,
    Level,
    PriorityJudgement,
    QueueJudgement,
    SlotJudgement,
    Span,
    SpanJudgement,
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
        spans=_spans(plan, target, mean, is_live=is_live),
        by_slot=tuple(
            _slots(slots, priority, is_live=is_live)
            for priority in (("",) if is_live else ("", "P0", "P1", "P2"))
        ),
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


def _slots(slots: FloatArray, priority: str, *, is_live: bool) -> SlotJudgement:
    """A share per slot as given; all else follows it, where it is known."""
    n = slots.shape[1]
    known = np.where(np.isnan(slots[0]), np.nan, 1.0)
    ends = np.array([[1.0], [0.9], [1.1]])
    amount = ends * (1.0 + np.arange(n) % 5)
    return SlotJudgement(
        priority=priority,
        in_time=slots,
        asa_s=np.where(is_live, 9.43 * ends, np.nan) * known,
        abandoned=np.where(is_live, 0.021 * ends, np.nan) * known,
        occupancy=np.where(priority == "", 0.7 * ends, np.nan) * known,
        waiting=amount * (0.5 if is_live else 6.0),
        oldest_s=amount * (2.0 if is_live else 1_512.0),
    )


def _spans(plan: Plan, target: float, mean: float, *, is_live: bool) -> tuple[SpanJudgement, ...]:
    """Days of which each has a contact more than the one before, and the week."""
    days = [*local_days(plan.grid, zone(plan.inputs.settings.zone))]
    spans: list[tuple[Span, date]] = [*(("day", day) for day in days), ("week", days[0])]
    return tuple(
        SpanJudgement(
            priority="",
            span=span,
            first_day=day,
            contacts=Level(100.0 + i, 98.0 + i, 102.0 + i),
            in_time=level(mean, 0.02),
            asa_s=Level(9.43, 8.92, 9.94) if is_live else None,
            abandoned=level(0.021, 0.003) if is_live else None,
            occupancy=level(0.7, 0.01),
            waiting=Level(0.5, 0.4, 0.6),
            oldest_s=Level(12.0, 11.0, 13.0),
            target=target,
            weeks_met=level(0.6, 0.07),
        )
        for i, (span, day) in enumerate(spans)
    )
