"""What it costs to give way where rules leave somebody no roster: table ``[relaxation]``."""

from dataclasses import dataclass

from planner.errors import InputError
from planner.schema import FORBID_EXTRA
from solver.prices import RelaxationPrices


@dataclass(frozen=True, slots=True)
class RelaxationCosts:
    """
    Prices of giving way, in the plan's currency; they rank ways out and change no roster.

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
    succession, rotation, start_hour
        A forbidden succession allowed; shifts of other weeks of a rotation; an hour by which starts
        may differ more.
    pair, skill
        Buddies, or people kept apart, who are not; skills that somebody is taught.
    """

    hour_below: float = 20.0
    hour_above: float = 30.0
    day_off_back: float = 200.0
    pin: float = 50.0
    day_in_row: float = 80.0
    day_off: float = 100.0
    rest_hour: float = 60.0
    night: float = 60.0
    nights_only: float = 120.0
    weekend: float = 120.0
    shift: float = 60.0
    succession: float = 80.0
    rotation: float = 80.0
    start_hour: float = 15.0
    pair: float = 40.0
    skill: float = 1000.0

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if not 0 <= value <= 1_000_000:
                raise InputError(f"{name} is {value:g}; use 0 to 1000000")

    @property
    def cents(self) -> RelaxationPrices:
        """The prices as the solver takes them."""
        return RelaxationPrices(**{n: round(100 * getattr(self, n)) for n in self.__slots__})
