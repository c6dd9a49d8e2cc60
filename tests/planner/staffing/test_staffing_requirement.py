"""The requirement against tables, a slow twin, its monotonicity and its edges."""

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.staffing import (
    agents_by_target,
    binding_target,
    productive_agents,
    required_agents,
    scheduled_agents,
)
from planner.staffing.rounding import whole_agents

ReferenceTable = Callable[[str], list[dict[str, str]]]
Row = tuple[Any, ...]

SHORT_NAMES = {"service_level": "sl", "asa": "asa", "occupancy": "occ"}

# volume, interval_s, aht_s, fraction, within_s, max_asa_s, max_occupancy, shrinkage, required,
# scheduled, binding: rows of the reference table open_required_c, computed at 45 digits
REQUIRED: tuple[Row, ...] = (
    (7, 60, 60, 0.5, 120, None, 0.7, 0.3, 10, 15, "occ"),
    (9999, 60, 60, 0.8, 20, None, 0.99, 0.35, 10100, 15539, "occ"),
    (106, 600, 60, 0.01, 3600, None, None, 0, 11, 11, "sl"),
    (10, 60, 60, 0.999999, 0, None, None, 0, 29, 29, "sl"),
    (378.336, 3600, 180, 0.8, 10, 60, 0.85, 0.3, 24, 35, "sl"),
    (388.24, 3600, 90, 0.99, 120, 20, 0.8, 0.3, 13, 19, "sl"),
    (0.0170396, 1800, 600, None, None, 600, 0.85, 0.2, 1, 2, "asa"),
    (0.136067, 900, 1500, 0.8, 60, 5, 0.95, 0.3, 3, 5, "asa"),
    (0.251917, 900, 333, 0.8, 20, None, 0.75, 0, 1, 1, "sl"),
    (0.42108, 1800, 333, 0.999, 0, 5, 0.75, 0.5, 3, 6, "sl"),
    (11.8654, 3600, 600, 0.99, 0, 600, 0.85, 0.3, 7, 10, "sl"),
    (1.53256, 900, 600, 0.5, 10, 20, 0.75, 0.1, 4, 5, "asa"),
)

loads = st.floats(0.0, 300.0)
fractions = st.floats(0.01, 0.9999)
thresholds = st.floats(0.0, 900.0)


def check_row(row: Row) -> None:
    volume, interval_s, aht_s, fraction, within_s, max_asa_s, max_occupancy = row[:7]
    shrinkage, required, scheduled, binding = row[7:]
    alone = agents_by_target(
        volume * aht_s / interval_s,
        aht_s,
        within_s=within_s,
        fraction=fraction,
        max_asa_s=max_asa_s,
        max_occupancy=max_occupancy,
    )
    agents = max(int(number) for number in alone.values())
    assert agents == required, row
    assert int(scheduled_agents(agents, shrinkage)) == scheduled, row
    assert SHORT_NAMES[str(binding_target(alone))] == binding, row


def fewest_by_trial(load: float, aht_s: float, within_s: float, fraction: float) -> int:
    """Textbook search: the Poisson sum of Erlang C anew for every number of agents."""
    agents = math.floor(load) + 1
    while True:
        terms = [math.exp(k * math.log(load) - math.lgamma(k + 1)) for k in range(agents + 1)]
        queueing = terms[-1] * agents / (agents - load)
        waits = queueing / (sum(terms[:-1]) + queueing)
        if 1 - waits * math.exp(-(agents - load) * within_s / aht_s) >= fraction:
            return agents
        agents += 1


@pytest.mark.parametrize("row", REQUIRED, ids=str)
def test_requirement_agrees_with_typed_rows(row: Row) -> None:
    check_row(row)


def test_requirement_agrees_with_the_reference_table(reference_table: ReferenceTable) -> None:
    def number(text: str) -> float | None:
        return float(text) if text else None

    for row in reference_table("open_required_c"):
        names = "volume interval_s aht_s target_sl awt_s max_asa_s max_occ shrinkage"
        values = [number(row[name]) for name in names.split()]
        if values[3] is None:
            values[4] = None
        answers = (int(row["n_required"]), int(row["n_scheduled"]), row["binding"])
        check_row((*values, *answers))


@given(st.floats(0.01, 90.0), st.floats(30.0, 900.0), st.floats(0.0, 300.0), st.floats(0.1, 0.99))
@settings(deadline=None)
def test_requirement_agrees_with_a_search_by_trial(
    load: float, aht_s: float, within_s: float, fraction: float
) -> None:
    agents = int(required_agents(load, aht_s, within_s=within_s, fraction=fraction))
    near_misses = {
        fewest_by_trial(load, aht_s, within_s, fraction + nudge) for nudge in (-1e-10, 0.0, 1e-10)
    }
    assert agents in near_misses


@given(loads, st.floats(0.0, 20.0), fractions, thresholds)
@settings(deadline=None)
def test_more_load_never_needs_fewer(
    load: float, extra: float, fraction: float, within_s: float
) -> None:
    fewer, more = required_agents(
        [load, load + extra],
        240,
        within_s=within_s,
        fraction=fraction,
        max_asa_s=30,
        max_occupancy=0.9,
    )
    assert fewer <= more


@given(loads, fractions, fractions, thresholds, thresholds)
@settings(deadline=None)
def test_tighter_service_level_never_needs_fewer(
    load: float, first: float, second: float, within_s: float, other_s: float
) -> None:
    loose, tight = sorted((first, second))
    quick, slow = sorted((within_s, other_s))
    agents = required_agents(
        load, 240, within_s=[slow, quick, quick], fraction=[loose, loose, tight]
    )
    assert agents[0] <= agents[1] <= agents[2]


