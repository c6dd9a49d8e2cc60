"""What a roster covers and what service that earns, queue by queue and day by day."""

from datetime import date

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.demand import Forecast, Requirement
from planner.local_time import local_days, wall_clock, zone
from planner.queues import Queue
from planner.roster import Coverage, QueueCoverage, Roster
from planner.staffing.deferred.service import serve_deferred
from planner.staffing.expected import share_by_group
from planner.staffing.shrinkage import productive_agents
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.plan import DayService
from scenarios.staffing.deferred import deferred_level_s
from scenarios.staffing.deferred_work import deferred_work
from scenarios.staffing.expected_level import expected_level
from scenarios.staffing.live_work import live_work
from scenarios.staffing.queue_week import queue_shrinkage, week_of
from scenarios.staffing.shares import shares_up_to, whole_shares
from scenarios.staffing.team_work import sharing, team_work


def cover(inputs: Inputs, wide: Forecast, requirement: Requirement, roster: Roster) -> Coverage:
    """Required against scheduled agents of each queue, and the service level they earn."""
    grid = requirement.grid
    required, scheduled = shared_agents(inputs, requirement, roster)
    return Coverage(
        grid,
        tuple(
            QueueCoverage(
                queue=queue.id,
                required=required[queue.id],
                scheduled=scheduled[queue.id],
                contacts=week_of(wide.mean(queue.id), wide.grid, grid),
                service_level=_service_level(inputs, queue, wide, grid, scheduled),
            )
            for queue in inputs.queues
        ),
    )


Agents = dict[str, IntArray]
"""Agents of each queue in each slot, by its id."""


def shared_agents(
    inputs: Inputs, requirement: Requirement, roster: Roster
) -> tuple[Agents, Agents]:
    """
    Agents required and agents at work for each queue, ``(n_slots,)``.

    Queues of one skill share its agents in proportion to what they require, and queues of a pool
    its flexible agents in proportion to what they lack without them; agents above the sum go to
    the first of them.
    """
    required = {q.queue: q.scheduled for q in requirement.queues}
    scheduled: Agents = {}
    for skill in inputs.skills:
        queues = [q.id for q in inputs.queues if q.skill == skill]
        present = roster.on_duty(requirement.grid, skill)
        parts = shares_up_to(present, np.stack([required[q] for q in queues]))
        scheduled |= zip(queues, parts, strict=True)
    for pool in requirement.pools:
        lacking = [
            np.maximum(requirement.of(q).alone - requirement.of(q).net, 0) for q in pool.queues
        ]
        weights = whole_shares(pool.scheduled, np.stack(lacking))
        present = shares_up_to(roster.on_duty(requirement.grid, pool.pool), weights)
        for queue, asked, at_work in zip(pool.queues, weights, present, strict=True):
            required[queue] = required[queue] + asked
            scheduled[queue] = scheduled[queue] + at_work
    return required, scheduled


def _service_level(
    inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid, scheduled: Agents
) -> FloatArray:
    """
    Share of each slot's contacts served in time, NaN where there are none, ``(n_slots,)``.

    Live queues that share agents are served as one.
    """
    if not queue.channel.is_live:
        productive = productive_agents(scheduled[queue.id], queue_shrinkage(inputs, queue))
        return _done_in_time(inputs, queue, wide, grid, productive)
    team = sharing(inputs, queue)
    work = team_work(queue, [live_work(inputs, q, wide, grid) for q in team])
    present = [productive_agents(scheduled[q.id], queue_shrinkage(inputs, q)) for q in team]
    level = expected_level(work, np.sum(present, axis=0))
    return np.where(week_of(wide.mean(queue.id), wide.grid, grid) > 0, level, np.nan)


def _done_in_time(
    inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid, productive: FloatArray
) -> FloatArray:
    """
    Share of the work that arrives in each slot done by its due time.

    Before and after the week the queue is taken to be staffed as it requires.
    """
    work = deferred_work(inputs, queue, wide, grid)
    capacity = deferred_level_s(work, grid.slot_s) * (1 + 1e-9)
    first = wide.grid.slot_of(grid.start)
    capacity[first : first + grid.n_slots] = productive * grid.slot_s
    service = serve_deferred(
        work.work_s, work.release, work.due, capacity, work.is_open, late_last=queue.on_time < 1
    )
    arrivals = len(work.priorities)
    done = service.on_time_s[:arrivals].sum(axis=0)
    known = done + service.late_s[:arrivals].sum(axis=0)
    share = np.divide(done, known, out=np.full(len(done), np.nan), where=known > 0)
    return week_of(share, wide.grid, grid)


def service_by_day(inputs: Inputs, coverage: Coverage) -> tuple[DayService, ...]:
    """Service expected of each queue on each local day of the plan's clock."""
    clock = zone(inputs.settings.zone)
    days = tuple(local_days(coverage.grid, clock))
    labels = day_labels(coverage.grid, inputs.settings.zone, days)
    return tuple(
        row
        for queue in inputs.queues
        for row in _of_queue(queue, coverage.of(queue.id), days, labels)
    )


def day_labels(grid: TimeGrid, zone_name: str, days: tuple[date, ...]) -> IntArray:
    """Number in `days` of the local day of each slot, ``(n_slots,)``."""
    local = wall_clock(grid.stamps(), zone(zone_name)).normalize()
    numbers = {day: i for i, day in enumerate(days)}
    return np.array([numbers[stamp.date()] for stamp in local], dtype=np.int64)


def _of_queue(
    queue: Queue, coverage: QueueCoverage, days: tuple[date, ...], labels: IntArray
) -> list[DayService]:
    level = np.nan_to_num(coverage.service_level)
    known = np.where(np.isnan(coverage.service_level), 0.0, coverage.contacts)
    shares = share_by_group(level * known, known, labels, len(days))
    contacts = np.bincount(labels, weights=coverage.contacts, minlength=len(days))
    live_target = queue.target.fraction if queue.target else None
    target = live_target if queue.channel.is_live else queue.on_time
    return [
        DayService(
            queue=queue.id,
            day=day,
            contacts=float(contacts[i]),
            achieved=None if np.ma.is_masked(shares[i]) else float(shares[i]),
            target=target,
        )
        for i, day in enumerate(days)
    ]
