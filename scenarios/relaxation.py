"""What it costs to give way where rules leave somebody no roster: table ``[relaxation]``."""

from dataclasses import dataclass

from planner.errors import InputError
from planner.schema import FORBID_EXTRA
from solver.prices import RelaxationPrices


@dataclass(frozen=True, slots=True)
class RelaxationCosts:
    """
    Prices of giving way, in the plan's currency; they rank ways out and change no roster.

    `solver.prices.RelaxationPrices` holds the same in cents and tells what each is for.
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
