"""Deferred work in its lines: which is due first, and taking it out. Part of the kernel."""

import math

from planner.simulation.compiled import step
from planner.simulation.heap import drop_first
from planner.simulation.records import NOBODY, Hall


@step
def line_due(hall: Hall, number: int) -> int:
    """Open line of a group whose first contact is due first of all, or nobody's."""
    group = hall.groups[number]
    best_line = NOBODY
    best = NOBODY
    best_s = math.inf
    for i in range(group.live_to, group.deferred_to):
        line = hall.lines[hall.group_lines[i]]
        if line.n_due > 0 and not line.is_closed:
            due_s, first = hall.due_s[line.due_from], int(hall.due_attempt[line.due_from])
            if best == NOBODY or due_s < best_s or (due_s == best_s and first < best):
                best_line, best, best_s = int(hall.group_lines[i]), first, due_s
    return best_line


@step
def take_due(hall: Hall, number: int) -> int:
    """Take the contact of a deferred line that is due first out of it; nobody's has none."""
    if number == NOBODY:
        return NOBODY
    line = hall.lines[number]
    first = int(hall.due_attempt[line.due_from])
    drop_first(hall.due_s, hall.due_attempt, line.due_from, line.n_due)
    line.n_due -= 1
    return first
