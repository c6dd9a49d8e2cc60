"""`certainty.csv`: agent-hours for each share of weeks that is to meet the target."""

from collections.abc import Iterator, Sequence
from typing import Final

from planner.certainty import CertaintyCurve
from planner.exports.cells import Cell, csv_text

COLUMNS: Final = (
    "queue",
    "target",
    "within_s",
    "weeks_wanted",
    "weeks_met",
    "mean_in_time",
    "agent_hours",
    "extra_hours",
    "extra_cost",
)


def text(curves: Sequence[CertaintyCurve]) -> str:
    """
    Table of `COLUMNS`, a row for each certainty of each queue.

    The row whose `weeks_wanted` is empty is the requirement as it is, against which the extra
    hours and money count.
    """
    return csv_text(COLUMNS, _rows(curves))


def _rows(curves: Sequence[CertaintyCurve]) -> Iterator[list[Cell]]:
    for curve in curves:
        for point in (curve.present, *curve.points):
            yield [
                curve.queue,
                curve.target,
                curve.within_s,
                point.wanted,
                point.certainty,
                point.mean_level,
                point.hours,
                point.extra_hours,
                point.extra_cost,
            ]
