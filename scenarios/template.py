"""A workspace to start from: commented settings, a few invented people and an invented history."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from planner.holidays import public_holidays
from scenarios.new_workspace import write_new

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
    """Write the template as `write_new` does, in the order of the files' names."""
    parts = files("scenarios").joinpath("template").iterdir()
    contents = {part.name: part.read_bytes() for part in parts if part.is_file()}
    contents["history.csv"] = history_text().encode()
    return write_new(folder, dict(sorted(contents.items())))


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
