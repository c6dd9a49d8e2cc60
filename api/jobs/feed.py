"""
What happens to a job, as numbered events that any number of clients can follow.

Clients hold a number, not a buffer: each reads on from the last event it has seen, so a slow one
costs nothing, and one that comes back misses nothing that is still kept.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Event `number` of a job, from 1."""

    number: int
    name: str
    data: Mapping[str, object]


class Feed:
    """
    Events of one job.

    Parameters
    ----------
    limit
        Events kept; the oldest are forgotten first.
    """

    def __init__(self, limit: int) -> None:
        self._events: deque[Event] = deque(maxlen=limit)
        self._last = 0
        self._is_closed = False
        self._changed = asyncio.Event()

    def append(self, name: str, data: Mapping[str, object]) -> None:
        """Tell all followers."""
        self._last += 1
        self._events.append(Event(self._last, name, data))
        self._wake()

    def close(self) -> None:
        """No more events will come."""
        self._is_closed = True
        self._wake()

    async def after(self, number: int, quiet_s: float = 15.0) -> AsyncIterator[Event | None]:
        """
        Events beyond `number`, those that come included, until the feed closes.

        Where events between were forgotten, an event ``reset`` comes first: ask for the job anew.
        None comes whenever nothing has happened for `quiet_s` seconds.
        """
        number = min(number, self._last)
        while True:
            changed = self._changed
            first = self._events[0].number if self._events else 1
            if number + 1 < first:
                number = first - 1
                yield Event(number, "reset", {})
            for event in self._beyond(number):
                number = event.number
                yield event
            if number == self._last and self._is_closed:
                return
            if number == self._last and not await _happens(changed, quiet_s):
                yield None

    def _beyond(self, number: int) -> tuple[Event, ...]:
        return tuple(event for event in self._events if event.number > number)

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


async def _happens(changed: asyncio.Event, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            return await changed.wait()
    except TimeoutError:
        return False
