"""Events that people know of and a history cannot foresee: launches, campaigns, outages."""

from dataclasses import dataclass

from planner.errors import InputError
from planner.timegrid import Interval

MOST_TIMES = 100.0
"""Largest factor that somebody may expect of an event."""


@dataclass(frozen=True, slots=True)
class QueueEvent:
    """
    An event as one queue has it.

    Parameters
    ----------
    queue
        Id of the queue.
    name
        What events of a kind are called; equal names share what is measured of them.
    interval
        From when until when.
    ratio
        Contacts over those of an ordinary time, as somebody expects it, 0 to `MOST_TIMES`; None
        leaves it to what earlier events of the name did.
    """

    queue: str
    name: str
    interval: Interval
    ratio: float | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise InputError("name is empty; call the event something", code="missing_value")
        if self.interval.start == self.interval.end:
            raise InputError(f"event {self.name} has no length; give a later end")
        if self.ratio is not None and not 0 <= self.ratio <= MOST_TIMES:
            raise InputError(
                f"effect of {self.name} is {self.ratio:g}; use a factor from 0 to {MOST_TIMES:g}",
                code="out_of_range",
            )
