"""People who have to be on duty whatever the demand: a leader, a senior, two of a skill."""

from dataclasses import dataclass
from typing import Final

from planner.calendars import OpeningWindow
from planner.errors import InputError
from planner.schema import FORBID_EXTRA

NEVER: Final = "never"
"""Price of what no roster may do."""


@dataclass(frozen=True, slots=True)
class FloorRule:
    """
    At least so many people of a kind at work at a time: table ``[[floor]]``.

    Parameters
    ----------
    least
        People at work, none of them on a break.
    sites, role, skill
        Who counts: of these sites (empty: all), with this role or skill.
    queues
        While any of these is open; empty: while any queue is.
    hours
        Weekly hours instead of those, on the clock of the first site, else of the plan.
    price
        Money for an hour in which one of them is missing; ``never`` where no roster may be without.
    """

    id: str
    least: int = 1
    sites: tuple[str, ...] = ()
    role: str = ""
    skill: str = ""
    queues: tuple[str, ...] = ()
    hours: tuple[OpeningWindow, ...] = ()
    price: float | str = 1_000.0
    name: str = ""

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not 1 <= self.least <= 1_000:
            raise InputError(f"least is {self.least}; use 1 to 1000")
        if isinstance(self.price, str) and self.price != NEVER:
            raise InputError(f'price is "{self.price}"; use 0 to 1000000, or "{NEVER}"')
        if not isinstance(self.price, str) and not 0 <= self.price <= 1_000_000:
            raise InputError(f'price is {self.price:g}; use 0 to 1000000, or "{NEVER}"')
        if self.queues and self.hours:
            raise InputError("hours stands with queues; give the one or the other")

    @property
    def is_ban(self) -> bool:
        """Whether no roster may be without."""
        return self.price == NEVER

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.id
