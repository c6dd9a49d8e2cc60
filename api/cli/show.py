"""The roster of a finished run as tables, one a site, read from its files."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from api.cli.plain_table import titled
from api.cli.service_tables import by_weeks
from planner.errors import InputError

Row = dict[str, str]
ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # controls, directions
SHOWN = {"agent", "name", "site", "day", "skill", "zone", "start_local", "end_local", "start_utc",
         "paid_hours"}  # fmt: skip


def finished_run(out: Path) -> tuple[dict[str, object], list[Row]]:
    """
    Summary and roster rows of the run in `out`.

    Raises
    ------
    InputError
        If there is no finished run, or its files are not as they were written.
    """
    summary, roster = out / "plan.json", out / "roster.csv"
    if not summary.is_file() or not roster.is_file():
        raise InputError(f"{out} holds no finished run; run rotacast plan first")
    try:
        return json.loads(summary.read_text(encoding="utf-8")), _roster_rows(roster)
    except (ValueError, csv.Error):
        raise InputError(f"{out} holds files that are damaged; run rotacast plan again") from None


def first_day(summary: Mapping[str, object]) -> date | None:
    """Day on which a finished run begins, None where its summary does not say."""
    week = summary.get("week")
    told = week.get("first_day") if isinstance(week, dict) else None
    return date.fromisoformat(told) if isinstance(told, str) else None


def _roster_rows(path: Path) -> list[Row]:
    """Rows of ``roster.csv``; ValueError where it is not what was written."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        missing = SHOWN - set(table.fieldnames or ())
        rows = list(table)
    if missing or any(not value for row in rows for value in map(row.get, SHOWN)):
        raise ValueError(f"{path}: not a roster")
    return rows


def roster_tables(rows: list[Row], first: date | None = None) -> Iterator[Group]:
    """
    Agents against days, a table for each site and week, times on the site's clock.

    Skills are shown by their marks; weeks begin with `first`, else with the first day of a shift.
    """
    marks = skill_marks(row["skill"] for row in rows)
    for site, found in groupby(sorted(rows, key=_order), key=lambda row: row["site"]):
        yield from _site_tables(site, list(found), marks, first)


def _site_tables(
    site: str, rows: list[Row], marks: Mapping[str, str], first: date | None
) -> Iterator[Group]:
    worked = {date.fromisoformat(row["day"]) for row in rows}
    for week in by_weeks(worked, first):
        days = [day.isoformat() for day in week]
        shifts = [row for row in rows if row["day"] in days]
        title = f"{site}, times of {shifts[0]['zone']}"
        table = Table(box=SIMPLE_HEAD, show_edge=False, padding=0)
        table.add_column("agent", min_width=10, overflow="fold")  # two lines, as shifts have
        widest = max(len(marks[row["skill"]]) for row in shifts)
        for day in days:
            name = f"{date.fromisoformat(day):%a %d}"
            table.add_column(name, min_width=len("00:00 ") + widest, no_wrap=True)
        table.add_column("paid", justify="right", min_width=4, no_wrap=True)
        for _, mine in groupby(shifts, key=lambda row: row["agent"]):
            table.add_row(*_line(list(mine), days, marks))
        yield titled(title, table)


def skill_marks(skills: Iterable[str]) -> dict[str, str]:
    """Shortest beginning of each name that no other shares, ``P`` for phone, level and language."""
    names = sorted(set(skills))
    whole = {re.split("[: ]", name)[0] for name in names}
    marks = {}
    for name in names:
        own = re.split("[: ]", name)[0]
        length = next(
            (
                n
                for n in range(1, len(own))
                if not any(o.startswith(own[:n]) for o in whole - {own})
            ),
            len(own),
        )
        marks[name] = (own[:length] + name[len(own) :]).upper()
    return marks


def _order(row: Row) -> tuple[str, str, str]:
    return row["site"], row["agent"], row["start_utc"]


def _line(shifts: list[Row], days: list[str], marks: Mapping[str, str]) -> Iterator[Text]:
    by_day = {row["day"]: row for row in shifts}
    yield Text(_harmless(shifts[0]["name"]))
    for day in days:
        row = by_day.get(day)
        yield Text(_cell(row, marks[row["skill"]]) if row else "-", style="" if row else "dim")
    yield Text(f"{sum(float(row['paid_hours']) for row in shifts):g}")


def _harmless(name: str) -> str:
    """A name without a spreadsheet's guarding apostrophe and without what moves a terminal."""
    bare = name[1:] if name[0] == "'" and name[1:2] in tuple("=+-@") else name
    return ACTING.sub("\N{REPLACEMENT CHARACTER}", bare)


def _cell(row: Row, mark: str) -> str:
    return f"{row['start_local'][11:16]} {mark}\n{row['end_local'][11:16]}"
