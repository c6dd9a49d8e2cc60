"""Offered load against the reference table, its definition, and twins."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad

from planner.staffing.load.handling_time import (
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
from planner.staffing.load.peak_load import peak_load

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
