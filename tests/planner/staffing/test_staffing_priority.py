"""Waits by priority against tables, a matrix twin, a simulation, and their laws."""

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.stats import chi2

from planner.errors import InputError
from planner.staffing import asa_s, erlang_c, service_level
from planner.staffing.priority.waits import (
    late_given_wait,
    mixed_aht_s,
    mixed_wait_factor,
    waits_by_class,
)

ReferenceTable = Callable[[str], list[dict[str, str]]]

# agents, loads by class, class, threshold over handling time, share who wait, mean wait over
# handling time, share who wait longer: rows of the reference table open_priority, at 45 digits
GOLDEN: tuple[tuple[Any, ...], ...] = (
    (1, (0.15, 0.15), 0, 0.02, 0.300000000000000, 0.352941176470588, 0.294943105390473),
    (1, (0.15, 0.15), 1, 0.02, 0.300000000000000, 0.504201680672269, 0.295835457150563),
    (
        1,
        (0.04995, 0.14984999999999998, 0.3996, 0.3996),
        0,
        0.02,
        0.999000000000000,
        1.05152360402084,
        0.980197202682870,
    ),
    (
        1,
        (0.04995, 0.14984999999999998, 0.3996, 0.3996),
        3,
        0.02,
        0.999000000000000,
        2493.75936095858,
        0.998980138693869,
    ),
    (
        10,
        (0.35000000000000003, 1.05, 2.8000000000000003, 2.8000000000000003),
        0,
        0.5,
        0.221731215883816,
        0.0229773280708617,
        0.00177973754903966,
    ),
    (10, (8.1, 0.9), 0, 0.5, 0.668731524107697, 0.351963960056683, 0.258625914049699),
    (300, (105.0, 105.0), 0, 0.1, 3.16973475652908e-9, 1.62550500334825e-11, 1.07716076194478e-17),
    (3000, (2697.3, 299.7), 1, 2.0, 0.933338595427527, 3.08337824720046, 0.507612423200532),
)

shares = st.lists(st.floats(0.02, 1.0), min_size=1, max_size=5)
agents_on_duty = st.integers(1, 200)
busyness = st.floats(0.01, 0.995)
thresholds = st.floats(0.0, 900.0)


def split(load: float, parts: list[float]) -> list[float]:
    return [load * part / sum(parts) for part in parts]


@pytest.mark.parametrize("row", GOLDEN)
def test_waits_equal_golden_rows(row: tuple[Any, ...]) -> None:
    agents, loads, k, within, *reference = row
    waits = waits_by_class(agents, loads, 1.0, within)
    found = [float(waits.p_wait), float(waits.mean_wait_s[k]), float(waits.p_late[k])]
    assert found == pytest.approx(reference, rel=1e-11, abs=1e-14)


def test_waits_equal_the_reference_table(reference_table: ReferenceTable) -> None:
    for row in reference_table("open_priority"):
        loads, k = [float(x) for x in row["lams_over_mu"].split()], int(row["cls"])
        waits = waits_by_class(int(row["c"]), loads, 1.0, float(row["T_over_aht"]))
        found = [float(waits.p_wait), float(waits.mean_wait_s[k]), float(waits.p_late[k])]
        columns = ("p_wait", "mean_wait_over_aht", "p_wait_gt_T")
        reference = [float(row[column]) for column in columns]
        assert found == pytest.approx(reference, rel=1e-11, abs=1e-14), row


def late_by_matrix(above: float, up_to: float, time: float, n_states: int = 400) -> float:
    """
    The tail by the exponential of a generator.

    State i is the number still to be served before: one more than the geometric number of
    equals and betters found, up at the rate of those above, down at rate 1.
    """
    generator = np.diag(np.full(n_states - 1, above), 1) + np.diag(np.ones(n_states - 1), -1)
    generator -= np.diag(np.full(n_states, above + 1.0))
    found = (1 - up_to) * up_to ** np.arange(n_states)
    return float(found @ expm(generator * time) @ np.ones(n_states))


@pytest.mark.parametrize("above", [0.0, 1e-6, 0.09, 0.25, 0.6])
@pytest.mark.parametrize("own", [0.0, 1e-9, 0.05, 0.21, 0.25])
@pytest.mark.parametrize("time", [1e-9, 0.3, 4.0, 60.0])
def test_late_share_equals_a_matrix_twin(above: float, own: float, time: float) -> None:
    up_to = above + own
    twin = late_by_matrix(above, up_to, time)
    assert late_given_wait(1.0, above, up_to, time) == pytest.approx(twin, rel=1e-10, abs=1e-13)


