"""A kept forecast held against what came: scores, misses, and words for programs."""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from planner.demand import History
from planner.exports import against as against_export
from planner.exports.cells import Cell
from planner.exports.stamps import slot_stamps, utc_stamp
from planner.timegrid import Interval
from scenarios.forecasts.compared import Compared, compared
from scenarios.forecasts.effects import Effect, effects
from scenarios.forecasts.misses import Miss, misses, reasons
from scenarios.forecasts.scores import (
    DayScore,
    HourScore,
    Score,
    day_scores,
    groups,
    hour_scores,
    scores,
)
from scenarios.forecasts.versions import KeptForecast, Version
from scenarios.inputs import Inputs


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """
    How a version did.

    `series` are the slots, `scores` the whole, `days` the local days known in full, `hours` the
    weekdays and hours of the plan's clock, `misses` the hours missed most, `effects` what the
    overrides in the forecast did to its errors. `notes` name what only
    one of forecast and file has.
    """

    version: Version
    file: str
    series: tuple[Compared, ...]
    scores: tuple[Score, ...]
    days: tuple[DayScore, ...]
    hours: tuple[HourScore, ...]
    misses: tuple[Miss, ...]
    effects: tuple[Effect, ...]
    notes: tuple[str, ...]


def hold_against(inputs: Inputs, kept: KeptForecast, actuals: History, file: Path) -> Against:
    """
    Hold a kept forecast against what came.

    Raises
    ------
    InputError
        ``no_overlap`` where they have no interval in common.
    """
    grid, zone_name = kept.forecast.grid, inputs.settings.zone
    series, notes = compared(kept.forecast, actuals)
    found = groups(series)
    days = day_scores(found, kept.totals, grid, zone_name)
    return Against(
        version=kept.version,
        file=file.name,
        series=series,
        scores=scores(found, days),
        days=days,
        hours=hour_scores(found, grid, zone_name),
        misses=misses(inputs, series, grid, kept.version.overrides),
        effects=effects(series, grid, kept.version.overrides),
        notes=notes,
    )


def against_table(inputs: Inputs, found: Against) -> bytes:
    """``against.csv``."""
    return against_export.text(_rows(inputs, found)).encode()


def _rows(inputs: Inputs, found: Against) -> Iterator[list[Cell]]:
    grid = found.version.grid
    why = reasons(inputs, grid, found.version.overrides)
    stamps = list(slot_stamps(grid, inputs.settings.zone))
    for one in found.series:
        for slot in np.flatnonzero(one.is_known).tolist():
            actual, mean, low, high = (
                float(values[slot]) for values in (one.actual, one.mean, one.low, one.high)
            )
            if mean == 0 and actual == 0:
                continue
            inside = None if math.isnan(low) else low <= actual <= high
            span = Interval(grid.instant(slot), grid.instant(slot + 1))
            known = "; ".join(why(one.queue, one.priority, span))
            before = float(one.model_mean[slot])
            corrected = None if before == mean else before
            measured = [mean, low, high, actual, mean - actual, inside, corrected]
            yield [one.queue, one.priority, *stamps[slot], *measured, known]


def against_document(found: Against) -> dict[str, Any]:
    """All but the single slots, in plain JSON values; null where there is nothing to measure."""
    return {
        "version": found.version.version,
        "as_of": found.version.as_of.isoformat(),
        "made_at": utc_stamp(found.version.made_at),
        "file": found.file,
        "scores": [_plain(asdict(one)) for one in found.scores],
        "days": [
            {**_plain(asdict(one)), "day": one.day.isoformat(), "in_band": one.is_inside}
            for one in found.days
        ],
        "weekday_hours": [_plain(asdict(one)) for one in found.hours],
        "misses": [
            {**_plain(asdict(one)), "start": utc_stamp(one.start), "why": list(one.why)}
            for one in found.misses
        ],
        "overrides": [_plain(asdict(one)) for one in found.effects],
        "notes": list(found.notes),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _number(value) for key, value in values.items()}


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return value
