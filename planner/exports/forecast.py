"""`forecast.csv`: contacts expected of every queue and priority in every interval."""

from collections.abc import Iterator
from typing import Final

from planner.demand import Forecast, StreamForecast
from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import slot_stamps

LEVELS: Final = (0.1, 0.5, 0.8, 0.9, 0.95)

COLUMNS: Final = (
    "queue",
    "priority",
    "start_local",
    "start_utc",
    "end_utc",
    "mean",
    *(f"q{level:.0%}".rstrip("%") for level in LEVELS),
    "model",
    "aht_s",
    "model_mean",
)


def text(forecast: Forecast, zone: str) -> str:
    """Table of `COLUMNS`, intervals on the clock `zone`; a level not forecast stays empty."""
    return csv_text(COLUMNS, _rows(forecast, zone))


def _rows(forecast: Forecast, zone: str) -> Iterator[list[Cell]]:
    stamps = list(slot_stamps(forecast.grid, zone))
    for stream in forecast.streams:
        rows = [_row_of(stream, level) for level in LEVELS]
        for slot, when in enumerate(stamps):
            levels = [None if row is None else stream.quantiles[row, slot] for row in rows]
            aht_s = None if stream.aht_s is None else stream.aht_s[slot]
            before = None if stream.model_mean is None else stream.model_mean[slot]
            contacts = [stream.mean[slot], *levels, stream.model]
            yield [stream.queue, stream.priority, *when, *contacts, aht_s, before]


def _row_of(stream: StreamForecast, level: float) -> int | None:
    near = [row for row, known in enumerate(stream.levels) if abs(known - level) < 1e-9]
    return near[0] if near else None
