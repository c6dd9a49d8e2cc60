"""A plan as something to simulate: queues become lines, skills groups, shifts spells."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, inf
from typing import Final

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.demand import Forecast, Requirement, StreamForecast
from planner.local_time import local_days, zone
from planner.queues import Queue
from planner.roster import Roster
from planner.simulation.centre import NO_CONTACTS, Centre, Group, Handling, Line
from planner.timegrid import TimeGrid
from scenarios.coverage import day_labels
from scenarios.inputs import Inputs
from scenarios.joint import joint_factors
from scenarios.judge.backlog import backlog
from scenarios.judge.spells import spells
from scenarios.staffing.deferred_work import deferred_work
from scenarios.staffing.handling import handling_day_cv, handling_s, measured_cv
from scenarios.staffing.queue_week import queue_shrinkage, week_of

DEFERRED_RANK: Final = 1_000_000
"""Behind every live line, whatever its urgency."""

ALIKE: Final = 1e-9
"""Slots whose handling times differ by less have the same."""


@dataclass(frozen=True, slots=True, eq=False)
class JudgedWeek:
    """
    A centre, and what its lines and groups stand for.

    `streams` are queue and priority of each line, ``("phone", "")`` where priorities are not told
    apart; `shrinkage` is each group's, ``(n_groups,)``.
    """

    centre: Centre
    streams: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    shrinkage: FloatArray

    def lines_of(self, queue: str) -> list[int]:
        """Numbers of a queue's lines."""
        return [i for i, (name, _) in enumerate(self.streams) if name == queue]

    def handling_of(self, queue: str, priority: str) -> Handling:
        """Handling times of a priority, those of all of them where they share a line."""
        lines = self.lines_of(queue)
        own = next((i for i in lines if self.streams[i][1] == priority), lines[0])
        return self.centre.lines[own].handling


def judged_week(
    inputs: Inputs, wide: Forecast, requirement: Requirement, roster: Roster
) -> JudgedWeek:
    """
    The week that a roster makes of a forecast.

    Deferred queues begin with the tickets known to be open or, where none are given, with those
    that the days before leave when staffed as required.
    """
    grid = requirement.grid
    made = [
        (stream, line)
        for queue in inputs.queues
        for stream, line in _lines(inputs, queue, wide, requirement)
    ]
    streams = tuple(stream for stream, _ in made)
    skills = group_skills(inputs)
    groups = tuple(_group(inputs, requirement, name, skills[name], streams) for name in skills)
    days = tuple(local_days(grid, zone(inputs.settings.zone)))
    centre = Centre(
        slot_s=grid.slot_s,
        n_slots=grid.n_slots,
        day=day_labels(grid, inputs.settings.zone, days),
        lines=tuple(line for _, line in made),
        groups=groups,
        spells=spells(
            (*roster.carried_in, *roster.assignments), grid, {s: i for i, s in enumerate(skills)}
        ),
    )
    shrinkage = [_shrinkage(inputs, requirement, taken) for taken in skills.values()]
    return JudgedWeek(centre, streams, tuple(skills), np.array(shrinkage))


