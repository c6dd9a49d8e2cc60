"""`forecast_days.csv`: contacts expected of whole days and weeks, with quantiles of their own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.forecast import LEVELS
from planner.totals import ForecastTotal

COLUMNS: Final = (
    "span",
    "first_day",
    "of",
    "queue",
    "priority",
    "mean",
    *(f"q{level:.0%}".rstrip("%") for level in LEVELS),
)


def text(totals: Iterable[ForecastTotal], levels: Sequence[float]) -> str:
    """Table of `COLUMNS`; a level that is not among `levels` stays empty."""
    return csv_text(COLUMNS, _rows(totals, levels))


def _rows(totals: Iterable[ForecastTotal], levels: Sequence[float]) -> Iterator[list[Cell]]:
    at = [_place(levels, level) for level in LEVELS]
    for one in totals:
        known = [None if i is None else one.quantiles[i] for i in at]
        day = one.first_day.isoformat()
        yield [one.span, day, one.of, one.queue, one.priority, one.mean, *known]


def _place(levels: Sequence[float], level: float) -> int | None:
    near = [i for i, known in enumerate(levels) if abs(known - level) < 1e-9]
    return near[0] if near else None
