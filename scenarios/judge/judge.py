"""A roster before the judge: what its simulated weeks come to, queue by queue."""

from typing import Final

import numpy as np

from planner.arrays import FloatArray
from planner.queues import Queue
from planner.roster import Coverage
from planner.simulation import estimates
from planner.simulation.intervals import Estimate
from planner.simulation.judgement import (
    GroupJudgement,
    Judgement,
    Level,
    PriorityJudgement,
    QueueJudgement,
    Verdict,
)
from scenarios.judge.case import Case, in_time, level_of
from scenarios.judge.reasons import reason
from scenarios.judge.slots import slot_judgements
from scenarios.judge.span import span_judgements

ALL_IN_TIME: Final = 0.99
"""What is held against a promise of all: with handling times left to chance, some are late."""


def judgement(case: Case, *, seed: int, rounds: int = 0, raised_hours: float = 0.0) -> Judgement:
    """
    What simulated weeks say of a roster.

    `seed` is what the tally was drawn from; `rounds` of correction had raised the requirement by
    `raised_hours` agent-hours before.
    """
    inputs = case.inputs
    return Judgement(
        weeks=case.weeks,
        seed=seed,
        confidence=inputs.simulation.confidence,
        certainty=inputs.settings.certainty,
        rounds=rounds,
        raised_hours=raised_hours,
        queues=tuple(_queue(case, queue) for queue in inputs.queues),
        groups=_groups(case),
    )


def promised(queue: Queue) -> float | None:
    """Share of a queue's contacts that is promised to be in time; None for a mean wait alone."""
    if not queue.channel.is_live:
        return min(queue.on_time, ALL_IN_TIME)
    return queue.target.fraction if queue.target else None


def binds_by_priority(queue: Queue) -> bool:
    """
    Whether each priority has to hold a target by itself, not only the queue as a whole.

    Where tickets are simply due and no share of them is promised, what is held against "all" is
    our own measure, and of the queue alone.
    """
    return bool(queue.target_by_priority) or (not queue.channel.is_live and queue.on_time < 1)


def _queue(case: Case, queue: Queue) -> QueueJudgement:
    lines = case.week.lines_of(queue.id)
    whole_week = np.zeros(case.week.centre.n_slots, dtype=np.int64)
    of_week = level_of(in_time(case, queue, lines, whole_week), 0)
    target = promised(queue)
    weeks_met = _weeks_met(case, queue, lines, target)
    asa_s, abandoned = _waits(case, queue, lines)
    priorities = _priorities(case, queue, lines)
    verdict = _worst(
        _verdict(of_week if case.inputs.settings.certainty is None else weeks_met, case, target),
        _below(asa_s, queue.max_asa_s),
        _below(abandoned, queue.max_abandonment),
        *(
            _verdict(one.in_time, case, one.target)
            for one in priorities
            if binds_by_priority(queue) and case.inputs.settings.certainty is None
        ),
    )
    by_slot, spans = slot_judgements(case, queue), span_judgements(case, queue, target, priorities)
    found = QueueJudgement(
        queue=queue.id,
        target=target,
        in_time=of_week,
        formula=_formula(case.coverage, queue.id),
        weeks_met=weeks_met,
        asa_s=asa_s,
        abandoned=abandoned,
        days=tuple(one.in_time for one in spans if one.span == "day" and not one.priority),
        spans=spans,
        by_slot=by_slot,
        priorities=priorities,
        n_slots_below=0 if target is None else int((by_slot[0].in_time[2] < target).sum()),
        verdict=verdict,
    )
    return reason(case.inputs, case.week, case.coverage, queue, found)


def _waits(case: Case, queue: Queue, lines: list[int]) -> tuple[Level | None, Level | None]:
    """Mean wait and share who hang up over the week, of live queues."""
    if not queue.channel.is_live:
        return None, None
    week = np.zeros(case.week.centre.n_slots, dtype=np.int64)
    confidence = case.confidence
    return (
        level_of(estimates.asa_s(case.tally, [lines], week, confidence), 0),
        level_of(estimates.abandonment(case.tally, [lines], week, confidence), 0),
    )


def _weeks_met(case: Case, queue: Queue, lines: list[int], target: float | None) -> Level | None:
    if target is None:
        return None
    confidence = case.confidence
    share = estimates.share_of_weeks(case.tally, [lines], target, confidence).share
    return None if np.ma.getmaskarray(share.mean)[0] else Level(*_ends(share, 0))


def _priorities(case: Case, queue: Queue, lines: list[int]) -> tuple[PriorityJudgement, ...]:
    week = np.zeros(case.week.centre.n_slots, dtype=np.int64)
    named = [(line, case.week.streams[line][1]) for line in lines if case.week.streams[line][1]]
    return tuple(
        PriorityJudgement(
            priority, _promised_to(queue, priority), level_of(in_time(case, queue, [line], week), 0)
        )
        for line, priority in named
    )


def _promised_to(queue: Queue, priority: str) -> float | None:
    if not queue.channel.is_live:
        return queue.on_time if binds_by_priority(queue) else None
    target = queue.target_of(priority)
    return target.fraction if target else None


def _ends(share: Estimate, of: int) -> tuple[float, float, float]:
    return float(share.mean[of]), float(share.low[of]), float(share.high[of])


def _verdict(found: Level | None, case: Case, target: float | None) -> Verdict:
    certainty = case.inputs.settings.certainty
    least = target if certainty is None else certainty
    if found is None or target is None or least is None:
        return "none"
    return "held" if found.low >= least else "missed" if found.high < least else "unsure"


def _below(found: Level | None, most: float | None) -> Verdict:
    if found is None or most is None:
        return "none"
    return "held" if found.high <= most else "missed" if found.low > most else "unsure"


def _worst(*verdicts: Verdict) -> Verdict:
    order: tuple[Verdict, ...] = ("missed", "unsure", "held")
    return next((v for v in order if v in verdicts), "none")


def _formula(coverage: Coverage, queue: str) -> float | None:
    found = coverage.of(queue)
    weights = np.where(np.isnan(found.service_level), 0.0, found.contacts)
    if not weights.sum():
        return None
    level: FloatArray = np.nan_to_num(found.service_level)
    return float(np.average(level, weights=weights))


def _groups(case: Case) -> tuple[GroupJudgement, ...]:
    sets = [[i] for i, _ in enumerate(case.week.groups)]
    week = np.zeros(case.week.centre.n_slots, dtype=np.int64)
    busy = estimates.occupancy(case.tally, sets, week, case.confidence)
    overtime = case.tally.overtime_s.mean(axis=0) / 3600
    return tuple(
        GroupJudgement(name, _of_set(busy, i), float(overtime[i]))
        for i, name in enumerate(case.week.groups)
    )


def _of_set(found: Estimate, row: int) -> Level | None:
    if np.ma.getmaskarray(found.mean)[row, 0]:
        return None
    return Level(*(float(part[row, 0]) for part in (found.mean, found.low, found.high)))
