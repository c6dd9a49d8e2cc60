"""
The rostering problem in slots: people, the shifts they could work, and the agents required.

Zones, clock changes, holidays and opening hours were settled before: a shift option is a run of
slots on a day of its site. Slot 0 is the first of the week; a shift begins in the week (slots 0 to
``n_slots - 1``) and may end behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.errors import InputError
from solver.contract import NOTHING_WANTED, DeferredWork, Floor, Limit, Pair, Wanted
from solver.prices import Burden, Prices, Wish

IntArray = NDArray[np.int64]
NO_LIMIT = 1_000_000
"""Stands for a limit that nothing reaches."""


@dataclass(frozen=True, slots=True)
class BreakWindow:
    """
    A break of `length` slots that begins in one of the slots `earliest` to `latest`.

    Slots of the week, as in `ShiftOption.start`, not counted from the start of the shift.
    """

    earliest: int
    latest: int
    length: int
    paid: bool = False
    name: str = "break"


@dataclass(frozen=True, slots=True)
class ShiftOption:
    """
    One shift that somebody of a site could work.

    Parameters
    ----------
    template
        The shift's name, the same on every day.
    day
        Local day of the site, 0 the day on which the week begins there; a week touches 7 days,
        or 8 where it begins inside a local day.
    start, end
        Slots, half-open; elapsed time.
    paid_minutes
        Elapsed minutes less unpaid breaks.
    breaks
        Windows inside the shift, in which the breaks cannot meet.
    is_rest_day
        The day is a weekend day or public holiday of the site.
    clock_start
        Slots from midnight to the start on the site's clock.
    is_holiday
        The day is a public holiday of the site.
    is_on_call
        The person need not work, but may be called; see `Person.rest_after_on_call`.
    skills
        Skills with which it may be worked, as for training or on-call; None for any.
    """

    template: str
    site: str
    day: int
    start: int
    end: int
    paid_minutes: int
    breaks: tuple[BreakWindow, ...] = ()
    is_night: bool = False
    is_rest_day: bool = False
    clock_start: int = 0
    is_holiday: bool = False
    is_on_call: bool = False
    skills: frozenset[int] | None = None

    def __post_init__(self) -> None:
        where, free_from = f"shift {self.template} at {self.site}, day {self.day}", self.start
        for window in sorted(self.breaks, key=lambda window: window.earliest):
            if window.earliest < free_from or window.latest < window.earliest:
                raise InputError(
                    f"{where}: {window.name} may begin in slots {window.earliest} to "
                    f"{window.latest}, free from {free_from}; windows must lie inside the shift, "
                    "one after the other"
                )
            free_from = window.latest + window.length
        if free_from > self.end or self.start >= self.end:
            raise InputError(
                f"{where}: runs from slot {self.start} to {self.end}, its breaks to {free_from}; "
                "make it longer or the windows earlier"
            )


@dataclass(frozen=True, slots=True)
class Person:
    """
    One agent, with the contract in slots and minutes.

    Parameters
    ----------
    skills
        Indices into `RosterProblem.skills`.
    min_minutes, max_minutes
        Paid minutes in the week (paid leave already taken off the minimum).
    unavailable
        Runs of slots ``(start, end)`` in which nothing may be worked, breaks included.
    last_end
        Slot in which last week's final shift ended (0 or less, or above 0 if it runs into this
        week); None if unknown.
    days_before
        Days worked in a row up to and including day -1; shifts carried into day 0 are
        in `worked_day_0`.
    worked_day_0
        Day 0 already holds a shift of the week before.
    limits
        Hours, shifts and weekends of other runs of days than the whole; see `Limit`.
    weekends
        Days of each weekend, for limits that count weekends.
    min_days_in_row, min_days_off_in_row
        Least length of a stretch of days worked, or off, between others. A stretch that touches
        the end continues behind it; so does one at the start before it, unless `days_off_before`
        is known.
    days_off_before
        Days off in a row up to and including day -1, 0 if day -1 was worked; None if unknown.
    max_nights_in_row, nights_before
        Nights on days in a row, and how many of them end on day -1.
    rest_after_nights
        Slots of rest between a night and the next shift that is none.
    max_start_spread
        Slots by which the starts of a person's shifts may differ on the clock of the day, of days
        7k to 7k + 6; None for any. Midnight parts nothing: 23:00 and 1:00 differ by two hours.
    last_template
        Template that began on day -1; None if there was none.
    rotation
        In days 7k to 7k + 6 only templates of ``rotation[k % len(rotation)]``; empty for any.
    cents_out_of_turn
        Price of a shift of another template than those of the rotation; None for a ban.
    rest_after_on_call, last_on_call_end
        Slots of rest between on-call and the next shift that is none, and slot in which last week's
        on-call, or the last call-out of it, ended.
    min_weekly_rest
        Slots of rest in a row for every 7 days.
    past_nights, past_rest_days, past_holidays
        Nights and shifts on rest days and holidays of the past, for fairness.
    wanted
        What is asked for at a price, see `Wanted`.
    """

    id: str
    site: str
    skills: tuple[int, ...]
    min_minutes: int
    max_minutes: int
    min_rest_slots: int
    max_days_in_row: int
    min_days_off: int
    max_nights: int
    nights_only: bool
    cents_per_hour: int
    unavailable: tuple[tuple[int, int], ...] = ()
    last_end: int | None = None
    days_before: int = 0
    worked_day_0: bool = False
    limits: tuple[Limit, ...] = ()
    weekends: tuple[tuple[int, ...], ...] = ()
    min_days_in_row: int = 1
    min_days_off_in_row: int = 1
    days_off_before: int | None = None
    max_nights_in_row: int = NO_LIMIT
    nights_before: int = 0
    rest_after_nights: int = 0
    max_start_spread: int | None = None
    last_template: str | None = None
    rotation: tuple[frozenset[str], ...] = ()
    rest_after_on_call: int = 0
    last_on_call_end: int | None = None
    min_weekly_rest: int = 0
    past_nights: int = 0
    past_rest_days: int = 0
    past_holidays: int = 0
    cents_out_of_turn: int | None = None
    wanted: Wanted = NOTHING_WANTED


@dataclass(frozen=True, slots=True)
class Pin:
    """A decision already made: on `day` the person works a template, or is off (None)."""

    person: int
    day: int
    template: str | None
    skill: int | None = None


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """
    Everything the solver needs to know.

    `required` and `carried_in` have shape ``(n_skills, n_slots)``: agents to have at work, and
    agents of last week's shifts who are still at work. `others` count for fairness alone.
    `names` are for people's ids, `site_names` for sites', `day_names` for days of a site, and
    `away_names` for what keeps a person (by id) from work on a day, such as ``time off``; money is
    told in `currency`.
    `forbidden_after` names, for a template, those that may not begin on the day after it, and
    `unwanted_after` those that cost so many cents there.
    Weekly rests end by slot `rests_until`, where given: others roster what lies behind.
    `closed` holds the (skill, slot) in which no work that can wait is done.
    """

    skills: tuple[str, ...]
    slot_minutes: int
    n_slots: int
    n_days: int
    people: tuple[Person, ...]
    options: tuple[ShiftOption, ...]
    required: IntArray
    carried_in: IntArray
    prices: Prices
    wishes: tuple[Wish, ...] = ()
    pins: tuple[Pin, ...] = ()
    others: tuple[Burden, ...] = ()
    forbidden_after: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unwanted_after: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    floors: tuple[Floor, ...] = ()
    pairs: tuple[Pair, ...] = ()
    deferred: tuple[DeferredWork, ...] = ()
    closed: frozenset[tuple[int, int]] = frozenset()
    rests_until: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    site_names: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    day_names: Mapping[tuple[str, int], str] = field(default_factory=dict)
    away_names: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = (len(self.skills), self.n_slots)
        for name, array in (("required", self.required), ("carried_in", self.carried_in)):
            if array.shape != shape:
                raise InputError(f"{name} has shape {array.shape}; it must be {shape}")
        for person in self.people:
            if person.wanted.start_spread and person.max_start_spread is not None:
                raise InputError(
                    f"{person.id}: starts lie within {person.max_start_spread} slots, and within "
                    f"{person.wanted.start_spread.value} at a price; ask for one of them"
                )
        asked: tuple[Floor | Pair | DeferredWork, ...] = (*self.floors, *self.pairs, *self.deferred)
        for found in asked:
            found.require_fit(len(self.people), self.n_slots, len(self.skills))

    @property
    def rest_end(self) -> int:
        """Slot by which the last weekly rest ends at the latest."""
        return self.n_slots if self.rests_until is None else self.rests_until

    def site_name(self, site: str) -> str:
        """Name to show for a site, its id where none is known."""
        return self.site_names.get(site) or site

    def money(self, cents: int) -> str:
        """Cents as an amount of the currency, such as ``7.00 USD``."""
        return f"{cents / 100:,.2f} {self.currency}".rstrip()

    def day_name(self, site: str, day: int) -> str:
        """Date to show for a local day of a site, such as ``Mon 20 Oct``."""
        return self.day_names.get((site, day), f"day {day}")

    def away_name(self, person: int, day: int) -> str:
        """What keeps a person from work on a local day."""
        return self.away_names.get((self.people[person].id, day), "no availability")

    def away_words(self, person: int, option: ShiftOption) -> str:
        """Where an option lies that a person cannot work; a night touches the day after, too."""
        who = self.people[person].id
        names = {self.away_names.get((who, day)) for day in (option.day, option.day + 1)}
        return "in time off" if "time off" in names else "outside availability"

    def person_name(self, person: int) -> str:
        """Name to show for a person, the id where none is known."""
        own = self.people[person].id
        return self.names.get(own, own)
