"""`simulation.csv`: what simulated weeks say of every queue in every interval."""

from collections.abc import Iterator
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import slot_stamps
from planner.roster import Coverage
from planner.simulation.judgement import Judgement

COLUMNS: Final = (
    "queue",
    "start_local",
    "start_utc",
    "in_time",
    "in_time_low",
    "in_time_high",
    "asa_s",
    "abandoned",
    "occupancy",
    "waiting",
    "oldest_s",
)


def text(judgement: Judgement | None, coverage: Coverage, zone: str) -> str:
    """
    Table of `COLUMNS`, intervals on the clock `zone`; no rows where nothing was simulated.

    `in_time` is the share of the contacts that arrive in the interval served in time, with its
    confidence interval, empty where none arrive; `asa_s` their mean wait and `abandoned` the share
    who hung up, of live queues; `occupancy` the share of their time that the agents rostered for
    the queue's skill are busy; `waiting` the mean number waiting at its end and
    `oldest_s` the mean age of the oldest of them.
    """
    return csv_text(COLUMNS, () if judgement is None else _rows(judgement, coverage, zone))


def _rows(judgement: Judgement, coverage: Coverage, zone: str) -> Iterator[list[Cell]]:
    stamps = list(slot_stamps(coverage.grid, zone))
    for queue in judgement.queues:
        columns = (
            *queue.slots,
            queue.slot_asa_s,
            queue.slot_abandoned,
            queue.slot_occupancy,
            queue.backlog,
            queue.oldest_s,
        )
        for slot, (local, utc, _) in enumerate(stamps):
            yield [queue.queue, local, utc, *(column[slot] for column in columns)]
