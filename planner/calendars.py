"""Hours in which work goes on: weekly windows on a wall clock, and calendars that share them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import numpy as np

from planner.arrays import BoolArray
from planner.errors import InputError
from planner.local_time import WEEKDAYS, local_days, shift_instant, zone
from planner.schema import FORBID_EXTRA
from planner.timegrid import TimeGrid

ALWAYS: Final = "always"
"""Name of the calendar that is open around the clock, every day of the year."""


@dataclass(frozen=True, slots=True)
class OpeningWindow:
    """
    Hours of opening on some weekdays, on the queue's own clock.

    `until` at or before `start` means the next day; ``00:00`` to ``00:00`` is the whole day.
    """

    days: tuple[str, ...]
    start: time
    until: time

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not self.days:
            raise InputError("days is empty; name at least one weekday")
        unknown = [day for day in self.days if day not in WEEKDAYS]
        if unknown:
            raise InputError(f"days holds '{', '.join(unknown)}'; use {', '.join(WEEKDAYS)}")

    def covers(self, day: date) -> bool:
        """Whether the window opens on a local date."""
        return WEEKDAYS[day.weekday()] in self.days

    def on(self, day: date, zone_name: str) -> tuple[datetime, datetime]:
        """Instants of opening and closing for the window that opens on `day`."""
        clock = zone(zone_name)
        last = day + timedelta(days=1) if self.until <= self.start else day
        return shift_instant(day, self.start, clock), shift_instant(last, self.until, clock)


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    Hours that a promise counts, such as "within eight business hours": table ``[[calendar]]``.

    Parameters
    ----------
    id
        Name by which queues refer to it; ``always`` is taken.
    zone, country, region
        Clock of the windows, and whose public holidays close it.
    opening
        Weekly windows; empty means around the clock.
    open_on_holidays
        False counts no hours on public holidays.
    """

    id: str
    zone: str
    country: str
    name: str = ""
    region: str | None = None
    opening: tuple[OpeningWindow, ...] = ()
    open_on_holidays: bool = True

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        zone(self.zone)

    def open_slots(self, grid: TimeGrid, holidays: Mapping[date, str]) -> BoolArray:
        """Slots that count, shape ``(n_slots,)``; see `window_slots`."""
        closed = {} if self.open_on_holidays else holidays
        return window_slots(self.opening, self.zone, grid, closed)


def window_slots(
    windows: tuple[OpeningWindow, ...], zone_name: str, grid: TimeGrid, closed: Mapping[date, str]
) -> BoolArray:
    """
    Slots that overlap weekly windows on a clock, shape ``(n_slots,)``; all of them without windows.

    A window belongs to the local date on which it opens, and does not open on dates of `closed`.
    """
    return _window_slots(windows, zone_name, grid, frozenset(closed)).copy()


@lru_cache(maxsize=64)
def _window_slots(
    windows: tuple[OpeningWindow, ...], zone_name: str, grid: TimeGrid, closed: frozenset[date]
) -> BoolArray:
    """The same, kept: whoever forecasts a queue asks for its whole history time and again."""
    is_open = np.zeros(grid.n_slots, dtype=np.bool_)
    weekly = windows or (OpeningWindow(WEEKDAYS, time(0), time(0)),)
    wide = grid.widened(24 * 60 // grid.minutes)
    for day in local_days(wide, zone(zone_name)):
        if day in closed:
            continue
        for window in weekly:
            if window.covers(day):
                _mark(is_open, grid, *window.on(day, zone_name))
    return is_open


def _mark(flags: BoolArray, grid: TimeGrid, start: datetime, end: datetime) -> None:
    first = max(0, int(np.floor(grid.offset(start))))
    last = min(grid.n_slots, int(np.ceil(grid.offset(end))))
    if first < last:
        flags[first:last] = True
