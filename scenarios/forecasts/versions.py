"""
Forecasts that are kept: every one under ``out/forecasts/<id>/``, written once and never changed.

A version is its tables and, written last, the ``forecast.json`` that seals them with their digest.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import TypeAdapter, ValidationError

from planner.arrays import FloatArray
from planner.demand import Forecast, StreamForecast
from planner.errors import InputError, Problem
from planner.exports.cells import plain
from planner.exports.forecast import LEVELS
from planner.timegrid import TimeGrid
from planner.totals import ForecastTotal
from scenarios.forecasts.corrections import Correction
from scenarios.forecasts.document import DOCUMENT, FORMAT, TABLES

FOLDER: Final = "forecasts"
LATEST: Final = "latest"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """What is told of a kept forecast without reading its tables; times are aware."""

    version: str
    made_at: datetime
    made_by: str
    author: str
    note: str
    as_of: date
    zone: str
    first_day: date
    weeks: int
    start_utc: datetime
    end_utc: datetime
    interval_minutes: int
    series: tuple[dict[str, Any], ...]
    inputs_digest: str
    files: dict[str, str]
    overrides: tuple[Correction, ...]

    @property
    def grid(self) -> TimeGrid:
        """Slots that are forecast."""
        start, end = self.start_utc.astimezone(UTC), self.end_utc.astimezone(UTC)
        slots = (end - start) / timedelta(minutes=self.interval_minutes)
        return TimeGrid(start, self.interval_minutes, int(slots))

    @property
    def models(self) -> tuple[str, ...]:
        """Forecasters of its series, each once."""
        return tuple(dict.fromkeys(str(one["model"]) for one in self.series))


@dataclass(frozen=True, slots=True, eq=False)
class KeptForecast:
    """A version with its numbers."""

    version: Version
    forecast: Forecast
    totals: tuple[ForecastTotal, ...]


def version_files(name: str, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files of a version by path below the output folder, the seal last."""
    return {f"{FOLDER}/{name}/{file}": contents[file] for file in (*TABLES, DOCUMENT)}


def kept_document(out: Path, name: str) -> bytes | None:
    """``forecast.json`` of a version that is there already."""
    path = out / FOLDER / name / DOCUMENT
    return path.read_bytes() if path.is_file() else None


def list_versions(out: Path) -> tuple[tuple[Version, ...], tuple[Problem, ...]]:
    """Versions below an output folder, the newest first, and what cannot be read there."""
    found: list[Version] = []
    problems: list[Problem] = []
    for path in sorted((out / FOLDER).glob(f"*/{DOCUMENT}")):
        try:
            found.append(_version(path))
        except InputError as error:
            problems += error.problems
    order = sorted(found, key=lambda v: (v.made_at, v.as_of, v.version), reverse=True)
    return tuple(order), tuple(problems)


def find_version(out: Path, name: str) -> Version:
    """
    Version by its id, a beginning of it that fits no other, or ``latest``.

    Raises
    ------
    InputError
        If there is none or several, with those that are near.
    """
    known, problems = list_versions(out)
    damaged = [p for p in problems if name and p.value.startswith(name)]
    if damaged and not any(v.version.startswith(name) for v in known):
        raise InputError.of(damaged)
    if not known:
        raise InputError(
            f"no forecast is kept in {out / FOLDER}; make one with: rotacast forecast FOLDER",
            code="no_version",
        )
    if name == LATEST:
        return known[0]
    fitting = [v for v in known if v.version == name] or [
        v for v in known if name and v.version.startswith(name)
    ]
    if len(fitting) == 1:
        return fitting[0]
    ids = [v.version for v in fitting or known]
    near = get_close_matches(name, ids, n=2) or ids[:3]
    what = "fits several" if fitting else "is not known"
    raise InputError(f"version '{name[:60]}' {what}; use {', '.join(near)}", code="unknown_version")


def read_version(out: Path, version: Version) -> KeptForecast:
    """
    Numbers of a version.

    Raises
    ------
    InputError
        If a file of it is missing or was changed since it was made.
    """
    folder = out / FOLDER / version.version
    rows = {name: _rows(folder / name, version.files.get(name, "")) for name in TABLES}
    try:
        forecast = _forecast(version, rows["forecast.csv"])
        return KeptForecast(version, forecast, tuple(_total(r) for r in rows["forecast_days.csv"]))
    except (KeyError, ValueError) as error:
        raise _damaged(folder / TABLES[0]) from error


def _version(path: Path) -> Version:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        written = raw["format"]
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path) from error
    if written != FORMAT:
        raise _unreadable(
            path, f"has format {written!r:.20}, this rotacast reads {FORMAT}; use the one it is of"
        )
    try:
        raw.setdefault("overrides", [])
        wanted = {key: raw[key] for key in Version.__slots__}
        found = TypeAdapter(Version).validate_python(wanted)
        if not (found.models and found.grid and all(o.interval for o in found.overrides)):
            raise ValueError(found.version)
        return found
    except (AttributeError, KeyError, TypeError, ValueError, ValidationError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return _unreadable(path, f"is damaged; restore it, or remove the folder {path.parent.name}")


def _unreadable(path: Path, what: str) -> InputError:
    message, name = f"{path} {what}", path.parent.name
    return InputError(message, [Problem(message, value=name, code="unreadable_version")])


def _rows(path: Path, digest: str) -> list[Row]:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _damaged(path) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise _unreadable(
            path,
            f"was changed after it was made; restore it, or remove the folder {path.parent.name}",
        )
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _forecast(version: Version, rows: list[Row]) -> Forecast:
    grid = version.grid
    by_stream: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_stream.setdefault((plain(row["queue"]), plain(row["priority"])), []).append(row)
    return Forecast(
        grid,
        tuple(
            StreamForecast(
                *stream,
                mean=np.array([float(row["mean"]) for row in own]).reshape(grid.n_slots),
                levels=LEVELS,
                quantiles=np.array([_levels(row) for row in own]).T,
                model=plain(own[0]["model"]),
                aht_s=_column(own, "aht_s"),
                model_mean=_column(own, "model_mean"),
            )
            for stream, own in by_stream.items()
        ),
    )


def _column(rows: list[Row], name: str) -> FloatArray | None:
    """A figure of every slot; None where the version does not tell them all."""
    told = [row.get(name) or "" for row in rows]
    return np.array([float(text) for text in told]) if all(told) else None


def _levels(row: Row) -> list[float]:
    return [float(row[f"q{level * 100:.0f}"]) for level in LEVELS]


def _total(row: Row) -> ForecastTotal:
    of, span = row["of"], row["span"]
    if of not in ("series", "queue", "total") or span not in ("day", "week"):
        raise ValueError(of)
    return ForecastTotal(
        span,  # type: ignore[arg-type]  # checked above
        date.fromisoformat(row["first_day"]),
        of,  # type: ignore[arg-type]
        plain(row["queue"]),
        plain(row["priority"]),
        float(row["mean"]),
        np.array(_levels(row)),
    )