def test_late_share_is_smooth_where_the_pole_meets_the_spectrum() -> None:
    """At s^2 = a the isolated rate vanishes into the continuous ones."""
    s = 0.7 * (1 + np.array([-1e-3, -1e-6, -1e-9, 0.0, 1e-9, 1e-6, 1e-3]))
    tails = [late_given_wait(1.0, 0.49, float(x), 20.0) for x in s]
    slopes = np.diff(tails) / np.diff(s)
    assert slopes[[0, 1, -2, -1]] == pytest.approx(np.full(4, slopes[0]), rel=2e-2)


@given(agents_on_duty, shares, busyness)
def test_load_weighted_mean_waits_equal_first_come_first_served(
    agents: int, parts: list[float], busy: float
) -> None:
    """Kleinrock's conservation law: the order of service moves waits, it does not remove any."""
    loads = split(busy * agents, parts)
    means = waits_by_class(agents, loads, 240.0, 20.0).mean_wait_s
    together = float(asa_s(agents, sum(loads), 240.0))
    assert np.dot(loads, means) / sum(loads) == pytest.approx(together, rel=1e-9)


@given(agents_on_duty, busyness, thresholds)
def test_one_class_is_erlang_c(agents: int, busy: float, within: float) -> None:
    load = busy * agents
    waits = waits_by_class(agents, [load], 240.0, within)
    level = float(service_level(agents, load, 240.0, within))
    assert float(waits.p_wait) == pytest.approx(float(erlang_c(agents, load)), rel=1e-12)
    assert float(waits.service_level[0]) == pytest.approx(level, abs=1e-12)
    assert float(waits.mean_wait_s[0]) == pytest.approx(
        float(asa_s(agents, load, 240.0)), rel=1e-12
    )


@given(agents_on_duty, shares, st.floats(0.01, 1.4), thresholds)
def test_lower_classes_wait_longer_and_more_agents_help_all(
    agents: int, parts: list[float], busy: float, within: float
) -> None:
    loads = np.array(split(busy * agents, parts))[:, np.newaxis]
    waits = waits_by_class([agents, agents + 1], loads, 240.0, within)
    assert np.all(waits.p_late >= 0)
    assert np.all(waits.p_late <= waits.p_wait)
    for better, worse in itertools.pairwise(waits.mean_wait_s):
        assert np.all(better <= worse * (1 + 1e-12))
    assert np.all(waits.mean_wait_s[:, 1] <= waits.mean_wait_s[:, 0])
    assert np.all(waits.p_late[:, 1] <= waits.p_late[:, 0] + 1e-13)


@settings(max_examples=15)
@given(st.integers(1, 40), shares, st.floats(0.3, 0.995))
def test_mean_wait_is_the_integral_of_the_late_share(
    agents: int, parts: list[float], busy: float
) -> None:
    loads = split(busy * agents, [*parts, 1.0])
    means = waits_by_class(agents, loads, 1.0, 0.0).mean_wait_s
    mean = float(means[-1])
    v = np.arange(-30.0, 5.0, 0.05)  # trapezoidal in the logarithm of time
    times = mean / float(erlang_c(agents, sum(loads))) * np.exp(v)
    in_slots = np.repeat(np.array(loads)[:, np.newaxis], v.size, axis=1)
    tail = waits_by_class(agents, in_slots, 1.0, times[np.newaxis]).p_late[-1]
    assert np.sum(tail * times) * 0.05 == pytest.approx(mean, rel=1e-6)


def test_saturated_classes_wait_for_ever_and_those_above_do_not() -> None:
    waits = waits_by_class(10, [4.0, 5.0, 1.0, 7.0], 300.0, 60.0)
    assert float(waits.p_wait) == 1.0
    assert waits.mean_wait_s[2:].tolist() == [math.inf, math.inf]
    assert waits.p_late[2:].tolist() == [1.0, 1.0]
    assert waits.service_level[2:].tolist() == [0.0, 0.0]
    assert waits.mean_wait_s[:2].tolist() == pytest.approx([50.0, 500.0])
    assert waits.p_late[0] == pytest.approx(math.exp(-6 * 60 / 300))


