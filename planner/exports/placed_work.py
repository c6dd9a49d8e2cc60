"""`placed_work.csv`: work that the roster places, by queue and interval."""

from collections.abc import Iterator, Sequence
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import slot_stamps
from planner.placed_work import PlacedWork
from planner.timegrid import TimeGrid

COLUMNS: Final = (
    "queue",
    "start_local",
    "start_utc",
    "comes_hours",
    "done_hours",
    "late_hours",
    "waiting_hours",
)


def text(works: Sequence[PlacedWork], grid: TimeGrid, zone: str) -> str:
    """Table of `COLUMNS`, agent-hours, intervals on the clock `zone`."""
    return csv_text(COLUMNS, _rows(works, grid, zone))


def _rows(works: Sequence[PlacedWork], grid: TimeGrid, zone: str) -> Iterator[list[Cell]]:
    stamps = list(slot_stamps(grid, zone))
    for work in works:
        waiting = work.waiting
        for slot, (local, utc, _) in enumerate(stamps):
            hours = (work.comes[slot], work.done[slot], work.late[slot], waiting[slot])
            yield [work.queue, local, utc, *(float(one) for one in hours)]
