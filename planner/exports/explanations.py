"""`explanations.csv`: why demand is uncovered or no roster possible, and what would help."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from planner.explanations import Explanation
from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import local_stamp, utc_stamp
from planner.local_time import zone

COLUMNS: Final = (
    "kind",
    "about",
    "start_local",
    "end_local",
    "start_utc",
    "end_utc",
    "agent_hours",
    "money",
    "currency",
    "tried",
    "people",
    "names",
    "text",
)


def text(lines: Sequence[Explanation], zone_name: str, currency: str) -> str:
    """
    Table of `COLUMNS`, times on the clock `zone_name` and in UTC, money in `currency`.

    `people` counts those meant and `names` lists them; `tried` says whether another solve confirmed
    the line.
    """
    return csv_text(COLUMNS, _rows(lines, zone_name, currency))


def _rows(lines: Sequence[Explanation], zone_name: str, currency: str) -> Iterator[list[Cell]]:
    clock = zone(zone_name)

    def local(instant: datetime | None) -> str | None:
        return None if instant is None else local_stamp(instant, clock)

    def utc(instant: datetime | None) -> str | None:
        return None if instant is None else utc_stamp(instant)

    for line in lines:
        yield [
            line.kind,
            line.about,
            local(line.start),
            local(line.end),
            utc(line.start),
            utc(line.end),
            line.agent_hours,
            line.money,
            None if line.money is None else currency,
            line.is_tried,
            len(line.people) or None,
            "; ".join(line.people),
            line.text,
        ]
