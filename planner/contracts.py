"""What a kind of contract asks of a roster: hours, days, nights, weekends, hard or at a price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from planner.errors import InputError
from planner.schema import FORBID_EXTRA

WANTED: Final = (
    "min_rest_hours",
    "rest_after_nights_hours",
    "rest_after_on_call_hours",
    "max_days_in_row",
    "max_nights_in_row",
    "min_days_in_row",
    "min_days_off_in_row",
    "max_start_spread_hours",
)
"""Keys about how shifts follow each other; at a price, only what the preset says always holds."""

PRICED: Final = (
    "min_hours",
    "max_hours",
    "max_hours_a_day",
    "min_hours_a_period",
    "max_hours_a_period",
    "max_average_hours",
    "min_days_off",
    "max_nights",
    "max_weekends",
    *WANTED,
)
"""Keys of a contract that may be broken at a price; all others always hold."""

RANGES: Final = (
    ("min_hours", 0, 168),
    ("max_hours", 0, 168),
    ("hourly_cost", 0, 100_000),
    ("min_rest_hours", 0, 72),
    ("max_days_in_row", 1, 14),
    ("min_days_off", 0, 7),
    ("max_nights", 0, 7),
    ("max_hours_a_day", 1, 24),
    ("period_weeks", 1, 13),
    ("min_hours_a_period", 0, 2184),
    ("max_hours_a_period", 0, 2184),
    ("max_average_hours", 1, 168),
    ("average_weeks", 2, 52),
    ("overtime_after_hours", 0, 168),
    ("overtime_after_hours_a_day", 0, 24),
    ("overtime_premium", 0, 5),
    ("min_days_in_row", 1, 7),
    ("min_days_off_in_row", 1, 7),
    ("max_weekends", 0, 13),
    ("weekend_weeks", 1, 13),
    ("max_nights_in_row", 1, 14),
    ("rest_after_nights_hours", 0, 168),
    ("max_hours_a_night", 1, 24),
    ("rest_after_on_call_hours", 0, 168),
    ("max_start_spread_hours", 0, 24),
    ("min_weekly_rest_hours", 0, 120),
)


@dataclass(frozen=True, slots=True)
class ShiftLimit:
    """
    Least and most shifts of a kind in every `weeks` weeks, such as two late shifts in a week.

    Parameters
    ----------
    shifts
        Ids of shift templates, or ``night`` or ``rest day`` for all such shifts.
    price
        Money for each shift outside the limit; None where it always holds.
    """

    shifts: tuple[str, ...]
    most: int = 1_000
    least: int = 0
    weeks: int = 1
    price: float | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not self.shifts:
            raise InputError('shifts is empty; name shifts, "night" or "rest day"')
        if not 0 <= self.least <= self.most:
            raise InputError(f"least {self.least} is above most {self.most}; lower or raise one")
        if not 1 <= self.weeks <= 13:
            raise InputError(f"weeks is {self.weeks}; use 1 to 13")
        if self.price is not None and not 0 <= self.price <= 1_000_000:
            raise InputError(f"price is {self.price:g}; use 0 to 1000000, or leave it out")


@dataclass(frozen=True, slots=True)
class Contract:
    """
    What one kind of contract allows; hours are paid ones, days those of the agent's site.

    Parameters
    ----------
    min_hours, max_hours
        In each week. A working day of leave takes a fifth off `min_hours`, a paid one off
        `max_hours` too.
    hourly_cost
        Money per paid hour, in the plan's currency.
    min_rest_hours
        Elapsed hours between two shifts.
    max_days_in_row, min_days_in_row, min_days_off_in_row
        Days worked in a row, and off in a row; what was worked before the week counts.
    min_days_off
        Days without a shift in each week.
    max_nights
        Night shifts in each week; 0 bars nights.
    nights_only
        The contract works no other shifts.
    preset
        Id of the rules of a country that stand where the contract says nothing.
    max_hours_a_day, max_hours_a_night
        In a shift, and in a night shift.
    period_weeks, period_from, min_hours_a_period, max_hours_a_period
        Length of a pay period, a day on which one begins (None: the planned week), its hours.
    max_average_hours, average_weeks
        Mean weekly hours over so many weeks, those before the planned ones included.
    overtime_after_hours, overtime_after_hours_a_day, overtime_premium
        Hours from which work costs more, and by which share of `hourly_cost`.
    max_weekends, weekend_weeks
        Weekends with any shift, in every run of so many weeks.
    max_nights_in_row, rest_after_nights_hours, rest_after_on_call_hours
        Nights on days in a row, and elapsed rest after one, or after on-call, before another kind
        of shift.
    max_start_spread_hours
        By which the starts of a week may differ on the clock.
    min_weekly_rest_hours
        Elapsed hours free of work once in each week.
    limits
        Shifts of a kind.
    prices
        Price, for each key that may be broken, of an hour, day, night or weekend beyond it; of
        hours between shifts or starts, of each time.
    """

    id: str
    min_hours: float
    max_hours: float
    hourly_cost: float
    name: str = ""
    min_rest_hours: float = 11.0
    max_days_in_row: int = 6
    min_days_off: int = 2
    max_nights: int = 7
    nights_only: bool = False
    preset: str = ""
    max_hours_a_day: float | None = None
    period_weeks: int = 1
    period_from: date | None = None
    min_hours_a_period: float | None = None
    max_hours_a_period: float | None = None
    max_average_hours: float | None = None
    average_weeks: int = 17
    overtime_after_hours: float | None = None
    overtime_after_hours_a_day: float | None = None
    overtime_premium: float = 0.5
    min_days_in_row: int = 1
    min_days_off_in_row: int = 1
    max_weekends: int | None = None
    weekend_weeks: int = 4
    max_nights_in_row: int | None = None
    rest_after_nights_hours: float = 0.0
    rest_after_on_call_hours: float = 0.0
    max_hours_a_night: float | None = None
    max_start_spread_hours: float | None = None
    min_weekly_rest_hours: float = 0.0
    limits: tuple[ShiftLimit, ...] = ()
    prices: Mapping[str, float] = field(default_factory=dict)

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        for name, low, high in RANGES:
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise InputError(f"{name} is {value:g}; use {low:g} to {high:g}")
        if self.nights_only and self.max_nights == 0:
            raise InputError("nights_only is true but max_nights is 0; raise max_nights")
        self._check_order()
        self._check_partners()
        self._check_prices()

    def _check_order(self) -> None:
        for low, high in (
            ("min_hours", "max_hours"),
            ("min_hours_a_period", "max_hours_a_period"),
            ("min_days_in_row", "max_days_in_row"),
            ("max_weekends", "weekend_weeks"),
        ):
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and least > most:
                raise InputError(
                    f"{low} {least:g} is above {high} {most:g}; lower one or raise the other"
                )

    def _check_partners(self) -> None:
        for key in ("min_hours_a_period", "max_hours_a_period"):
            if getattr(self, key) is not None and self.period_weeks == 1:
                raise InputError(
                    f"{key} is {getattr(self, key):g} but period_weeks is 1; set period_weeks = 2 "
                    f"or more, or use {key.removesuffix('_a_period')}"
                )

    def _check_prices(self) -> None:
        for key, price in self.prices.items():
            if key not in PRICED:
                raise InputError(
                    f"prices holds {key}, which cannot be broken at a price; use "
                    f"{', '.join(PRICED)}"
                )
            if getattr(self, key) is None:
                raise InputError(f"prices holds {key}, which the contract does not set; set it too")
            if not 0 <= price <= 1_000_000:
                raise InputError(f"prices: {key} is {price:g}; use 0 to 1000000")

    def cents_per_minute(self, key: str) -> int | None:
        """Price of a minute beyond a key of hours; None where the key always holds."""
        return None if key not in self.prices else round(self.prices[key] * 100 / 60)

    def cents(self, key: str) -> int | None:
        """Price of a day, night, weekend or time beyond a key; None where the key always holds."""
        return None if key not in self.prices else round(self.prices[key] * 100)
