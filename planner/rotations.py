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
    """

    id: str
    weeks: tuple[tuple[str, ...], ...]
    begins: date | None = None
    name: str = ""

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not 2 <= len(self.weeks) <= 52:
            raise InputError(
                f'weeks has {len(self.weeks)}; list 2 to 52, such as [["early"], ["late"]]'
            )
