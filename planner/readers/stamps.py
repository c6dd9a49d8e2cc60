"""
Dates and times as they stand in a cell.

ISO 8601 only: ``2003-10-20``, ``2003-10-20T07:00``, ``2003-10-20 07:00:00-04:00``. Dates such as
``20/10/2003`` are taken where the whole column settles which number is the day.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from planner.errors import InputError
from planner.local_time import WEEKDAYS
from planner.readers.reading import shown

STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]+([0-9]{1,2}:[0-9]{2})(?::([0-9]{2})(?:[.,]0+)?)?"
    r"\s*(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.IGNORECASE,
)
SLASHED = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})(?=[ T]|$)")
UNIX = re.compile(r"[0-9]{9,13}(?:\.[0-9]+)?")
YEARS = (1990, 2100)


@dataclass(frozen=True, slots=True)
class Stamp:
    """
    A date, a time without zone, or a time with its offset.

    `wall` is naive; `offset` None where the cell gives none; `is_date` where it holds no time.
    """

    wall: datetime
    offset: timedelta | None
    is_date: bool

    @property
    def utc(self) -> datetime:
        """Instant of a stamp with an offset."""
        return (self.wall - (self.offset or timedelta(0))).replace(tzinfo=UTC)


def stamp(text: str) -> Stamp:
    """
    Read one date or time.

    Raises
    ------
    InputError
        ``bad_time``, ``ambiguous_date`` or ``out_of_range``, continuing the column's name.
    """
    raw = text.strip()
    found = STAMP.fullmatch(raw)
    if not found:
        raise _no_stamp(raw)
    day, clock, seconds, offset = found.groups()
    try:
        wall = datetime.fromisoformat(f"{day}T{(clock or '00:00').zfill(5)}:{seconds or '00'}")
        shift = _offset(offset)
    except ValueError as error:
        message = f"is {shown(raw)}, a day or time that no calendar has; correct it"
        raise InputError(message, code="bad_time") from error
    if not YEARS[0] <= wall.year <= YEARS[1]:
        message = f"is {shown(raw)}; use years {YEARS[0]} to {YEARS[1]}"
        raise InputError(message, code="out_of_range")
    return Stamp(wall, shift, clock is None)


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text.upper() == "Z":
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if ahead > timedelta(hours=15) or int(digits[2:]) > 59:
        raise ValueError(text)
    return -ahead if text[0] == "-" else ahead


def _no_stamp(raw: str) -> InputError:
    if SLASHED.match(raw):
        message = f"is {shown(raw)}, day or month first; write it as {_candidates(raw)}"
        return InputError(message, code="ambiguous_date")
    if UNIX.fullmatch(raw):
        number = float(raw)
        kind = "milliseconds" if number >= 1e11 else "seconds"
        instant = datetime.fromtimestamp(number / (1000 if number >= 1e11 else 1), UTC)
        message = f"is {shown(raw)}, Unix {kind} perhaps; write it as {instant:%Y-%m-%dT%H:%M}Z"
        return InputError(message, code="out_of_range")
    found = f"is {shown(raw)}" if raw else "is empty"
    message = f"{found}; write times as 2003-10-20T07:00, with Z or an offset where it is known"
    return InputError(message, code="bad_time")


def _candidates(raw: str) -> str:
    found = SLASHED.match(raw)
    if not found:
        return "2003-10-20"
    one, _, two, year = found.groups()
    readings = {(int(one), int(two)), (int(two), int(one))}
    days = [f"{year}-{m:02}-{d:02}" for m, d in sorted(readings) if 1 <= m <= 12 and 1 <= d <= 31]
    return " or ".join(days) or "2003-10-20"


def settled_dates(texts: Iterable[str]) -> Mapping[str, str]:
    """
    ISO form of each text that is written day or month first, where all of them settle which.

    Settled means that one of the two numbers passes 12 in some row, and the other in none.
    """
    found = {text: match for text in texts if (match := SLASHED.match(text.strip()))}
    firsts = max((int(m[1]) for m in found.values()), default=0)
    seconds = max((int(m[3]) for m in found.values()), default=0)
    if (firsts > 12) == (seconds > 12):
        return {}
    day, month = (1, 3) if firsts > 12 else (3, 1)
    return {
        text: f"{m[4]}-{int(m[month]):02}-{int(m[day]):02}{text.strip()[m.end() :]}"
        for text, m in found.items()
    }


def calendar_day(text: str) -> date:
    """
    Read a date without a time.

    Raises
    ------
    InputError
        As `stamp`, and ``bad_time`` where there is a time.
    """
    found = stamp(text)
    if not found.is_date:
        raise InputError(f"is {shown(text)}; give a date without a time", code="bad_time")
    return found.wall.date()


def weekday(text: str) -> str:
    """
    Weekday by its English name or its first three letters.

    Raises
    ------
    InputError
        ``bad_weekday``.
    """
    raw = text.strip().casefold()
    name = next((d for d in WEEKDAYS if raw in (d, d[:3])), None)
    if name is None:
        raise InputError(f"is {shown(text)}; use monday to sunday", code="bad_weekday")
    return name


def clock_time(text: str) -> time:
    """
    Time of day such as ``07:00``; ``24:00`` is midnight.

    Raises
    ------
    InputError
        ``bad_time``.
    """
    raw = text.strip()
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::00)?", raw)
    if raw in ("24:00", "24:00:00"):
        return time(0)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise InputError(f"is {shown(raw)}; write times as 07:00", code="bad_time")
    return time(int(found[1]), int(found[2]))
