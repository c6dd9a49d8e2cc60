"""Deferred work: levelled as an optimiser would, with the least capacity that gets all done."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog, nnls

from planner.errors import InputError
from planner.staffing import (
    agents_for_load,
    due_windows,
    min_constant_capacity,
    serve_deferred,
    spread_work,
)

ReferenceTable = Callable[[str], list[dict[str, str]]]


@dataclass(frozen=True)
class Case:
    """Arrivals of work over a short horizon, and the open slots in which each may wait."""

    work: NDArray[np.float64]
    is_open: NDArray[np.bool_]
    window: int


@st.composite
def cases(draw: st.DrawFn, most_slots: int = 9) -> Case:
    n_slots = draw(st.integers(1, most_slots))
    work = draw(st.lists(st.integers(0, 9), min_size=n_slots, max_size=n_slots))
    is_open = draw(st.lists(st.booleans(), min_size=n_slots, max_size=n_slots))
    assume(any(is_open))
    return Case(np.array(work, float), np.array(is_open), draw(st.integers(1, most_slots)))


def slots_by_counting(case: Case, arrival: int, cyclic: bool) -> list[int]:
    """Open slots that may serve an arrival, found by walking; the horizon again if cyclic."""
    n_slots = case.is_open.size
    slots: list[int] = []
    slot = arrival
    while len(slots) < case.window and (cyclic or slot < n_slots):
        if case.is_open[slot % n_slots]:
            slots.append(slot % n_slots)
        slot += 1
    return slots


def allowed_places(case: Case, cyclic: bool) -> list[tuple[int, int]]:
    arrivals = np.flatnonzero(case.work)
    return [(int(t), s) for t in arrivals for s in slots_by_counting(case, int(t), cyclic)]


def flow_matrices(
    case: Case, places: list[tuple[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    by_item = np.zeros((case.work.size, len(places)))
    by_slot = np.zeros((case.work.size, len(places)))
    for column, (item, slot) in enumerate(places):
        by_item[item, column] = 1.0
        by_slot[slot, column] = 1.0
    return by_item, by_slot


def level_by_optimiser(case: Case, cyclic: bool) -> tuple[float, float]:
    """Least peak by linear programming, and a near-least sum of squares, of all placements."""
    places = allowed_places(case, cyclic)
    by_item, by_slot = flow_matrices(case, places)
    placeable = by_item.any(axis=1)
    work = case.work[placeable]
    solution = linprog(
        [*np.zeros(len(places)), 1.0],
        A_ub=np.hstack((by_slot, -np.ones((case.work.size, 1)))),
        b_ub=np.zeros(case.work.size),
        A_eq=np.hstack((by_item[placeable], np.zeros((work.size, 1)))),
        b_eq=work,
    )
    weight = 1e4
    flow, _ = nnls(
        np.vstack((by_slot, weight * by_item)),
        np.concatenate((np.zeros(case.work.size), weight * case.work * placeable)),
    )
    assert solution.x is not None
    return float(solution.x[-1]), float(np.square(by_slot @ flow).sum())


def spread(case: Case, cyclic: bool = False) -> NDArray[np.float64]:
    windows = due_windows(case.is_open, case.window, cyclic=cyclic)
    return spread_work(case.work, windows.release, windows.due, case.is_open, cyclic=cyclic)


@given(cases(), st.booleans())
@settings(deadline=None)
def test_no_placement_is_more_level(case: Case, cyclic: bool) -> None:
    assume(allowed_places(case, cyclic))
    level = spread(case, cyclic)
    peak, squares = level_by_optimiser(case, cyclic)
    assert level.max() == pytest.approx(peak, abs=1e-7)
    # The least-squares twin may stop short of its optimum; ours may never be worse.
    assert np.square(level).sum() <= squares * (1 + 1e-5) + 1e-6


@given(cases(60), st.booleans())
@settings(deadline=None)
def test_work_is_kept_and_closed_slots_stay_empty(case: Case, cyclic: bool) -> None:
    level = spread(case, cyclic)
    last_open = int(np.flatnonzero(case.is_open)[-1])
    kept = case.work.sum() if cyclic else case.work[: last_open + 1].sum()
    assert level.sum() == pytest.approx(kept)
    assert np.all(level >= 0)
    assert np.all(level[~case.is_open] == 0)


@given(cases(60))
@settings(deadline=None)
def test_capacity_of_the_level_profile_gets_all_done_in_time(case: Case) -> None:
    windows = due_windows(case.is_open, case.window)
    capacity = spread(case) * (1 + 1e-12)
    service = serve_deferred(case.work, windows.release, windows.due, capacity)
    assert service.late_s.sum() <= 1e-9 * case.work.sum()


@given(cases(40))
@settings(deadline=None)
def test_repeating_cycle_gets_all_done_in_time(case: Case) -> None:
    """Three cycles in a row, of which the first may be late: it has no week before it."""
    week = spread(case, cyclic=True) * (1 + 1e-12)
    cycles = 4 + case.window // int(case.is_open.sum())
    is_open, work = np.tile(case.is_open, cycles), np.tile(case.work, cycles)
    windows = due_windows(is_open, case.window)
    service = serve_deferred(work, windows.release, windows.due, np.tile(week, cycles))
    assert service.late_s.sum() <= 1e-9 * max(work.sum(), 1.0)


@given(cases(12), st.integers(0, 12))
@settings(deadline=None, max_examples=50)
def test_turning_the_cycle_turns_the_answer(case: Case, turn: int) -> None:
    turned = Case(np.roll(case.work, turn), np.roll(case.is_open, turn), case.window)
    np.testing.assert_allclose(
        spread(turned, cyclic=True), np.roll(spread(case, cyclic=True), turn), atol=1e-9
    )


@given(cases(), st.booleans())
@settings(deadline=None)
def test_windows_are_those_found_by_walking(case: Case, cyclic: bool) -> None:
    windows = due_windows(case.is_open, case.window, cyclic=cyclic)
    n_slots = case.is_open.size
    always = np.concatenate((case.is_open, np.tile(case.is_open if cyclic else [True], 200)))
    for arrival in range(n_slots):
        open_from = arrival + np.flatnonzero(always[arrival:])[: case.window]
        assert windows.release[arrival] == open_from[0]
        assert windows.due[arrival] == open_from[-1] + 1


def test_backlog_is_more_items_in_front() -> None:
    level = spread_work([90, 0, 0], [0, 0, 1], [3, 3, 4], [True] * 3)
    assert level.tolist() == [30, 30, 30]


def test_queues_with_other_hours_add_up() -> None:
    mail = spread_work([40, 0, 0, 0], [0, 1, 2, 3], [4, 5, 6, 7], [True] * 4)
    social = spread_work([0, 30, 0, 0], [2, 2, 2, 3], [4, 4, 4, 5], [False, False, True, True])
    assert (mail + social).tolist() == [10, 10, 25, 25]


def test_closed_week_needs_nothing() -> None:
    closed = [False] * 6
    windows = due_windows(closed, 2)
    assert spread_work([5] * 6, windows.release, windows.due, closed).tolist() == [0] * 6
    assert min_constant_capacity([5] * 6, windows.release, windows.due, closed) == (0.0, (0, 0))
    with pytest.raises(InputError, match="open_slots has no open slot; "):
        due_windows(closed, 2, cyclic=True)


# work in hours that arrives in each of 24 half-hours, 8 open hours to do it: case 1 of the
# reference table open_deferred_edf, which gives the capacity in hours of work per hour
TYPED_WORK = (
    "14.8 3.5 14.9 3.9 4.2 19.4 17.7 19.8 16.2 2.7 12.1 17.9 "
    "9.8 11.2 4.1 8.1 17.5 10.7 3.2 19.1 14 17.8 5.4 7.9"
)
TYPED_OPEN = "111111111101110111111111"


def check_least_capacity(work_hours: str, open_mask: str, window: int, per_slot: float) -> None:
    """The least capacity is the reference's; with it nothing is late, with 1 % less something."""
    work = np.array([float(hours) for hours in work_hours.split()])
    is_open = np.array([mark == "1" for mark in open_mask])
    windows = due_windows(is_open, window)
    capacity, (start, stop) = min_constant_capacity(work, windows.release, windows.due, is_open)
    assert capacity == pytest.approx(per_slot, rel=1e-9)
    inside = (windows.release >= start) & (windows.due <= stop)
    assert work[inside].sum() / is_open[start:stop].sum() == pytest.approx(per_slot, rel=1e-9)

    def late(share: float) -> float:
        per_open_slot = np.where(is_open, capacity * share, 0.0)
        service = serve_deferred(work, windows.release, windows.due, per_open_slot)
        return float(service.late_s.sum())

    assert late(1.0 + 1e-12) <= 1e-9 * work.sum()
    assert late(0.99) > 1e-3 * capacity


