"""Where one more agent would save most of the tickets that come too late."""

from math import ceil
from typing import Final

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.queues import Queue
from planner.simulation.judgement import QueueJudgement
from scenarios.judge.judge import Case

WINDOW_S: Final = 4 * 3600.0
"""An agent is added in this time before late tickets are due, less where it is less."""

AIM: Final = 2.0
"""Late tickets aimed at, as a multiple of those that have to be saved: not all of them will be."""


def late_ticket_steps(case: Case, queue: Queue, judged: QueueJudgement) -> IntArray:
    """
    One agent more before the due times of the slots with most late tickets, ``(n_slots,)``.

    As many slots as it takes to aim at twice the tickets that the lower end of the interval is
    short of.
    """
    centre = case.week.centre
    wanted = np.zeros(centre.n_slots, dtype=np.bool_)
    if judged.in_time is None or judged.target is None:
        return wanted.astype(np.int64)
    lines = case.week.lines_of(queue.id)
    late = {line: _late(case, line) for line in lines}
    decided = sum(float(case.tally.decided[:, line].sum(axis=-1).mean()) for line in lines)
    short = AIM * max(0.0, judged.target - judged.in_time.low) * decided
    worst = sorted(
        (
            (float(late[line][slot]), line, int(slot))
            for line in lines
            for slot in _some(late[line])
        ),
        reverse=True,
    )
    for tickets, line, slot in worst:
        if short <= 0:
            break
        short -= tickets
        _mark(wanted, case, line, slot)
    return wanted.astype(np.int64)


def _late(case: Case, line: int) -> FloatArray:
    """Late tickets a week by slot of arrival."""
    tally = case.tally
    lost: FloatArray = (tally.decided[:, line] - tally.in_time[:, line]).mean(axis=0)
    return lost


def _some(late: FloatArray) -> list[int]:
    return [int(slot) for slot in np.flatnonzero(late > 0)]


def _mark(wanted: BoolArray, case: Case, line: int, slot: int) -> None:
    centre = case.week.centre
    due_s = centre.lines[line].due_s
    if due_s is None:
        return
    until = min(ceil(due_s[slot] / centre.slot_s), centre.n_slots)
    first = max(slot, until - ceil(WINDOW_S / centre.slot_s))
    wanted[first : max(until, slot + 1)] = True
