"""What simulated weeks say of every slot of a queue and of its priorities."""

import numpy as np

from planner.arrays import FloatArray
from planner.queues import Queue
from planner.simulation import estimates
from planner.simulation.intervals import Estimate
from planner.simulation.judgement import SlotJudgement
from scenarios.judge.case import Case, in_time


def slot_judgements(case: Case, queue: Queue) -> tuple[SlotJudgement, ...]:
    """Of the queue as a whole, then of each priority that has a line of its own."""
    lines = case.week.lines_of(queue.id)
    named = [(case.week.streams[line][1], [line]) for line in lines if case.week.streams[line][1]]
    return tuple(_of_lines(case, queue, *one) for one in [("", lines), *named])


def _of_lines(case: Case, queue: Queue, priority: str, lines: list[int]) -> SlotJudgement:
    slots = np.arange(case.week.centre.n_slots)
    tally, level = case.tally, case.confidence
    nothing = np.full((3, slots.size), np.nan)
    asa_s, abandoned, occupancy = nothing, nothing, nothing
    if queue.channel.is_live:
        asa_s = _rows(estimates.asa_s(tally, [lines], slots, level))
        abandoned = _rows(estimates.abandonment(tally, [lines], slots, level))
    if not priority:
        group = case.week.groups.index(queue.skill)
        occupancy = _rows(estimates.occupancy(tally, [[group]], slots, level))
    return SlotJudgement(
        priority=priority,
        in_time=_rows(in_time(case, queue, lines, slots)),
        asa_s=asa_s,
        abandoned=abandoned,
        occupancy=occupancy,
        waiting=_rows(estimates.backlog(tally, [lines], level)),
        oldest_s=_rows(estimates.oldest_s(tally, [lines], level)),
    )


def _rows(found: Estimate) -> FloatArray:
    """Mean, low and high of the one set, NaN where nothing was counted, ``(3, n_slots)``."""
    return np.stack([part.filled(np.nan)[0] for part in (found.mean, found.low, found.high)])
