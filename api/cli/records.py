"""Our own tables as records for programs: numbers are numbers, empty cells null."""

import csv
import math
from pathlib import Path
from typing import Final

from planner.exports.cells import plain

TEXT: Final = frozenset({"queue", "priority", "model"})
"""Columns that are text whatever they hold: a priority may be called 1."""


def records(path: Path) -> list[dict[str, str | float | None]]:
    """
    Rows of a table by column.

    Parameters
    ----------
    path
        ``forecast.csv``, ``requirement.csv`` or ``certainty.csv``.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            {column: _value(column, cell) for column, cell in row.items()}
            for row in csv.DictReader(lines)
        ]


def _value(column: str, cell: str) -> str | float | None:
    """A cell as its column means it; text as it was before the export."""
    if column in TEXT:
        return plain(cell)
    try:
        number = float(cell)
    except ValueError:
        return plain(cell) or None
    return number if math.isfinite(number) else None
