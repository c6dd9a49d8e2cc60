"""A workspace to start from: commented settings, a few invented people and an invented history."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from planner.errors import ConflictError, InputError
from planner.holidays import public_holidays

SEED: Final = 20_260_323
WEEKS: Final = 10
PLANNED: Final = date(2026, 3, 23)
OPENS, CLOSES, MINUTES = 8, 18, 30
STREAMS: Final = (
    ("phone", "", 4.0, 270.0),
    ("tickets", "high", 0.2, 720.0),
    ("tickets", "normal", 1.0, 600.0),
)
DAY_SHAPE: Final = (1.25, 1.1, 1.0, 0.95, 0.85)


def write_template(folder: Path) -> tuple[Path, ...]:
    """
    Write the template into `folder`, which is made where it does not exist.

    Returns
    -------
    tuple[Path, ...]
        The files written, in the order of their names.

    Raises
    ------
    ConflictError
        If one of the files is there already; nothing is written then.
    InputError
        If `folder` is a file or cannot be written to.
    """
    parts = files("scenarios").joinpath("template").iterdir()
    contents = {part.name: part.read_bytes() for part in parts if part.is_file()}
    contents["history.csv"] = history_text().encode()
    taken = [name for name in sorted(contents) if (folder / name).exists()]
    if taken:
        raise ConflictError(f"{folder / taken[0]} is there already; choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_written(folder / name, contents[name]) for name in sorted(contents))
    except FileExistsError as error:
        raise ConflictError(f"{error.filename} is there already; choose another folder") from error
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise InputError(f"{folder} cannot be written: {reason}; choose another folder") from error


def _written(path: Path, content: bytes) -> Path:
    with path.open("xb") as stream:
        stream.write(content)
    return path


def history_text() -> str:
    """Ten invented weeks before the planned one as ``history.csv``, the same every time."""
    return "start,queue,offered,priority,handle_s\n" + "".join(_rows())


def _rows() -> Iterator[str]:
    rng = np.random.default_rng(SEED)
    for day in _open_days():
        mood = DAY_SHAPE[day.weekday()] * rng.gamma(100, 1 / 100)
        for slot in range((CLOSES - OPENS) * 60 // MINUTES):
            start = datetime.combine(day, time(OPENS)) + slot * timedelta(minutes=MINUTES)
            shape = 1 + 0.4 * np.sin(np.pi * (slot + 0.5) / 20) ** 2
            for queue, priority, level, handle in STREAMS:
                offered = rng.poisson(level * mood * shape)
                seconds = f"{rng.gamma(40, handle / 40):.1f}" if offered else ""
                yield f"{start:%Y-%m-%dT%H:%M},{queue},{offered},{priority},{seconds}\n"


def _open_days() -> Iterator[date]:
    years = (PLANNED.year - 1, PLANNED.year)
    closed = public_holidays("GB", "ENG", years)
    for back in range(WEEKS * 7, 0, -1):
        day = PLANNED - timedelta(days=back)
        if day.weekday() < 5 and day not in closed:
            yield day
