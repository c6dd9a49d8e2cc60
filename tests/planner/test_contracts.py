"""A contract names the key that cannot be, and what would do."""

from datetime import date
from typing import Any

import pytest

from planner.contracts import PRICED, RANGES, Contract, ShiftLimit
from planner.errors import InputError

CONTRACT: dict[str, Any] = {"id": "full", "min_hours": 37.5, "max_hours": 40, "hourly_cost": 28}


@pytest.mark.parametrize(("name", "low", "high"), RANGES)
def test_number_out_of_range_is_told_with_its_range(name: str, low: float, high: float) -> None:
    for value in (low - 1, high + 1):
        with pytest.raises(InputError, match=f"{name} is {value:g}; use {low:g} to {high:g}"):
            Contract(**(CONTRACT | {name: value}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_weekends": 3, "weekend_weeks": 2}, "max_weekends 3 is above weekend_weeks 2"),
        ({"min_days_in_row": 5, "max_days_in_row": 4}, "min_days_in_row 5 is above"),
        ({"max_hours_a_period": 80}, "period_weeks is 1; set period_weeks = 2 or more, or use max"),
        (
            {"period_weeks": 2, "min_hours_a_period": 80, "max_hours_a_period": 70},
            "min_hours_a_period 80 is above max_hours_a_period 70",
        ),
        (
            {"prices": {"min_weekly_rest_hours": 5}},
            "min_weekly_rest_hours, which cannot be broken at a price",
        ),
        ({"prices": {"max_weekends": 5}}, "max_weekends, which the contract does not set"),
        ({"prices": {"min_hours": -5}}, "prices: min_hours is -5; use 0 to 1000000"),
    ],
)
def test_keys_that_contradict_each_other_are_told(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Contract(**(CONTRACT | changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shifts": ()}, "shifts is empty"),
        ({"least": 3, "most": 2}, "least 3 is above most 2"),
        ({"weeks": 14}, "weeks is 14; use 1 to 13"),
        ({"price": -1}, "price is -1"),
    ],
)
def test_limit_of_a_kind_names_what_cannot_be(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        ShiftLimit(**({"shifts": ("late",)} | changes))


def test_every_priced_key_is_a_key() -> None:
    everything: dict[str, Any] = {
        "max_hours_a_day": 10,
        "period_weeks": 2,
        "period_from": date(2003, 10, 20),
        "min_hours_a_period": 60,
        "max_hours_a_period": 80,
        "max_average_hours": 48,
        "max_weekends": 1,
        "max_nights_in_row": 3,
        "max_start_spread_hours": 2,
        "prices": dict.fromkeys(PRICED, 12.0),
    }
    contract = Contract(**(CONTRACT | everything))
    assert {contract.cents_per_minute(key) for key in PRICED} == {20}
