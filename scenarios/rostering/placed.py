"""What a roster makes of the work that it places, for tables and in words."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import numpy as np

from planner.arrays import IntArray
from planner.demand import Forecast, Requirement
from planner.local_time import zone
from planner.placed_work import PlacedWork
from planner.roster import Roster
from planner.runs import runs
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.rostering.waiting import Windows, placed_queues, work_windows
from scenarios.shortfalls import spell
from solver.earliest_due import place

EXACT = 1e-9
HOUR = 60
MOST_TOLD = 3
"""Spells of late work told in a note."""


def placed_work(
    inputs: Inputs, wide: Forecast, asked: Requirement, roster: Roster
) -> tuple[PlacedWork, ...]:
    """Work of each queue that the roster places, done earliest due first by agents of its skill."""
    found, grid = [], asked.grid
    for queue in placed_queues(inputs):
        rooms = (
            np.where(asked.of(queue.id).is_open, roster.on_duty(grid, queue.skill), 0)
            * grid.minutes
        )
        found.append(_done(queue.id, work_windows(inputs, queue, wide, grid), rooms))
    return tuple(found)


def _done(queue: str, windows: Windows, rooms: IntArray) -> PlacedWork:
    comes, done, late = (np.zeros(rooms.size) for _ in range(3))
    tasks = [(release, due, minutes) for (release, due), minutes in windows.items()]
    left = [minutes for _, _, minutes in tasks]
    for (i, slot), minutes in place(rooms.tolist(), tasks).items():
        done[slot] += minutes / 60
        left[i] -= minutes
    for (release, due, minutes), undone in zip(tasks, left, strict=True):
        comes[release] += minutes / 60
        late[due - 1] += undone / 60
    return PlacedWork(queue, comes, done, late)


def placed_notes(inputs: Inputs, grid: TimeGrid, works: Sequence[PlacedWork]) -> Iterator[str]:
    """A note for each queue whose work the roster places."""
    clock = zone(inputs.settings.zone)
    for work in works:
        head = f"{inputs.queue(work.queue).title}: the roster places {_hours(work.comes.sum())}"
        late = work.late > EXACT
        if not late.any():
            yield f"{head} of work, all of it before it is due"
            continue
        minutes = np.where(late, np.rint(60 * work.late), 0).astype(np.int64)
        told = [f"{_hours(m / 60)} due {when}" for when, m in _late_times(minutes, grid, clock)]
        more = f" and {len(told) - MOST_TOLD} more times" if len(told) > MOST_TOLD else ""
        told = told[:MOST_TOLD]
        late_hours = _hours(minutes.sum() / 60)
        yield f"{head} of work; {late_hours} of it too late: {', '.join(told)}{more}"


def _late_times(minutes: IntArray, grid: TimeGrid, clock: ZoneInfo) -> list[tuple[str, int]]:
    """
    When work was due that is late, and its minutes, the most first.

    The last slot holds what is due behind the week, too, as far as the week after cannot do it.
    """
    within = minutes.copy()
    within[-1] = 0
    found = [
        (spell(grid.instant(a), grid.instant(b), clock), int(within[a:b].sum()))
        for a, b in runs(within, grid.minutes)
    ]
    if minutes[-1]:
        found.append(("with the end of the week or after it", int(minutes[-1])))
    return sorted(found, key=lambda time: -time[1])


def _hours(hours: float) -> str:
    """Work in hours, or in minutes where tenths of an hour hide it."""
    minutes = round(60 * hours)
    if minutes >= HOUR:
        return f"{hours:,.1f} agent-hours"
    return "1 agent-minute" if minutes == 1 else f"{minutes} agent-minutes"
