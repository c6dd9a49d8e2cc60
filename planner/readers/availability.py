"""``availability.csv``: weekly windows inside which an agent can work."""

from pathlib import Path

from planner.people import Availability
from planner.readers.about_agents import read_rows
from planner.readers.cells import named
from planner.readers.reading import Context, Findings, Reading
from planner.readers.stamps import clock_time, weekday
from planner.readers.table import Row, read_table

REQUIRED = ("agent", "weekday", "start", "until")


def read_availability(path: Path, context: Context) -> Reading[Availability]:
    """Windows on the clock of the agent's site; `until` at or before `start` is the next day."""
    table = read_table(path, REQUIRED, allow_empty=True)
    return read_rows(table, context, Findings(path.name), _window)


def _window(row: Row) -> Availability:
    return Availability(
        row["agent"],
        named("weekday", lambda: weekday(row["weekday"])),
        named("start", lambda: clock_time(row["start"])),
        named("until", lambda: clock_time(row["until"])),
    )