def group_skills(inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """Skills that agents rostered for each skill or pool use, specialists first."""
    return {skill: (skill,) for skill in inputs.skills} | {p.id: p.skills for p in inputs.pools}


def _lines(
    inputs: Inputs, queue: Queue, wide: Forecast, requirement: Requirement
) -> Iterator[tuple[tuple[str, str], Line]]:
    streams = sorted(wide.of(queue.id), key=lambda s: queue.priority_rank(s.priority))
    if not queue.channel.is_live:
        yield from _deferred_lines(inputs, queue, wide, requirement)
    elif queue.target_by_priority:
        for stream in streams:
            yield (queue.id, stream.priority), _live_line(queue, [stream], wide, requirement)
    else:
        yield (queue.id, ""), _live_line(queue, streams, wide, requirement)


def _live_line(
    queue: Queue, streams: list[StreamForecast], wide: Forecast, requirement: Requirement
) -> Line:
    grid = requirement.grid
    by_stream = [week_of(s.mean, wide.grid, grid) for s in streams]
    contacts = np.sum(by_stream, axis=0)
    target = queue.target_of(streams[0].priority)
    day_cv, slot_cv, phi = joint_factors(wide, [(queue.id, s.priority) for s in streams])
    return Line(
        name=queue.id,
        contacts=np.where(requirement.of(queue.id).is_open, contacts, 0.0),
        handling=_handling(queue, streams, by_stream, wide.grid, grid),
        within_s=target.within_s if target else queue.max_asa_s or 0.0,
        patience_s=inf if queue.patience_s is None else queue.patience_s,
        redial_share=queue.redial_share,
        redial_after_s=queue.redial_after_s,
        concurrency=queue.concurrency,
        slowness=queue.slowness,
        day_cv=day_cv,
        slot_cv=slot_cv,
        phi=phi,
    )


def _handling(
    queue: Queue,
    streams: list[StreamForecast],
    contacts: list[FloatArray],
    wide: TimeGrid,
    grid: TimeGrid,
) -> Handling:
    """Handling times of streams in one line: their mix in each slot of the week."""
    each_s = np.stack([week_of(handling_s(queue, s), wide, grid) for s in streams])
    total = np.sum(contacts, axis=0)
    work = np.sum(each_s * np.stack(contacts), axis=0)
    mean_s = float(work.sum() / total.sum()) if total.any() else float(each_s[0].mean())
    by_slot = np.divide(work, total * mean_s, out=np.ones_like(total), where=total > 0)
    cv = measured_cv(queue, streams)
    return Handling(
        mean_s,
        "exponential" if cv is None else "log-normal",
        1.0 if cv is None else cv,
        by_slot=by_slot if np.ptp(by_slot) > ALIKE else NO_CONTACTS,
        day_cv=handling_day_cv(streams),
    )


def _deferred_lines(
    inputs: Inputs, queue: Queue, wide: Forecast, requirement: Requirement
) -> Iterator[tuple[tuple[str, str], Line]]:
    grid = requirement.grid
    first = wide.grid.slot_of(grid.start)
    work = deferred_work(inputs, queue, wide, grid)
    waiting = backlog(inputs, queue, wide, grid, work)
    streams = {stream.priority: stream for stream in wide.of(queue.id)}
    for row, priority in enumerate(work.priorities):
        arrived, due_s = waiting[priority]
        stream = streams.get(priority) or _nothing_arrives(queue, priority, wide)
        contacts = week_of(stream.mean, wide.grid, grid)
        yield (
            (queue.id, priority),
            Line(
                name=f"{queue.id}/{priority}".rstrip("/"),
                contacts=contacts,
                handling=_handling(queue, [stream], [contacts], wide.grid, grid),
                due_s=(week_of(work.due[row, : wide.grid.n_slots], wide.grid, grid) - first)
                * grid.slot_s,
                is_open=work.is_open[first : first + grid.n_slots],
                due_when=queue.due_when,
                backlog_arrived_s=arrived,
                backlog_due_s=due_s,
                day_cv=stream.typical_day_cv,
                slot_cv=stream.slot_cv,
                phi=max(1.0, stream.phi),
            ),
        )


def _nothing_arrives(queue: Queue, priority: str, wide: Forecast) -> StreamForecast:
    """Forecast of a priority that only open tickets have."""
    nothing = np.zeros(wide.grid.n_slots)
    return StreamForecast(queue.id, priority, nothing, (), nothing[:0].reshape(0, 1))


def _group(
    inputs: Inputs,
    requirement: Requirement,
    name: str,
    skills: tuple[str, ...],
    streams: tuple[tuple[str, str], ...],
) -> Group:
    queues = {q.id: q for q in inputs.queues if q.skill in skills}
    taken = sorted(
        (_rank(queues[queue], priority), line)
        for line, (queue, priority) in enumerate(streams)
        if queue in queues
    )
    ranks = sorted({rank for rank, _ in taken})
    return Group(
        name=name,
        lines=tuple(line for _, line in taken),
        ranks=tuple(ranks.index(rank) for rank, _ in taken),
        reserve=_reserve(requirement, list(queues.values())),
    )


def _rank(queue: Queue, priority: str) -> tuple[int, int]:
    if not queue.channel.is_live:
        return DEFERRED_RANK, 0
    return -queue.urgency, queue.priority_rank(priority)


def _reserve(requirement: Requirement, queues: list[Queue]) -> int:
    """
    Idle agents kept for live work: as many as the live queues alone would have on average.

    0 where the agents take live or deferred work only; 1 in a pool, whose live queues have agents
    of their own besides.
    """
    live = [requirement.of(q.id) for q in queues if q.channel.is_live]
    if not live or len(live) == len(queues):
        return 0
    if len({q.skill for q in queues}) > 1:
        return 1
    idle: IntArray = sum((q.alone - np.floor(q.load).astype(np.int64) for q in live), np.array(0))
    used = sum((q.load for q in live), np.zeros(1)) > 0
    return max(1, ceil(float(np.median(idle[used]))) if used.any() else 1)


def _shrinkage(inputs: Inputs, requirement: Requirement, skills: tuple[str, ...]) -> float:
    queues = [q for q in inputs.queues if q.skill in skills]
    weights = [float(requirement.of(q.id).scheduled.sum()) for q in queues]
    shares = [queue_shrinkage(inputs, q) for q in queues]
    return float(np.average(shares, weights=weights if sum(weights) else None))
