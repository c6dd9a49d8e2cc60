"""``history.csv``: contacts per interval, summed to the plan's grid."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from planner.arrays import FloatArray
from planner.demand import History
from planner.readers.interval_grid import (
    are_in_place,
    history_grid,
    row_minutes,
    sums,
)
from planner.readers.interval_handling import (
    are_plausible,
    handling_on_grid,
    mean_by_stream,
    tell_differences,
)
from planner.readers.interval_rows import interval_rows, ranked
from planner.readers.interval_sums import IntervalRows
from planner.readers.lent_rows import with_lent_rows
from planner.readers.reading import Context, Findings, Reading, unknown
from planner.readers.table import read_table

REQUIRED = ("start", "queue", "offered")
OPTIONAL = ("priority", "answered", "abandoned", "handle_s")


def read_history(path: Path, context: Context) -> Reading[History]:
    """
    History of all queues on the plan's grid, whole local days of the plan's clock.

    Returns
    -------
    Reading[History]
        One history; none where a problem (not a warning) was found. Slots without rows are NaN in
        opening hours and 0 outside. Where the file gives handling times, `History.handle_s` holds
        the mean of each slot and `History.aht_s` that of each stream, weighted by contacts; those
        that cannot be true are told and left out.

    Raises
    ------
    InputError
        Where the file is no table at all, see `planner.readers.table.read_table`.
    """
    table = read_table(path, REQUIRED, OPTIONAL)
    findings = Findings(path.name)
    _check_queues({text.strip() for text in set(table.columns["queue"])}, context, findings)
    rows = with_lent_rows(interval_rows(table, context, findings), context, findings)
    _check_priorities(rows, context, findings)
    history = _history(rows, context, findings) if rows.start.size else None
    problems = (*table.notes, *findings.found())
    sound = history is not None and all(p.warning for p in problems)
    return Reading((history,) if history and sound else (), (1,) if sound else (), problems)


def _check_queues(present: set[str], context: Context, findings: Findings) -> None:
    for name, queue in context.queues.items():
        lender = queue.history_from.queue if queue.history_from else None
        if lender is not None and lender not in present:
            message = f"queue {name}: {unknown('history_from', lender, sorted(present))}"
            findings.add(
                message.replace("is not known", "has no rows in history.csv"),
                field="history_from",
                value=name,
                code="no_history",
            )
        elif name not in present and lender is None and queue.borrow is None:
            message = f"queue {name} has no rows; add its history or take the queue out"
            findings.add(message, field="queue", value=name, code="no_history")


def _check_priorities(rows: IntervalRows, context: Context, findings: Findings) -> None:
    for name, priority in rows.streams:
        levels = context.queues[name].due_hours_by_priority
        if levels and priority and priority not in levels:
            findings.add(
                f"priority '{priority}' of queue {name} is not in due_hours_by_priority; "
                "the queue's due_hours holds for it",
                field="priority",
                value=priority,
                code="unknown_priority",
                warning=True,
            )


def _history(rows: IntervalRows, context: Context, findings: Findings) -> History | None:
    grid = history_grid(rows, context)
    parts: dict[int, FloatArray] = {}
    present = dict.fromkeys(rows.streams[i][0] for i in np.unique(rows.stream))
    for name in present:
        of_queue = rows.of_queue(name)
        minutes = row_minutes(of_queue, name, context, findings)
        if minutes is None or not are_in_place(of_queue, minutes, grid, name, findings):
            continue
        found = sums(of_queue, context.queues[name], minutes, grid, context, findings)
        parts |= dict(zip(found.streams, found.counts, strict=True))
    plausible = are_plausible(rows, findings)
    aht_s = mean_by_stream(rows) if plausible else {}
    tell_differences(aht_s, context.queues.values(), findings)
    if not parts:
        return None
    counts = {rows.streams[i]: parts[i] for i in sorted(parts)}
    for stream in unseen_streams(tuple(counts), context):
        counts[stream] = np.full(grid.n_slots, np.nan)
    streams = ranked(set(counts), context)
    history = History(grid, streams, np.stack([counts[stream] for stream in streams]), aht_s)
    if not aht_s:
        return history
    handling = handling_on_grid(rows, streams, grid)
    return replace(history, handle_s=handling.handle_s, handled=handling.handled)


def unseen_streams(
    seen: tuple[tuple[str, str], ...], context: Context
) -> tuple[tuple[str, str], ...]:
    """Streams of queues without a row that borrow from one: the priorities of that one."""
    names = {name for name, _ in seen}
    return tuple(
        (queue.id, priority)
        for queue in context.queues.values()
        if queue.borrow is not None and queue.id not in names
        for name, priority in seen
        if name == queue.borrow.queue
    )
