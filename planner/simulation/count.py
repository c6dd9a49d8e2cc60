"""What a served week came to, by line and slot."""

import math

from planner.arrays import FloatArray
from planner.simulation.compiled import entry, step
from planner.simulation.records import N_ATTEMPTS, Hall, Week

# Rows of `counts`, in the order of the fields of `Tally`.
OFFERED, DECIDED, ANSWERED, IN_TIME, ABANDONED, ABANDONED_IN_TIME = range(6)
WAIT_S, BACKLOG, OLDEST_S = 6, 7, 8
N_COUNTS = 9


@entry
def count_week(hall: Hall, week: Week, counts: FloatArray) -> None:
    """Fill ``counts``, of shape ``(9, n_lines, n_slots)`` and zero before."""
    n_slots = counts.shape[2]
    for i in range(hall.counts[N_ATTEMPTS]):
        attempt = hall.attempts[i]
        line = hall.lines[attempt.line]
        slot = min(int(max(attempt.arrived_s, 0.0) / hall.slot_s), n_slots - 1)
        until_s = attempt.answered_s
        if until_s == math.inf and attempt.leaves_s <= hall.end_s:
            until_s = attempt.leaves_s
        mark_waiting(hall.slot_s, slot, attempt.arrived_s, until_s, attempt.line, counts)
        if attempt.arrived_s < 0.0:
            continue
        counts[OFFERED, attempt.line, slot] += 1.0
        if line.is_live:
            counts[DECIDED, attempt.line, slot] += 1.0
            count_live(hall, i, slot, until_s, counts)
        else:
            due_s = week.due_s[attempt.contact]
            count_deferred(hall, i, slot, due_s, counts)


@step
def count_live(hall: Hall, number: int, slot: int, until_s: float, counts: FloatArray) -> None:
    """Count how a live contact fared: answered, gone, or still waiting at the end."""
    attempt = hall.attempts[number]
    wait_s = until_s - attempt.arrived_s
    is_in_time = wait_s <= hall.lines[attempt.line].within_s
    if attempt.answered_s < math.inf:
        counts[ANSWERED, attempt.line, slot] += 1.0
        counts[IN_TIME, attempt.line, slot] += 1.0 if is_in_time else 0.0
        counts[WAIT_S, attempt.line, slot] += wait_s
    elif until_s < math.inf:
        counts[ABANDONED, attempt.line, slot] += 1.0
        counts[ABANDONED_IN_TIME, attempt.line, slot] += 1.0 if is_in_time else 0.0


@step
def count_deferred(hall: Hall, number: int, slot: int, due_s: float, counts: FloatArray) -> None:
    """Count how a deferred contact fared: done, or due and not done, or still open."""
    attempt = hall.attempts[number]
    kept_s = attempt.answered_s if hall.lines[attempt.line].due_when_begun else attempt.done_s
    if attempt.done_s < math.inf:
        counts[ANSWERED, attempt.line, slot] += 1.0
        counts[WAIT_S, attempt.line, slot] += attempt.answered_s - attempt.arrived_s
    if kept_s < math.inf:
        counts[IN_TIME, attempt.line, slot] += 1.0 if kept_s <= due_s else 0.0
    if kept_s < math.inf or due_s <= hall.end_s:
        counts[DECIDED, attempt.line, slot] += 1.0


@step
def mark_waiting(
    slot_s: float, slot: int, arrived_s: float, until_s: float, line: int, counts: FloatArray
) -> None:
    """Count a contact at the end of each slot at which it waits, and its age where it is oldest."""
    while slot < counts.shape[2] and until_s > (slot + 1) * slot_s:
        counts[BACKLOG, line, slot] += 1.0
        age_s = (slot + 1) * slot_s - arrived_s
        counts[OLDEST_S, line, slot] = max(counts[OLDEST_S, line, slot], age_s)
        slot += 1
