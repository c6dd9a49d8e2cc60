"""Histories that nobody here made up, against a plain sum over the wall clock."""

import gzip
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.calendars import OpeningWindow
from planner.demand import History
from planner.local_time import WEEKDAYS, wall_clock, zone
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.readers.intervals import read_history
from planner.readers.reading import Context, Reading

TARGET = ServiceLevelTarget(0.8, 20)


def rewritten(source: Path, target: Path, queue: str) -> pd.DataFrame:
    """The real file under our header, read by pandas for comparison."""
    rows = gzip.decompress(source.read_bytes()).decode().splitlines()[1:]
    target.write_text(
        "start,queue,offered\n" + "".join("{},{},{}\n".format(*_cells(r, queue)) for r in rows),
        encoding="utf-8",
    )
    return pd.read_csv(target, parse_dates=["start"])


def _cells(row: str, queue: str) -> tuple[str, str, str]:
    start, offered = row.split(",")[:2]
    return start, queue, offered


def test_calls_of_a_bank_are_summed_to_half_hours(
    shared_path: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "history.csv"
    frame = rewritten(shared_path("data/us_bank_calls_5min.csv.gz"), path, "bank")
    clock = "America/New_York"
    opening = (OpeningWindow(WEEKDAYS[:5], time(7), time(21)),)
    bank = Queue("bank", Channel.PHONE, "calls", 300, clock, "US", opening=opening, target=TARGET)
    reading = read_history(path, Context(30, clock, queues={"bank": bank}))
    (history,) = reading.items
    inside = frame[frame.start.dt.time < time(21)]
    expected = inside.groupby(inside.start.dt.floor("30min")).offered.sum()
    found = pd.Series(history.counts[0], wall_clock(history.grid.stamps(), zone(clock)))
    assert found[expected.index].tolist() == expected.tolist()
    assert np.nansum(found) == expected.sum()
    notes = {p.code: p.message for p in reading.problems}
    assert notes.keys() == {"outside_opening", "gaps"}
    assert f"{frame.offered.sum() - expected.sum():,}" in notes["outside_opening"]
    missing = set(pd.DatetimeIndex(found.index[found.isna()]).date)
    assert missing == {datetime.fromisoformat(f"2003-{d}").date() for d in ABSENT}


ABSENT = ("04-04", "04-07", "05-26", "07-04")


ReadWard = Callable[..., tuple[pd.DataFrame, Reading[History]]]


@pytest.fixture
def read_ward(shared_path: Callable[[str], Path], tmp_path: Path) -> ReadWard:
    """Rows of a ward's arrivals by the hour, and what is read of them under a policy."""

    def read(**policy: Any) -> tuple[pd.DataFrame, Reading[History]]:
        path = tmp_path / "history.csv"
        frame = rewritten(shared_path("data/cardiff_ed_hourly.csv.gz"), path, "ed")
        clock = "Europe/London"
        ward = Queue("ed", Channel.PHONE, "care", 900, clock, "GB", target=TARGET)
        return frame, read_history(path, Context(60, clock, queues={"ed": ward}, **policy))

    return read


def test_hours_that_a_clock_skips_are_found_in_a_real_file(read_ward: ReadWard) -> None:
    frame, reading = read_ward(doubled_hour="first")
    skipped = [
        line
        for line, start in enumerate(frame.start, 2)
        if start.month == 3 and start.day > 24 and start.weekday() == 6 and start.hour == 1
    ]
    told = [p for p in reading.problems if not p.warning]
    assert [p.line for p in told] == skipped
    assert {p.code for p in told} == {"nonexistent_time"}
    assert len(skipped) == 3


def test_a_real_file_with_skipped_hours_is_read_whole_on_request(read_ward: ReadWard) -> None:
    frame, reading = read_ward(doubled_hour="both", skipped_hour="next")
    (history,) = reading.items
    assert {p.code for p in reading.problems} == {"skipped_hour", "doubled_hour"}
    assert np.nansum(history.counts) == frame.offered.sum()
    assert not np.isnan(history.counts).any()
