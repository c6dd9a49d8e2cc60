"""`forecast_totals.csv`: contacts expected of queues, channels, languages, groups and all."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.forecast import LEVELS
from planner.exports.stamps import local_stamp, slot_stamps, utc_stamp
from planner.local_time import day_start, zone
from planner.roll_ups import RollUp, SpanSum
from planner.timegrid import TimeGrid
from planner.totals import SPAN_DAYS

COLUMNS: Final = (
    "level",
    "name",
    "span",
    "start_local",
    "start_utc",
    "end_utc",
    "mean",
    *(f"q{level:.0%}".rstrip("%") for level in LEVELS),
)


def text(roll_ups: Iterable[RollUp], grid: TimeGrid, zone_name: str) -> str:
    """Table of `COLUMNS`: intervals, days and weeks of each sum on the clock `zone_name`."""
    return csv_text(COLUMNS, _rows(roll_ups, grid, zone_name))


def _rows(roll_ups: Iterable[RollUp], grid: TimeGrid, zone_name: str) -> Iterator[list[Cell]]:
    stamps = list(slot_stamps(grid, zone_name))
    for one in roll_ups:
        at = _places(one.levels)
        for slot, when in enumerate(stamps):
            known = [None if i is None else one.quantiles[i, slot] for i in at]
            yield [one.level, one.name, "slot", *when, one.mean[slot], *known]
        for total in one.spans:
            known = [None if i is None else total.quantiles[i] for i in at]
            when = _stamps(total, zone_name)
            yield [one.level, one.name, total.span, *when, total.mean, *known]


def _stamps(total: SpanSum, zone_name: str) -> tuple[str, str, str]:
    clock = zone(zone_name)
    start = day_start(total.first_day, clock)
    end = day_start(total.first_day + timedelta(days=SPAN_DAYS[total.span]), clock)
    return local_stamp(start, clock), utc_stamp(start), utc_stamp(end)


def _places(levels: Sequence[float]) -> list[int | None]:
    """Row of each of `LEVELS` among those that are known."""
    found = []
    for level in LEVELS:
        near = [i for i, known in enumerate(levels) if abs(known - level) < 1e-9]
        found.append(near[0] if near else None)
    return found
