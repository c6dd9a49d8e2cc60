"""Spans of time in two columns, ``start`` and ``end``; a date is the whole local day."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from planner.errors import InputError
from planner.readers.instants import instant
from planner.readers.reading import shown
from planner.readers.table import Row
from planner.timegrid import Interval


def span(row: Row, iso: Callable[[str], str], clock: ZoneInfo) -> Interval:
    """
    Time from ``start`` to ``end`` of a row; an end that is a date includes that day.

    Parameters
    ----------
    iso
        ISO form of a date whose order the column settles, see `about_agents.dates_of`.
    clock
        Clock of times without an offset.

    Raises
    ------
    InputError
        ``zero_length``, ``reversed``, and what `instants.instant` refuses.
    """
    start = instant("start", iso(row["start"]), clock)
    end = instant("end", iso(row["end"]), clock, days=1)
    if end < start or (end == start and iso(row["end"])[:10] < iso(row["start"])[:10]):
        raise InputError(
            f"end is {shown(row['end'])}, before start {shown(row['start'])}; swap them",
            code="reversed",
        )
    if end == start:
        message = f"end is {shown(row['end'])}, the start itself; give a later end"
        raise InputError(message, code="zero_length")
    return Interval(start, end)
