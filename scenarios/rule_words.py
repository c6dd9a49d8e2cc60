"""Broken rules on people's clocks: slots of a message become times and hours."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from planner.timegrid import TimeGrid
from planner.wording import short_day
from scenarios.shortfalls import spell

_REST: Final = re.compile(r"rests (-?\d+) slots before slot (-?\d+), needs (\d+)")
_OVERLAP: Final = re.compile(r"rests -(\d+) slots before slot (-?\d+), needs \d+")
_WINDOW: Final = re.compile(r"in slot (-?\d+), not (-?\d+) to (-?\d+)")
_SPAN: Final = re.compile(r"from slot (-?\d+) to slot (-?\d+)")
_SLOT: Final = re.compile(r"\bslot (-?\d+)")
_SLOTS: Final = re.compile(r"(-?\d+) slots\b")
_DAY: Final = re.compile(r"\b[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}\b")


def on_the_clock(message: str, grid: TimeGrid, clock: ZoneInfo) -> str:
    """
    A checker's message with times of a clock and hours in place of slots.

    ``rests 17 slots before slot 42, needs 22`` becomes ``rests 8.5 h before Tue 21 Oct 07:00, needs
    11 h`` where slots are half hours.
    """
    rules: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (
            _OVERLAP,
            lambda m: f"overlaps the shift from {_when(m[2], grid, clock)} by {_hours(m[1], grid)}",
        ),
        (
            _REST,
            lambda m: (
                f"rests {_hours(m[1], grid)} before {_when(m[2], grid, clock)}, "
                f"needs {_hours(m[3], grid)}"
            ),
        ),
        (
            _WINDOW,
            lambda m: (
                f"at {_time(m[1], grid, clock)}, "
                f"not {_time(m[2], grid, clock)} to {_time(m[3], grid, clock)}"
            ),
        ),
        (
            _SPAN,
            lambda m: spell(grid.instant(int(m[1])), grid.instant(int(m[2])), clock),
        ),
        (_SLOT, lambda m: _when(m[1], grid, clock)),
        (_SLOTS, lambda m: _hours(m[1], grid)),
    )
    for pattern, words in rules:
        message = pattern.sub(words, message)
    return message


def day_of(message: str, days: Iterable[date]) -> date | None:
    """First of the days that a message names, None where it speaks of the whole week."""
    by_name = {short_day(day): day for day in days}
    named = (by_name.get(found[0]) for found in _DAY.finditer(message))
    return next(filter(None, named), None)


def _instant(slot: str, grid: TimeGrid, clock: ZoneInfo) -> datetime:
    return grid.instant(int(slot)).astimezone(clock)


def _when(slot: str, grid: TimeGrid, clock: ZoneInfo) -> str:
    found = _instant(slot, grid, clock)
    return f"{short_day(found.date())} {found:%H:%M}"


def _time(slot: str, grid: TimeGrid, clock: ZoneInfo) -> str:
    return f"{_instant(slot, grid, clock):%H:%M}"


def _hours(slots: str, grid: TimeGrid) -> str:
    return f"{int(slots) * grid.minutes / 60:g} h"
