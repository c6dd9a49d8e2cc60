"""``overrides.csv``: corrections of the forecast, each with its author and its reason."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from planner.errors import InputError
from planner.exports.cells import plain
from planner.local_time import zone
from planner.overrides import KINDS, MOST, ForecastOverride, OverrideKind
from planner.readers.about_agents import dates_of, is_known
from planner.readers.cells import named
from planner.readers.events import named_queues
from planner.readers.factors import amount, factor
from planner.readers.instants import check_offsets
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.spans import span
from planner.readers.table import Row, read_table
from planner.timegrid import Interval

REQUIRED = ("queue", "start", "end", "kind", "value", "author", "reason")
OPTIONAL = ("priority",)
ALL = "*"
"""Every queue of the plan."""


def read_overrides(path: Path, context: Context) -> Reading[ForecastOverride]:
    """
    Overrides in the order of the file, in which they apply.

    Times without an offset are on the queue's clock; a date is the whole local day, as an end too.
    A row may name several queues, or all as ``*``. On several clocks a factor becomes one override
    for each, and a number or total, which they have together, holds on the plan's. A row that says
    the same as one above is refused, since a factor would count twice.
    """
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    check_offsets(table, ("start", "end"), findings)
    iso = dates_of(table, "start", "end")
    items = tuple(item for row in table.rows() for item in _items(row, context, iso, findings))
    _check_repeats(items, findings)
    lines = tuple(item.line for item in items)
    return Reading(items, lines, (*table.notes, *findings.found()))


def _items(
    row: Row, context: Context, iso: Callable[[str], str], findings: Findings
) -> Iterator[ForecastOverride]:
    """The objects of a row; none where it is refused."""
    names = _queues(row, context)
    if ALL in names:
        message = f"queue is {shown(row['queue'])}; {ALL} means all queues, so it stands alone"
        findings.add(message, line=row.line, field="queue", value=row["queue"], code="unknown_id")
        return
    known = [is_known(name, "queue", context.queues, row, findings) for name in names]
    said = findings.attempt(partial(_said, row), line=row.line)
    parts = findings.attempt(partial(_by_span, row, names, iso, context), line=row.line)
    if said is None or parts is None:
        return
    author, reason = (" ".join(plain(row[name]).split()) for name in ("author", "reason"))
    for interval, queues in parts.items():
        made = findings.attempt(
            partial(
                ForecastOverride, queues, row["priority"], interval, *said, author, reason, row.line
            ),
            line=row.line,
        )
        if made is not None and all(known):
            yield made


def _queues(row: Row, context: Context) -> list[str]:
    """Ids that a row names; an empty cell is an unknown one."""
    return list(context.queues) if row["queue"] == ALL else named_queues(row["queue"]) or [""]


def _by_span(
    row: Row, names: list[str], iso: Callable[[str], str], context: Context
) -> dict[Interval, tuple[str, ...]]:
    """Queues of a row by the span that it has on their clocks, or on the plan's for contacts."""
    queues = context.queues
    clocks = [queues[name].zone if name in queues else context.zone for name in names]
    if row["kind"].casefold() != "factor" and len(set(clocks)) > 1:
        return {span(row, iso, zone(context.zone)): tuple(names)}
    spans = {clock: span(row, iso, zone(clock)) for clock in clocks}
    found: dict[Interval, tuple[str, ...]] = {}
    for name, clock in zip(names, clocks, strict=True):
        found[spans[clock]] = (*found.get(spans[clock], ()), name)
    return found


def _said(row: Row) -> tuple[OverrideKind, float]:
    """Kind and value."""
    kind = next((k for k in KINDS if k == row["kind"].casefold()), None)
    if kind is None:
        found = f"is {shown(row['kind'])}" if row["kind"] else "is empty"
        raise InputError(f"kind {found}; use {', '.join(KINDS)}", code="bad_kind")
    read = factor if kind == "factor" else amount
    return kind, named("value", lambda: read(row["value"], MOST[kind]))


def _check_repeats(items: tuple[ForecastOverride, ...], findings: Findings) -> None:
    first: dict[tuple[object, ...], int] = {}
    for one in items:
        for queue in one.queues:
            key = (queue, one.priority, one.interval, one.kind, one.value, one.reason)
            if first.setdefault(key, one.line) != one.line:
                findings.add(
                    f"the row says the same of {queue} as line {first[key]}; keep one",
                    line=one.line,
                    field="queue",
                    code="duplicate_override",
                )
