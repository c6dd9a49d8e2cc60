"""``preferences.csv``: what agents wish for, on a date or a weekday."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from planner.errors import InputError
from planner.people import Preference
from planner.readers.about_agents import dates_of, is_known, read_rows
from planner.readers.cells import named, whole
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.stamps import calendar_day, weekday
from planner.readers.table import Row, read_table

REQUIRED = ("agent", "day", "shift", "weight")


def read_preferences(path: Path, context: Context) -> Reading[Preference]:
    """Wishes about a shift template, ``off`` or ``any``; one per agent, day and shift."""
    table = read_table(path, REQUIRED, allow_empty=True)
    findings = Findings(path.name)
    iso = dates_of(table, "day")
    shifts = (*context.shift_names, "off", "any")
    seen: dict[tuple[str, str, str], int] = {}

    def check(wish: Preference, row: Row) -> bool:
        key = (wish.agent, str(wish.day or wish.weekday), wish.shift)
        if key in seen:
            findings.add(
                f"agent {wish.agent} says in line {seen[key]} already how {wish.shift} on "
                f"{key[1]} suits; keep one",
                line=row.line,
                field="day",
                value=row["day"],
                code="duplicate_preference",
            )
            return False
        seen[key] = row.line
        return is_known(wish.shift, "shift", shifts, row, findings)

    return read_rows(table, context, findings, lambda row: _preference(row, iso), check)


def _preference(row: Row, iso: Callable[[str], str]) -> Preference:
    day, name = named("day", lambda: _day_or_weekday(iso(row["day"])))
    weight = named("weight", lambda: whole(row["weight"]))
    return Preference(row["agent"], day, name, row["shift"], weight)


def _day_or_weekday(text: str) -> tuple[date | None, str | None]:
    if text[:1].isdigit():
        return calendar_day(text), None
    try:
        return None, weekday(text)
    except InputError as error:
        message = f"is {shown(text)}; use a date such as 2003-10-20, or monday to sunday"
        raise InputError(message, code="bad_day") from error
