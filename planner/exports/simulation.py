"""`simulation.csv`: what simulated weeks say of every queue in every interval."""

from collections.abc import Iterator
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import slot_stamps
from planner.roster import Coverage
from planner.simulation.judgement import Judgement

MEASURES: Final = ("in_time", "asa_s", "abandoned", "occupancy", "waiting", "oldest_s")


def with_ends(*measures: str) -> tuple[str, ...]:
    """Columns of measures, each followed by the low and high end of its confidence interval."""
    return tuple(f"{name}{end}" for name in measures for end in ("", "_low", "_high"))


COLUMNS: Final = (
    "queue",
    "priority",
    "start_local",
    "start_utc",
    *with_ends(*MEASURES),
)


def text(judgement: Judgement | None, coverage: Coverage, zone: str) -> str:
    """
    Table of `COLUMNS`, intervals on the clock `zone`; no rows where nothing was simulated.

    `priority` is empty for all of a queue; its priorities follow. Each measure comes with the ends
    of its confidence interval. `in_time` is the share of the contacts that arrive in the interval
    served in time, empty where none arrive; `asa_s` their mean wait and `abandoned` the share who
    hung up, of live queues; `occupancy` the share of their time that the agents rostered for the
    queue's skill are busy, not told by priority; `waiting` the mean number waiting at its end and
    `oldest_s` the mean age of the oldest of them.
    """
    return csv_text(COLUMNS, () if judgement is None else _rows(judgement, coverage, zone))


def _rows(judgement: Judgement, coverage: Coverage, zone: str) -> Iterator[list[Cell]]:
    stamps = list(slot_stamps(coverage.grid, zone))
    for queue in judgement.queues:
        for part in queue.by_slot:
            columns = [row for measure in MEASURES for row in getattr(part, measure)]
            for slot, (local, utc, _) in enumerate(stamps):
                yield [queue.queue, part.priority, local, utc, *(row[slot] for row in columns)]
