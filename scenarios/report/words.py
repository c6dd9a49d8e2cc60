"""How the page speaks: numbers with their units, dates in full, counts with their nouns."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from planner import wording
from planner.local_time import zone

NBSP: Final = "\u00a0"
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def share(value: float | None, digits: int = 0) -> str:
    r"""
    A share as a percentage; ``n/a`` for none; never rounded up to 100 %.

    It has a decimal from 99 % on, where one agent more or less hides behind it.

    Examples
    --------
    >>> share(0.823), share(0.9957), share(0.9996), share(1.0), share(None)
    ('82\xa0%', '99.6\xa0%', '99.9\xa0%', '100\xa0%', 'n/a')
    """
    if value is None or math.isnan(value):
        return "n/a"
    if 0.99 <= value < 1:
        return f"{min(value * 100, 99.9):.1f}{NBSP}%"
    return f"{value * 100:.{0 if value == 1 else digits}f}{NBSP}%"


def amount(value: float, digits: int = 0) -> str:
    """A number with thousands separators."""
    return f"{value:,.{digits}f}"


def hours(value: float) -> str:
    r"""
    Hours, with a decimal where they are not whole.

    Examples
    --------
    >>> hours(3158.5), hours(40.0)
    ('3,158.5\xa0h', '40\xa0h')
    """
    digits = 1 if round(value, 1) % 1 else 0
    return f"{value:,.{digits}f}{NBSP}h"


def duration(seconds: float) -> str:
    r"""
    A time in the unit that suits it.

    Examples
    --------
    >>> duration(9.43), duration(150), duration(45_000)
    ('9.4\xa0s', '2.5\xa0min', '12.5\xa0h')
    """
    if round(seconds, 1) < 60:
        return f"{seconds:.1f}{NBSP}s"
    if seconds < 3600:
        return f"{seconds / 60:.1f}{NBSP}min"
    return f"{seconds / 3600:,.1f}{NBSP}h"


def money(value: float, currency: str) -> str:
    """Money in whole units of the currency."""
    return f"{currency}{NBSP}{value:,.0f}"


def long_date(day: date) -> str:
    """A date such as ``20 October 2003``."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def day_name(day: date) -> str:
    """A day such as ``Monday 20 October``."""
    return f"{DAYS[day.weekday()]} {day.day}{NBSP}{MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """A day such as ``Mon 20 Oct``."""
    return wording.short_day(day).replace(" ", NBSP).replace(NBSP, " ", 1)


def clock_time(instant: datetime) -> str:
    """Moment such as ``16 October 2003, 09:00 UTC``."""
    return f"{long_date(instant.date())}, {instant:%H:%M %Z}"


def on_clock(instant: datetime, zone_name: str) -> str:
    """Moment on a wall clock, such as ``Mon 20 Oct, 09:00``."""
    wall = instant.astimezone(zone(zone_name))
    return f"{short_day(wall.date())}, {wall:%H:%M}"


def plural(count: int, noun: str) -> str:
    """A count and its noun: ``1 agent``, ``2 agents``."""
    return f"{count:,}{NBSP}{noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str], most: int) -> str:
    """Names in a row, as in ``a, b and c``; past `most` their number."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def change(value: float) -> str:
    r"""
    A relative change with its sign, in whole per cent.

    Examples
    --------
    >>> change(0.234), change(-0.5), change(0.001)
    ('+23\xa0%', '−50\xa0%', '±0\xa0%')
    """
    per_cent = round(100 * value)
    sign = "+" if per_cent > 0 else ("−" if per_cent < 0 else "±")
    return f"{sign}{abs(per_cent):,}{NBSP}%"


def minutes_long(minutes: int) -> str:
    """A length such as ``30 minutes``, ``hour``, ``3 hours``, as in "contacts per hour"."""
    if minutes < 60:
        return f"{minutes}{NBSP}minutes"
    return "hour" if minutes == 60 else f"{minutes // 60}{NBSP}hours"
