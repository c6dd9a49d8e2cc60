"""Lines of work: channels, service-level targets, queues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from planner.arrays import BoolArray
from planner.calendars import OpeningWindow, window_slots
from planner.errors import InputError
from planner.local_time import zone
from planner.queue_checks import check_queue
from planner.queue_sources import Borrow, CustomerGroup, HistoryFrom, check_sources
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
class Queue:
    """
    One line of work: what arrives, how long it takes, how soon it must be done, who may do it.

    Parameters
    ----------
    aht_s
        Mean handling time, seconds; ``aht_s_by_priority`` overrides it.
    aht
        Where the history tells handling times: whether they are forecast from ``history``, or
        `aht_s` stays ``fixed``. Without any in the history `aht_s` stands in both cases.
    skill, level
        The one skill an agent needs, and the level of it, 1 to 9.
    zone, country, region
        The customers' clock and holidays; `country` is empty where `customers` tells more.
    opening
        Weekly windows; empty means around the clock.
    open_on_holidays
        False closes the queue on public holidays that half of its customers have, or more.
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
    patience_s
        Live: mean seconds after which a waiting customer hangs up, of an exponential patience;
        None for customers who never do.
    max_abandonment
        Largest share of contacts that may hang up; needs `patience_s`.
    level_definition
        Answered in time over what: ``offered`` contacts, ``answered`` ones, or offered ones
        ``without_short_abandons``, those who hung up within the target's seconds.
    redial_share, redial_after_s
        Share of those who hung up who try again, ``[0, 1)``, and mean seconds until they do.
    concurrency, aht_by_level_s
        Chat and messaging: conversations an agent holds at once, and the mean seconds of one
        while 1, 2, ... are held, one number each, never falling; the first is `aht_s`. Without
        them conversations do not slow each other.
    target_by_priority
        Targets of live contacts by priority; most urgent first, in the order given. Agents take
        the most urgent who waits and finish what they have in hand. `target` is for all others.
    holds_over
        Over what the targets hold, weighted by contacts: each ``interval``, each local ``day``
        of the queue's clock, or the ``week``.
    load_method
        How work that outlasts its interval is counted: ``stationary`` in the interval in which
        it arrives, ``lagged``, ``modified`` (offered load), or ``auto`` by the handling time.
    aht_cv
        Standard deviation over mean of handling times, which are log-normal then; None for
        exponential ones.
    on_time
        Deferred: share of contacts that must be done by their due time, ``(0, 1]``.
    due_when
        Deferred: whether a contact must be ``begun`` or ``done`` by its due time, as in a first
        response or a solution.
    calendar, calendar_by_priority
        Deferred: id of the calendar whose hours `due_hours` counts, or ``always``; None counts
        the queue's own opening.
    placing
        Deferred: whether agents are asked for ``level`` over time, or the ``roster`` places the
        work, done before it is due by whoever of the skill is at work.
    urgency
        Live: agents who serve several queues take the higher number first; of equal ones the
        longest wait.
    customers
        Where the customers live, instead of `country` and `region`; see `planner.customers`.
    borrow
        A queue like this one, for as long as it has no history of its own.
    history_from
        Another id of the history whose rows come before this queue's own.
    language, group
        What its contacts are spoken or written in, and a label of your own, such as the site or
        the brand: queues alike in them are summed in the forecast's totals. Empty for none. Where
        it is known who speaks what, only those who speak `language` serve the queue.
    """

    id: str
    channel: Channel
    skill: str
    aht_s: float
    zone: str
    country: str = ""
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
    patience_s: float | None = None
    max_abandonment: float | None = None
    level_definition: Literal["offered", "answered", "without_short_abandons"] = "offered"
    redial_share: float = 0.0
    redial_after_s: float = 300.0
    concurrency: int = 1
    aht_by_level_s: tuple[float, ...] = ()
    target_by_priority: Mapping[str, ServiceLevelTarget] = field(default_factory=dict)
    holds_over: Literal["interval", "day", "week"] = "interval"
    load_method: Literal["auto", "stationary", "lagged", "modified"] = "auto"
    aht_cv: float | None = None
    on_time: float = 1.0
    due_when: Literal["begun", "done"] = "done"
    calendar: str | None = None
    calendar_by_priority: Mapping[str, str] = field(default_factory=dict)
    placing: Literal["level", "roster"] = "level"
    urgency: int = 0
    customers: tuple[CustomerGroup, ...] = ()
    borrow: Borrow | None = None
    history_from: HistoryFrom | None = None
    aht: Literal["history", "fixed"] = "history"
    language: str = ""
    group: str = ""
    level: int = 1

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        zone(self.zone)
        check_queue(self)
        check_sources(self)

    @property
    def title(self) -> str:
        """Name to show, the id where none was given."""
        return self.name or self.id

    def handling_s(self, priority: str) -> float:
        """Mean handling time of a contact of `priority`, seconds."""
        return self.aht_s_by_priority.get(priority, self.aht_s)

    @property
    def learns_handling(self) -> bool:
        """
        Whether handling times come from the history, as far as it tells them.

        Not with `aht_by_level_s`, the seconds of conversations held alone and side by side: what is
        measured is a mixture of them.
        """
        return self.aht == "history" and not self.aht_by_level_s

    def due_after_hours(self, priority: str) -> float:
        """Open hours within which a deferred contact of `priority` must be handled."""
        fallback = self.due_hours if self.due_hours is not None else 24.0
        return self.due_hours_by_priority.get(priority, fallback)

    def target_of(self, priority: str) -> ServiceLevelTarget | None:
        """Service-level target of live contacts of `priority`."""
        return self.target_by_priority.get(priority, self.target)

    def priority_rank(self, priority: str) -> int:
        """Place of live contacts of `priority` in the line, 0 the most urgent; others come last."""
        known = list(self.target_by_priority)
        return known.index(priority) if priority in known else len(known)

    def calendar_of(self, priority: str) -> str | None:
        """Id of the calendar in which due hours of `priority` count; None for the opening."""
        return self.calendar_by_priority.get(priority, self.calendar)

    @property
    def slowness(self) -> tuple[float, ...]:
        """Duration of a conversation while 1, 2, ... are held, over that of one held alone."""
        if not self.aht_by_level_s:
            return (1.0,) * self.concurrency
        return tuple(seconds / self.aht_s for seconds in self.aht_by_level_s)

    def open_slots(self, grid: TimeGrid, holidays: Mapping[date, str]) -> BoolArray:
        """
        Slots in which the queue is open, shape ``(n_slots,)``.

        A window belongs to the local date on which it opens; a slot counts as open when it
        overlaps a window.
        """
        closed = {} if self.open_on_holidays else holidays
        return window_slots(self.opening, self.zone, grid, closed)
