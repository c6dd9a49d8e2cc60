"""What a roster of a problem costs besides pay: prices of coverage and fairness, and wishes."""

from dataclasses import dataclass

from planner.errors import InputError


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
