"""What a roster costs besides pay: coverage, fairness, wishes; and what it costs to give way."""

from dataclasses import dataclass

from planner.errors import InputError


@dataclass(frozen=True, slots=True)
class RelaxationPrices:
    """
    What it costs to give way, in cents; the defaults say what is easier to ask of whom.

    Parameters
    ----------
    hour_below, hour_above
        A paid hour below a minimum; above a maximum.
    day_off_back
        A day of time off, or outside availability, that is worked after all.
    pin
        A lock that is lifted.
    day_in_row, day_off
        A day more in a row than allowed (or fewer than asked); a day off fewer than owed.
    rest_hour
        An hour less of rest: between shifts, after nights or on-call, in a week.
    night, nights_only
        A night beyond the maximum, also in a row; day shifts for a contract of nights only.
    weekend, shift
        A weekend, or a shift, outside a limit.
    succession
        A forbidden succession of shifts that is allowed.
    rotation
        Shifts of other weeks of somebody's rotation.
    start_hour
        An hour by which starts may differ more.
    pair
        Buddies, or people kept apart, who are not.
    skill
        Skills that somebody lacks and is taught.
    """

    hour_below: int = 2_000
    hour_above: int = 3_000
    day_off_back: int = 20_000
    pin: int = 5_000
    day_in_row: int = 8_000
    day_off: int = 10_000
    rest_hour: int = 6_000
    night: int = 6_000
    nights_only: int = 12_000
    weekend: int = 12_000
    shift: int = 6_000
    succession: int = 8_000
    rotation: int = 8_000
    start_hour: int = 1_500
    pair: int = 4_000
    skill: int = 100_000

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise InputError(f"relaxation price {name} is {getattr(self, name)}; use 0 or more")


@dataclass(frozen=True, slots=True)
class Prices:
    """
    Prices in cents per agent-hour, and weights of fairness.

    Parameters
    ----------
    short
        Per skill: an agent-hour missing; well above an hour's pay.
    short_deep
        Extra price for the part of a shortfall beyond `deep_share` of the requirement,
        which spreads shortfalls thin.
    over
        An agent-hour above the requirement, besides its pay.
    unfair_night, unfair_rest_day, unfair_holiday
        Each night (rest-day or holiday shift) by which the most burdened person of a group exceeds
        the least.
    relaxation
        What it costs to give way where rules leave somebody no roster; changes no roster.

    Raises
    ------
    InputError
        A price is below 0, which no bound would hold for, or `deep_share` is not a share.
    """

    short: tuple[int, ...]
    short_deep: int = 0
    deep_share: float = 0.2
    over: int = 0
    unfair_night: int = 0
    unfair_rest_day: int = 0
    unfair_holiday: int = 0
    relaxation: RelaxationPrices = RelaxationPrices()

    def __post_init__(self) -> None:
        unfair = (self.unfair_night, self.unfair_rest_day, self.unfair_holiday)
        least = min(*self.short, self.short_deep, self.over, *unfair)
        if least < 0 or not 0 <= self.deep_share <= 1:
            raise InputError(
                f"prices of a roster: they go down to {least}, and the deep share is "
                f"{self.deep_share:g}; use prices from 0 and a share of 0 to 1"
            )


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What it costs, in cents, if the person works an option; negative for a wish that comes true.

    `option` is an index into `RosterProblem.options`.
    """

    person: int
    option: int
    cents: int


@dataclass(frozen=True, slots=True)
class Burden:
    """
    Nights, rest-day and holiday shifts, past and new, of somebody of a site rostered elsewhere.

    None where the person does not share that burden.
    """

    site: str
    nights: int | None = None
    rest_days: int | None = None
    holidays: int | None = None
