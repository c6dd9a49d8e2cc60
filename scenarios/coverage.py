"""What a roster covers and what service that earns, queue by queue and day by day."""

from datetime import date

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.demand import Forecast, Requirement
from planner.local_time import local_days, wall_clock, zone
from planner.queues import Queue
from planner.roster import Coverage, QueueCoverage, Roster
from planner.staffing.deferred_service import serve_deferred
from planner.staffing.expected import expected_service_level, share_by_group
from planner.staffing.shrinkage import productive_agents
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.plan import DayService
from scenarios.staffing import (
    deferred_level_s,
    mean_handling_s,
    open_slots,
    queue_shrinkage,
    windows,
    work_s_by_priority,
)


def cover(inputs: Inputs, wide: Forecast, requirement: Requirement, roster: Roster) -> Coverage:
    """Required against scheduled agents of each queue, and the service level they earn."""
    grid = requirement.grid
    scheduled = scheduled_by_queue(inputs, requirement, roster)
    return Coverage(
        grid,
        tuple(
            QueueCoverage(
                queue=queue.id,
                required=requirement.of(queue.id).scheduled,
                scheduled=scheduled[queue.id],
                contacts=_week(wide.mean(queue.id), wide.grid, grid),
                service_level=_service_level(inputs, queue, wide, grid, scheduled[queue.id]),
            )
            for queue in inputs.queues
        ),
    )


def scheduled_by_queue(
    inputs: Inputs, requirement: Requirement, roster: Roster
) -> dict[str, IntArray]:
    """
    Agents at work for each queue, ``(n_slots,)``.

    Queues of one skill share its agents in proportion to what they require; agents above the sum
    go to the first of them.
    """
    found: dict[str, IntArray] = {}
    for skill in inputs.skills:
        queues = [q.id for q in inputs.queues if q.skill == skill]
        present = roster.on_duty(requirement.grid, skill)
        required = np.stack([requirement.of(q).scheduled for q in queues])
        found |= zip(queues, _shared(present, required), strict=True)
    return found


def _shared(present: IntArray, required: IntArray) -> IntArray:
    """Whole agents per queue, largest remainders first; shape of `required`."""
    total = required.sum(axis=0)
    capped = np.minimum(present, total)
    exact = required * capped / np.maximum(total, 1)
    share: IntArray = np.floor(exact).astype(np.int64)
    order = np.argsort(np.argsort(share - exact, axis=0, kind="stable"), axis=0, kind="stable")
    share += order < capped - share.sum(axis=0)
    share[0] += present - capped
    return share


def _service_level(
    inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid, scheduled: IntArray
) -> FloatArray:
    """Share of each slot's contacts served in time, NaN where there are none, ``(n_slots,)``."""
    productive = productive_agents(scheduled, queue_shrinkage(inputs, queue))
    if not queue.channel.is_live:
        return _done_in_time(inputs, queue, wide, grid, productive)
    contacts = _week(wide.mean(queue.id), wide.grid, grid)
    within = queue.target.within_s if queue.target else queue.max_asa_s or 0.0
    level = expected_service_level(
        productive, contacts, mean_handling_s(queue, wide), within, grid.slot_s
    )
    return np.asarray(level.filled(np.nan), dtype=np.float64)


def _done_in_time(
    inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid, productive: FloatArray
) -> FloatArray:
    """
    Share of the work that arrives in each slot done by its due time.

    Before and after the week the queue is taken to be staffed as it requires.
    """
    is_open = open_slots(inputs, queue, wide.grid)
    capacity = deferred_level_s(queue, wide, is_open) * (1 + 1e-9)
    first = wide.grid.slot_of(grid.start)
    capacity[first : first + grid.n_slots] = productive * grid.slot_s
    work = work_s_by_priority(queue, wide)
    due = [windows(queue, priority, is_open, grid.minutes) for priority in work]
    service = serve_deferred(
        np.stack(list(work.values())),
        np.stack([d.release for d in due]),
        np.stack([d.due for d in due]),
        capacity,
        is_open,
    )
    done = service.on_time_s.sum(axis=0)
    known = done + service.late_s.sum(axis=0)
    share = np.divide(done, known, out=np.full(len(done), np.nan), where=known > 0)
    return _week(share, wide.grid, grid)


def _week(values: FloatArray, wide: TimeGrid, grid: TimeGrid) -> FloatArray:
    first = wide.slot_of(grid.start)
    part: FloatArray = values[first : first + grid.n_slots]
    return part


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
    target = queue.target.fraction if queue.target else None
    return [
        DayService(
            queue=queue.id,
            day=day,
            contacts=float(contacts[i]),
            achieved=None if np.ma.is_masked(shares[i]) else float(shares[i]),
            target=target if queue.channel.is_live else target or 1.0,
        )
        for i, day in enumerate(days)
    ]
