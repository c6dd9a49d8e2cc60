"""`against.csv`: what was forecast and what came, interval by interval."""

from collections.abc import Iterable, Sequence
from typing import Final

from planner.exports.cells import Cell, csv_text

COLUMNS: Final = (
    "queue",
    "priority",
    "start_local",
    "start_utc",
    "end_utc",
    "forecast",
    "q10",
    "q90",
    "actual",
    "error",
    "in_band",
    "model_mean",
    "why",
)


def text(rows: Iterable[Sequence[Cell]]) -> str:
    """Table of `COLUMNS`, a row for each interval of a series of which is known what came."""
    return csv_text(COLUMNS, rows)
