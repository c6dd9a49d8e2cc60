"""The roster of a finished run as tables, one a site, read from its files."""

import csv
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rich.table import Table
from rich.text import Text

from planner.errors import InputError

Row = dict[str, str]


def finished_run(out: Path) -> tuple[dict[str, object], list[Row]]:
    """
    Summary and roster rows of the run in `out`.

    Raises
    ------
    InputError
        If there is no finished run.
    """
    summary, roster = out / "plan.json", out / "roster.csv"
    if not summary.is_file() or not roster.is_file():
        raise InputError(f"{out} holds no finished run; run rotacast plan first")
    with roster.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return json.loads(summary.read_text(encoding="utf-8")), rows


def roster_tables(rows: list[Row]) -> Iterator[Table]:
    """Agents against days, one table a site, times on the site's clock."""
    for site, found in groupby(sorted(rows, key=_order), key=lambda row: row["site"]):
        shifts = list(found)
        days = sorted({row["day"] for row in shifts})
        table = Table(title=f"{site} ({shifts[0]['zone']})", title_justify="left")
        for column in ("agent", *(day[5:] for day in days), "paid h"):
            table.add_column(column, no_wrap=column != "agent")
        for _, mine in groupby(shifts, key=lambda row: row["agent"]):
            table.add_row(*_line(list(mine), days))
        yield table


def _order(row: Row) -> tuple[str, str, str]:
    return row["site"], row["agent"], row["start_utc"]


def _line(shifts: list[Row], days: list[str]) -> Iterator[Text]:
    by_day = {row["day"]: row for row in shifts}
    yield Text(shifts[0]["name"])
    for day in days:
        row = by_day.get(day)
        yield Text(_cell(row) if row else "-", style="" if row else "dim")
    yield Text(f"{sum(float(row['paid_hours']) for row in shifts):g}")


def _cell(row: Row) -> str:
    return f"{row['start_local'][11:16]}-{row['end_local'][11:16]}\n{row['skill'][:11]}"
