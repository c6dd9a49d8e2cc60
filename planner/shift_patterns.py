"""Shifts as a workspace writes them: at one time, or with starts and lengths to choose from."""

from dataclasses import dataclass
from datetime import time
from typing import Final

from planner.errors import InputError
from planner.local_time import WEEKDAYS
from planner.schema import FORBID_EXTRA
from planner.shifts import BreakRule, ShiftTemplate, minute_of

MOST_SHIFTS: Final = 200
FLEXIBLE: Final = ("start_from", "start_until", "length_hours")


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """
    What a ``[[shift]]`` says: one shift, or one for each start and length.

    Parameters
    ----------
    start, until
        A shift at one time.
    start_from, start_until, every_minutes, length_hours
        Starts from the first to the last, so many minutes apart, and lengths from start to end,
        breaks included.
    breaks
        None takes the breaks that all shifts share; a rule holds for the lengths it names.
    not_after
        Shifts on the day after which this one does not begin.
    not_after_price
        Money for each time that it begins there all the same; None where it never does.
    on_call
        The agent need not work, but may be called.
    skills
        Skills with which the shift may be worked; empty for any.
    paid_share
        Share of on-call that counts as paid hours, 0 to 1.
    """

    id: str
    sites: tuple[str, ...]
    start: time | None = None
    until: time | None = None
    start_from: time | None = None
    start_until: time | None = None
    every_minutes: int = 30
    length_hours: tuple[float, ...] = ()
    days: tuple[str, ...] = WEEKDAYS
    breaks: tuple[BreakRule, ...] | None = None
    is_night: bool | None = None
    name: str = ""
    not_after: tuple[str, ...] = ()
    not_after_price: float | None = None
    on_call: bool = False
    skills: tuple[str, ...] = ()
    paid_share: float = 1.0

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        fixed = [key for key in ("start", "until") if getattr(self, key) is not None]
        flexible = [key for key in FLEXIBLE if getattr(self, key) not in (None, ())]
        if (len(fixed), len(flexible)) not in ((2, 0), (0, len(FLEXIBLE))):
            given = ", ".join((*fixed, *flexible)) or "no time"
            raise InputError(
                f"shift {self.id}: has {given}; give start and until for one time, or start_from, "
                "start_until and length_hours for several"
            )
        if flexible:
            self._check_choice()
        self._check_price()

    def _check_price(self) -> None:
        price = self.not_after_price
        if price is None:
            return
        if not 0 <= price <= 1_000_000:
            raise InputError(f"not_after_price is {price:g}; use 0 to 1000000, or leave it out")
        if not self.not_after:
            raise InputError(
                f"not_after_price is {price:g}, but the shift has no not_after; name the shifts "
                "that it should not follow"
            )

    def _check_choice(self) -> None:
        first, last = self._ends
        if last < first:
            raise InputError(
                f"shift {self.id}: start_until {self.start_until:%H:%M} is before start_from "
                f"{self.start_from:%H:%M}; make it later, and a second shift for starts after "
                "midnight"
            )
        if not 5 <= self.every_minutes <= 720:
            raise InputError(
                f"shift {self.id}: every_minutes is {self.every_minutes}; use 5 to 720"
            )
        for length in self.length_hours:
            if not 0.5 <= length <= 24 or length * 60 % 5:
                raise InputError(
                    f"shift {self.id}: length_hours is {length:g}; use 0.5 to 24, such as 8.5"
                )
        n_shifts = len(range(first, last + 1, self.every_minutes)) * len(self.length_hours)
        if n_shifts > MOST_SHIFTS:
            raise InputError(
                f"shift {self.id}: every_minutes is {self.every_minutes}, which makes {n_shifts} "
                f"shifts a day; use a coarser one or fewer lengths, up to {MOST_SHIFTS} shifts"
            )

    @property
    def _ends(self) -> tuple[int, int]:
        """First and last start, minutes after midnight."""
        return minute_of(self.start_from or time(0)), minute_of(self.start_until or time(0))

    @property
    def is_flexible(self) -> bool:
        """Whether there are starts or lengths to choose from."""
        return self.start is None

    def templates(self, shared: tuple[BreakRule, ...] = ()) -> tuple[ShiftTemplate, ...]:
        """
        Its shifts, named ``day 09:30``, or ``day 09:30-17:30`` where lengths differ.

        Raises
        ------
        InputError
            If a shift is too short for its breaks.
        """
        if self.start is not None and self.until is not None:
            return (self._template(self.id, self.name, self.start, self.until, shared),)
        first, last = self._ends
        made = []
        for minute in range(first, last + 1, self.every_minutes):
            for length in self.length_hours:
                start, until = clock(minute), clock(minute + round(60 * length))
                is_one = len(self.length_hours) == 1
                tail = f"{start:%H:%M}" if is_one else f"{start:%H:%M}-{until:%H:%M}"
                name = f"{self.name or self.id} {tail}"
                made.append(self._template(f"{self.id} {tail}", name, start, until, shared))
        return tuple(made)

    def _template(
        self, template_id: str, name: str, start: time, until: time, shared: tuple[BreakRule, ...]
    ) -> ShiftTemplate:
        minutes = (minute_of(until) - minute_of(start) - 1) % 1440 + 1
        rules = shared if self.breaks is None else self.breaks
        return ShiftTemplate(
            id=template_id,
            sites=self.sites,
            start=start,
            until=until,
            days=self.days,
            breaks=tuple(rule for rule in rules if rule.is_for(minutes)),
            is_night=self.is_night,
            name=name,
            family=self.id,
            not_after=self.not_after,
            not_after_price=self.not_after_price,
            on_call=self.on_call,
            skills=self.skills,
            paid_share=self.paid_share,
        )


def clock(minute: int) -> time:
    """Time on the clock so many minutes after midnight."""
    return time(minute // 60 % 24, minute % 60)
