"""``events.csv``: launches, campaigns and outages, of the past and ahead."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from planner.events import MOST_TIMES, QueueEvent
from planner.local_time import zone
from planner.readers.about_agents import dates_of, is_known
from planner.readers.cells import named
from planner.readers.factors import factor
from planner.readers.instants import check_offsets
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.spans import span
from planner.readers.table import Row, read_table

REQUIRED = ("name", "start", "end")
OPTIONAL = ("queues", "effect")


def read_events(path: Path, context: Context) -> Reading[QueueEvent]:
    """
    Events of every queue: one object for each queue that a row names, or for all.

    Times without an offset are on each queue's own clock, a date is the whole day there. A row
    that repeats another counts once; one that overlaps another of its name is refused.
    """
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    check_offsets(table, ("start", "end"), findings)
    iso = dates_of(table, "start", "end")
    found = [
        (event, row.line) for row in table.rows() for event in _events(row, context, iso, findings)
    ]
    kept = _apart(found, findings)
    items, lines = tuple(event for event, _ in kept), tuple(line for _, line in kept)
    return Reading(items, lines, (*table.notes, *findings.found()))


def named_queues(cell: str) -> list[str]:
    """Ids that a cell names, parted by ``;`` or ``|``; none for an empty one."""
    return list(dict.fromkeys(part.strip() for part in re.split("[;|]", cell) if part.strip()))


def _events(
    row: Row, context: Context, iso: Callable[[str], str], findings: Findings
) -> Iterator[QueueEvent]:
    names = named_queues(row["queues"])
    if "*" in names:
        message = f"queues is {shown(row['queues'])}; leave it empty for all queues, or name some"
        findings.add(message, line=row.line, field="queues", value=row["queues"], code="unknown_id")
        return
    known = [name for name in names if is_known(name, "queue", context.queues, row, findings)]
    ratio = findings.attempt(partial(_ratio, row["effect"]), line=row.line)
    if not row["name"]:
        message = "name is empty; call the event something, the same each time it comes"
        findings.add(message, line=row.line, field="name", code="missing_value")
    if ratio is None or not row["name"]:
        names, known = [], []
    for name in known if names else context.queues:
        clock = zone(context.queues[name].zone)
        interval = findings.attempt(partial(span, row, iso, clock), line=row.line)
        if interval is None:
            return
        if ratio is not None and row["name"]:
            yield QueueEvent(name, row["name"], interval, *ratio)


def _ratio(text: str) -> tuple[float | None]:
    return (named("effect", lambda: factor(text, MOST_TIMES)) if text else None,)


def _apart(found: list[tuple[QueueEvent, int]], findings: Findings) -> list[tuple[QueueEvent, int]]:
    """Events less those that repeat another; overlapping ones of one name are told."""
    order = sorted(found, key=lambda one: (one[0].queue, one[0].name, one[0].interval, one[1]))
    kept: list[tuple[QueueEvent, int]] = []
    for event, line in order:
        if kept and event == kept[-1][0]:
            continue
        if kept and _overlap(event, kept[-1][0]):
            first, second = sorted((line, kept[-1][1]))
            findings.add(
                f"event {event.name} of queue {event.queue} overlaps the one in line {first}; "
                "keep one, or end the first before the second begins",
                line=second,
                field="start",
                code="overlap",
            )
        kept.append((event, line))
    return kept


def _overlap(one: QueueEvent, other: QueueEvent) -> bool:
    same = (one.queue, one.name) == (other.queue, other.name)
    return same and one.interval.overlaps(other.interval)
