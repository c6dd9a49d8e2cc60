"""Columns of instants: with offsets, or on a clock that the row names by its agent or queue."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from planner.errors import InputError
from planner.local_time import day_start, to_utc
from planner.readers.cells import named
from planner.readers.reading import Findings, shown
from planner.readers.stamps import Stamp, stamp
from planner.readers.table import Table


def instant(column: str, text: str, clock: ZoneInfo, *, days: int = 0) -> datetime:
    """
    UTC instant of a cell; a date is its first moment, `days` days later.

    Raises
    ------
    InputError
        As `stamp`; ``nonexistent_time`` and ``ambiguous_time`` for times that `clock` skips or
        doubles.
    """

    def read() -> datetime:
        found = stamp(text)
        if found.is_date:
            return day_start(found.wall.date() + timedelta(days=days), clock)
        return found.utc if found.offset is not None else _local(found, clock)

    return named(column, read)


def _local(found: Stamp, clock: ZoneInfo) -> datetime:
    try:
        return to_utc(found.wall, clock)
    except InputError as error:
        message = str(error).replace(" or set fold", "")
        raise InputError(message, code=error.problems[0].code) from error


def check_offsets(table: Table, columns: tuple[str, ...], findings: Findings) -> None:
    """Tell the first time that has an offset where the ones above have none, or the reverse."""
    first: bool | None = None
    for row in table.rows():
        for column in columns:
            try:
                found = stamp(row[column])
            except InputError:
                continue
            has_offset = found.offset is not None
            if found.is_date:
                continue
            if first is None:
                first = has_offset
            if has_offset != first:
                findings.add(
                    f"{column} is {shown(row[column])} with {'an' if has_offset else 'no'} offset, "
                    f"the times above have {'none' if has_offset else 'one'}; "
                    "give all an offset or none",
                    line=row.line,
                    field=column,
                    value=row[column],
                    code="mixed_offsets",
                )
                return
