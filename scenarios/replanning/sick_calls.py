"""``sick_calls.csv`` beside a mended roster: who is away, so that the next re-plan knows it too."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from planner.errors import InputError
from planner.exports.cells import csv_text, plain
from planner.readers.cells import named
from planner.readers.stamps import calendar_day
from planner.readers.table import Row, read_table
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.replanning.absences import SickCall

FILE: Final = "sick_calls.csv"
COLUMNS: Final = ("agent", "first_day", "last_day")


def sick_calls_text(calls: Iterable[SickCall]) -> str:
    """Table of `COLUMNS`, a row for each call."""
    rows = ([one.agent, one.first.isoformat(), one.last.isoformat()] for one in calls)
    return csv_text(COLUMNS, rows)


def earlier_sick_calls(folder: Path, inputs: Inputs, grid: TimeGrid) -> tuple[SickCall, ...]:
    """
    Calls that the roster in `folder` was mended for, in the week and not in the workspace by now.

    Raises
    ------
    InputError
        Where the file is damaged; calls of people who have left are no trouble.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    known = {agent.id for agent in inputs.team.agents}
    calls = [_call(row, path) for row in read_table(path, COLUMNS, allow_empty=True).rows()]
    return tuple(
        one
        for one in calls
        if one.agent in known and one.span(inputs).overlaps(grid.interval) and not one.is_in(inputs)
    )


def _call(row: Row, path: Path) -> SickCall:
    try:
        first = named("first_day", lambda: calendar_day(row["first_day"]))
        last = named("last_day", lambda: calendar_day(row["last_day"]))
        return SickCall(plain(row["agent"]), first, last)
    except InputError as error:
        raise InputError(f"{path} line {row.line}: {error}", code="bad_sick_call") from error
