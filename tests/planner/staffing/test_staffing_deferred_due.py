"""Due clocks of their own, overdue work, ages, shortages and contacts."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.staffing.deferred.check import check_capacity
from planner.staffing.deferred.due_windows import due_windows
from planner.staffing.deferred.levelling import min_constant_capacity, spread_work
from planner.staffing.deferred.report import contact_fates, slots_to_clear
from planner.staffing.deferred.service import on_time_share, serve_deferred
from tests.planner.staffing.conftest import ReferenceTable
from tests.planner.staffing.deferred_cases import (
    Queues,
    Reals,
    most_in_time,
    queues,
)


def capacities(case: Queues) -> st.SearchStrategy[Reals]:
    values = st.lists(st.integers(0, 15), min_size=case.n_slots, max_size=case.n_slots)
    return values.map(lambda found: np.where(case.is_open, found, 0).astype(float))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1), st.integers(1, 9))
def test_due_clock_is_that_found_by_walking(hours: list[tuple[bool, bool]], window: int) -> None:
    works, runs = (list(column) for column in zip(*hours, strict=True))
    found = due_windows(works, window, counted=runs)
    n_slots = len(hours)
    for arrival in range(n_slots):
        onwards = range(arrival, n_slots + 20)
        release = next(t for t in onwards if t >= n_slots or works[t])
        due = [t for t in onwards if t >= n_slots or runs[t]][window - 1] + 1
        assert (found.release[arrival], found.due[arrival]) == (release, due)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1), st.integers(1, 30))
def test_repeating_due_clock_is_that_of_the_second_week(
    hours: list[tuple[bool, bool]], window: int
) -> None:
    works, runs = (np.array(column) for column in zip(*hours, strict=True))
    assume(works.any() and runs.any())
    found = due_windows(works, window, counted=runs, cyclic=True)
    weeks = due_windows(np.tile(works, 40), window, counted=np.tile(runs, 40))
    assert found.release.tolist() == weeks.release[: works.size].tolist()
    assert found.due.tolist() == weeks.due[: works.size].tolist()


def test_urgent_work_of_the_night_is_late_at_a_desk_that_opens_in_the_morning() -> None:
    """P0 within an hour around the clock, P3 within eight office hours; office 9 to 17."""
    hour = np.arange(48) % 24
    office = (hour >= 9) & (hour < 17)
    urgent = due_windows(office, 1, counted=np.ones(48, bool))
    normal = due_windows(office, 8)
    assert (urgent.release[20], urgent.due[20]) == (33, 21)
    assert (normal.release[20], normal.due[20]) == (33, 41)
    assert (normal.release[10], normal.due[10]) == (10, 34)
    with pytest.raises(InputError, match="item 0 is not after its release"):
        spread_work([600], urgent.release[20:21], urgent.due[20:21], office)
    level = spread_work([600], urgent.release[20:21], urgent.due[20:21], office, catch_up_slots=1)
    assert np.flatnonzero(level).tolist() == [33]
    service = serve_deferred([600], urgent.release[20:21], urgent.due[20:21], level)
    assert (service.late_s.sum(), service.on_time_s.sum()) == (600, 0)


def test_due_clock_needs_the_slots_of_the_horizon() -> None:
    with pytest.raises(InputError, match="counted has 1 slots; give 2 as in open_slots"):
        due_windows([True, True], 1, counted=[True])
    with pytest.raises(InputError, match="counted has no open slot; open one"):
        due_windows([True], 1, counted=[False], cyclic=True)


@given(queues(most_slots=12), st.integers(1, 4))
def test_queue_with_overdue_work_is_spread_in_full(case: Queues, catch_up: int) -> None:
    assume(case.is_open.any())
    last = int(np.flatnonzero(case.is_open)[-1])
    for work, release, due in zip(case.work, case.release, case.due, strict=True):
        level = spread_work(work, release, due, case.is_open, catch_up_slots=catch_up)
        assert level.sum() == pytest.approx(work[release <= last].sum(), abs=1e-9)
        assert np.all(level[~case.is_open] == 0)
        service = serve_deferred(work, release, due, level * (1 + 1e-12))
        cannot = ~Queues(work, release, due, case.is_open).placeable() & (due <= case.n_slots)
        assert service.late_s.sum() <= work[cannot].sum() + 1e-9


def test_overdue_backlog_is_done_first_and_counted_late() -> None:
    work, release, due = [90, 30, 30], [-5, 0, 1], [-2, 2, 3]
    service = serve_deferred(work, release, due, [50, 50, 50])
    assert service.late_s.tolist() == [[90, 20, 0]]
    assert service.on_time_s.tolist() == [[0, 10, 30]]
    assert service.age_slots.tolist() == [[6, 2, 0]]
    assert min_constant_capacity([90], [0], [-2], [1, 1, 1], catch_up_slots=3) == (30, (0, 3))
    with pytest.raises(InputError, match="due steps back"):
        spread_work([1, 1], [0, 0], [0, -1], [True], catch_up_slots=1)


def test_late_work_may_wait_for_what_is_not_late() -> None:
    items = [90, 30, 30], [-5, 0, 1], [-2, 2, 3], [50, 50, 50]
    service = serve_deferred(*items, late_last=True)
    assert service.late_s.tolist() == [[90, 0, 0]]
    assert service.backlog_s.tolist() == [[70, 50, 0]]


@given(st.data(), queues())
def test_work_is_conserved_over_slots_and_fates(data: st.DataObject, case: Queues) -> None:
    late_last = data.draw(st.booleans())
    capacity = data.draw(capacities(case))
    service = serve_deferred(case.work, case.release, case.due, capacity, late_last=late_last)
    fates = service.on_time_s + service.late_s + service.pending_s
    np.testing.assert_allclose(fates, case.work, atol=1e-9)
    assert np.all(service.done_s.sum(axis=0) <= capacity + 1e-9)
    for queue in range(case.work.shape[0]):
        for slot in range(case.n_slots):
            released = case.work[queue, case.release[queue] <= slot].sum()
            done = service.done_s[queue, : slot + 1].sum()
            assert service.backlog_s[queue, slot] == pytest.approx(released - done, abs=1e-9)
    assert np.array_equal(service.backlog_s > 0, service.age_slots > 0)


@given(st.data(), queues())
@settings(max_examples=60)
def test_late_last_keeps_the_most_work_in_time(data: st.DataObject, case: Queues) -> None:
    capacity = data.draw(capacities(case))
    service = serve_deferred(case.work, case.release, case.due, capacity, late_last=True)
    best = most_in_time(case, capacity)
    judged = Queues(
        np.where(case.due <= case.n_slots, case.work, 0.0), case.release, case.due, case.is_open
    )
    assert service.on_time_s.sum() == pytest.approx(best, abs=1e-7)
    check = check_capacity(case.work, case.release, case.due, capacity)
    assert check.lost_s + check.late_s == pytest.approx(
        judged.work.sum() - most_in_time(judged, capacity), abs=1e-7
    )
    assert check.lost_s + check.late_s == pytest.approx(service.late_s.sum(), abs=1e-7)


@given(st.data(), queues())
def test_windows_of_a_check_are_short_by_what_it_says(data: st.DataObject, case: Queues) -> None:
    capacity = data.draw(capacities(case))
    check = check_capacity(case.work, case.release, case.due, capacity)
    release = np.maximum(case.release, 0)

    def shortage(start: int, stop: int) -> float:
        inside = (release >= start) & (case.due <= stop) & (case.due > release)
        return float(case.work[inside].sum() - capacity[start:stop].sum())

    shortages = {
        (a, b): shortage(a, b) for a in range(case.n_slots) for b in range(a, case.n_slots + 1)
    }
    assert check.short_s == pytest.approx(max(0.0, *shortages.values()), abs=1e-9)
    assert check.is_feasible == (check.short_s == 0.0)
    if not check.is_feasible:
        assert shortages[check.window] == pytest.approx(check.short_s)
        short = [window for window, amount in shortages.items() if amount > 1e-9]
        assert check.first_window[1] == min(stop for _, stop in short)
        assert shortages[check.first_window] > 0


def test_shortages_of_two_mornings_add_up() -> None:
    """Slots 0 and 2 are short by 20 and 10 s; slot 1 between them has 10 s to spare."""
    items = [50, 0, 40], [0, 1, 2], [1, 2, 3], [30, 10, 30]
    check = check_capacity(*items)
    assert (check.late_s, check.short_s) == (30, 20)
    assert (check.window, check.first_window) == ((0, 1), (0, 1))
    assert serve_deferred(*items, late_last=True).late_s.sum() == 30


def test_contacts_are_counted_by_priority() -> None:
    service = serve_deferred([[600, 600], [900, 900]], [[0, 0]] * 2, [[1, 2], [2, 3]], [900, 900])
    fates = contact_fates(service, [[300], [450]], group=[[0], [1]], n_groups=2)
    assert fates.on_time.tolist() == [4, 600 / 450]
    assert fates.late.tolist() == [0, 300 / 450]
    assert fates.pending.tolist() == [0, 2]
    assert fates.on_time_share.tolist() == [1, pytest.approx(2 / 3)]
    np.testing.assert_allclose(on_time_share(service).ravel(), fates.on_time_share)


def test_clearing_takes_the_slots_that_the_backlog_fills() -> None:
    assert slots_to_clear([40, 20, 0, 5], [20, 0, 40, 0]).tolist() == [2, 1, 0, np.inf]
    assert slots_to_clear([0.3, 0.2, 0.1], [0.1, 0.1, 0.1]).tolist() == [np.inf, np.inf, np.inf]
    assert slots_to_clear([0.2, 0.1, 0.0], [0.1, 0.1, 0.1]).tolist() == [2, 1, 0]


def test_critical_windows_are_those_of_the_reference_table(reference_table: ReferenceTable) -> None:
    rows = reference_table("open_deferred_edf")
    for row in rows:
        is_open = np.array([mark == "1" for mark in row["open_mask"]])
        work = np.array([float(hours) for hours in row["work_hours"].split()])
        slot_hours = float(row["slot_hours"])
        windows = due_windows(is_open, round(float(row["due_open_hours"]) / slot_hours))
        capacity, window = min_constant_capacity(work, windows.release, windows.due, is_open)
        assert window == (int(row["critical_from"]), int(row["critical_to"]))
        assert capacity / slot_hours == pytest.approx(float(row["min_constant_capacity"]), rel=1e-9)


def test_critical_window_takes_in_the_closed_slots_before_it() -> None:
    """Case 61's shape: what arrives while closed is done with the work of the opening slot."""
    windows = due_windows([1, 0, 1, 1], 2)
    items = [0, 50, 30, 0], windows.release, windows.due, [1, 0, 1, 1]
    assert min_constant_capacity(*items) == (40, (1, 4))


def test_of_equal_windows_the_first_is_critical() -> None:
    tenths = [0.1, 0.2, 0.3, 0.3, 0.3]
    windows = due_windows([1] * 5, 1)
    items = tenths, windows.release, windows.due, [1] * 5
    assert min_constant_capacity(*items) == (0.3, (2, 3))
