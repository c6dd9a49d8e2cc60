"""Where one more agent would save most of the tickets that come too late."""

from math import ceil
from typing import Final

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.queues import Queue
from planner.simulation.judgement import Level, QueueJudgement
from scenarios.judge.case import Case

WINDOW_S: Final = 4 * 3600.0
"""An agent is added for so long at a time."""

SAVED: Final = 0.9
"""Part of the late tickets arriving in that time which the agent is taken to save."""


def late_ticket_steps(case: Case, queue: Queue, judged: QueueJudgement) -> IntArray:
    """
    One agent more in the hours in which most late tickets arrive, ``(n_slots,)``.

    In as few hours as it takes to save what the lower end of the interval is short of, for the
    queue and for each of its priorities.
    """
    lines = case.week.lines_of(queue.id)
    of_line = {line: _late(case, line) for line in lines}
    steps = _steps(
        case, np.sum(list(of_line.values()), axis=0), judged.in_time, judged.target, lines
    )
    by_priority = {one.priority: one for one in judged.priorities}
    for line in lines:
        one = by_priority.get(case.week.streams[line][1])
        if one is not None:
            steps = np.maximum(steps, _steps(case, of_line[line], one.in_time, one.target, [line]))
    return steps


def _steps(
    case: Case, late: FloatArray, found: Level | None, target: float | None, lines: list[int]
) -> IntArray:
    """Windows with most late tickets, best first, until enough are saved."""
    steps = np.zeros(late.size, dtype=np.int64)
    if found is None or target is None:
        return steps
    decided = float(case.tally.decided[:, lines].sum(axis=(1, 2)).mean())
    short = (target - found.low) * decided
    size = ceil(WINDOW_S / case.week.centre.slot_s)
    left = late.copy()
    while short > 0 and left.any():
        upto = np.concatenate(([0.0], np.cumsum(left)))
        in_window = upto[np.minimum(np.arange(late.size) + size, late.size)] - upto[:-1]
        first = int(np.argmax(in_window))
        short -= SAVED * float(in_window[first])
        steps[first : first + size] = 1
        left[first : first + size] = 0.0
    return steps


def _late(case: Case, line: int) -> FloatArray:
    """Late tickets a week by slot of arrival."""
    tally = case.tally
    lost: FloatArray = (tally.decided[:, line] - tally.in_time[:, line]).mean(axis=0)
    return lost