def test_least_capacity_of_the_typed_case() -> None:
    check_least_capacity(TYPED_WORK, TYPED_OPEN, 16, 7.127272727272727 * 0.5)


def test_least_capacity_agrees_with_the_reference_table(reference_table: ReferenceTable) -> None:
    for row in reference_table("open_deferred_edf"):
        slot_hours = float(row["slot_hours"])
        window = round(float(row["due_open_hours"]) / slot_hours)
        per_slot = float(row["min_constant_capacity"]) * slot_hours
        check_least_capacity(row["work_hours"], row["open_mask"], window, per_slot)


@given(cases(40))
@settings(deadline=None)
def test_level_peak_is_the_least_constant_capacity(case: Case) -> None:
    """With room after the last arrival for everything to be due within the horizon."""
    room = case.window + 1
    work = np.concatenate((case.work, np.zeros(room)))
    is_open = np.concatenate((case.is_open, np.ones(room, bool)))
    windows = due_windows(is_open, case.window)
    inside = windows.due <= is_open.size
    items = work[inside], windows.release[inside], windows.due[inside], is_open
    assert spread_work(*items).max() <= min_constant_capacity(*items)[0] * (1 + 1e-9)
    assert spread_work(*items).max() >= min_constant_capacity(*items)[0] * (1 - 1e-9)


