"""``past_weeks.csv``: hours and burdens of weeks before, one row for an agent and a week."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from planner.errors import InputError
from planner.exports.cells import plain
from planner.past_weeks import PastWeek
from planner.readers.about_agents import dates_of
from planner.readers.cells import decimal, named
from planner.readers.reading import Context, Findings, Reading
from planner.readers.stamps import calendar_day
from planner.readers.table import Row, read_table

REQUIRED = ("agent", "week")
COUNTS = ("nights", "rest_days", "holidays", "weekends")
OPTIONAL = ("hours", *COUNTS)


def read_past_weeks(path: Path, context: Context) -> Reading[PastWeek]:
    """Weeks of agents who are still there, each once; others are left out."""
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    iso = dates_of(table, "week")
    seen: dict[tuple[str, date], int] = {}
    items: list[PastWeek] = []
    lines: list[int] = []
    for row in table.rows():
        made = findings.attempt(partial(_past_week, row, iso), line=row.line)
        if made is None or made.agent not in context.agents:
            continue
        first = seen.setdefault((made.agent, made.week), row.line)
        if first != row.line:
            findings.add(
                f"the week {made.week} of {made.agent} stands in line {first} already; keep one",
                line=row.line,
                field="week",
                value=str(made.week),
                code="duplicate_week",
            )
            continue
        items.append(made)
        lines.append(row.line)
    return Reading(tuple(items), tuple(lines), (*table.notes, *findings.found()))


def _past_week(row: Row, iso: Callable[[str], str]) -> PastWeek:
    day = named("week", lambda: calendar_day(iso(row["week"])))
    hours = named("hours", lambda: decimal(row["hours"]))
    return PastWeek(plain(row["agent"]), day, hours, *(_count(row, name) for name in COUNTS))


def _count(row: Row, name: str) -> int | None:
    found = named(name, lambda: decimal(row[name]))
    if found is not None and found != int(found):
        raise InputError(f"{name} is {found:g}; use a whole number", code="fractional")
    return None if found is None else int(found)
