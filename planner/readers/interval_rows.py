"""Rows of ``history.csv`` as arrays; bad rows are told and left out."""

from collections.abc import Sequence

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.readers.cells import (
    count,
    factorized,
    number_column,
    optional_count,
    seconds_parser,
)
from planner.readers.clock_changes import over_clock_changes
from planner.readers.interval_sums import IntervalRows
from planner.readers.interval_times import utc_starts
from planner.readers.reading import Context, Findings, unknown
from planner.readers.table import Table


def interval_rows(table: Table, context: Context, findings: Findings) -> IntervalRows:
    """All good rows of a history table; every bad one goes to `findings`."""
    lines = table.lines
    offered = number_column("offered", table.columns["offered"], lines, findings, count)
    answered = _optional(table, "answered", findings)
    abandoned = _optional(table, "abandoned", findings)
    _check_sums(offered, answered, abandoned, lines, findings)
    handle_s = _handle_s(table, findings)
    names, is_known = _queues(table, context, findings)
    starts = utc_starts(table, names, is_known, context, findings)
    streams, stream = _streams(names, _priorities(table), context)
    rows = IntervalRows(
        streams,
        stream,
        starts.utc,
        offered,
        np.where(np.isnan(answered), offered, answered),
        handle_s,
        np.asarray(lines, dtype=np.int64),
    )
    good = np.flatnonzero(is_known & starts.is_known & ~np.isnan(offered))
    found = over_clock_changes(rows.take(good), starts.take(good), findings)
    return found.take(np.lexsort((found.start, found.stream)))


def _optional(table: Table, name: str, findings: Findings) -> FloatArray:
    if name not in table.columns:
        return np.full(len(table), np.nan)
    return number_column(name, table.columns[name], table.lines, findings, optional_count)


def _handle_s(table: Table, findings: Findings) -> FloatArray:
    texts = table.columns.get("handle_s")
    if texts is None:
        return np.full(len(table), np.nan)
    parse = seconds_parser(set(texts))
    return number_column("handle_s", texts, table.lines, findings, parse)


def _check_sums(
    offered: FloatArray,
    answered: FloatArray,
    abandoned: FloatArray,
    lines: Sequence[int],
    findings: Findings,
) -> None:
    odd = np.flatnonzero(np.nan_to_num(answered) + np.nan_to_num(abandoned) > offered)
    if odd.size:
        findings.add(
            f"answered and abandoned exceed offered in {odd.size} rows; check the columns",
            line=lines[odd[0]],
            field="answered",
            code="implausible",
            warning=True,
        )


def _queues(table: Table, context: Context, findings: Findings) -> tuple[list[str], BoolArray]:
    """Queue id of every row, and whether it is one of the plan's."""
    codes, distinct = factorized(table.columns["queue"])
    ids = [text.strip() for text in distinct]
    known = (*context.queues, *context.lenders)
    is_known = np.array([i in known for i in ids])[codes]
    for code, name in enumerate(ids):
        rows = np.flatnonzero(codes == code)
        if name not in known and rows.size:
            more = f" ({rows.size} rows)" if rows.size > 1 else ""
            findings.add(
                f"{unknown('queue', name, context.queues)}{more}",
                line=table.lines[rows[0]],
                field="queue",
                value=name,
                code="unknown_id",
            )
    return [ids[code] for code in codes], is_known


def _priorities(table: Table) -> list[str]:
    texts = table.columns.get("priority")
    return [""] * len(table) if texts is None else [text.strip() for text in texts]


def _streams(
    names: Sequence[str], priorities: Sequence[str], context: Context
) -> tuple[tuple[tuple[str, str], ...], IntArray]:
    """Streams in the order of the queues and of their priorities, and the one of each row."""
    pairs = list(zip(names, priorities, strict=True))
    known = {*context.queues, *context.lenders}
    streams = ranked({pair for pair in set(pairs) if pair[0] in known}, context)
    number = {pair: i for i, pair in enumerate(streams)}
    return streams, np.array([number.get(pair, -1) for pair in pairs], dtype=np.int64)


def ranked(streams: set[tuple[str, str]], context: Context) -> tuple[tuple[str, str], ...]:
    """Streams in the order of the queues and of their priorities, those of lenders last."""
    queues = {**context.lenders, **context.queues}
    order = {name: i for i, name in enumerate((*context.queues, *context.lenders))}

    def rank(pair: tuple[str, str]) -> tuple[int, int, str]:
        queue = queues[pair[0]]
        levels = [
            *queue.target_by_priority,
            *queue.due_hours_by_priority,
            *queue.aht_s_by_priority,
        ]
        place = levels.index(pair[1]) if pair[1] in levels else len(levels)
        return order[pair[0]], place, pair[1]

    return tuple(sorted(streams, key=rank))
