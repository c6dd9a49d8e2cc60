"""What a person's contract, or a team's, may ask of a roster beyond one week's hours."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from planner.errors import InputError

Unit = Literal["minutes", "shifts", "weekends"]
WEEK = 7
"""Days."""


@dataclass(frozen=True, slots=True)
class Limit:
    """
    Least and most of something that a person works in a run of days.

    Parameters
    ----------
    rule
        Rule that asks for it, as in `solver.rules`, such as ``weekly_hours``.
    unit
        Paid minutes, shifts, or weekends with any shift (`Person.weekends`).
    least, most
        In that unit; outside them lies a breach, or what `cents_below` and `cents_above` price.
    first_day, end_day
        Days that count, half-open; a shift counts on the day on which it begins, a weekend if all
        its days lie inside.
    templates
        Shifts that count; None for all.
    cents_below, cents_above
        Price of a minute, shift or weekend outside the limit; None where the limit is hard.
    about
        What it follows from, in words, such as ``average of 36 h over 3 weeks``.
    """

    rule: str
    unit: Unit
    least: int
    most: int
    first_day: int
    end_day: int
    templates: frozenset[str] | None = None
    cents_below: int | None = None
    cents_above: int | None = None
    about: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most or self.first_day >= self.end_day:
            raise InputError(
                f"limit of {self.rule}: {self.least} to {self.most} {self.unit} on days "
                f"{self.first_day} to {self.end_day - 1}; the least must not exceed the most, and "
                "there must be a day"
            )
        _require_price(f"limit of {self.rule}", self.cents_below, self.cents_above)

    @property
    def is_soft(self) -> bool:
        """Whether a price, not a ban, stands on either side."""
        return self.cents_below is not None or self.cents_above is not None

    @property
    def is_soft_below(self) -> bool:
        """Whether less than the least has a price; nothing is less than 0."""
        return self.cents_below is not None or self.least == 0

    @property
    def is_soft_above(self) -> bool:
        """Whether more than the most has a price."""
        return self.cents_above is not None

    def counts(self, day: int, template: str) -> bool:
        """Whether a shift of a template that begins on a day counts."""
        of_these = self.templates is None or template in self.templates
        return of_these and self.first_day <= day < self.end_day


class Soft(NamedTuple):
    """A value that is asked for at a price, and cents for each time, or each day, beyond it."""

    value: int
    cents: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What a contract asks for at a price, where its rules allow more; None asks for nothing.

    Parameters
    ----------
    rest, rest_after_nights, rest_after_on_call
        Slots of rest as in `Person`; cents for each shift that begins sooner after the one before.
        Of several that apply the longest counts.
    days_in_row, nights_in_row
        Most days worked, and nights, in a row; cents for each day, or night, beyond.
    min_days_in_row, min_days_off_in_row
        Least length of a stretch of days worked, or off, between others; cents for each day that
        one lacks.
    start_spread
        Slots of the clock within which starts of days 7k to 7k + 6 lie; cents for each shift
        outside the arc of the clock that leaves fewest outside. Not beside a `max_start_spread`.
    """

    rest: Soft | None = None
    rest_after_nights: Soft | None = None
    rest_after_on_call: Soft | None = None
    days_in_row: Soft | None = None
    nights_in_row: Soft | None = None
    min_days_in_row: Soft | None = None
    min_days_off_in_row: Soft | None = None
    start_spread: Soft | None = None

    def __post_init__(self) -> None:
        for name in self.__slots__:
            asked = getattr(self, name)
            if asked is not None:
                _require_price(name, asked.cents)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == NOTHING_WANTED


NOTHING_WANTED = Wanted()


@dataclass(frozen=True, slots=True)
class Floor:
    """
    People of a set who have to be at work, with whichever skill.

    Parameters
    ----------
    name
        What is to be on duty, such as ``team leader at london``.
    people
        Who counts, as indices into `RosterProblem.people`; nobody on a break does.
    required
        People needed in each slot, besides those whose shift of last week lasts so long.
    cents
        Price of an agent-hour missing; None where no roster may miss anybody.
    skill
        The skill without which nobody counts, as an index into `RosterProblem.skills`, or None.
    is_shunned
        `cents` are what a search reckons a ban at, see `solver.bans`; no price of anybody's.
    """

    name: str
    people: tuple[int, ...]
    required: tuple[int, ...]
    cents: int | None
    skill: int | None = None
    is_shunned: bool = False

    def __post_init__(self) -> None:
        _require_price(self.name, self.cents)

    def require_fit(self, n_people: int, n_slots: int, _n_skills: int) -> None:
        """Refuse people or slots that the problem does not have."""
        if len(self.required) != n_slots or not set(self.people) <= set(range(n_people)):
            raise InputError(
                f"{self.name}: asks {len(self.required)} slots of people {self.people}; the "
                f"problem has {n_slots} slots and people 0 to {n_people - 1}"
            )


@dataclass(frozen=True, slots=True)
class Pair:
    """
    Two people to be kept together or apart.

    Parameters
    ----------
    first, second
        Indices into `RosterProblem.people`.
    together
        Each day both work the same template or both are off; otherwise their shifts never
        share a slot.
    cents
        Price of a day on which that fails, apart of each two shifts that share a slot; None for a
        ban.
    second_works
        Options that the second works where the second is rostered elsewhere (and `second` names
        nobody); None where the roster decides.
    """

    first: int
    second: int
    together: bool
    cents: int | None = None
    second_works: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        _require_price("pair", self.cents)

    @property
    def is_fixed(self) -> bool:
        """Whether the second is rostered elsewhere."""
        return self.second_works is not None

    def require_fit(self, n_people: int, _n_slots: int, _n_skills: int) -> None:
        """Refuse people that the problem does not have, or one person twice."""
        both = {self.first} if self.is_fixed else {self.first, self.second}
        if not both <= set(range(n_people)) or len(both) + self.is_fixed != 2:
            raise InputError(
                f"pair of people {self.first} and {self.second}; name two of 0 to {n_people - 1}"
            )


@dataclass(frozen=True, slots=True)
class DeferredWork:
    """
    Work that can wait, to be placed by the roster in slots from `release` to before `due`.

    Parameters
    ----------
    skill
        Index into `RosterProblem.skills`.
    minutes
        Agent-minutes of work; people on the skill beyond those required do them, in slots that are
        not `RosterProblem.closed`. Their surplus is charged nevertheless.
    cents
        Price of an agent-hour left undone at its due slot.
    """

    skill: int
    minutes: int
    release: int
    due: int
    cents: int

    def __post_init__(self) -> None:
        _require_price("deferred work", self.cents)
        if self.minutes < 0 or not 0 <= self.release < self.due:
            raise InputError(
                f"deferred work of {self.minutes} minutes from slot {self.release} to before "
                f"{self.due}; neither may be negative, nor the due slot the release or before it"
            )

    def require_fit(self, _n_people: int, n_slots: int, n_skills: int) -> None:
        """Refuse skills and slots that the problem does not have."""
        if not 0 <= self.skill < n_skills or self.due > n_slots:
            raise InputError(
                f"deferred work of skill {self.skill}, due in slot {self.due}; the problem has "
                f"skills 0 to {n_skills - 1} and ends with slot {n_slots}"
            )


def _require_price(what: str, *cents: int | None) -> None:
    """A reward would make proven bounds untrue."""
    if any(price is not None and price < 0 for price in cents):
        raise InputError(
            f"{what}: a price is {min(c for c in cents if c is not None)}; use 0 or more"
        )
