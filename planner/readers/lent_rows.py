"""Rows of ``history.csv`` under another id, as the earlier history of a queue that takes them."""

from dataclasses import replace

import numpy as np

from planner.arrays import BoolArray
from planner.local_time import day_start, zone
from planner.queue_sources import HistoryFrom
from planner.queues import Queue
from planner.readers.interval_rows import ranked
from planner.readers.interval_sums import IntervalRows, added
from planner.readers.reading import Context, Findings


def with_lent_rows(rows: IntervalRows, context: Context, findings: Findings) -> IntervalRows:
    """
    Rows of the plan's queues alone, each with those that it has from another id.

    A lent row counts its share of contacts. It lies before `HistoryFrom.until`, and adds to the
    queue's own row of the same interval; without `until` it lies before the queue's own first row.
    """
    takers = [queue for queue in context.queues.values() if queue.history_from]
    own = rows.take(np.flatnonzero(_is_of(rows, tuple(context.queues))))
    parts = [_lent(rows, own.of_queue(queue.id), queue, findings) for queue in takers]
    parts = [part for part in parts if part.start.size]
    streams = ranked({*_present(own), *(s for part in parts for s in _present(part))}, context)
    own = _restreamed(own, streams)
    for part in parts:
        own = added(own, _restreamed(part, streams))
    order = np.lexsort((own.start, own.stream))
    return own.take(order)


def _lent(rows: IntervalRows, own: IntervalRows, queue: Queue, findings: Findings) -> IntervalRows:
    """What a queue has from another id, under its own name."""
    source = queue.history_from
    assert source is not None
    until = _until(source, own, queue)
    lent = rows.take(np.flatnonzero(_is_of(rows, (source.queue,)) & (rows.start < until)))
    strange = {p for _, p in _present(lent)} - {p for _, p in _present(own)}
    if own.start.size and strange:
        findings.add(
            f"rows of {source.queue}, which queue {queue.id} has its history from, have "
            f"{_priorities(strange)}, the queue's own have none such; name priorities alike in "
            "both, or leave out history_from",
            field="history_from",
            value=queue.id,
            code="unknown_priority",
        )
        lent = lent.take(np.zeros(0, dtype=np.int64))
    return replace(
        lent,
        streams=tuple((queue.id, priority) for _, priority in lent.streams),
        offered=lent.offered * source.share,
        handled=lent.handled * source.share,
    )


def _until(source: HistoryFrom, own: IntervalRows, queue: Queue) -> float:
    """Seconds since 1970 from which on rows of the source are not taken."""
    if source.until is not None:
        return day_start(source.until, zone(queue.zone)).timestamp()
    return float(own.start.min()) if own.start.size else np.inf


def _priorities(names: set[str]) -> str:
    told = sorted(f"'{name}'" if name else "an empty one" for name in names)
    return f"priority {', '.join(told)}"


def _is_of(rows: IntervalRows, queues: tuple[str, ...]) -> BoolArray:
    wanted = [i for i, (name, _) in enumerate(rows.streams) if name in queues]
    found: BoolArray = np.isin(rows.stream, wanted)
    return found


def _present(rows: IntervalRows) -> set[tuple[str, str]]:
    """Streams that have a row."""
    return {rows.streams[i] for i in np.unique(rows.stream)}


def _restreamed(rows: IntervalRows, streams: tuple[tuple[str, str], ...]) -> IntervalRows:
    """The same rows, their streams numbered as in `streams`."""
    number = {stream: i for i, stream in enumerate(streams)}
    table = np.array([number.get(stream, -1) for stream in rows.streams], dtype=np.int64)
    return replace(rows, streams=streams, stream=table[rows.stream])
