"""``time_off.csv``: leave, training and sickness, on the clock of the agent's site."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from planner.local_time import zone
from planner.people import TimeOff
from planner.readers.about_agents import dates_of, read_rows
from planner.readers.cells import claim, named
from planner.readers.instants import check_offsets
from planner.readers.reading import Context, Findings, Reading
from planner.readers.spans import span
from planner.readers.table import Row, read_table
from planner.timegrid import Interval

REQUIRED = ("agent", "start", "end", "kind")
OPTIONAL = ("paid",)


def read_time_off(path: Path, context: Context) -> Reading[TimeOff]:
    """
    Time off of every agent, disjoint and in order.

    A date means the whole local day, also as an end. Rows of one agent that repeat or overlap are
    merged; where they differ in kind or pay, the one that starts first holds.
    """
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    check_offsets(table, ("start", "end"), findings)
    iso = dates_of(table, "start", "end")
    reading = read_rows(table, context, findings, lambda row: _time_off(row, context, iso))
    items, lines = _merged(reading)
    return Reading(items, lines, reading.problems)


def _time_off(row: Row, context: Context, iso: Callable[[str], str]) -> TimeOff:
    site = context.site_of(row["agent"])
    clock = zone(site.zone) if site else ZoneInfo("UTC")
    interval = span(row, iso, clock)
    paid = named("paid", lambda: claim(row["paid"])) if row["paid"] else True
    return TimeOff(row["agent"], interval, row["kind"] or "leave", paid)


def _merged(reading: Reading[TimeOff]) -> tuple[tuple[TimeOff, ...], tuple[int, ...]]:
    order = sorted(
        zip(reading.items, reading.lines, strict=True),
        key=lambda pair: (pair[0].agent, pair[0].interval.start, pair[1]),
    )
    merged: list[TimeOff] = []
    lines: list[int] = []
    for off, line in order:
        last = merged[-1] if merged and merged[-1].agent == off.agent else None
        if last is None or off.interval.start >= last.interval.end:
            merged.append(off)
            lines.append(line)
            continue
        if off.interval.end <= last.interval.end:
            continue
        if (off.kind, off.paid) == (last.kind, last.paid):
            span = Interval(last.interval.start, off.interval.end)
            merged[-1] = TimeOff(off.agent, span, off.kind, off.paid)
        else:
            rest = Interval(last.interval.end, off.interval.end)
            merged.append(TimeOff(off.agent, rest, off.kind, off.paid))
            lines.append(line)
    return tuple(merged), tuple(lines)
