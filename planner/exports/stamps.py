"""How tables write instants: on the wall clock with its offset, and in UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from planner.local_time import zone
from planner.timegrid import TimeGrid


def local_stamp(instant: datetime, clock: ZoneInfo) -> str:
    """Wall-clock time with its offset, such as ``2003-10-20T13:00-04:00``."""
    return instant.astimezone(clock).isoformat(timespec="minutes")


def utc_stamp(instant: datetime) -> str:
    """Instant in UTC, such as ``2003-10-20T17:00:00Z``."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def slot_stamps(grid: TimeGrid, zone_name: str) -> Iterator[tuple[str, str, str]]:
    """Start on the wall clock, start and end in UTC of every slot."""
    clock = zone(zone_name)
    for slot in range(grid.n_slots):
        start, end = grid.instant(slot), grid.instant(slot + 1)
        yield local_stamp(start, clock), utc_stamp(start), utc_stamp(end)


def clock_span(start: datetime, end: datetime, clock: ZoneInfo) -> str:
    """
    Two wall-clock times, such as ``22:00-06:00``.

    A doubled hour is told apart by its zone's name: ``01:00 BST-01:30 GMT``.
    """
    first, last = start.astimezone(clock), end.astimezone(clock)
    return f"{_clock(first)}-{_clock(last)}"


def _clock(wall: datetime) -> str:
    is_doubled = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    return f"{wall:%H:%M %Z}" if is_doubled else f"{wall:%H:%M}"
