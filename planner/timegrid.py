"""Time as the core sees it: aware UTC instants, half-open intervals and equal slots."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.errors import InputError

SLOT_MINUTES = (5, 10, 15, 30, 60)


def require_utc(instant: datetime, name: str) -> datetime:
    """
    The instant with `UTC` as its zone; `name` is what a message calls it.

    Other zones whose offset is 0 at that instant, such as London's in winter, are the same
    instant but would count in wall-clock time later on.

    Raises
    ------
    InputError
        If `instant` is naive or its offset is not 0.
    """
    if instant.utcoffset() != timedelta(0):
        raise InputError(f"{name} is {instant.isoformat()}; give an instant in UTC")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Time from `start` up to but not including `end`, both UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", require_utc(self.start, "start of an interval"))
        object.__setattr__(self, "end", require_utc(self.end, "end of an interval"))
        if self.end < self.start:
            raise InputError(
                f"interval ends at {self.end.isoformat()}, before its start "
                f"{self.start.isoformat()}; swap them",
                code="reversed",
            )

    @property
    def length(self) -> timedelta:
        """Elapsed time."""
        return self.end - self.start

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share any time; touching ends do not."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class TimeGrid:
    """
    Equal slots from `start` on: slot ``i`` is ``[start + i * minutes, start + (i + 1) * minutes)``.

    Raises
    ------
    InputError
        If `start` is not UTC, `minutes` is not 5, 10, 15, 30 or 60, or there is no slot.
    """

    start: datetime
    minutes: int
    n_slots: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", require_utc(self.start, "start of the grid"))
        if self.minutes not in SLOT_MINUTES:
            raise InputError(f"the grid is {self.minutes} minutes; use 5, 10, 15, 30 or 60")
        if self.n_slots < 1:
            raise InputError(f"the grid has {self.n_slots} slots; it needs at least 1")

    @property
    def slot(self) -> timedelta:
        """Length of a slot."""
        return timedelta(minutes=self.minutes)

    @property
    def slot_s(self) -> float:
        """Length of a slot in seconds."""
        return self.minutes * 60.0

    @property
    def end(self) -> datetime:
        """End of the last slot."""
        return self.start + self.n_slots * self.slot

    @property
    def interval(self) -> Interval:
        """The whole time covered."""
        return Interval(self.start, self.end)

    @property
    def hours(self) -> float:
        """Elapsed hours covered: 168 in an ordinary week, 167 or 169 over a clock change."""
        return self.n_slots * self.minutes / 60

    def instant(self, slot: int) -> datetime:
        """Start of `slot`, which may lie before 0 or behind the last."""
        return self.start + slot * self.slot

    def offset(self, instant: datetime) -> float:
        """Distance of `instant` from the start, in slots; whole on a slot boundary."""
        require_utc(instant, "an instant on the grid")
        return (instant - self.start) / self.slot

    def slot_of(self, instant: datetime) -> int:
        """Slot that begins at `instant`; an error if `instant` lies inside a slot."""
        offset = self.offset(instant)
        if offset != int(offset):
            raise InputError(
                f"{instant.isoformat()} is not on the {self.minutes}-minute grid; use a finer grid",
                code="off_grid",
            )
        return int(offset)

    def stamps(self) -> NDArray[np.datetime64]:
        """Start of every slot as ``datetime64[s]`` in UTC, shape ``(n_slots,)``."""
        first = np.datetime64(self.start.astimezone(UTC).replace(tzinfo=None), "s")
        return first + np.arange(self.n_slots) * np.timedelta64(self.minutes * 60, "s")

    def widened(self, before: int, after: int = 0) -> "TimeGrid":
        """The same grid with slots added on either side."""
        return TimeGrid(self.instant(-before), self.minutes, self.n_slots + before + after)
