"""`requirement.csv`: agents needed by every queue, and every pool of them, in every interval."""

from collections.abc import Iterator
from typing import Final

from planner.demand import Requirement
from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import slot_stamps

COLUMNS: Final = (
    "queue",
    "start_local",
    "start_utc",
    "load_erlangs",
    "net_agents",
    "scheduled_agents",
)


def text(requirement: Requirement, zone: str) -> str:
    """
    Table of `COLUMNS`, intervals on the clock `zone`.

    A pool stands in column `queue` by its id, without a load: agents with all of its skills whom
    its queues share besides their own.
    """
    return csv_text(COLUMNS, _rows(requirement, zone))


def _rows(requirement: Requirement, zone: str) -> Iterator[list[Cell]]:
    stamps = list(slot_stamps(requirement.grid, zone))
    for queue in requirement.queues:
        for slot, (local, utc, _) in enumerate(stamps):
            numbers = (queue.load[slot], queue.net[slot], queue.scheduled[slot])
            yield [queue.queue, local, utc, *numbers]
    for pool in requirement.pools:
        for slot, (local, utc, _) in enumerate(stamps):
            yield [pool.pool, local, utc, None, pool.net[slot], pool.scheduled[slot]]
