"""Shifts as written on the wall (templates) and as worked by a person (instants)."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from planner.errors import InputError
from planner.local_time import WEEKDAYS
from planner.schema import FORBID_EXTRA
from planner.timegrid import Interval

NIGHT_MINUTES = 180

NIGHT = "night"
"""Word for all night shifts, where limits name shifts."""


def minute_of(wall: time) -> int:
    """Minutes after midnight."""
    return wall.hour * 60 + wall.minute


def paid_part(minutes: float, share: float) -> int:
    """Whole minutes paid of a shift without its unpaid breaks, of which a share is paid."""
    return round(minutes * share)


@dataclass(frozen=True, slots=True)
class BreakRule:
    """
    A break of `minutes` that begins between `earliest_minutes` and `latest_minutes` into the shift.

    Windows of one shift must not overlap, so that its breaks are placed independently. The rule is
    for shifts from `min_shift_hours` to below `below_shift_hours` from start to end.
    """

    minutes: int
    earliest_minutes: int
    latest_minutes: int
    paid: bool = False
    name: str = "break"
    min_shift_hours: float = 0.0
    below_shift_hours: float | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        below = 25.0 if self.below_shift_hours is None else self.below_shift_hours
        if not 0 <= self.min_shift_hours < below <= 25:
            raise InputError(
                f"min_shift_hours is {self.min_shift_hours:g} and below_shift_hours {below:g}; use "
                "0 to 24, the second above the first"
            )
        if not 5 <= self.minutes <= 240:
            raise InputError(f"minutes of a break is {self.minutes}; use 5 to 240")
        if not 0 < self.earliest_minutes <= self.latest_minutes:
            raise InputError(
                f"a break may start from {self.earliest_minutes} to {self.latest_minutes} minutes "
                "into the shift; earliest_minutes must be above 0 and at most latest_minutes"
            )

    def is_for(self, wall_minutes: int) -> bool:
        """Whether a shift of so many minutes has this break."""
        is_long = wall_minutes >= 60 * self.min_shift_hours
        below = self.below_shift_hours
        return is_long and (below is None or wall_minutes < 60 * below)


@dataclass(frozen=True, slots=True)
class ShiftTemplate:
    """
    A shift by the wall clock of its sites.

    `until` at or before `start` means the next day. On the night of a clock change the shift keeps
    its wall-clock times and is an hour longer or shorter, and so is its pay. `days` are the local
    weekdays on which it may begin. `is_night` None lets the clock decide: a night shift holds at
    least three hours between 23:00 and 06:00. `family` is the shift of the workspace from which it
    was made, empty where that is itself; the rest is as in `planner.shift_patterns`.
    """

    id: str
    sites: tuple[str, ...]
    start: time
    until: time
    days: tuple[str, ...] = WEEKDAYS
    breaks: tuple[BreakRule, ...] = ()
    is_night: bool | None = None
    name: str = ""
    family: str = ""
    not_after: tuple[str, ...] = ()
    not_after_price: float | None = None
    on_call: bool = False
    skills: tuple[str, ...] = ()
    paid_share: float = 1.0

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not 0 <= self.paid_share <= 1 or (self.paid_share < 1 and not self.on_call):
            raise InputError(
                f"shift {self.id}: paid_share is {self.paid_share:g}; use 0 to 1, and below 1 only "
                "with on_call = true"
            )
        if not self.sites:
            raise InputError(f"shift {self.id}: sites is empty; name at least one site")
        unknown = [day for day in self.days if day not in WEEKDAYS]
        if unknown or not self.days:
            raise InputError(
                f"shift {self.id}: days holds '{', '.join(unknown)}'; use {', '.join(WEEKDAYS)}"
            )
        self._check_breaks()

    def _check_breaks(self) -> None:
        free_from = 0
        for rest in sorted(self.breaks, key=lambda b: b.earliest_minutes):
            if rest.earliest_minutes < free_from:
                raise InputError(
                    f"shift {self.id}: the window of {rest.name} begins {rest.earliest_minutes} "
                    f"minutes in, before the break ahead of it can have ended ({free_from}); "
                    "move it later"
                )
            free_from = rest.latest_minutes + rest.minutes
        if free_from > self.wall_minutes - 1:
            raise InputError(
                f"shift {self.id}: its breaks may end {free_from} minutes in, but it is only "
                f"{self.wall_minutes} minutes long; move the windows earlier, or give the break a "
                "min_shift_hours"
            )

    @property
    def wall_minutes(self) -> int:
        """Length on the wall clock, minutes."""
        return (minute_of(self.until) - minute_of(self.start) - 1) % 1440 + 1

    def is_called(self, name: str) -> bool:
        """Whether a name is the shift's own or that of its family."""
        return name in (self.id, self.family)

    @property
    def counts_as_night(self) -> bool:
        """Whether the shift is a night, as said by `is_night` or else by its hours."""
        if self.is_night is not None:
            return self.is_night
        start = minute_of(self.start)
        end = start + self.wall_minutes
        night = sum(
            max(0, min(end, to) - max(start, since))
            for since, to in ((-60, 360), (1380, 1800), (2820, 3240))
        )
        return night >= NIGHT_MINUTES


@dataclass(frozen=True, slots=True)
class Break:
    """A break at a definite time; an unpaid one lowers paid hours."""

    interval: Interval
    paid: bool = False
    name: str = "break"


@dataclass(frozen=True, slots=True)
class Shift:
    """
    One person's shift in instants: when, which template, on which local day, which breaks.

    A `paid_share` below 1 is that of its template, on-call.
    """

    template: str
    day: date
    interval: Interval
    breaks: tuple[Break, ...] = ()
    paid_share: float = 1.0

    @property
    def unpaid_breaks(self) -> timedelta:
        """Length of its unpaid breaks."""
        return sum((b.interval.length for b in self.breaks if not b.paid), timedelta(0))

    @property
    def paid(self) -> timedelta:
        """Elapsed time less unpaid breaks, or the paid share of it in whole minutes."""
        time = self.interval.length - self.unpaid_breaks
        if self.paid_share == 1:
            return time
        return timedelta(minutes=paid_part(time / timedelta(minutes=1), self.paid_share))
