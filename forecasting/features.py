"""
What the customers' wall clock says about UTC stamps: local day, weekday, slot of the day, holidays.

A clock change needs no special case. The skipped hour has no stamps; the repeated hour has two
stamps for each wall time, and both read the same slot of the day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from forecasting.base import Bools, Floats, Horizon, Ints

_EPOCH = dt.date(1970, 1, 1)
_THURSDAY = 3  # 1970-01-01, counted from Monday


@dataclass(frozen=True, slots=True, eq=False)
class WallClock:
    """
    Local reading of each stamp, arrays of shape ``(n,)``.

    ``day`` counts local dates from 1970-01-01, ``weekday`` from Monday = 0, ``slot`` whole slot
    lengths since local midnight (rounded down, where a half-hour zone meets an hourly grid).
    """

    day: Ints
    weekday: Ints
    slot: Ints


def wall_clock(slots: Horizon) -> WallClock:
    """Read the customers' clock at the start of every slot."""
    if not len(slots):
        return _reading(0, 0, slots.minutes, slots.zone)
    return _reading(int(slots.stamps[0].astype(np.int64)), len(slots), slots.minutes, slots.zone)


@lru_cache(maxsize=16)
def _reading(first: int, n: int, minutes: int, zone: str) -> WallClock:
    """Clock at `n` slots from UTC second `first` on; what was read last is kept."""
    stamps = (first + 60 * minutes * np.arange(n)).astype("datetime64[s]")
    local = pd.DatetimeIndex(stamps, tz="UTC").tz_convert(zone).tz_localize(None)
    seconds = local.to_numpy().astype("datetime64[s]").astype(np.int64)
    day, second = np.divmod(seconds, 86_400)
    clock = WallClock(day, weekday_of(day), second // (60 * minutes))
    for values in (clock.day, clock.weekday, clock.slot):
        values.flags.writeable = False
    return clock


def weekday_of(day: Ints) -> Ints:
    """Weekday of day numbers, Monday = 0."""
    return (day + _THURSDAY) % 7


def other_week(day: Ints) -> Floats:
    """1 on the days of every other week, from Monday on, and -1 on those between."""
    return np.asarray(1.0 - 2.0 * ((day + _THURSDAY) // 7 % 2))


def other_day(day: Ints) -> Floats:
    """1 on every other day, and -1 on those between."""
    return np.asarray(1.0 - 2.0 * (day % 2))


def day_number(date: dt.date) -> int:
    """Days from 1970-01-01 to `date`."""
    return (date - _EPOCH).days


def date_of(day: int) -> dt.date:
    """Calendar date of a day number."""
    return _EPOCH + dt.timedelta(days=day)


def is_holiday(day: Ints, holidays: Mapping[dt.date, str], shift: int = 0) -> Bools:
    """
    Whether ``day + shift`` is a public holiday, for each day number.

    A shift of 1 asks for the eve of a holiday, -1 for the day after one.
    """
    known = np.fromiter((day_number(d) for d in holidays), dtype=np.int64, count=len(holidays))
    return np.isin(day + shift, known)


def month_phase(day: Ints) -> Floats:
    """Position of the middle of each day in its month, in ``(0, 1)``."""
    date = day.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    length = (month + np.timedelta64(1, "M")).astype("datetime64[D]") - month.astype(
        "datetime64[D]"
    )
    since = date - month.astype("datetime64[D]")
    return np.asarray((since.astype(float) + 0.5) / length.astype(float))


def turn_of_month(day: Ints) -> Floats:
    """Nearness to the turn of the month: most on the 1st and 2nd, half on the last day and 4th."""
    date = day.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    since = (date - month.astype("datetime64[D]")).astype(float)
    until = ((month + np.timedelta64(1, "M")).astype("datetime64[D]") - date).astype(float)
    middle, width = 0.5, 2.5
    nearest = np.minimum(np.abs(since - middle), until + middle)
    return np.asarray(np.exp(-((nearest / width) ** 2)))
