"""The only place where wall clocks and UTC meet."""

import difflib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.errors import InputError
from planner.timegrid import TimeGrid

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLIEST_YEAR, LATEST_YEAR = 1970, 2200


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """
    Time zone by its IANA name, such as ``Asia/Kathmandu``.

    Raises
    ------
    InputError
        ``unknown_time_zone`` with near matches; `tzdata` ships the names on every machine.
    """
    try:
        if name not in _zone_names():
            raise ZoneInfoNotFoundError(name)
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        near = _near_zones(name)
        hint = f"did you mean {' or '.join(near)}?" if near else "use a name like Europe/London"
        raise InputError(
            f"time zone '{name}' is not known; {hint}", code="unknown_time_zone"
        ) from error


@lru_cache(maxsize=1)
def _zone_names() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _near_zones(name: str) -> list[str]:
    names = _zone_names()
    folded = name.casefold().replace(" ", "_")
    same_city = [n for n in names if folded and n.casefold().split("/")[-1] == folded]
    return same_city[:3] or difflib.get_close_matches(name, names, n=3, cutoff=0.6)


def to_utc(wall: datetime, clock: ZoneInfo, fold: int | None = None) -> datetime:
    """
    Instant of a wall-clock time.

    Parameters
    ----------
    wall
        Naive local time.
    fold
        Which of a doubled time is meant, 0 the first, 1 the second; None refuses doubled times.

    Raises
    ------
    InputError
        ``nonexistent_time`` with the two neighbours for a time that the clock skips;
        ``ambiguous_time`` for a doubled one while `fold` is None; ``out_of_range`` at the very
        ends of the calendar, where UTC has no date for it.
    """
    first, second = readings(wall, clock)
    if first == second:
        return first
    if first > second:  # the clock jumped over it: fold 0 reads with the old offset
        later = first.astimezone(clock).replace(tzinfo=None)
        earlier = second.astimezone(clock).replace(tzinfo=None)
        style = "%H:%M" if earlier.date() == later.date() else "%Y-%m-%d %H:%M"
        raise InputError(
            f"{wall:%Y-%m-%d %H:%M} does not exist in {clock.key}, the clock skips it; "
            f"use {earlier.strftime(style)} or {later.strftime(style)}",
            code="nonexistent_time",
        )
    if fold is None:
        raise InputError(
            f"{wall:%Y-%m-%d %H:%M} happens twice in {clock.key}; give an offset "
            f"({first:%H:%M}Z or {second:%H:%M}Z) or set fold",
            code="ambiguous_time",
        )
    return (first, second)[fold]


def readings(wall: datetime, clock: ZoneInfo) -> tuple[datetime, datetime]:
    """
    Instants of a wall-clock time by the offset before a change and by the one after.

    They are the same but for a time that the clock doubles (the first is earlier) or skips (the
    first is later: the time as it would be, had the clock not been put forward).

    Raises
    ------
    InputError
        ``out_of_range`` at the very ends of the calendar, where UTC has no date for it.
    """
    try:
        first = wall.replace(tzinfo=clock, fold=0).astimezone(UTC)
        second = wall.replace(tzinfo=clock, fold=1).astimezone(UTC)
    except OverflowError as error:
        raise InputError(
            f"year {wall.year} is out of range; give a date from 1970 on", code="out_of_range"
        ) from error
    return first, second


def shift_instant(day: date, wall: time, clock: ZoneInfo) -> datetime:
    """
    Instant at which work begins or ends at `wall` on `day`.

    A doubled time means the first; a skipped one means the moment of the jump, when the crew
    looks at the clock and finds the hour gone.
    """
    first, second = readings(datetime.combine(day, wall), clock)
    if first <= second:
        return first
    return _jump(second, first, clock)


def _jump(before: datetime, after: datetime, clock: ZoneInfo) -> datetime:
    """Moment between two instants at which the clock's offset changes, to the minute."""
    offset = before.astimezone(clock).utcoffset()
    low, high = before, after
    while high - low > timedelta(minutes=1):
        middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
        if middle <= low:
            break
        if middle.astimezone(clock).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def day_start(day: date, clock: ZoneInfo) -> datetime:
    """First instant of a local date; 01:00 where the clock skips midnight."""
    return shift_instant(day, time(0), clock)


def week_grid(first_day: date, clock: ZoneInfo, minutes: int, n_days: int = 7) -> TimeGrid:
    """
    Grid over `n_days` local dates from `first_day` on.

    A week has 168 hours, 167 or 169 over a clock change.

    Raises
    ------
    InputError
        ``off_grid`` if the span is no whole number of slots (a 30-minute clock change on a
        60-minute grid); ``out_of_range`` for years before 1970 or after 2200.
    """
    if not EARLIEST_YEAR <= first_day.year <= LATEST_YEAR:
        raise InputError(
            f"the week of {first_day} is out of range; use a year from {EARLIEST_YEAR} to "
            f"{LATEST_YEAR}",
            code="out_of_range",
        )
    start = day_start(first_day, clock)
    span = day_start(first_day + timedelta(days=n_days), clock) - start
    n_slots = span / timedelta(minutes=minutes)
    if n_slots != int(n_slots):
        raise InputError(
            f"the week of {first_day} has {span / timedelta(hours=1):g} hours in {clock.key}, "
            f"no whole number of {minutes}-minute slots; use a grid of 30 minutes or less",
            code="off_grid",
        )
    return TimeGrid(start, minutes, int(n_slots))


def local_days(grid: TimeGrid, clock: ZoneInfo) -> Iterator[date]:
    """Local dates that the grid touches, in order; a date that the zone skipped is left out."""
    day = grid.start.astimezone(clock).date()
    while day_start(day, clock) < grid.end:
        if day_start(day, clock).astimezone(clock).date() == day:
            yield day
        day += timedelta(days=1)


def wall_clock(stamps: NDArray[np.datetime64], clock: ZoneInfo) -> pd.DatetimeIndex:
    """Local time, without zone, of UTC stamps ``(n,)``."""
    index = pd.DatetimeIndex(stamps).tz_localize("UTC")
    return index.tz_convert(clock).tz_localize(None)


def first_day_of_week(day: date, week_starts: str) -> date:
    """First day of the week in which `day` lies, for weeks that begin on `week_starts`."""
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(week_starts)) % 7)
