"""``last_week.csv``: the roster of the week before, in the format of ``roster.csv``."""

from datetime import datetime
from functools import partial
from pathlib import Path

from planner.abilities import one_meant_by
from planner.errors import InputError
from planner.exports.cells import plain
from planner.readers.cells import named
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.stamps import calendar_day, stamp
from planner.readers.table import Row, read_table
from planner.roster import Assignment
from planner.shifts import Break, Shift
from planner.timegrid import Interval

REQUIRED = ("agent", "shift", "day", "skill", "start_utc", "end_utc")
OPTIONAL = ("breaks_utc",)


def read_last_week(path: Path, context: Context) -> Reading[Assignment]:
    """
    Shifts of the week before, for rest, days in a row and cover carried in.

    Shifts of people who are not agents any more are told once each and left out.
    """
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    found: list[Assignment] = []
    lines: list[int] = []
    gone: set[str] = set()
    seen: dict[str, int] = {}
    for row in table.rows():
        agent = plain(row["agent"])
        if agent not in context.agents:
            _tell_gone(agent, row, context, gone, findings)
            continue
        made = findings.attempt(partial(_assignment, row, context), line=row.line)
        if made is not None and _is_first(made, row, seen, findings):
            found.append(made)
            lines.append(row.line)
    return Reading(tuple(found), tuple(lines), (*table.notes, *findings.found()))


def _tell_gone(agent: str, row: Row, context: Context, gone: set[str], findings: Findings) -> None:
    if agent not in gone:
        findings.add(
            f"agent {shown(agent)} is not in agents.csv; shifts of people who left are skipped",
            line=row.line,
            field="agent",
            value=agent,
            code="agent_left",
            warning=True,
        )
    gone.add(agent)


def _is_first(made: Assignment, row: Row, seen: dict[str, int], findings: Findings) -> bool:
    if made.key in seen:
        findings.add(
            f"agent {made.agent} has a shift on {made.shift.day} in line {seen[made.key]} already; "
            "keep one",
            line=row.line,
            field="day",
            value=row["day"],
            code="duplicate_shift",
        )
        return False
    seen[made.key] = row.line
    return True


def _assignment(row: Row, context: Context) -> Assignment:
    start = named("start_utc", lambda: _utc(row["start_utc"]))
    end = named("end_utc", lambda: _utc(row["end_utc"]))
    if start == end:
        raise InputError("end_utc is the start itself; give a later end", code="zero_length")
    day = named("day", lambda: calendar_day(row["day"]))
    breaks = named("breaks_utc", lambda: breaks_of(row["breaks_utc"]))
    name = plain(row["shift"])
    share = context.templates[name].paid_share if name in context.templates else 1.0
    shift = Shift(name, day, Interval(start, end), breaks, share)
    agent = context.agents[plain(row["agent"])]
    skill = one_meant_by(plain(row["skill"]), agent.skills, context.needs)
    return Assignment(agent.id, shift, skill)


def _utc(text: str) -> datetime:
    found = stamp(text)
    if found.offset is None:
        raise InputError(
            f"is {shown(text)}; write instants as 2003-10-20T11:00:00Z", code="bad_time"
        )
    return found.utc


def breaks_of(text: str) -> tuple[Break, ...]:
    """Breaks of a cell such as ``2003-10-20T17:00:00Z/2003-10-20T17:30:00Z/unpaid/lunch``."""
    return tuple(_break(part.strip()) for part in text.split(";") if part.strip())


def _break(text: str) -> Break:
    parts = text.split("/", 3)
    if len(parts) != 4 or parts[2] not in ("paid", "unpaid"):
        raise InputError(
            f"holds {shown(text)}; write breaks as "
            "2003-10-20T17:00:00Z/2003-10-20T17:30:00Z/unpaid/lunch",
            code="bad_break",
        )
    start, end, paid, name = parts
    return Break(Interval(_utc(start), _utc(end)), paid == "paid", name)
