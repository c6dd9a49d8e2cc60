"""Loads of contacts that outlast their slot: reference table, quadrature, and what must hold."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad

from planner.errors import InputError
from planner.staffing.live.erlang import service_level
from planner.staffing.live.erlang_a import service_level_with_abandonment
from planner.staffing.live.requirement import required_agents
from planner.staffing.load.handling_time import (
    SHAPES,
    DeterministicTime,
    EmpiricalTime,
    ExponentialTime,
    HandlingTime,
    LogNormalTime,
    Shape,
    handling_time,
)
from planner.staffing.load.load_lags import lags_of, load_at
from planner.staffing.load.modified_load import load_course, modified_load
from planner.staffing.load.offered_load import METHODS, LoadMethod, chosen_method, offered_load
from planner.staffing.load.peak_load import peak_load
from planner.staffing.load.through_slot import required_through_slot

ReferenceTable = Callable[[str], list[dict[str, str]]]
Floats = NDArray[np.float64]

SLOT_S = 900.0
MEASURED_S = (30.0, 400.0, 700.0, 1300.0, 2500.0, 2500.0, 6000.0)
TIMES: tuple[HandlingTime, ...] = (
    ExponentialTime(2000.0),
    DeterministicTime(2000.0),
    LogNormalTime(2000.0, 1.2),
    LogNormalTime(240.0, 0.7),
    EmpiricalTime(MEASURED_S),
)
# contacts of six slots of 30 minutes: the morning of a shop that opens at the first
MORNING = (4.0, 12.0, 30.0, 42.0, 40.0, 20.0)
# end and mean of each slot of MORNING, fixed times of 45 minutes, by hand: at the end those of the
# slot and half of those before are there; on average 1/2, 7/8 and 1/8 of the last three slots'
FIXED_END = (4.0, 14.0, 36.0, 57.0, 61.0, 40.0)
FIXED_MEAN = (2.0, 9.5, 26.0, 48.75, 60.5, 50.25)


def time_name(time: HandlingTime) -> str:
    return f"{type(time).__name__}-{time.mean_s:g}"


every_time = pytest.mark.parametrize("time", TIMES, ids=time_name)


def some_contacts(n_slots: int = 12, seed: int = 3) -> Floats:
    return np.random.default_rng(seed).gamma(2.0, 10.0, n_slots)


def load_by_quadrature(contacts: Floats, time: HandlingTime, at_s: float) -> float:
    """The definition: the integral of the arrival rate times the share still there."""
    total = 0.0
    for slot, volume in enumerate(contacts.tolist()):
        ages = [at_s - SLOT_S * (slot + 1), at_s - SLOT_S * slot]
        youngest, oldest = max(ages[0], 0.0), max(ages[1], 0.0)
        jumps = [x for x in (*MEASURED_S, 2000.0) if youngest < x < oldest]
        for start, end in zip([youngest, *sorted(jumps)], [*sorted(jumps), oldest], strict=True):
            if end > start:
                part, _ = quad(lambda u: float(time.survival(np.array(u))), start, end, limit=200)
                total += volume / SLOT_S * part
    return total


def test_every_row_of_the_reference_table(reference_table: ReferenceTable) -> None:
    rows = reference_table("open_mol")
    contacts = {row["profile"]: np.zeros(48) for row in rows}
    for row in rows:
        contacts[row["profile"]][int(row["interval"])] = float(row["arrivals_30min"])
    for row in rows:
        time = handling_time(float(row["aht_s"]), "deterministic")
        if row["dist"] == "exponential":
            time = handling_time(float(row["aht_s"]))
        found = modified_load(contacts[row["profile"]], time, 1800.0)
        peak = peak_load(contacts[row["profile"]], time, 1800.0)
        slot = int(row["interval"])
        expected = [float(row[name]) for name in ("m_end", "m_mean", "m_max")]
        assert [found.end[slot], found.mean[slot], peak[slot]] == pytest.approx(
            expected, rel=1e-9, abs=1e-12
        )


def test_fixed_times_by_hand() -> None:
    found = modified_load(MORNING, DeterministicTime(2700.0), 1800.0)
    assert found.end.tolist() == pytest.approx(FIXED_END, abs=1e-12)
    assert found.mean.tolist() == pytest.approx(FIXED_MEAN, abs=1e-12)
    assert found.start.tolist() == pytest.approx([0.0, *FIXED_END[:-1]], abs=1e-12)


@every_time
def test_ends_and_points_between_follow_the_definition(time: HandlingTime) -> None:
    contacts = some_contacts(5)
    found = modified_load(contacts, time, SLOT_S)
    course = load_course(contacts, time, SLOT_S, n_points=1)
    for slot in (0, 2, 4):
        end = load_by_quadrature(contacts, time, SLOT_S * (slot + 1))
        middle = load_by_quadrature(contacts, time, SLOT_S * (slot + 0.5))
        assert found.end[slot] == pytest.approx(end, rel=1e-8)
        assert course[0, slot] == pytest.approx(middle, rel=1e-8)


@every_time
@pytest.mark.parametrize("past", [{}, {"start_load": 25.0}, {"cyclic": True}], ids=str)
def test_mean_is_that_of_the_course_and_peak_its_highest_point(
    time: HandlingTime, past: dict[str, float]
) -> None:
    contacts = some_contacts()
    cyclic, start_load = bool(past.get("cyclic", False)), past.get("start_load", 0.0)
    found = modified_load(contacts, time, SLOT_S, start_load=start_load, cyclic=cyclic)
    peak = peak_load(contacts, time, SLOT_S, start_load=start_load, cyclic=cyclic)
    fine = load_course(contacts, time, SLOT_S, n_points=400, start_load=start_load, cyclic=cyclic)
    assert found.mean == pytest.approx(fine.mean(axis=0), rel=2e-5)
    highest = np.maximum.reduce([fine.max(axis=0), found.start, found.end])
    assert np.all(peak >= highest * (1.0 - 1e-12))
    assert peak == pytest.approx(highest, rel=1e-3)


def test_peak_of_measured_times_is_where_a_fixed_part_leaves() -> None:
    """Two equal times make the mean of two fixed ones, whose load bends where either leaves."""
    contacts = np.array([10.0, 60.0, 20.0, 15.0, 50.0, 0.0])
    half = [
        lags_of(contacts / 2.0, DeterministicTime(time_s), SLOT_S, 0.0, False)
        for time_s in (400.0, 1250.0)
    ]
    courses = [load_at(half[0], s) + load_at(half[1], s) for s in (0.0, 350.0, 400.0, SLOT_S)]
    by_hand = np.max(courses, axis=0)
    found = peak_load(contacts, EmpiricalTime([400.0, 1250.0]), SLOT_S)
    assert found == pytest.approx(by_hand, rel=1e-9)


def test_peak_of_log_normal_times_lies_where_the_load_is_level() -> None:
    contacts = np.array([10.0, 60.0, 20.0, 15.0, 50.0, 5.0])
    time = LogNormalTime(600.0, 0.5)
    peak = peak_load(contacts, time, SLOT_S)
    lags = lags_of(contacts, time, SLOT_S, 0.0, False)
    course = [load_at(lags, float(s)) for s in np.linspace(0.0, SLOT_S, 4_001)]
    assert peak == pytest.approx(np.max(course, axis=0), rel=1e-9)


@every_time
def test_work_is_conserved(time: HandlingTime) -> None:
    contacts = some_contacts()
    closed = np.zeros(4000)
    found = modified_load(np.concatenate([contacts, closed]), time, SLOT_S)
    assert found.mean.sum() * SLOT_S == pytest.approx(contacts.sum() * time.mean_s, rel=1e-9)


@every_time
def test_cyclic_week_is_the_last_of_many(time: HandlingTime) -> None:
    week = some_contacts(24)
    many = modified_load(np.tile(week, 60), time, SLOT_S)
    cyclic = modified_load(week, time, SLOT_S, cyclic=True)
    for name in ("start", "mean", "end"):
        assert getattr(cyclic, name) == pytest.approx(getattr(many, name)[-24:], rel=1e-6)
    assert cyclic.start[0] == pytest.approx(cyclic.end[-1], rel=1e-9)
    assert cyclic.mean.sum() * SLOT_S == pytest.approx(week.sum() * time.mean_s, rel=1e-9)


@every_time
def test_steady_start_stays_steady(time: HandlingTime) -> None:
    contacts = np.full(30, 12.0)
    steady = 12.0 * time.mean_s / SLOT_S
    found = modified_load(contacts, time, SLOT_S, start_load=steady)
    for values in (found.start, found.mean, found.end):
        assert values == pytest.approx(steady, rel=1e-9)


def test_long_tail_through_the_transform_agrees_with_the_sum() -> None:
    contacts = some_contacts(1500)
    time = LogNormalTime(2700.0, 2.0)
    found = modified_load(contacts, time, SLOT_S)
    ages = np.arange(1502, dtype=np.float64) * SLOT_S
    weights = -np.diff(time.excess(ages))
    direct = [float(weights[: n + 1] @ contacts[n::-1]) / SLOT_S for n in range(1500)]
    assert found.end == pytest.approx(np.array(direct), rel=1e-11)


def test_exponential_recursion_agrees_with_the_general_sum() -> None:
    """The same distribution, hidden from the short cut."""

    class Disguised:
        mean_s = 1500.0
        survival = ExponentialTime(1500.0).survival
        excess = ExponentialTime(1500.0).excess
        square_excess = ExponentialTime(1500.0).square_excess

    contacts = some_contacts(40)
    for cyclic in (False, True):
        short = modified_load(contacts, ExponentialTime(1500.0), SLOT_S, cyclic=cyclic)
        long = modified_load(contacts, Disguised(), SLOT_S, cyclic=cyclic)
        assert short.mean == pytest.approx(long.mean, rel=1e-11)
        assert short.end == pytest.approx(long.end, rel=1e-11)


def test_tiny_share_of_a_handling_time_keeps_its_digits() -> None:
    """Contacts of two months in a slot of 36 s: the load is the work that came so far."""
    time = ExponentialTime(3.6e6)
    found = modified_load([1.0], time, 36.0)
    assert found.mean[0] == pytest.approx(0.5 - 1e-5 / 6 + 1e-10 / 24, rel=1e-13)


@settings(max_examples=30)
@given(
    contacts=st.lists(st.floats(0.0, 1e4), min_size=1, max_size=30),
    aht_s=st.floats(1.0, 1e5),
    shape=st.sampled_from(["exponential", "deterministic", "log-normal"]),
)
def test_loads_are_finite_ordered_and_grow_with_the_contacts(
    contacts: list[float], aht_s: float, shape: Shape
) -> None:
    time = handling_time(aht_s, shape, cv=1.0)
    found = modified_load(contacts, time, SLOT_S)
    peak = peak_load(contacts, time, SLOT_S)
    slack = 1e-9 * (1.0 + peak.max())
    assert np.all(np.isfinite(peak))
    assert np.all(found.mean >= 0.0)
    assert np.all(found.mean <= peak + slack)
    more = modified_load(np.array(contacts) + 1.0, time, SLOT_S)
    assert np.all(more.mean >= found.mean - slack)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_method_knows_a_steady_queue(method: LoadMethod, shape: Shape) -> None:
    found = offered_load(
        np.full(20, 6.0),
        1800.0,
        SLOT_S,
        method=method,
        shape=shape,
        cv=0.8,
        times_s=MEASURED_S,
        start_load=12.0,
    )
    assert found == pytest.approx(12.0, rel=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("aht_s", [1e-3, 1.0, 9e6])
def test_extreme_handling_times_give_finite_loads(aht_s: float, shape: Shape) -> None:
    time = handling_time(aht_s, shape, cv=1e-6, times_s=MEASURED_S)
    for found in (
        modified_load([5.0, 0.0, 1e9], time, SLOT_S).mean,
        modified_load([5.0, 0.0, 1e9], time, SLOT_S, cyclic=True).mean,
        peak_load([5.0, 0.0, 1e9], time, SLOT_S),
    ):
        assert np.all(np.isfinite(found))
        assert np.all(found >= 0.0)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_an_idle_queue_nothing(method: LoadMethod) -> None:
    assert offered_load(np.zeros(5), 0.0, SLOT_S, method=method).tolist() == [0.0] * 5


def test_lagged_load_is_that_of_earlier_arrivals() -> None:
    contacts = [8.0, 16.0, 4.0, 12.0]
    lagged = offered_load(contacts, 1350.0, SLOT_S, method="lagged", shape="exponential")
    assert lagged.tolist() == [0.0, 6.0, 18.0, 15.0]
    highest = offered_load(contacts, 1350.0, SLOT_S, method="lagged_max")
    assert highest.tolist() == [0.0, 12.0, 24.0, 24.0]
    fixed = offered_load(contacts, 1800.0, SLOT_S, method="lagged", shape="deterministic")
    assert fixed.tolist() == [0.0, 16.0, 32.0, 8.0]
    cyclic = offered_load(contacts, 1350.0, SLOT_S, method="lagged", cyclic=True)
    assert cyclic.tolist() == [12.0, 15.0, 18.0, 15.0]


def test_auto_is_stationary_for_short_calls_and_modified_for_long_ones() -> None:
    calm, steep = [100.0, 104.0, 100.0], [100.0, 300.0, 100.0]
    assert chosen_method(calm, 180.0, 1800.0, cyclic=True) == "stationary"
    assert chosen_method(steep, 180.0, 1800.0, cyclic=True) == "modified"
    assert chosen_method(calm, 601.0, 1800.0, cyclic=True) == "modified"
    assert offered_load(calm, 180.0, 1800.0, cyclic=True).tolist() == [10.0, 10.4, 10.0]
    modified = offered_load(steep, 180.0, 1800.0, cyclic=True, method="modified")
    assert offered_load(steep, 180.0, 1800.0, cyclic=True).tolist() == modified.tolist()


def test_streams_of_several_handling_times_add_up() -> None:
    found = offered_load([10.0, 20.0, 5.0], [1800.0, 2700.0, 1800.0], SLOT_S)
    first = offered_load([10.0, 0.0, 5.0], 1800.0, SLOT_S)
    second = offered_load([0.0, 20.0, 0.0], 2700.0, SLOT_S)
    assert found == pytest.approx(first + second, rel=1e-12)


def test_empirical_times_are_scaled_to_the_mean() -> None:
    time = handling_time(500.0, "empirical", times_s=[1.0, 3.0])
    assert time.mean_s == 500.0
    assert time.survival(np.array([0.0, 249.0, 250.0, 749.0, 750.0])).tolist() == [
        1,
        1,
        0.5,
        0.5,
        0,
    ]


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("contacts", {"contacts": [-1.0]}),
        ("contacts", {"contacts": [float("nan")]}),
        ("contacts", {"contacts": [[1.0]]}),
        ("contacts", {"contacts": []}),
        ("aht_s", {"aht_s": 0.0}),
        ("aht_s", {"aht_s": [1.0, 2.0]}),
        ("aht_s", {"aht_s": 1e12}),
        ("aht_s", {"contacts": [1, 1], "aht_s": [600, 900], "method": "modified_max"}),
        ("aht_s", {"contacts": [1, 1], "aht_s": [600, 900], "start_load": 3.0}),
        ("slot_s", {"slot_s": 0.0}),
        ("method", {"method": "sipp"}),
        ("shape", {"shape": "weibull"}),
        ("cv", {"shape": "log-normal"}),
        ("cv", {"shape": "log-normal", "cv": 6.0}),
        ("cv", {"shape": "log-normal", "cv": 0.0}),
        ("times_s", {"shape": "empirical"}),
        ("times_s", {"shape": "empirical", "times_s": [0.0]}),
        ("start_load", {"start_load": -1.0}),
        ("start_load", {"start_load": 1.0, "cyclic": True}),
    ],
)
def test_bad_numbers_are_refused_by_name(field: str, arguments: dict[str, object]) -> None:
    given: dict[str, object] = {"contacts": [1.0], "aht_s": 1200.0, "slot_s": SLOT_S, **arguments}
    with pytest.raises(InputError) as refused:
        offered_load(**given)  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field
    assert "\n" not in str(refused.value)


def through_slot_by_counting(course: Floats, aht_s: float, fraction: float) -> int:
    agents = 0
    while course.any() and np.mean(service_level(agents, course, aht_s, 20.0)) < fraction:
        agents += 1
    return agents


@pytest.mark.parametrize("fraction", [0.5, 0.8, 0.95])
def test_through_slot_is_the_first_number_that_meets_the_mean(fraction: float) -> None:
    course = np.random.default_rng(8).gamma(3.0, 6.0, (8, 25))
    course[:, 7] = 0.0
    course[:4, 9] = 0.0
    found = required_through_slot(course, 1500.0, within_s=20.0, fraction=fraction)
    counted = [through_slot_by_counting(points, 1500.0, fraction) for points in course.T]
    assert found.tolist() == counted


def test_through_slot_lies_between_calm_and_peak() -> None:
    course = load_course(some_contacts(40), ExponentialTime(2700.0), 1800.0)
    through = partial(required_through_slot, within_s=20.0, fraction=0.8)
    alone = partial(required_agents, within_s=20.0, fraction=0.8)
    found = through(course, 2700.0)
    assert np.all(found >= alone(course.min(axis=0), 2700.0))
    assert np.all(found <= alone(course.max(axis=0), 2700.0))
    assert through(np.full((4, 3), 10.0), 180.0).tolist() == [14, 14, 14]
    assert through(np.zeros((4, 3)), 0.0).tolist() == [0, 0, 0]


def test_through_slot_with_customers_who_hang_up() -> None:
    def level(agents: Floats, load: Floats) -> Floats:
        return service_level_with_abandonment(agents, load, 1800.0, 120.0, 20.0)

    course = load_course(some_contacts(12), ExponentialTime(1800.0), 1800.0)
    found = required_through_slot(course, 1800.0, within_s=20.0, fraction=0.8, level_of=level)
    assert np.all(found <= required_through_slot(course, 1800.0, within_s=20.0, fraction=0.8))
    everywhere = np.broadcast_to(found.astype(np.float64), course.shape)
    assert np.all(level(everywhere, course).mean(axis=0) >= 0.8)
    assert np.all(level(everywhere - 1.0, course).mean(axis=0) < 0.8)


def test_through_slot_takes_another_model() -> None:
    def half_as_good(agents: Floats, load: Floats) -> Floats:
        return service_level(np.floor(agents / 2.0), load, 180.0, 20.0)

    found = required_through_slot(
        [[10.0]], 180.0, within_s=20.0, fraction=0.8, level_of=half_as_good
    )
    assert found.tolist() == [28]
    with pytest.raises(InputError, match="level_of"):
        required_through_slot(
            [[10.0]], 180.0, within_s=20.0, fraction=0.8, level_of=lambda n, a: 0.0 * n
        )
