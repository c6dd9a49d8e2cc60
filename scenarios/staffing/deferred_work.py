"""Mail and tickets around a week: how much arrives, when it may be done and when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.demand import BacklogItem, Forecast
from planner.queues import Queue
from planner.staffing.deferred.due_windows import DueWindows, due_windows
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.staffing.handling import mean_of_priority, work_s_by_priority
from scenarios.staffing.queue_week import open_slots


@dataclass(frozen=True, slots=True, eq=False)
class DeferredWork:
    """
    Items of a deferred queue on the wide grid, shape ``(n_rows, n_items)`` each.

    The first rows are what arrives, one for each of `priorities` and one item a slot: those of the
    forecast, then those of open tickets alone. What is known to be open when the week begins
    stands in rows behind them. `release` and `due` are slots
    of the wide grid; where the due time is past, or passes while nobody works, ``due <= release``.
    `part` is 0 for what arrives before the week, 1 in it and 2 behind it.
    """

    queue: Queue
    priorities: tuple[str, ...]
    work_s: FloatArray
    release: IntArray
    due: IntArray
    part: IntArray
    is_open: BoolArray


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """
    Contacts that are open when a week begins.

    `arrived_s` is negative and `due_s` may be, seconds from the start of the week; `due_slot` on
    the wide grid.
    """

    priority: str
    arrived_s: float
    due_s: float
    due_slot: int
    contacts: int


def deferred_work(inputs: Inputs, queue: Queue, wide: Forecast, grid: TimeGrid) -> DeferredWork:
    """
    Work of a deferred queue around a week.

    Where a backlog of the queue is given, it stands for all that arrived before the week.
    """
    is_open = open_slots(inputs, queue, wide.grid)
    first = wide.grid.slot_of(grid.start)
    tickets = known_tickets(inputs, queue, wide.grid, grid)
    nothing = {ticket.priority: np.zeros(wide.grid.n_slots) for ticket in tickets}
    by_priority = work_s_by_priority(queue, wide)
    by_priority = by_priority | {p: row for p, row in nothing.items() if p not in by_priority}
    arrivals = np.stack(list(by_priority.values()))
    if tickets:
        arrivals[:, :first] = 0.0
    due = [windows(inputs, queue, p, is_open, wide.grid) for p in by_priority]
    each_s = {t.priority: mean_of_priority(queue, wide, t.priority) for t in tickets}
    backlog = _backlog_rows(each_s, tickets, first, wide.grid.n_slots)
    parts = ((arrivals, *(np.stack([getattr(d, f) for d in due]) for f in ("release", "due"))),)
    work, release, until = (np.concatenate(rows) for rows in zip(*parts, *backlog, strict=True))
    slots = np.arange(wide.grid.n_slots)
    part = (slots >= first).astype(np.int64) + (slots >= first + grid.n_slots)
    rows = np.where(np.arange(len(work))[:, np.newaxis] < len(by_priority), part, 0)
    return DeferredWork(queue, tuple(by_priority), work, release, until, rows, is_open)


def windows(
    inputs: Inputs, queue: Queue, priority: str, is_open: BoolArray, wide: TimeGrid
) -> DueWindows:
    """Release and due slots of deferred work that arrives in each slot of the wide grid."""
    window = max(1, int(queue.due_after_hours(priority) * 60 // wide.minutes))
    counted = inputs.due_slots(queue, priority, wide)
    if np.array_equal(counted, is_open):
        return due_windows(is_open, window)
    return due_windows(is_open, window, counted=counted)


def known_tickets(
    inputs: Inputs, queue: Queue, wide: TimeGrid, grid: TimeGrid
) -> tuple[KnownTicket, ...]:
    """What the backlog file says of a queue, earliest due first."""
    items = [item for item in inputs.open_backlog(grid) if item.queue == queue.id]
    found = [
        _ticket(item, due_slot, wide, grid)
        for item, due_slot in zip(items, _due_slots(inputs, queue, items, wide), strict=True)
    ]
    return tuple(sorted(found, key=lambda t: (t.due_s, t.arrived_s)))


def _ticket(item: BacklogItem, due_slot: int, wide: TimeGrid, grid: TimeGrid) -> KnownTicket:
    return KnownTicket(
        priority=item.priority,
        arrived_s=_seconds(item.arrived, grid),
        due_s=(due_slot - wide.slot_of(grid.start)) * wide.slot_s
        if item.due is None
        else _seconds(item.due, grid),
        due_slot=due_slot,
        contacts=item.contacts,
    )


def _seconds(instant: datetime, grid: TimeGrid) -> float:
    return (instant - grid.start).total_seconds()


def _due_slots(inputs: Inputs, queue: Queue, items: list[BacklogItem], wide: TimeGrid) -> list[int]:
    """Slots of the wide grid before which items are due, below 0 before it."""
    arrived = [int(np.floor(wide.offset(item.arrived))) for item in items]
    earlier = max(0, 1 - min(arrived, default=1))
    longer = wide.widened(earlier, 0) if earlier else wide
    is_open = open_slots(inputs, queue, longer)
    due = {
        priority: windows(inputs, queue, priority, is_open, longer).due - earlier
        for priority in {item.priority for item in items if item.due is None}
    }
    return [
        int(due[item.priority][slot + earlier])
        if item.due is None
        else int(np.floor(wide.offset(item.due)))
        for item, slot in zip(items, arrived, strict=True)
    ]


Rows = tuple[FloatArray, IntArray, IntArray]


def _backlog_rows(
    each_s: Mapping[str, float], tickets: tuple[KnownTicket, ...], first: int, n_items: int
) -> list[Rows]:
    """One row holds up to `n_items` tickets, all free to be done from the start of the week."""
    rows: list[Rows] = []
    for start in range(0, len(tickets), n_items):
        part = tickets[start : start + n_items]
        work = np.zeros((1, n_items))
        due = np.full((1, n_items), part[-1].due_slot, dtype=np.int64)
        work[0, : len(part)] = [t.contacts * each_s[t.priority] for t in part]
        due[0, : len(part)] = [t.due_slot for t in part]
        rows.append((work, np.full((1, n_items), first, dtype=np.int64), due))
    return rows
