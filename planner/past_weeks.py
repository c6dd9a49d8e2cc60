"""What agents worked in the weeks before: hours, and burdens to be shared."""

from dataclasses import dataclass
from datetime import date

from planner.errors import InputError


@dataclass(frozen=True, slots=True)
class PastWeek:
    """
    One agent's week, which begins on `week`; it may touch eight local days.

    `hours` are paid ones; `nights`, `rest_days` and `holidays` count shifts on such; `weekends` is
    1 where a shift began on a weekend day. None where it is not known.
    """

    agent: str
    week: date
    hours: float | None = None
    nights: int | None = None
    rest_days: int | None = None
    holidays: int | None = None
    weekends: int | None = None

    def __post_init__(self) -> None:
        most = {"hours": 192, "nights": 8, "rest_days": 8, "holidays": 8, "weekends": 1}
        for name, high in most.items():
            value = getattr(self, name)
            if value is not None and not 0 <= value <= high:
                raise InputError(f"{name} is {value:g}; use 0 to {high}")
