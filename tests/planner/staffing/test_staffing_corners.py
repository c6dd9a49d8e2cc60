"""Corners of the public functions: what kinds of arguments they take, and numbers at the edge."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from planner.errors import InputError
from planner.staffing import (
    DemandUncertainty,
    agents_for_load,
    asa_s,
    chat_measures,
    erlang_a,
    erlang_c,
    pooled_requirement,
    required_agents,
    required_by_set,
    scheduled_agents,
    service_level,
    service_level_with_abandonment,
    service_promise,
    wait_longer_than,
    waits_by_class,
)
from planner.staffing.pooled import PoolTarget

TARGETS_OF_POOL: tuple[PoolTarget, ...] = ("strictest", "weighted")

# agents, loads by class, mean wait of the last class over aht: the last digits of the loads decide;
# exact sums of the binary loads, computed with mpmath at 45 digits
NEXT_TO_SATURATION = [
    (50, [1.438725019141068e-07, 49.999999856127495], 321897966550755.4),
    (
        3,
        [1.056518269332447, 1.0818786404754603, 0.01736184039293628, 0.8442412497991562],
        2.4981043662949736e16,
    ),
]


@pytest.mark.parametrize(("agents", "loads", "wait"), NEXT_TO_SATURATION)
def test_waits_of_classes_next_to_saturation(agents: int, loads: list[float], wait: float) -> None:
    assert float(waits_by_class(agents, loads, 1.0, 0.0).mean_wait_s[-1]) == pytest.approx(
        wait, rel=1e-9
    )


@pytest.mark.parametrize("patience_s", [0.0, 60.0, np.inf])
def test_closed_slot_without_handling_time_is_defined(patience_s: float) -> None:
    closed = erlang_a(0, 0.0, 0.0, patience_s)
    assert float(closed.mean_wait_s) == patience_s
    assert float(closed.asa_s) == np.inf
    assert float(closed.occupancy) == 0.0


@pytest.mark.parametrize(
    "not_a_number",
    [
        "20",
        b"20",
        ["20"],
        np.datetime64("2026-01-01"),
        20j,
        np.array([20 + 1j]),
        10**400,
        [[1], []],
    ],
)
@pytest.mark.parametrize(
    ("field", "call"),
    [
        ("agents", lambda x: erlang_c(x, 10.0)),
        ("load", lambda x: required_agents(x, 180, within_s=20, fraction=0.8)),
        ("patience_s", lambda x: erlang_a(14, 10.0, 180, x)),
        ("patience_s", lambda x: chat_measures(14, 0.05, [300, 400], patience_s=x)),
    ],
)
def test_what_is_not_a_number_is_refused_by_field(
    field: str, call: Callable[[Any], object], not_a_number: object
) -> None:
    with pytest.raises(InputError) as refused:
        call(not_a_number)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_numbers_at_the_end_of_their_range_do_not_overflow() -> None:
    assert float(service_level(1, 1e-12, 1e-300, 1e300)) == 1.0
    assert float(service_level(1, 1.0, 1e-300, 1e300)) == 0.0
    assert float(wait_longer_than(1.7e308, 10.0, 1.0, 1e300)) == 0.0
    assert float(asa_s(1e-9, 1e-12, 1e300)) > 1e305
    assert float(erlang_a(1e-300, 1e9, 1.0, 1.0).occupancy) == 1.0
    assert int(agents_for_load(1e9, 1e-300)) == 10**17
    assert int(scheduled_agents(1e15, 1 - 2**-53)) == 10**17
    assert int(required_agents(10.0, 1e-300, max_asa_s=1e300, patience_s=60)) == 11


# agents, load, aht over patience, threshold over aht, then abandonment, mean wait of the answered
# over aht, level of the answered: computed with mpmath at 45 digits
FAR_INTO_OVERLOAD = [
    (1, 30.0, 0.1, 0.5, 0.9666666666666667, 33.5202988558948, 0.0),
    (1, 20000.0, 0.1, 0.1111111111111111, 0.99995, 98.54320056463452, 0.0),
    (5, 300.0, 0.3, 20.0, 0.9833333333333333, 13.548814848021827, 0.9999999996332197),
    (5, 3000.0, 0.3, 20.0, 0.9983333333333333, 21.224098491335315, 0.056416800205349754),
]


@pytest.mark.parametrize("row", FAR_INTO_OVERLOAD)
def test_digits_far_into_overload(row: tuple[float, ...]) -> None:
    agents, load, theta, threshold, gone, wait, level = row
    found = erlang_a(agents, load, 1.0, 1.0 / theta)
    assert float(found.p_abandon) == pytest.approx(gone, rel=1e-14)
    assert float(found.asa_s) == pytest.approx(wait, rel=1e-12)
    answered = service_level_with_abandonment(
        agents, load, 1.0, 1.0 / theta, threshold, definition="answered"
    )
    assert float(answered) == pytest.approx(level, abs=1e-11)


def test_a_horizon_without_slots_is_defined() -> None:
    none = np.empty(0)
    uncertain = DemandUncertainty(day_cv=0.1)
    promise = service_promise(
        none, none, none, none, within_s=20, fraction=0.8, uncertainty=uncertain
    )
    assert (promise.mean_service_level, promise.certainty) == pytest.approx((1.0, 1.0))
    for target in TARGETS_OF_POOL:
        by_set = required_by_set(np.empty((2, 0)), 240, within_s=20, fraction=0.8, target=target)
        assert by_set.shape == (4, 0)
        assert pooled_requirement(by_set).dedicated.shape == (2, 0)
