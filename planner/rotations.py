"""Shifts that take turns week by week."""

from dataclasses import dataclass
from datetime import date

from planner.errors import InputError
from planner.schema import FORBID_EXTRA


@dataclass(frozen=True, slots=True)
class Rotation:
    """
    Shifts that may be worked in each week of a cycle: table ``[[rotation]]``.

    Parameters
    ----------
    weeks
        For each week of the cycle its shifts; none for a week off.
    begins
        A day of a first week; None begins it with the planned week.
    price
        Money for each shift out of turn; None where turns always hold.
    """

    id: str
    weeks: tuple[tuple[str, ...], ...]
    begins: date | None = None
    name: str = ""
    price: float | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not 2 <= len(self.weeks) <= 52:
            raise InputError(
                f'weeks has {len(self.weeks)}; list 2 to 52, such as [["early"], ["late"]]'
            )
        if self.price is not None and not 0 <= self.price <= 1_000_000:
            raise InputError(f"price is {self.price:g}; use 0 to 1000000, or leave it out")
