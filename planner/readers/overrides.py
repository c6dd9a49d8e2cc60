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
from planner.readers.factors import amount, factor
from planner.readers.instants import check_offsets
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.spans import span
from planner.readers.table import Row, read_table

REQUIRED = ("queue", "start", "end", "kind", "value", "author", "reason")
OPTIONAL = ("priority",)


def read_overrides(path: Path, context: Context) -> Reading[ForecastOverride]:
    """
    Overrides in the order of the file, in which they apply.

    Times without an offset are on the queue's clock; a date is the whole local day, as an end too.
    A row that says the same as one above is refused, since a factor would count twice.
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
    """The object of a row; none where it is refused."""
    known = is_known(row["queue"], "queue", context.queues, row, findings)
    queue = context.queues.get(row["queue"])
    clock = zone(queue.zone if queue else context.zone)
    interval = findings.attempt(partial(span, row, iso, clock), line=row.line)
    said = findings.attempt(partial(_said, row), line=row.line)
    if interval is None or said is None:
        return
    author, reason = (" ".join(plain(row[name]).split()) for name in ("author", "reason"))
    made = findings.attempt(
        lambda: ForecastOverride(
            row["queue"], row["priority"], interval, *said, author, reason, line=row.line
        ),
        line=row.line,
    )
    if known and made is not None:
        yield made


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
        key = (one.queue, one.priority, one.interval, one.kind, one.value, one.reason)
        if key in first:
            findings.add(
                f"the row says the same as line {first[key]}; keep one",
                line=one.line,
                field="queue",
                code="duplicate_override",
            )
        first.setdefault(key, one.line)
