"""Erlang B and C against exact fractions, tables of 45 digits, and their own edges."""

import math
import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.errors import InputError
from planner.staffing import asa_s, erlang_b, erlang_c, occupancy, service_level
from planner.staffing.live.erlang import queue_length, wait_longer_than

ReferenceTable = Callable[[str], list[dict[str, str]]]

# agents, load, blocking: rows of the reference table open_erlang_b, computed at 45 digits
BLOCKING = np.array(
    [
        (1.0, 0.5, 0.3333333333333333),
        (4.0, 0.0, 0.0),
        (7.0, 70.0, 0.9015342476187854),
        (20.0, 19.99998, 0.1588914566088784),
        (50.0, 52.5, 0.1327078683117201),
        (150.0, 450.0, 0.6677668651468971),
        (500.0, 505.0, 0.04109429843785176),
        (3500.0, 3381.6784043380076, 0.0008899994515758149),
        (10000.0, 9995.0, 0.007624220927495603),
        (0.9, 1.4400000000000002, 0.6261166949822307),
        (44.450343, 26.670205799999998, 0.0004334827928052824),
        (0.0, 0.3, 1.0),
    ]
)
# agents, load, threshold over handling time, wait probability, service level, mean wait over
# handling time: rows of the reference table open_erlang_c, computed at 45 digits
WAITING = np.array(
    [
        (1.0, 0.01, 0.1111111111111111, 0.01, 0.9910416586470348, 0.010101010101010102),
        (1.0, 0.999, 10.0, 0.999, 0.010940216084581124, 998.9999999999991),
        (3.0, 1.2679491924311228, 2.0, 0.16076951545867366, 0.994967735190295, 0.09282032302755094),
        (5.0, 0.5278640450004204, 0.0, 2.2523387934884987e-4, 0.9997747661206512, 5.03638265065e-5),
        (7.0, 6.859999999999999, 0.0, 0.9404864496303242, 0.05951355036967573, 6.717760354502289),
        (14.0, 12.12917130661303, 0, 0.5086477652897679, 0.49135223471023215, 0.27188366689464544),
        (30.0, 28.5, 0.0, 0.7045303510454088, 0.2954696489545912, 0.4696869006969392),
        (75.0, 74.25, 0.0, 0.898247681763635, 0.10175231823636499, 1.1976635756848466),
        (200.0, 157.57359312880715, 0.01, 6.915598381760568e-4, 0.999547546220792, 1.6300221705e-5),
        (
            500.0,
            477.6393202250021,
            1 / 9,
            0.220651094637012,
            0.981605297387499,
            0.00986781693836195,
        ),
        (3500.0, 3411.258803253506, 0, 0.083121965812115, 0.916878034187885, 9.366784409000997e-4),
        (10000.0, 9999.99, 0.0, 0.9998750065028266, 1.2499349717343946e-4, 99.98750064810014),
        (5.2, 3.12, 2.0, 0.22745637719376008, 0.9964499614186789, 0.10935402749700003),
        (2.8, 2.52, 0.0, 0.8235710551913368, 0.17642894480866322, 2.941325197111919),
    ]
)

agents_counts = st.integers(1, 60)
loads = st.fractions(Fraction(1, 100), 60, max_denominator=100)


def assert_agrees(found: NDArray[np.float64], reference: NDArray[np.float64]) -> None:
    infinite = np.isinf(reference)
    np.testing.assert_array_equal(found[infinite], reference[infinite])
    error = np.abs(found[~infinite] - reference[~infinite])
    assert np.all(error <= 1e-9 * np.abs(reference[~infinite]) + 1e-12)


def columns(rows: list[dict[str, str]], names: str) -> list[NDArray[np.float64]]:
    return [np.array([float(row[name]) for row in rows]) for name in names.split()]


def exact_blocking(agents: int, load: Fraction) -> Fraction:
    blocking = Fraction(1)
    for n in range(1, agents + 1):
        blocking = load * blocking / (n + load * blocking)
    return blocking


def test_blocking_agrees_with_typed_rows() -> None:
    agents, load, blocking = BLOCKING.T
    assert_agrees(erlang_b(agents, load), blocking)


def test_waiting_agrees_with_typed_rows() -> None:
    agents, load, threshold, waits, level, wait = WAITING.T
    assert_agrees(erlang_c(agents, load), waits)
    assert_agrees(service_level(agents, load, 1.0, threshold), level)
    assert_agrees(asa_s(agents, load, 1.0), wait)


def test_blocking_agrees_with_the_reference_table(reference_table: ReferenceTable) -> None:
    agents, load, blocking = columns(reference_table("open_erlang_b"), "N A blocking")
    assert_agrees(erlang_b(agents, load), blocking)


def test_waiting_agrees_with_the_reference_table(reference_table: ReferenceTable) -> None:
    names = "N A T_over_aht p_wait sl p_wait_gt_T asa_over_aht lq occ"
    agents, load, threshold, waits, level, longer, wait, queue, busy = columns(
        reference_table("open_erlang_c"), names
    )
    assert_agrees(wait_longer_than(agents, load, 1.0, threshold), longer)
    assert_agrees(queue_length(agents, load), queue)
    assert_agrees(erlang_c(agents, load), waits)
    assert_agrees(service_level(agents, load, 1.0, threshold), level)
    assert_agrees(asa_s(agents, load, 1.0), wait)
    assert_agrees(occupancy(agents, load), busy)


@given(agents_counts, loads)
@settings(deadline=None, max_examples=150)
def test_both_formulas_agree_with_exact_fractions(agents: int, load: Fraction) -> None:
    blocking = exact_blocking(agents, load)
    assert float(erlang_b(agents, float(load))) == pytest.approx(float(blocking), rel=1e-12)
    waits = Fraction(1)
    if load < agents:
        waits = agents * blocking / (agents - load + load * blocking)
    assert float(erlang_c(agents, float(load))) == pytest.approx(float(waits), rel=1e-12)


