"""``backlog.csv``: contacts of deferred queues that are open when the planned week begins."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from planner.demand import BacklogItem
from planner.errors import InputError
from planner.local_time import zone
from planner.readers.about_agents import dates_of, is_known
from planner.readers.cells import count, named
from planner.readers.instants import check_offsets, instant
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.table import Row, read_table

REQUIRED = ("queue", "arrived")
OPTIONAL = ("priority", "due", "contacts")


def read_backlog(path: Path, context: Context) -> Reading[BacklogItem]:
    """
    Open contacts, one row each or several that arrived together.

    Times without an offset are on the queue's clock. A date in `arrived` is its first moment, in
    `due` its last. Rows of 0 contacts are left out.
    """
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    check_offsets(table, ("arrived", "due"), findings)
    iso = dates_of(table, "arrived", "due")
    good = [
        (item, row.line) for row in table.rows() for item in _items(row, context, iso, findings)
    ]
    items, lines = tuple(item for item, _ in good), tuple(line for _, line in good)
    return Reading(items, lines, (*table.notes, *findings.found()))


def _items(
    row: Row, context: Context, iso: Callable[[str], str], findings: Findings
) -> Iterator[BacklogItem]:
    """The object of a row; none where it is refused or counts nothing."""
    known = is_known(row["queue"], "queue", context.queues, row, findings)
    queue = context.queues.get(row["queue"])
    clock = zone(queue.zone) if queue else ZoneInfo("UTC")
    if queue is not None and queue.channel.is_live:
        findings.add(
            f"queue {queue.id} is a {queue.channel} queue, whose customers do not wait for days; "
            "give contacts of email, portal or social queues",
            line=row.line,
            field="queue",
            value=queue.id,
            code="live_backlog",
        )
        known = False
    numbers = findings.attempt(partial(_contacts, row), line=row.line)
    times = findings.attempt(partial(_times, row, clock, iso), line=row.line)
    if known and numbers and times:
        yield BacklogItem(row["queue"], row["priority"], *times, numbers)


def _contacts(row: Row) -> int:
    return int(named("contacts", lambda: count(row["contacts"]))) if row["contacts"] else 1


def _times(
    row: Row, clock: ZoneInfo, iso: Callable[[str], str]
) -> tuple[datetime, datetime | None]:
    arrived = instant("arrived", iso(row["arrived"]), clock)
    due = instant("due", iso(row["due"]), clock, days=1) if row["due"] else None
    if due is not None and due <= arrived:
        raise InputError(
            f"due is {shown(row['due'])}, not after arrived {shown(row['arrived'])}; correct one, "
            "or leave due empty to have it from due_hours",
            code="reversed",
        )
    return arrived, due
