"""Shifts as stretches of time in which an agent takes contacts."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from planner.roster import Assignment
from planner.simulation.centre import Spells
from planner.timegrid import Interval, TimeGrid

Stretch = tuple[float, float, bool]
"""Start and end in seconds from the start of the week, and whether a shift ends there."""


def spells(
    assignments: Sequence[Assignment], grid: TimeGrid, group_of: Mapping[str, int]
) -> Spells:
    """
    Spells of a roster's assignments in the week, breaks left out.

    `group_of` gives the group of each skill; shifts for others, such as training, take no contacts.
    What lies outside the week is cut off; a shift that goes on behind it does not end in it.
    """
    assignments = [one for one in assignments if one.skill in group_of]
    agents = {agent: i for i, agent in enumerate(sorted({a.agent for a in assignments}))}
    ordered = sorted(assignments, key=lambda a: (a.agent, a.shift.interval.start))
    rows = [
        (agents[one.agent], group_of[one.skill], *stretch)
        for one in ordered
        for stretch in _in_week(one, grid)
    ]
    agent, group, start, end, is_shift_end = zip(*rows, strict=True) if rows else ((),) * 5
    return Spells(
        agent=np.array(agent, dtype=np.int64),
        group=np.array(group, dtype=np.int64),
        start_s=np.array(start, dtype=np.float64),
        end_s=np.array(end, dtype=np.float64),
        is_shift_end=np.array(is_shift_end, dtype=np.bool_),
    )


def _in_week(assignment: Assignment, grid: TimeGrid) -> Iterator[Stretch]:
    end_s = grid.n_slots * grid.slot_s
    for start, end, is_shift_end in _stretches(assignment, grid):
        if max(start, 0.0) < min(end, end_s):
            yield max(start, 0.0), min(end, end_s), is_shift_end and end <= end_s


def _stretches(assignment: Assignment, grid: TimeGrid) -> Iterator[Stretch]:
    shift = assignment.shift
    begin, finish = _seconds(shift.interval, grid)
    for rest in sorted(shift.breaks, key=lambda b: b.interval):
        away, back = _seconds(rest.interval, grid)
        yield begin, away, False
        begin = back
    yield begin, finish, True


def _seconds(interval: Interval, grid: TimeGrid) -> tuple[float, float]:
    return grid.offset(interval.start) * grid.slot_s, grid.offset(interval.end) * grid.slot_s
