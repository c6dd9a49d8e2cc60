"""Overrides as a kept forecast tells them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from planner.timegrid import Interval


@dataclass(frozen=True, slots=True)
class Correction:
    """
    An override in a version; an empty priority is all of them, times are aware.

    Several queues are parted by ``;``.
    """

    queue: str
    priority: str
    start_utc: datetime
    end_utc: datetime
    kind: str
    value: float
    author: str
    reason: str

    @property
    def interval(self) -> Interval:
        """From when until when."""
        return Interval(self.start_utc.astimezone(UTC), self.end_utc.astimezone(UTC))

    @property
    def what(self) -> str:
        """In words, such as ``factor of 1.1, by Ana: trade fair``."""
        return f"{self.kind} of {self.value:,.6g}, by {self.author}: {self.reason}"

    def is_on(self, queue: str, priority: str, span: Interval) -> bool:
        """Whether it is about some of a series in some of a time."""
        alike = not self.priority or not priority or self.priority == priority
        return queue in self.queue.split(";") and alike and self.interval.overlaps(span)
