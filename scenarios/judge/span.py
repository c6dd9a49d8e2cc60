"""What simulated weeks say of every local day, and of the week, of a queue and its priorities."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from planner.arrays import IntArray
from planner.local_time import local_days, zone
from planner.queues import Queue
from planner.simulation import estimates
from planner.simulation.intervals import Estimate
from planner.simulation.judgement import Level, PriorityJudgement, Span, SpanJudgement
from scenarios.judge.case import Case, in_time, level_of


def span_judgements(
    case: Case, queue: Queue, target: float | None, priorities: tuple[PriorityJudgement, ...]
) -> tuple[SpanJudgement, ...]:
    """
    Days and then the week: of the queue as a whole, then of each priority.

    `target` is the share promised of the queue, `priorities` tell theirs.
    """
    lines = case.week.lines_of(queue.id)
    targets = {one.priority: one.target for one in priorities}
    named = [(line, case.week.streams[line][1]) for line in lines]
    found = [*_of_lines(case, queue, "", lines, target)]
    for line, priority in named:
        if priority:
            found += _of_lines(case, queue, priority, [line], targets[priority])
    return tuple(found)


def _of_lines(
    case: Case, queue: Queue, priority: str, lines: list[int], target: float | None
) -> Iterator[SpanJudgement]:
    days = tuple(local_days(case.coverage.grid, zone(case.inputs.settings.zone)))
    of_day = case.week.centre.day
    yield from _spans(case, queue, (priority, lines, target), "day", days, of_day)
    yield from _spans(
        case, queue, (priority, lines, target), "week", days[:1], np.zeros_like(of_day)
    )


def _spans(
    case: Case,
    queue: Queue,
    part: tuple[str, list[int], float | None],
    span: Span,
    days: tuple[date, ...],
    period: IntArray,
) -> Iterator[SpanJudgement]:
    """One a period; `days` names the first local day of each."""
    priority, lines, target = part
    tally, level = case.tally, case.confidence
    arrived = estimates.contacts(tally, [lines], period, level)
    served = in_time(case, queue, lines, period)
    waiting, oldest = (of(tally, [lines], level) for of in (estimates.backlog, estimates.oldest_s))
    asa_s = abandoned = occupancy = met = None
    if queue.channel.is_live:
        asa_s = estimates.asa_s(tally, [lines], period, level)
        abandoned = estimates.abandonment(tally, [lines], period, level)
    if not priority:
        group = case.week.groups.index(queue.skill)
        occupancy = estimates.occupancy(tally, [[group]], period, level)
    if target is not None:
        met = estimates.shares_of_weeks(tally, [lines], period, target, level)
    for i, day in enumerate(days):
        last = int(np.flatnonzero(period == i)[-1])
        yield SpanJudgement(
            priority=priority,
            span=span,
            first_day=day,
            contacts=_known(arrived, i),
            in_time=level_of(served, i),
            asa_s=_maybe(asa_s, i),
            abandoned=_maybe(abandoned, i),
            occupancy=_maybe(occupancy, i),
            waiting=_known(waiting, last),
            oldest_s=_known(oldest, last),
            target=target,
            weeks_met=_maybe(met, i),
        )


def _maybe(found: Estimate | None, period: int) -> Level | None:
    return None if found is None else level_of(found, period)


def _known(found: Estimate, period: int) -> Level:
    """Of what is counted in every period, 0 included."""
    return Level(*(float(part.data[0, period]) for part in (found.mean, found.low, found.high)))
