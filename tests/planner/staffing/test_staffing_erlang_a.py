"""Erlang A against tables of 45 digits, a slow twin over its states, and its own limits."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.errors import InputError
from planner.staffing.live.erlang import asa_s, erlang_b, erlang_c, service_level
from planner.staffing.live.erlang_a import (
    DEFINITIONS,
    ErlangA,
    erlang_a,
    service_level_with_abandonment,
    wait_longer_than_with_abandonment,
)
from planner.staffing.live.live_level import live_service_level
from planner.staffing.live.tail_sums import peak_exponent, tail_sum
from tests.planner.staffing.erlang_a_rows import LEVELS, MEASURES, NAMES, TYPED

ReferenceTable = Callable[[str], list[dict[str, str]]]
Columns = dict[str, NDArray[np.float64]]

agents_counts = st.integers(1, 40)
loads = st.floats(0.01, 60.0)
rates = st.floats(0.01, 30.0)
thresholds = st.floats(0.0, 4.0)


def check_columns(table: Columns) -> None:
    agents, load, threshold = table["N"], table["A"], table["T_over_aht"]
    patience = 1.0 / table["theta_over_mu"]
    found = erlang_a(agents, load, 1.0, patience)
    for name, column in MEASURES.items():
        error = np.abs(getattr(found, name) - table[column])
        assert np.all(error <= 1e-9 * np.abs(table[column]) + 1e-12), name
    for definition, column in LEVELS.items():
        level = service_level_with_abandonment(agents, load, 1.0, patience, threshold, definition)
        assert np.all(np.abs(level - table[column]) <= 1e-10), definition


def twin(agents: int, load: float, theta: float) -> dict[str, float]:
    """The states one by one, as far as they count; handling times are the unit of time."""
    weights = [1.0]
    for busy in range(1, agents + 2000):
        leaving = min(busy, agents) + max(busy - agents, 0) * theta
        weights.append(weights[-1] * load / leaving)
        if busy > agents and weights[-1] < 1e-18 * max(weights):
            break
    shares = np.array(weights) / np.sum(weights)
    ahead = np.arange(shares.size - agents)
    queueing = shares[agents:]
    length = float(np.sum(queueing * ahead))
    stages = np.cumsum(1.0 / (agents + (ahead + 1) * theta))
    answered = agents / (agents + (ahead + 1) * theta)
    p_abandon = theta * length / load
    return {
        "p_wait": float(queueing.sum()),
        "p_abandon": p_abandon,
        "mean_wait_s": length / load,
        "asa_s": float(np.sum(queueing * answered * stages)) / (1.0 - p_abandon),
        "queue_length": length,
        "occupancy": load * (1.0 - p_abandon) / agents,
    }


def test_all_measures_agree_with_typed_rows() -> None:
    check_columns(dict(zip(NAMES, np.array(TYPED).T, strict=True)))


def test_all_measures_agree_with_the_reference_table(reference_table: ReferenceTable) -> None:
    rows = reference_table("open_erlang_a")
    check_columns({name: np.array([float(row[name]) for row in rows]) for name in NAMES})


@given(agents_counts, loads, st.floats(0.2, 30.0))
def test_all_measures_agree_with_the_states_one_by_one(
    agents: int, load: float, theta: float
) -> None:
    found = erlang_a(agents, load, 1.0, 1.0 / theta)
    for name, expected in twin(agents, load, theta).items():
        assert float(getattr(found, name)) == pytest.approx(expected, rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("c", [9.5, 9.999, 24.5, 24.999, 60.0, 299.5, 1e4, 1e6])
@pytest.mark.parametrize("excess", [-0.9, -0.51, -0.49, -1e-3, 0.0, 1e-3, 0.02, 0.49, 0.55, 3.0])
def test_ways_of_summing_agree_where_they_meet(c: float, excess: float) -> None:
    """The sum S(c, x) is ``1 + x / (c + 1) S(c + 1, x)``, in overload over its peak."""
    x = c * (1.0 + excess)
    here, above = peak_exponent(c, excess), peak_exponent(c + 1.0, x / (c + 1.0) - 1.0)
    total, gone = tail_sum(c, excess)
    further, _ = tail_sum(c + 1.0, x / (c + 1.0) - 1.0)
    expected = math.exp(-here) + x / (c + 1.0) * further * math.exp(above - here)
    assert total == pytest.approx(expected, rel=1e-9 if here > 1e4 else 1e-11)
    assert gone == pytest.approx(1.0 - (1.0 - math.exp(-here) / total) * c / x, abs=1e-12)


@pytest.mark.parametrize("definition", DEFINITIONS)
@given(st.floats(0.1, 80.0), st.floats(0.0, 10.0), st.floats(0.0, 100.0), rates, thresholds)
@settings(max_examples=40)
def test_more_agents_or_longer_waits_never_serve_worse(
    definition: str, agents: float, extra: float, load: float, theta: float, t: float
) -> None:
    level = service_level_with_abandonment(
        [agents, agents + extra, agents], load, 1.0, 1.0 / theta, [t, t, t + 0.5], definition
    )
    assert np.all((level >= 0.0) & (level <= 1.0))
    assert level[0] <= level[1] + 1e-10
    assert level[0] <= level[2] + 1e-10


@given(st.floats(0.1, 80.0), st.floats(0.0, 10.0), loads, rates)
def test_more_agents_never_lose_more(
    agents: float, extra: float, load: float, theta: float
) -> None:
    found = erlang_a([agents, agents + extra], load, 1.0, 1.0 / theta)
    for name in ("p_wait", "p_abandon", "mean_wait_s", "asa_s", "occupancy"):
        fewer, more = getattr(found, name)
        assert more <= fewer * (1.0 + 1e-11) + 1e-14, name


@given(st.floats(1.0, 60.0), st.floats(0.01, 0.98), thresholds)
def test_endless_patience_is_erlang_c(agents: float, busy: float, t: float) -> None:
    load = agents * busy
    patience = np.array([1e13, 1e31, np.inf])
    found = erlang_a(agents, load, 1.0, patience)
    np.testing.assert_allclose(found.p_wait, erlang_c(agents, load), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(found.asa_s, asa_s(agents, load, 1.0), rtol=1e-6, atol=1e-12)
    level = service_level_with_abandonment(agents, load, 1.0, patience, t)
    np.testing.assert_allclose(level, service_level(agents, load, 1.0, t), atol=1e-8)


@given(agents_counts, loads)
def test_no_patience_is_erlang_b(agents: int, load: float) -> None:
    found = erlang_a(agents, load, 1.0, 0.0)
    blocking = float(erlang_b(agents, load))
    assert float(found.p_wait) == pytest.approx(blocking, rel=1e-9)
    assert float(found.p_abandon) == pytest.approx(blocking, rel=1e-9)
    assert float(found.mean_wait_s) < 1e-14
    level = service_level_with_abandonment(agents, load, 1.0, 0.0, 0.1)
    assert float(level) == pytest.approx(1.0 - blocking, abs=1e-12)


@given(loads, rates, st.floats(0.0, 3.0), st.integers(1, 30), st.floats(-1e-9, 1e-9))
def test_real_agents_join_the_whole_ones(
    load: float, theta: float, t: float, agents: int, nudge: float
) -> None:
    level = service_level_with_abandonment(
        [agents, agents + nudge], load, 1.0, 1.0 / theta, t, "answered"
    )
    assert level[0] == pytest.approx(level[1], abs=1e-7)


@given(st.floats(0.1, 80.0), st.floats(0.0, 100.0), rates, thresholds)
def test_tail_of_the_wait_is_what_the_level_lacks(
    agents: float, load: float, theta: float, t: float
) -> None:
    level = service_level_with_abandonment(agents, load, 1.0, 1.0 / theta, t, "wait")
    longer = wait_longer_than_with_abandonment(agents, load, 1.0, 1.0 / theta, t)
    assert float(level + longer) == pytest.approx(1.0, abs=1e-12)


def test_mean_wait_is_the_area_under_its_tail() -> None:
    agents, load, patience = 12.0, 13.0, 0.7
    t = np.linspace(0.0, 6.0, 60_001)
    tail = wait_longer_than_with_abandonment(agents, load, 1.0, patience, t)
    area = float(np.sum(0.5 * (tail[1:] + tail[:-1]) * np.diff(t)))
    assert float(erlang_a(agents, load, 1.0, patience).mean_wait_s) == pytest.approx(area, rel=1e-7)


AGENTS = [0.0, 1e-250, 1e-12, 0.5, 1.0, 10.0, 1e4, 1e6, 1e9, 1e300]
LOADS = [0.0, 5e-324, 1e-12, 1.0, 10.0, 1e4, 1e6, 1e9]
PATIENCES = [0.0, 1e-300, 1e-3, 60.0, 1e9, 1e20, 1e300, np.inf]


def test_extremes_are_defined() -> None:
    grid = np.meshgrid(AGENTS, LOADS, PATIENCES, indexing="ij")
    agents, load, patience = grid
    found = erlang_a(agents, load, 180.0, patience)
    for name in ErlangA.__slots__:
        assert np.all(getattr(found, name) >= 0.0), name
    for name in ("p_wait", "p_abandon", "occupancy"):
        assert np.all(getattr(found, name) <= 1.0), name
    for within_s in (0.0, 20.0, 1e300):
        for definition in DEFINITIONS:
            level = service_level_with_abandonment(
                agents, load, 180.0, patience, within_s, definition
            )
            assert np.all((level >= 0.0) & (level <= 1.0)), definition


def test_edges_follow_erlang_c() -> None:
    idle = erlang_a([3, 0], 0.0, 0.0, 60.0)
    assert idle.p_wait.tolist() == [0.0, 1.0]
    assert idle.occupancy.tolist() == [0.0, 0.0]
    saturated = erlang_a(10, 10.0, 180.0, np.inf)
    assert (float(saturated.p_wait), float(saturated.p_abandon)) == (1.0, 0.0)
    assert saturated.asa_s == saturated.queue_length == np.inf
    assert service_level_with_abandonment(10, 10.0, 180, np.inf, 20) == 0.0
    alone = erlang_a(0, 5.0, 180.0, 60.0)
    assert float(alone.p_abandon) == 1.0
    assert float(alone.mean_wait_s) == pytest.approx(60.0)


def test_live_level_takes_either_model() -> None:
    patient = live_service_level([14, 9], 10.0, 180, 20)
    np.testing.assert_array_equal(patient, service_level([14, 9], 10.0, 180, 20))
    mixed = live_service_level(14, 10.0, 180, 20, [60.0, np.inf], "answered")
    with_a = service_level_with_abandonment(14, 10.0, 180, 60.0, 20, "answered")
    assert mixed.tolist() == [float(with_a), pytest.approx(float(patient[0]), rel=1e-14)]


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("agents", (-1, 1.0, 180, 60, 20)),
        ("load", (5, 1e10, 180, 60, 20)),
        ("aht_s", (5, 1.0, 0, 60, 20)),
        ("patience_s", (5, 1.0, 180, -1, 20)),
        ("patience_s", (5, 1.0, 180, [60, np.nan], 20)),
        ("patience_s", (5, 1.0, 180, "long", 20)),
        ("within_s", (5, 1.0, 180, 60, np.inf)),
        ("definition", (5, 1.0, 180, 60, 20, "handled")),
    ],
    ids=str,
)
def test_bad_number_is_refused_by_field(field: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(InputError, match=f"^{field} is .*; use ") as caught:
        service_level_with_abandonment(*arguments)  # type: ignore[arg-type]
    assert caught.value.problems[0].field == field


def test_a_threshold_next_to_nothing_is_nothing() -> None:
    level = service_level_with_abandonment(1.0, 1.0, 1.0, 32.0, [0.0, 8.6e-279, 1e-320])
    assert np.ptp(level) == 0.0
