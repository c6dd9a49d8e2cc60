"""Rows of a history as tests write them, and how they are read."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from planner.calendars import OpeningWindow
from planner.demand import History
from planner.local_time import day_start, zone
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.readers.intervals import read_history
from planner.readers.reading import Context, Reading


def queue(
    clock: str = "Europe/London",
    name: str = "phone",
    opening: tuple[OpeningWindow, ...] = (),
    aht_s: float = 300,
) -> Queue:
    target = ServiceLevelTarget(0.8, 20)
    return Queue(name, Channel.PHONE, name, aht_s, clock, "GB", opening=opening, target=target)


def context(*queues: Queue, minutes: int = 30, **more: Any) -> Context:
    return Context(minutes, queues[0].zone, queues={q.id: q for q in queues}, **more)


def read(text: str, known: Context) -> Reading[History]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.csv"
        path.write_text(text, encoding="utf-8")
        return read_history(path, known)


def steps(start: datetime, end: datetime, minutes: int) -> Iterator[datetime]:
    while start < end:
        yield start
        start += timedelta(minutes=minutes)


def utc_rows(clock: str, first: date, days: int, minutes: int) -> list[datetime]:
    start = day_start(first, zone(clock))
    return list(steps(start, day_start(first + timedelta(days=days), zone(clock)), minutes))


def table(stamps: list[str], offered: list[int] | None = None, name: str = "phone") -> str:
    counts = offered or [2] * len(stamps)
    rows = (f"{s},{name},{n}\n" for s, n in zip(stamps, counts, strict=True))
    return "start,queue,offered\n" + "".join(rows)
