"""Queues whose work the roster places: when it may be done, and where a roster does it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.demand import Forecast, QueueRequirement, Requirement
from planner.queues import Queue
from planner.roster import Roster
from planner.staffing.deferred.service import serve_deferred
from planner.staffing.shrinkage import productive_agents
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.problem import roster_problem
from scenarios.rostering.skills import rostered_skills
from scenarios.staffing.deferred import CATCH_UP_HOURS, deferred_level_s
from scenarios.staffing.deferred_work import DeferredWork, deferred_work
from scenarios.staffing.queue_week import queue_shrinkage
from solver.contract import DeferredWork as Waiting
from solver.earliest_due import place
from solver.placing import parted, placed
from solver.problem import RosterProblem

Windows = dict[tuple[int, int], int]
"""Agent-minutes of work by the first slot in which it may be done and the slot it is due."""


def with_waiting(
    inputs: Inputs, wide: Forecast, asked: Requirement, base: RosterProblem
) -> RosterProblem:
    """
    The problem with the work of queues that the roster places, instead of agents level over time.

    Such a queue requires its `min_agents` while open; what they do is taken off its work.
    """
    queues = placed_queues(inputs)
    if not queues:
        return base
    skills, required = rostered_skills(inputs), base.required.copy()
    waiting, closed = list[Waiting](), set[tuple[int, int]]()
    for queue in queues:
        skill, is_open = skills.index(queue.skill), asked.of(queue.id).is_open
        required[skill] = fewest = np.where(is_open, queue.min_agents, 0)
        windows = work_windows(inputs, queue, wide, asked.grid)
        cents = round(100 * _price(inputs, queue))
        waiting += [
            Waiting(skill, minutes, release, due, cents)
            for (release, due), minutes in _beyond(windows, fewest, asked.grid.minutes)
        ]
        closed |= {(skill, t) for t in np.flatnonzero(~is_open).tolist()}
    return replace(base, required=required, deferred=tuple(waiting), closed=frozenset(closed))


def placed_queues(inputs: Inputs) -> tuple[Queue, ...]:
    """Queues whose work the roster places."""
    return tuple(queue for queue in inputs.queues if queue.placing == "roster")


def placed_around(
    inputs: Inputs, problem: RosterProblem, asked: Requirement, roster: Roster
) -> Requirement:
    """
    The requirement with work asked for where the agents of a roster do it before it is due.

    Work for which nobody is there in time asks for agents before its due time.
    """
    if not placed_queues(inputs):
        return asked
    skills = rostered_skills(inputs)
    rows = placed(problem, _at_work(inputs, asked.grid, roster))
    by_id = {q.id: (q, rows[skills.index(q.skill)]) for q in placed_queues(inputs)}
    return replace(
        asked,
        queues=tuple(
            _requires(inputs, one, *by_id[one.queue]) if one.queue in by_id else one
            for one in asked.queues
        ),
    )


def as_rostered(inputs: Inputs, wide: Forecast, asked: Requirement, roster: Roster) -> Requirement:
    """The requirement of a forecast with work where a roster that is there places it."""
    if not placed_queues(inputs):
        return asked
    problem = with_waiting(inputs, wide, asked, roster_problem(inputs, asked))
    return placed_around(inputs, problem, asked, roster)


def as_mended(
    inputs: Inputs, wide: Forecast, asked: Requirement, roster: Roster, since: int
) -> Requirement:
    """As `as_rostered`, but that work which nobody did in time asks for agents from `since` on."""
    if not placed_queues(inputs):
        return asked
    problem = with_waiting(inputs, wide, asked, roster_problem(inputs, asked))
    past, left = parted(problem, _at_work(inputs, asked.grid, roster), since)
    before = placed_around(inputs, past, asked, roster)
    after = placed_around(inputs, left, asked, roster)
    queues = (_joined(one, after.of(one.queue), since) for one in before.queues)
    return replace(before, queues=tuple(queues))


def _joined(before: QueueRequirement, after: QueueRequirement, since: int) -> QueueRequirement:
    """What one asks for before a slot, and the other from it on."""
    first = max(since, 0)

    def both(name: str) -> IntArray:
        return np.concatenate((getattr(before, name)[:first], getattr(after, name)[first:]))

    return replace(before, alone=both("alone"), net=both("net"), scheduled=both("scheduled"))


def _at_work(inputs: Inputs, grid: TimeGrid, roster: Roster) -> IntArray:
    return np.stack([roster.on_duty(grid, skill) for skill in rostered_skills(inputs)])


def _requires(
    inputs: Inputs, one: QueueRequirement, queue: Queue, agents: IntArray
) -> QueueRequirement:
    present = np.floor(productive_agents(agents, queue_shrinkage(inputs, queue)) + 1e-9)
    net = np.maximum(present.astype(np.int64), np.minimum(agents, 1))
    return replace(one, alone=net, net=net, scheduled=agents)


def _price(inputs: Inputs, queue: Queue) -> float:
    own = queue.understaffing_cost
    return inputs.costs.short_hour if own is None else own


def work_windows(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> Windows:
    """
    Work that a week has to do, in minutes of agents rostered, by when it may be done.

    What the days before leave open and what the week leaves to the days after is as much as with
    work done level over time. Work that is overdue is caught up within `CATCH_UP_HOURS`.
    """
    work = deferred_work(inputs, queue, wide, grid)
    first = wide.grid.slot_of(grid.start)
    last = first + grid.n_slots
    level = deferred_level_s(work, grid.slot_s) * (1 + 1e-9)
    is_new = work.release >= first
    todo = np.where(is_new, work.work_s, _left(work, level, first))
    later = _left(work, level, last)
    amount = np.where(work.release < last, np.maximum(todo - later, 0.0), 0.0)
    effective = (queue.max_occupancy or 1.0) * (1 - queue_shrinkage(inputs, queue))
    minutes = _whole(amount / 60 / effective)
    release = np.maximum(work.release, first) - first
    catch_up = max(1, int(CATCH_UP_HOURS * 60 // grid.minutes))
    due = np.where(work.due - first > release, work.due - first, release + catch_up)
    found: Windows = defaultdict(int)
    for row, item in np.argwhere(minutes > 0).tolist():
        key = int(release[row, item]), int(min(due[row, item], grid.n_slots))
        found[key] += int(minutes[row, item])
    return dict(sorted(found.items()))


def _left(work: DeferredWork, level: FloatArray, until: int) -> FloatArray:
    """Seconds of each item that are neither done nor due before a slot of the wide grid."""
    served = serve_deferred(
        work.work_s,
        work.release,
        work.due,
        level[:until],
        work.is_open[:until],
        late_last=work.queue.on_time < 1,
    )
    return served.pending_s


def _whole(minutes: FloatArray) -> IntArray:
    """Whole minutes that add up along each row as `minutes` do."""
    upto = np.floor(np.cumsum(minutes, axis=1) + 0.5)
    return np.diff(upto, axis=1, prepend=0.0).astype(np.int64)


def _beyond(
    windows: Windows, fewest: IntArray, slot_minutes: int
) -> Iterator[tuple[tuple[int, int], int]]:
    """What agents who are there anyway leave of the work, earliest due first."""
    keys = list(windows)
    done = place((fewest * slot_minutes).tolist(), [(a, b, windows[a, b]) for a, b in keys])
    left = dict(windows)
    for (i, _), minutes in done.items():
        left[keys[i]] -= minutes
    yield from ((key, minutes) for key, minutes in left.items() if minutes)