@given(st.floats(0.0, 500.0), st.floats(0.0, 500.0), st.floats(0.0, 1.0))
@settings(deadline=None)
def test_real_agents_obey_the_recursion_of_the_continuous_extension(
    agents: float, load: float, fraction: float
) -> None:
    fewer = float(erlang_b(agents + fraction, load))
    more = float(erlang_b(agents + fraction + 1.0, load))
    expected = load * fewer / (agents + fraction + 1.0 + load * fewer)
    assert more == pytest.approx(expected, rel=1e-11, abs=1e-290)


@given(st.floats(0.1, 300.0), st.floats(0.0, 300.0), st.floats(0.0, 50.0), st.floats(0.0, 600.0))
@settings(deadline=None)
def test_more_agents_never_serve_worse(
    agents: float, load: float, extra: float, within_s: float
) -> None:
    level = service_level([agents, agents + extra], load, 180.0, within_s)
    wait = asa_s([agents, agents + extra], load, 180.0)
    assert 0.0 <= level[0] <= level[1] + 1e-13 <= 1.0 + 2e-13
    assert wait[1] <= wait[0] * (1.0 + 1e-12)


@pytest.mark.parametrize("agents", [1e6 - 1e3, 1e6 + 1e3, 1e9 - 10, 1e9 + 10])
def test_digits_survive_at_huge_loads(agents: float) -> None:
    load = round(agents, -5)
    fewer, more = (float(erlang_b(agents + n, load)) for n in (0, 1))
    assert more == pytest.approx(load * fewer / (agents + 1 + load * fewer), rel=1e-11, abs=0.0)


def test_tail_keeps_its_digits_where_next_to_nobody_waits() -> None:
    """Two agents at a = 1e-6: C is a^2 (1 - a / 2) / (2 (1 - a / 2) (1 + a) + a^2)."""
    a = 1e-6
    waits = a * a / ((2.0 - a) * (1.0 + a) + a * a)
    longer = float(wait_longer_than(2, a, 180.0, 900.0))
    assert longer == pytest.approx(waits * math.exp(-(2.0 - a) * 5.0), rel=1e-12, abs=0.0)


def test_queue_is_the_arrivals_of_a_mean_wait() -> None:
    assert float(queue_length(14, 10.0)) == pytest.approx(10.0 * float(asa_s(14, 10.0, 1.0)))
    assert queue_length([10, 9, 0], [10.0, 10.0, 0.0]).tolist() == [np.inf, np.inf, 0.0]


def test_saturated_queue_answers_nobody() -> None:
    for agents, load in ((10, 10.0), (10, 11.0), (0, 1.0), (0, 0.0)):
        assert wait_longer_than(agents, load, 180, 20) == 1.0
        assert erlang_c(agents, load) == 1.0
        assert service_level(agents, load, 180, 20) == 0.0
        assert asa_s(agents, load, 180) == np.inf


def test_idle_queue_answers_everybody() -> None:
    assert erlang_c(3, 0.0) == 0.0
    assert service_level(3, 0.0, 0.0, 0.0) == 1.0
    assert asa_s(3, 0.0, 0.0) == 0.0
    assert occupancy([3, 0], 0.0).tolist() == [0.0, 0.0]


def test_service_level_keeps_its_digits_next_to_saturation() -> None:
    agents = 100.0
    load = agents * (1.0 - 2.0**-40)
    spare = agents - load
    blocking = float(erlang_b(agents, load))
    waits = agents * blocking / (spare + load * blocking)
    exact_to_first_order = spare * (1.0 - blocking) / (spare + load * blocking) + waits * spare / 9
    assert float(service_level(agents, load, 180, 20)) == pytest.approx(
        exact_to_first_order, rel=1e-9, abs=0.0
    )


@pytest.mark.parametrize("load", [0.0, 5e-324, 1e-12, 1.0, 1e3, 1e6, 1e9])
@pytest.mark.parametrize("agents", [0.0, 1e-12, 0.5, 1.0, 1e3, 1e6, 1e6 + 1, 1e9, 1e12, 1e300])
def test_extremes_are_finite_and_quick(agents: float, load: float) -> None:
    erlang_b(1.0, 1.0)
    start = time.process_time()
    level = float(service_level(agents, load, 180.0, 20.0))
    elapsed_s = time.process_time() - start
    assert 0.0 <= float(erlang_b(agents, load)) <= 1.0
    assert 0.0 <= level <= 1.0
    assert not np.isnan(asa_s(agents, load, 180.0))
    assert elapsed_s <= 0.05


def test_arguments_broadcast() -> None:
    level = service_level(np.arange(1, 6)[:, None], np.linspace(0, 3, 4), 180.0, 20.0)
    assert level.shape == (5, 4)
    assert level[4, 2] == service_level(5, 2.0, 180.0, 20.0)


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("agents", (-1, 1.0, 180, 20)),
        ("agents", (np.inf, 1.0, 180, 20)),
        ("load", (5, -0.1, 180, 20)),
        ("load", (5, [1.0, np.nan], 180, 20)),
        ("load", (5, 1e10, 180, 20)),
        ("load", (5, "many", 180, 20)),
        ("aht_s", (5, 1.0, 0, 20)),
        ("aht_s", (5, 1.0, -180, 20)),
        ("within_s", (5, 1.0, 180, np.nan)),
    ],
)
def test_bad_number_is_refused_by_field(field: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(InputError, match=f"^{field} is .*; use ") as caught:
        service_level(*arguments)  # type: ignore[arg-type]
    assert caught.value.problems[0].field == field
