"""A forecast in words for programs: what ``forecast.json`` holds."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import numpy as np

from forecasting.explained import Finding
from planner.demand import StreamForecast
from planner.errors import InputError
from planner.exports import forecast as forecast_table
from planner.exports import forecast_days, forecast_totals
from planner.exports.stamps import utc_stamp
from scenarios.event_effects import applied_events, told_events
from scenarios.forecast import StreamFit
from scenarios.forecasts.roll_ups import roll_ups
from scenarios.forecasts.run import ForecastRun
from scenarios.forecasts.totals import totals
from scenarios.override_words import told_overrides
from scenarios.summary import versions

FORMAT: Final = 1
"""Rises when a key changes its meaning."""

TABLES: Final = ("forecast.csv", "forecast_days.csv")
DOCUMENT: Final = "forecast.json"
MOST_LETTERS: Final = 200

MadeBy = Literal["forecast", "plan"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Who made a forecast, and what they say of it; both may be empty."""

    author: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            text = getattr(self, name)
            if len(text) > MOST_LETTERS or not text.isprintable():
                raise InputError(
                    f"{name} has to be one line of up to {MOST_LETTERS} printable letters; "
                    "shorten it, without line breaks"
                )


def tables(run: ForecastRun) -> dict[str, bytes]:
    """The tables of a forecast by file name."""
    levels = run.forecast.streams[0].levels
    return {
        "forecast.csv": forecast_table.text(run.forecast, run.inputs.settings.zone).encode(),
        "forecast_days.csv": forecast_days.text(totals(run.inputs, run.forecast), levels).encode(),
    }


def totals_table(run: ForecastRun) -> bytes:
    """``forecast_totals.csv``: sums by queue, channel, language and group, in slots and days."""
    sums = roll_ups(run.inputs, run.forecast)
    return forecast_totals.text(sums, run.grid, run.inputs.settings.zone).encode()


def version_id(run: ForecastRun, contents: Mapping[str, bytes]) -> str:
    """
    Id of a forecast: its as-of date and eight digits of the digest of what it says.

    Equal forecasts have equal ids, whoever makes them and whenever; what does not touch the
    forecast, such as another agent, does not touch the id.
    """
    total = hashlib.sha256()
    for name in TABLES:
        total.update(f"{name}\0{len(contents[name])}\0".encode())
        total.update(contents[name])
    return f"{run.as_of.isoformat()}-{total.hexdigest()[:8]}"


def document(
    run: ForecastRun,
    contents: Mapping[str, bytes],
    *,
    made_at: datetime,
    made_by: MadeBy,
    remark: Remark,
) -> bytes:
    """
    ``forecast.json`` of a forecast: JSON, UTF-8, instants in UTC.

    `contents` are its `tables`, named with their SHA-256 so that a change to them shows.
    """
    settings, grid = run.inputs.settings, run.grid
    fits = {fit.stream: fit for fit in run.fits}
    told = {
        "format": FORMAT,
        "version": version_id(run, contents),
        "made_at": utc_stamp(made_at),
        "made_by": made_by,
        "author": remark.author,
        "note": remark.note,
        "as_of": run.as_of.isoformat(),
        "name": settings.name,
        "zone": settings.zone,
        "first_day": run.first_day.isoformat(),
        "weeks": round(grid.hours / 168),
        "start_utc": utc_stamp(grid.start),
        "end_utc": utc_stamp(grid.end),
        "interval_minutes": grid.minutes,
        "series": [
            _series(s, fits.get((s.queue, s.priority)), settings.forecaster)
            for s in run.forecast.streams
        ],
        "events": told_events(applied_events(run.fits, grid)),
        "overrides": told_overrides(run.forecast),
        "notes": list(dict.fromkeys(str(note) for note in run.inputs.notes)),
        "inputs_digest": run.inputs.digest,
        "versions": versions(),
        "files": {name: hashlib.sha256(contents[name]).hexdigest() for name in TABLES},
    }
    return f"{json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False)}\n".encode()


def _series(stream: StreamForecast, fit: StreamFit | None, asked: str) -> dict[str, Any]:
    learned: dict[str, Any] = {}
    if fit is not None and len(fit.series):
        learned = {
            "history": {
                "start_utc": _stamp(fit.series.stamps[0]),
                "end_utc": _stamp(fit.horizon.stamps[0]),
                "known_slots": int(np.count_nonzero(fit.series.is_observed)),
            },
            "findings": [_finding(one) for one in fit.fitted.findings],
        }
    return {
        "queue": stream.queue,
        "priority": stream.priority,
        "contacts": round(float(stream.mean.sum()), 4),
        "model": stream.model,
        "why": stream.why or f'forecaster = "{asked}" in [plan]',
        **learned,
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "start_utc": _stamp(one.start),
        "end_utc": _stamp(one.end),
        "came": round(float(one.came), 2),
        "expected": round(float(one.expected), 2),
    }


def _stamp(stamp: np.datetime64) -> str:
    return f"{stamp.astype('datetime64[s]')}Z"
