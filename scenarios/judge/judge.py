"""A roster before the judge: what its simulated weeks come to, queue by queue."""

from typing import Final, NamedTuple

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.local_time import local_days, zone
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
from planner.simulation.tally import Tally
from scenarios.inputs import Inputs
from scenarios.judge.centre import JudgedWeek
from scenarios.judge.reasons import reason

ALL_IN_TIME: Final = 0.99
"""What is held against a promise of all: with handling times left to chance, some are late."""


class Case(NamedTuple):
    """What a judgement is made from."""

    inputs: Inputs
    week: JudgedWeek
    tally: Tally
    coverage: Coverage

    @property
    def weeks(self) -> int:
        """Weeks that were simulated."""
        return int(self.tally.offered.shape[0])


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
    n_slots, days = case.week.centre.n_slots, case.week.centre.day
    whole_week = np.zeros(n_slots, dtype=np.int64)
    in_time = _level(_in_time(case, queue, lines, whole_week), 0)
    slots = _in_time(case, queue, lines, np.arange(n_slots))
    target = promised(queue)
    weeks_met = _weeks_met(case, queue, lines, target)
    asa_s, abandoned = _waits(case, queue, lines)
    priorities = _priorities(case, queue, lines)
    verdict = _worst(
        _verdict(in_time if case.inputs.settings.certainty is None else weeks_met, case, target),
        _below(asa_s, queue.max_asa_s),
        _below(abandoned, queue.max_abandonment),
        *(
            _verdict(one.in_time, case, one.target)
            for one in priorities
            if binds_by_priority(queue) and case.inputs.settings.certainty is None
        ),
    )
    slot_asa_s, slot_abandoned, slot_occupancy = _by_slot(case, queue, lines)
    found = QueueJudgement(
        queue=queue.id,
        target=target,
        in_time=in_time,
        formula=_formula(case.coverage, queue.id),
        weeks_met=weeks_met,
        asa_s=asa_s,
        abandoned=abandoned,
        days=_days(case, _in_time(case, queue, lines, days)),
        slots=np.stack([part.filled(np.nan)[0] for part in (slots.mean, slots.low, slots.high)]),
        slot_asa_s=slot_asa_s,
        slot_abandoned=slot_abandoned,
        slot_occupancy=slot_occupancy,
        backlog=case.tally.backlog[:, lines].sum(axis=1).mean(axis=0),
        oldest_s=case.tally.oldest_s[:, lines].max(axis=1).mean(axis=0),
        priorities=priorities,
        n_slots_below=0 if target is None else int((slots.high[0] < target).filled(False).sum()),
        verdict=verdict,
    )
    return reason(case.inputs, case.week, case.coverage, queue, found)


def _by_slot(case: Case, queue: Queue, lines: list[int]) -> tuple[FloatArray, ...]:
    """Waits, hang-ups and occupancy of each slot, means over all weeks."""
    tally, group = case.tally, case.week.groups.index(queue.skill)
    nothing = np.zeros(case.week.centre.n_slots)
    wait_s, answered, abandoned, offered = (
        part[:, lines].sum(axis=(0, 1)) if queue.channel.is_live else nothing
        for part in (tally.wait_s, tally.answered, tally.abandoned, tally.offered)
    )
    busy_s, staffed_s = (part[:, group].sum(axis=0) for part in (tally.busy_s, tally.staffed_s))
    return _ratio(wait_s, answered), _ratio(abandoned, offered), _ratio(busy_s, staffed_s)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    ratio: FloatArray = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return ratio


def _in_time(case: Case, queue: Queue, lines: list[int], period: IntArray) -> Estimate:
    definition = queue.level_definition if queue.channel.is_live else "offered"
    confidence = case.inputs.simulation.confidence
    return estimates.service_level(case.tally, [lines], period, definition, confidence)


def _days(case: Case, found: Estimate) -> tuple[Level | None, ...]:
    grid, clock = case.coverage.grid, zone(case.inputs.settings.zone)
    return tuple(_level(found, i) for i, _ in enumerate(local_days(grid, clock)))


def _waits(case: Case, queue: Queue, lines: list[int]) -> tuple[Level | None, Level | None]:
    """Mean wait and share who hang up over the week, of live queues."""
    if not queue.channel.is_live:
        return None, None
    week = np.zeros(case.week.centre.n_slots, dtype=np.int64)
    confidence = case.inputs.simulation.confidence
    return (
        _level(estimates.asa_s(case.tally, [lines], week, confidence), 0),
        _level(estimates.abandonment(case.tally, [lines], week, confidence), 0),
    )


def _weeks_met(case: Case, queue: Queue, lines: list[int], target: float | None) -> Level | None:
    if target is None:
        return None
    confidence = case.inputs.simulation.confidence
    share = estimates.share_of_weeks(case.tally, [lines], target, confidence).share
    return None if np.ma.getmaskarray(share.mean)[0] else Level(*_ends(share, 0))


def _priorities(case: Case, queue: Queue, lines: list[int]) -> tuple[PriorityJudgement, ...]:
    week = np.zeros(case.week.centre.n_slots, dtype=np.int64)
    named = [(line, case.week.streams[line][1]) for line in lines if case.week.streams[line][1]]
    return tuple(
        PriorityJudgement(
            priority, _promised_to(queue, priority), _level(_in_time(case, queue, [line], week), 0)
        )
        for line, priority in named
    )


def _promised_to(queue: Queue, priority: str) -> float | None:
    if not queue.channel.is_live:
        return queue.on_time if binds_by_priority(queue) else None
    target = queue.target_of(priority)
    return target.fraction if target else None


def _level(found: Estimate, period: int) -> Level | None:
    """Of one set of lines in one period; None where nothing was counted."""
    if period >= found.mean.shape[1] or np.ma.getmaskarray(found.mean)[0, period]:
        return None
    return Level(*(float(part[0, period]) for part in (found.mean, found.low, found.high)))


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
    busy = estimates.occupancy(case.tally, sets, week, case.inputs.simulation.confidence)
    overtime = case.tally.overtime_s.mean(axis=0) / 3600
    return tuple(
        GroupJudgement(name, _of_set(busy, i), float(overtime[i]))
        for i, name in enumerate(case.week.groups)
    )


def _of_set(found: Estimate, row: int) -> Level | None:
    if np.ma.getmaskarray(found.mean)[row, 0]:
        return None
    return Level(*(float(part[row, 0]) for part in (found.mean, found.low, found.high)))
