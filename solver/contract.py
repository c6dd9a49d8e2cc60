"""What a person's contract, or a team's, may ask of a roster beyond one week's hours."""

from dataclasses import dataclass
from typing import Literal

from planner.errors import InputError

Unit = Literal["minutes", "shifts", "weekends"]


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

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most or self.first_day >= self.end_day:
            raise InputError(
                f"limit of {self.rule}: {self.least} to {self.most} {self.unit} on days "
                f"{self.first_day} to {self.end_day - 1}; the least must not exceed the most, and "
                "there must be a day"
            )

    @property
    def is_soft(self) -> bool:
        """Whether a price, not a ban, stands on either side."""
        return self.cents_below is not None or self.cents_above is not None


@dataclass(frozen=True, slots=True)
class Floor:
    """
    People of a set who have to be at work, with whichever skill.

    Parameters
    ----------
    name
        What is to be on duty, such as ``team leader at london``.
    people
        Who counts, as indices into `RosterProblem.people`.
    required
        People needed in each slot.
    cents
        Price of an agent-hour missing; well above any other price where it is all but a ban.
    """

    name: str
    people: tuple[int, ...]
    required: tuple[int, ...]
    cents: int


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
        Price of a day on which that fails; None for a ban.
    """

    first: int
    second: int
    together: bool
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class DeferredWork:
    """
    Work that can wait, to be placed by the roster in slots from `release` to before `due`.

    Parameters
    ----------
    skill
        Index into `RosterProblem.skills`.
    slots
        Agent-slots of work.
    cents
        Price of an agent-hour left undone at its due slot.
    """

    skill: int
    slots: int
    release: int
    due: int
    cents: int