def test_agents_may_be_as_many_as_a_deferred_load() -> None:
    assert agents_for_load([0.0, 2.0, 2.0001]).tolist() == [0, 2, 3]
    assert agents_for_load(21.0, 0.7) == 30
    with pytest.raises(InputError, match="max_occupancy is 0; use"):
        agents_for_load(1.0, 0)


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("work_s is -1 at 0; use", ([-1, 0], [0, 1], [1, 2], [1, 1])),
        ("due of item 1 is not after its release; use", ([1, 1], [0, 1], [1, 1], [1, 1])),
        ("item 0 has no open slot before it is due; use", ([1, 1], [0, 1], [1, 2], [0, 1])),
        ("release steps back within a queue; sort", ([1, 1], [1, 0], [2, 2], [1, 1])),
        ("due steps back within a queue; sort", ([1, 1], [0, 0], [2, 1], [1, 1])),
        ("have shapes .*; give", ([1], [0, 1], [1, 2], [1, 1])),
        ("open_slots has 2 axes; give", ([1], [0], [1], [[1]])),
    ],
)
def test_unusable_items_are_refused(message: str, arguments: tuple[list[int], ...]) -> None:
    with pytest.raises(InputError, match=message):
        spread_work(*arguments)


def test_window_of_no_slots_is_refused() -> None:
    with pytest.raises(InputError, match="window_slots is 0; use"):
        due_windows([True], 0)
