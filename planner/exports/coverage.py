"""`coverage.csv`: required against scheduled agents, and the service level they earn."""

from collections.abc import Iterator
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import slot_stamps
from planner.roster import Coverage

COLUMNS: Final = (
    "queue",
    "start_local",
    "start_utc",
    "required",
    "scheduled",
    "short",
    "over",
    "contacts",
    "service_level",
)


def text(coverage: Coverage, zone: str) -> str:
    """
    Table of `COLUMNS`, intervals on the clock `zone`.

    `service_level` is a share from 0 to 1, empty where no contacts are expected.
    """
    return csv_text(COLUMNS, _rows(coverage, zone))


def _rows(coverage: Coverage, zone: str) -> Iterator[list[Cell]]:
    stamps = list(slot_stamps(coverage.grid, zone))
    for queue in coverage.queues:
        columns = (
            queue.required,
            queue.scheduled,
            queue.short,
            queue.over,
            queue.contacts,
            queue.service_level,
        )
        for slot, (local, utc, _) in enumerate(stamps):
            yield [queue.queue, local, utc, *(column[slot] for column in columns)]