def test_nobody_on_duty_and_nothing_offered_are_defined() -> None:
    nobody = waits_by_class(0, [0.0, 1.0], 300.0, 20.0)
    assert nobody.p_late.tolist() == [1.0, 1.0]
    assert nobody.mean_wait_s.tolist() == [math.inf, math.inf]
    idle = waits_by_class([3, 5], [[0.0, 0.0], [0.0, 0.0]], 0.0, 20.0)
    assert idle.p_late.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert idle.mean_wait_s.tolist() == [[0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("above", [0.0, 1e-300, 1e-200, 1e-16, 0.5, 1 - 1e-12])
@pytest.mark.parametrize("own", [0.0, 1e-300, 1e-16, 1e-13])
def test_extreme_loads_and_times_give_shares(above: float, own: float) -> None:
    times = [1e-300, 1.0, 1e8, 1e300]
    late = [late_given_wait(1.0, above, above + own, time) for time in times]
    assert not np.isnan(late).any()
    assert late[0] == pytest.approx(1.0, abs=1e-12)
    assert late == sorted(late, reverse=True)
    assert late[-1] == 0.0


def test_arguments_broadcast_over_slots_and_classes() -> None:
    loads = np.array([[1.0, 2.0, 3.0], [4.0, 3.0, 2.0]])
    waits = waits_by_class([8, 9, 10], loads, [200.0, 300.0, 400.0], [20.0, 120.0])
    assert waits.p_late.shape == (2, 3)
    for slot, (agents, aht) in enumerate([(8, 200.0), (9, 300.0), (10, 400.0)]):
        alone = waits_by_class(agents, loads[:, slot], aht, [20.0, 120.0])
        assert waits.p_late[:, slot].tolist() == alone.p_late.tolist()
        assert waits.mean_wait_s[:, slot].tolist() == alone.mean_wait_s.tolist()
    grown = waits_by_class([[8], [9]], [1.0, 4.0], 200.0, 20.0)
    assert grown.p_late.shape == (2, 2, 1)


def test_mean_of_different_handling_times_weighs_contacts() -> None:
    assert float(mixed_aht_s([1.0, 3.0], [100.0, 600.0])) == pytest.approx(4 / (1 / 100 + 3 / 600))
    assert mixed_aht_s([[0.0, 2.0], [0.0, 2.0]], [100.0, 300.0]).tolist() == [0.0, 150.0]


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(10, 1000)), min_size=1, max_size=4))
def test_mean_waits_of_one_agent_with_different_handling_times_are_cobhams(
    classes: list[tuple[float, float]],
) -> None:
    """For one agent: the work found, over the shares of time left by those above and by all."""
    loads = np.array([load for load, _ in classes])
    loads *= 0.9 / loads.sum()
    aht = np.array([mean for _, mean in classes])
    waits = waits_by_class(1, loads, float(mixed_aht_s(loads, aht)), 0.0)
    found = waits.mean_wait_s * mixed_wait_factor(loads, aht)
    left = 1 - np.concatenate([[0.0], np.cumsum(loads)])
    residual = np.sum(loads * aht)  # rate times E[S^2] / 2 of exponentials
    assert found.tolist() == pytest.approx((residual / (left[1:] * left[:-1])).tolist(), rel=1e-9)


def test_alike_or_absent_classes_need_no_factor() -> None:
    assert mixed_wait_factor([[1.0, 0.0], [3.0, 0.0]], [300.0, 300.0]).tolist() == [1.0, 1.0]


def simulated_waits(
    agents: int, rates: list[float], n_contacts: int, seed: int
) -> list[list[float]]:
    """Waits by class of a run from empty with handling times of mean 1: the rule, spelled out."""
    draw = np.random.default_rng(seed)
    free_at = [0.0] * agents
    queues: list[list[float]] = [[] for _ in rates]
    waits: list[list[float]] = [[] for _ in rates]
    gaps = draw.exponential(1 / sum(rates), n_contacts)
    classes = draw.choice(len(rates), n_contacts, p=np.array(rates) / sum(rates))
    now = 0.0
    for gap, k in zip(gaps, classes, strict=True):
        now += gap
        while any(queues) and min(free_at) <= now:
            agent = free_at.index(min(free_at))
            first = next(i for i, queue in enumerate(queues) if queue)
            waits[first].append(free_at[agent] - queues[first].pop(0))
            free_at[agent] += draw.exponential()
        if min(free_at) <= now:
            waits[k].append(0.0)
            free_at[free_at.index(min(free_at))] = now + draw.exponential()
        else:
            queues[k].append(now)
    return waits


def test_waits_lie_within_the_interval_of_a_simulation() -> None:
    agents, rates, within = 4, [0.6, 1.2, 1.4], 0.4
    exact = waits_by_class(agents, rates, 1.0, within)
    runs = [simulated_waits(agents, rates, 6000, seed) for seed in range(12)]
    late = np.array([[np.mean(np.array(w) > within) for w in run] for run in runs])
    gap = (late.mean(axis=0) - exact.p_late) / (late.std(axis=0, ddof=1) / math.sqrt(len(runs)))
    assert np.sum(gap**2) < chi2.ppf(0.999, 3) * 1.6  # the runs are few
    assert np.all(np.abs(late.mean(axis=0) - exact.p_late) < 0.03)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agents": -1}, "agents"),
        ({"loads": [1.0, -2.0]}, "load"),
        ({"loads": [1.0, math.nan]}, "load"),
        ({"aht_s": 0}, "aht_s"),
        ({"within_s": -3}, "within_s"),
    ],
)
def test_bad_numbers_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"agents": 3, "loads": [1.0, 1.0], "aht_s": 300, "within_s": 20}
    with pytest.raises(InputError) as refusal:
        waits_by_class(**{**good, **change})
    assert refusal.value.problems[0].field == field
