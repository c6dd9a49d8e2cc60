"""``history.csv``: contacts per interval, summed to the plan's grid."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from planner.arrays import FloatArray
from planner.demand import History
from planner.queues import Queue
from planner.readers.interval_grid import (
    are_in_place,
    history_grid,
    row_minutes,
    stream_title,
    sums,
)
from planner.readers.interval_rows import IntervalRows, interval_rows, ranked
from planner.readers.lent_rows import with_lent_rows
from planner.readers.reading import Context, Findings, Reading, unknown
from planner.readers.table import read_table

REQUIRED = ("start", "queue", "offered")
OPTIONAL = ("priority", "answered", "abandoned", "handle_s")

PLAUSIBLE_HANDLE_S = (5.0, 4 * 3600.0)
AHT_TOLERANCE = 0.3


def read_history(path: Path, context: Context) -> Reading[History]:
    """
    History of all queues on the plan's grid, whole local days of the plan's clock.

    Returns
    -------
    Reading[History]
        One history; none where a problem (not a warning) was found. Slots without rows are NaN in
        opening hours and 0 outside; `History.aht_s` holds the mean handling time per stream,
        weighted by contacts, where the file gives one.

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
    aht_s = _aht_s(rows)
    _check_handle_s(rows, aht_s, context.queues.values(), findings)
    if not parts:
        return None
    counts = {rows.streams[i]: parts[i] for i in sorted(parts)}
    for stream in unseen_streams(tuple(counts), context):
        counts[stream] = np.full(grid.n_slots, np.nan)
    streams = ranked(set(counts), context)
    return History(grid, streams, np.stack([counts[stream] for stream in streams]), aht_s)


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


def _aht_s(rows: IntervalRows) -> dict[tuple[str, str], float]:
    """Mean handling time of each stream that gives one, weighted by contacts, seconds."""
    weight = np.where(np.isnan(rows.handle_s), 0.0, rows.handled)
    n = len(rows.streams)
    total = np.bincount(rows.stream, weight, n)
    work = np.bincount(rows.stream, weight * np.nan_to_num(rows.handle_s), n)
    return {rows.streams[i]: float(work[i] / total[i]) for i in range(n) if total[i] > 0}


def _check_handle_s(
    rows: IntervalRows,
    aht_s: dict[tuple[str, str], float],
    queues: Iterable[Queue],
    findings: Findings,
) -> None:
    given = rows.handle_s[~np.isnan(rows.handle_s) & (rows.handled > 0)]
    low, high = PLAUSIBLE_HANDLE_S
    if given.size and not low <= np.median(given) <= high:
        findings.add(
            f"handle_s is {np.median(given):g} s in the middle, hardly a handling time; "
            "check that the columns are not swapped and hold seconds",
            field="handle_s",
            value=f"{np.median(given):g}",
            code="implausible",
            warning=True,
        )
        return
    by_id = {queue.id: queue for queue in queues}
    for (name, priority), found in aht_s.items():
        used = by_id[name].handling_s(priority)
        if abs(found - used) > AHT_TOLERANCE * used:
            findings.add(
                f"handle_s averages {found:.0f} s for {stream_title((name, priority))} but "
                f"rotacast.toml says aht_s = {used:g}, which is used; change one if it is wrong",
                field="handle_s",
                value=f"{found:.0f}",
                code="aht_differs",
                warning=True,
            )
