"""Lines of work: channels, opening hours, service-level targets, queues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import numpy as np

from planner.arrays import BoolArray
from planner.errors import InputError
from planner.local_time import WEEKDAYS, local_days, shift_instant, zone
from planner.schema import FORBID_EXTRA
from planner.timegrid import TimeGrid


class Channel(StrEnum):
    """How a contact arrives, which decides the physics of its queue."""

    PHONE = "phone"
    CHAT = "chat"
    MESSAGING = "messaging"
    EMAIL = "email"
    PORTAL = "portal"
    SOCIAL = "social"

    @property
    def is_live(self) -> bool:
        """Whether customers wait in line: seconds for a call, hours for a ticket."""
        return self in (Channel.PHONE, Channel.CHAT, Channel.MESSAGING)


@dataclass(frozen=True, slots=True)
class ServiceLevelTarget:
    """Share of contacts answered in time, as in "80 % within 20 s"."""

    fraction: float
    within_s: float

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not 0 < self.fraction < 1:
            raise InputError(
                f"service-level fraction is {self.fraction:g}; it must lie between 0 and 1, "
                "e.g. 0.8 for 80 %"
            )
        if not 0 <= self.within_s <= 86_400:
            raise InputError(f"within_s is {self.within_s:g}; use seconds from 0 to 86400")

    def __str__(self) -> str:
        return f"{self.fraction * 100:g} % within {self.within_s:g} s"


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
class Queue:
    """
    One line of work: what arrives, how long it takes, how soon it must be done, who may do it.

    Parameters
    ----------
    aht_s
        Mean handling time, seconds; ``aht_s_by_priority`` overrides it.
    skill
        The one skill an agent needs.
    zone, country, region
        The customers' clock and holidays.
    opening
        Weekly windows; empty means around the clock.
    open_on_holidays
        False closes the queue on public holidays of its country.
    target, max_asa_s
        For live channels; at least one of them.
    max_occupancy
        Share of their time that agents may be busy, ``(0, 1]``.
    due_hours, due_hours_by_priority
        For deferred channels: open hours within which a contact must be handled.
    min_agents
        Agents on duty whenever the queue is open.
    shrinkage
        Share of rostered time lost to training, meetings, absence; breaks that the roster
        places are not in it. None takes the plan's.
    understaffing_cost
        Price of one agent-hour missing, in the plan's currency; None takes the plan's.
    """

    id: str
    channel: Channel
    skill: str
    aht_s: float
    zone: str
    country: str
    name: str = ""
    region: str | None = None
    opening: tuple[OpeningWindow, ...] = ()
    open_on_holidays: bool = True
    target: ServiceLevelTarget | None = None
    max_asa_s: float | None = None
    max_occupancy: float | None = None
    due_hours: float | None = None
    due_hours_by_priority: Mapping[str, float] = field(default_factory=dict)
    aht_s_by_priority: Mapping[str, float] = field(default_factory=dict)
    min_agents: int = 0
    shrinkage: float | None = None
    understaffing_cost: float | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        zone(self.zone)
        self._check_ranges()
        if self.channel.is_live and self.target is None and self.max_asa_s is None:
            raise InputError(f"queue {self.id}: a {self.channel} queue needs target or max_asa_s")
        if not self.channel.is_live and self.due_hours is None and not self.due_hours_by_priority:
            raise InputError(f"queue {self.id}: a {self.channel} queue needs due_hours")

    def _check_ranges(self) -> None:
        limits: tuple[tuple[str, float | None, float, float], ...] = (
            ("aht_s", self.aht_s, 1, 86_400),
            *((f"aht_s_by_priority.{p}", v, 1, 86_400) for p, v in self.aht_s_by_priority.items()),
            ("max_asa_s", self.max_asa_s, 0.01, 86_400),
            ("max_occupancy", self.max_occupancy, 0.01, 1),
            ("due_hours", self.due_hours, 0.01, 2_000),
            *(
                (f"due_hours_by_priority.{p}", v, 0.01, 2_000)
                for p, v in self.due_hours_by_priority.items()
            ),
            ("min_agents", self.min_agents, 0, 10_000),
            ("shrinkage", self.shrinkage, 0, 0.99),
            ("understaffing_cost", self.understaffing_cost, 0, 1e6),
        )
        for name, value, low, high in limits:
            if value is not None and not low <= value <= high:
                raise InputError(f"{name} is {value:g}; use {low:g} to {high:g}")

    @property
    def title(self) -> str:
        """Name to show, the id where none was given."""
        return self.name or self.id

    def handling_s(self, priority: str) -> float:
        """Mean handling time of a contact of `priority`, seconds."""
        return self.aht_s_by_priority.get(priority, self.aht_s)

    def due_after_hours(self, priority: str) -> float:
        """Open hours within which a deferred contact of `priority` must be handled."""
        fallback = self.due_hours if self.due_hours is not None else 24.0
        return self.due_hours_by_priority.get(priority, fallback)

    def open_slots(self, grid: TimeGrid, holidays: Mapping[date, str]) -> BoolArray:
        """
        Slots in which the queue is open, shape ``(n_slots,)``.

        A window belongs to the local date on which it opens; a slot counts as open when it
        overlaps a window.
        """
        is_open = np.zeros(grid.n_slots, dtype=np.bool_)
        windows = self.opening or (OpeningWindow(WEEKDAYS, time(0), time(0)),)
        wide = grid.widened(24 * 60 // grid.minutes)
        for day in local_days(wide, zone(self.zone)):
            if day in holidays and not self.open_on_holidays:
                continue
            for window in windows:
                if window.covers(day):
                    _mark(is_open, grid, *window.on(day, self.zone))
        return is_open


def _mark(flags: BoolArray, grid: TimeGrid, start: datetime, end: datetime) -> None:
    first = max(0, int(np.floor(grid.offset(start))))
    last = min(grid.n_slots, int(np.ceil(grid.offset(end))))
    if first < last:
        flags[first:last] = True
