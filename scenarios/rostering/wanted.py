"""Terms of a contract that may be broken at a price: what is wanted, and what still holds."""

from math import ceil, floor

from planner.contracts import Contract
from planner.timegrid import TimeGrid
from scenarios.presets import law_of
from solver.contract import Soft, Wanted


def banned(contract: Contract, key: str) -> float | None:
    """Value of a key that always holds; of one at a price the preset's, None where it has none."""
    if key not in contract.prices:
        value: float | None = getattr(contract, key)
        return value
    law = law_of(contract.preset, key)
    return None if law is None else law.value


def wanted(contract: Contract, grid: TimeGrid) -> Wanted:
    """What the contract asks for at a price, hours in slots."""

    def soft(key: str, factor: float = 1.0) -> Soft | None:
        cents = contract.cents(key)
        if cents is None:
            return None
        value = getattr(contract, key) * factor
        return Soft(floor(value) if key.startswith("max_") else ceil(value), cents)

    slots = 60 / grid.minutes
    return Wanted(
        rest=soft("min_rest_hours", slots),
        rest_after_nights=soft("rest_after_nights_hours", slots),
        rest_after_on_call=soft("rest_after_on_call_hours", slots),
        days_in_row=soft("max_days_in_row"),
        nights_in_row=soft("max_nights_in_row"),
        min_days_in_row=soft("min_days_in_row"),
        min_days_off_in_row=soft("min_days_off_in_row"),
        start_spread=soft("max_start_spread_hours", slots),
    )
