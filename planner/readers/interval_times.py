"""When the rows of ``history.csv`` begin: stamps with offsets, or on a wall clock, in UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Self

import numpy as np
import pandas as pd

from planner.arrays import BoolArray, IntArray
from planner.errors import InputError
from planner.local_time import readings, to_utc, zone
from planner.readers.cells import factorized, tell_refused
from planner.readers.reading import Context, Findings, shown
from planner.readers.stamps import settled_dates, stamp
from planner.readers.table import Table

FOLD = {"refuse": None, "first": 0, "second": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """
    When rows begin, arrays ``(n_rows,)`` each.

    Parameters
    ----------
    utc
        Seconds since 1970, 0 where they could not be told.
    is_known
        Whether they could.
    is_moved
        Whether the clock skips the stamp, and it is taken by the offset before the change.
    again
        The second instant of a stamp that stands for both passes of a doubled hour, else -1.
    """

    utc: IntArray
    is_known: BoolArray
    is_moved: BoolArray
    again: IntArray

    @classmethod
    def plain(cls, utc: IntArray, is_known: BoolArray) -> Self:
        """Starts that no clock change touches."""
        n = len(utc)
        return cls(utc, is_known, np.zeros(n, dtype=np.bool_), np.full(n, -1, dtype=np.int64))

    def take(self, rows: IntArray) -> "Starts":
        """Those of some of the rows, in the order given."""
        return Starts(self.utc[rows], self.is_known[rows], self.is_moved[rows], self.again[rows])


def utc_starts(
    table: Table,
    names: Sequence[str],
    is_known: BoolArray,
    context: Context,
    findings: Findings,
) -> Starts:
    """When every row begins; what cannot be told is told as a problem."""
    codes, distinct = factorized(table.columns["start"])
    wall, is_aware, refused = _parsed(distinct)
    tell_refused("start", (codes, distinct), table.lines, findings, refused)
    is_good = np.ones(len(distinct), dtype=np.bool_)
    is_good[list(refused)] = False
    if _is_mixed(table, codes, is_aware, is_good, findings):
        return Starts.plain(wall[codes], np.zeros(len(table), dtype=np.bool_))
    has_start = is_good[codes]
    if is_aware[is_good].any():
        return Starts.plain(wall[codes], has_start)
    return _localised(table, wall[codes], has_start & is_known, names, context, findings)


def _parsed(
    distinct: Sequence[str],
) -> tuple[IntArray, BoolArray, dict[int, InputError]]:
    """Seconds of each text, UTC where it has an offset and on the wall where not."""
    iso = settled_dates(distinct)
    day, clock = lru_cache(100_000)(_day_seconds), lru_cache(100_000)(_clock_seconds)
    seconds = np.zeros(len(distinct), dtype=np.int64)
    is_aware = np.zeros(len(distinct), dtype=np.bool_)
    refused: dict[int, InputError] = {}
    for i, text in enumerate(distinct):
        written = iso.get(text, text).strip()
        try:
            of_clock, is_aware[i] = clock(written[10:])
            seconds[i] = day(written[:10]) + of_clock
        except InputError:
            refused[i] = _refusal(written)
    return seconds, is_aware, refused


def _day_seconds(text: str) -> int:
    return int(stamp(text).utc.timestamp())


def _clock_seconds(text: str) -> tuple[int, bool]:
    """Seconds into the day, less the offset, and whether there is one."""
    found = stamp(f"2000-01-01{text}")
    if found.is_date:
        raise InputError("is a date")
    return int((found.utc - datetime(2000, 1, 1, tzinfo=UTC)).total_seconds()), bool(
        found.offset is not None
    )


def _refusal(text: str) -> InputError:
    """Why a stamp is refused."""
    try:
        stamp(text)
    except InputError as error:
        return error
    message = f"is {shown(text)}, a date; give the time as well, as 2003-10-20T07:00"
    return InputError(message, code="bad_time")


def _is_mixed(
    table: Table,
    codes: IntArray,
    is_aware: BoolArray,
    is_good: BoolArray,
    findings: Findings,
) -> bool:
    """Whether some stamps have an offset and some not; the first that differs is told."""
    aware, good = is_aware[codes], is_good[codes]
    kinds = aware[good]
    if kinds.size == 0 or kinds.all() or not kinds.any():
        return False
    first = np.flatnonzero(good)[0]
    row = np.flatnonzero(good & (aware != aware[first]))[0]
    has, others = ("an", "none") if aware[row] else ("no", "one")
    value = table.columns["start"][row].strip()
    findings.add(
        f"start is '{value}' with {has} offset, the rows above have {others}; "
        "give all rows an offset or none",
        line=table.lines[row],
        field="start",
        value=value,
        code="mixed_offsets",
    )
    return True


def _localised(
    table: Table,
    wall: IntArray,
    wanted: BoolArray,
    names: Sequence[str],
    context: Context,
    findings: Findings,
) -> Starts:
    """Instants of wall-clock seconds on each row's clock."""
    starts = Starts.plain(wall.copy(), wanted.copy())
    queues = {**context.lenders, **context.queues}
    clocks = {name: context.history_zone or queue.zone for name, queue in queues.items()}
    codes, distinct = factorized([clocks.get(name, "") for name in names])
    for code, clock_name in enumerate(distinct):
        rows = np.flatnonzero((codes == code) & wanted)
        if rows.size == 0:
            continue
        starts.utc[rows], unclear = _from_wall(wall[rows], clock_name)
        for row in rows[unclear]:
            made = findings.attempt(
                partial(_instants, int(wall[row]), clock_name, context),
                line=table.lines[row],
                field="start",
                value=table.columns["start"][row].strip(),
            )
            starts.is_known[row] = made is not None
            starts.utc[row], starts.again[row], starts.is_moved[row] = made or (0, -1, False)
    return starts


def _from_wall(wall: IntArray, clock_name: str) -> tuple[IntArray, BoolArray]:
    """UTC seconds, and which stamps the clock skips or doubles."""
    index = pd.DatetimeIndex(wall.astype("datetime64[s]"))
    local = index.tz_localize(zone(clock_name), ambiguous="NaT", nonexistent="NaT")
    unclear = np.asarray(local.isna())
    utc = local.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]")
    return utc.astype(np.int64), unclear


def _instants(wall: int, clock_name: str, context: Context) -> tuple[int, int, bool]:
    """Instant of a stamp that a change makes unclear, as in `Starts`: utc, again, is moved."""
    naive, clock = datetime.fromtimestamp(wall, UTC).replace(tzinfo=None), zone(clock_name)
    first, second = readings(naive, clock)
    if first > second and context.skipped_hour == "next":
        return int(first.timestamp()), -1, True
    if first < second and context.doubled_hour == "both":
        return int(first.timestamp()), int(second.timestamp()), False
    try:
        instant = to_utc(naive, clock, FOLD.get(context.doubled_hour))
    except InputError as error:
        raise _with_remedy(error) from error
    return int(instant.timestamp()), -1, False


def _with_remedy(error: InputError) -> InputError:
    """The same refusal, naming the key of the workspace that settles it."""
    code, message = error.problems[0].code, str(error)
    if code == "nonexistent_time":
        message += ', or skipped_hour = "next" in [history], which adds it to the interval after'
    return InputError(message.replace("set fold", "set doubled_hour in [history]"), code=code)