@given(loads, st.floats(0.1, 600.0), st.floats(0.1, 600.0), st.floats(0.3, 1), st.floats(0.3, 1))
@settings(deadline=None)
def test_tighter_wait_or_occupancy_never_needs_fewer(
    load: float, first_s: float, second_s: float, first: float, second: float
) -> None:
    by_wait = required_agents(load, 240, max_asa_s=sorted((first_s, second_s)))
    by_occupancy = required_agents(load, 240, max_occupancy=sorted((first, second)))
    assert by_wait[0] >= by_wait[1]
    assert by_occupancy[0] >= by_occupancy[1]


def test_target_met_exactly_is_met() -> None:
    """One agent at 0.2 erlangs answers exactly 80 % at once; the mean wait is then 45 s of 180."""
    assert required_agents(0.2, 180, within_s=0, fraction=0.8) == 1
    assert required_agents(0.2, 180, max_asa_s=45) == 1
    assert required_agents(0.2, 180, max_asa_s=44.999) == 2


def test_no_load_needs_nobody_even_without_a_handling_time() -> None:
    agents = required_agents([0.0, 1.0], [0.0, 180.0], within_s=0, fraction=0.8, max_occupancy=0.9)
    assert agents[0] == 0 < agents[1]
    assert binding_target(agents_by_target(0.0, 180, max_asa_s=20)) == ""


def test_requirement_exceeds_the_load_even_when_agents_may_always_be_busy() -> None:
    assert required_agents([7.0, 7.5], 180, max_occupancy=1.0).tolist() == [8, 8]


@pytest.mark.parametrize(
    "targets",
    [
        {"within_s": 0.0, "fraction": 1.0 - 2.0**-53},
        {"within_s": 1e9, "fraction": 5e-324},
        {"max_asa_s": 1e-300},
        {"max_occupancy": 1e-6},
    ],
    ids=str,
)
@pytest.mark.parametrize("load", [5e-324, 1e-9, 7.0, 1e6])
def test_extremes_are_answered_quickly(load: float, targets: dict[str, Any]) -> None:
    required_agents(1.0, 180, **targets)
    start = time.process_time()
    agents = int(required_agents(load, 180, **targets))
    elapsed_s = time.process_time() - start
    assert agents > load
    assert elapsed_s <= 0.05


@pytest.mark.parametrize(
    ("field", "targets"),
    [
        ("fraction", {"within_s": 0, "fraction": 1.0}),
        ("fraction", {"within_s": 20, "fraction": 0.0}),
        ("fraction", {"within_s": 20, "fraction": 80}),
        ("fraction", {"within_s": 20}),
        ("fraction", {}),
        ("within_s", {"fraction": 0.8}),
        ("within_s", {"within_s": -1, "fraction": 0.8}),
        ("max_asa_s", {"max_asa_s": 0}),
        ("max_occupancy", {"max_occupancy": 0}),
        ("max_occupancy", {"max_occupancy": 1.01}),
    ],
    ids=str,
)
def test_impossible_target_is_refused_by_field(field: str, targets: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"{field}.*; |; use {field}") as caught:
        required_agents(10.0, 180, **targets)
    assert caught.value.problems[0].field == field


@pytest.mark.parametrize("shrinkage", [1.0, 1.5, -0.1, float("nan")])
def test_impossible_shrinkage_is_refused_by_field(shrinkage: float) -> None:
    for function in (scheduled_agents, productive_agents):
        with pytest.raises(InputError, match=r"shrinkage is .*; use ") as caught:
            function(10, shrinkage)
        assert caught.value.problems[0].field == "shrinkage"


def test_ceilings_are_those_of_exact_decimals() -> None:
    percents = np.arange(1, 101)
    agents = np.arange(0, 2001)[:, None]
    exact = -(-agents * 100 // percents)
    np.testing.assert_array_equal(whole_agents(agents, percents / 100), exact)
    np.testing.assert_array_equal(scheduled_agents(agents, 1 - percents / 100), exact)


def test_shrinkage_next_to_all_is_still_decimal() -> None:
    """Agents that come out at exactly 10,000,000 when shrinkage leaves `left` in 10,000,000."""
    left = np.arange(1, 1001)
    shrinkage = np.array([float(f"0.{10_000_000 - n:07d}") for n in left.tolist()])
    np.testing.assert_array_equal(scheduled_agents(left, shrinkage), 10_000_000)


def test_ceiling_sees_a_real_excess() -> None:
    assert whole_agents([30.0 * 0.7, 30.0 * 0.7 + 1e-9], 0.7).tolist() == [30, 31]


@given(st.integers(0, 5000), st.floats(0.0, 0.95))
@settings(deadline=None)
def test_scheduled_agents_are_just_enough(net: int, shrinkage: float) -> None:
    scheduled = int(scheduled_agents(net, shrinkage))
    assert float(productive_agents(scheduled, shrinkage)) >= net * (1 - 1e-11)
    assert scheduled == 0 or float(productive_agents(scheduled - 1, shrinkage)) < net


def test_scheduling_undoes_shrinkage() -> None:
    agents = np.arange(0, 300)[:, None]
    shrinkage = np.arange(0, 100) / 100
    assert np.all(scheduled_agents(productive_agents(agents, shrinkage), shrinkage) == agents)
