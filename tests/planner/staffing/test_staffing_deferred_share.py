"""Least capacity for a target share, beside a program that may choose what is late."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.errors import InfeasibleError, InputError
from planner.staffing.deferred.levelling import min_constant_capacity
from planner.staffing.deferred.service import serve_deferred
from planner.staffing.deferred.share import capacity_for_share, level_for_share
from tests.planner.staffing.deferred_cases import (
    Queues,
    by_program,
    in_time_only,
    queues,
)


@given(queues(), st.sampled_from([0.5, 0.8, 0.95, 1.0]))
@settings(max_examples=50)
def test_no_constant_capacity_reaches_the_share_with_less(drawn: Queues, share: float) -> None:
    """Of all orders of service, by a program that may choose what is late."""
    case = due_inside(in_time_only(drawn))
    assume(case.work.sum() > 0)
    capacity = capacity_for_share(case.work, case.release, case.due, case.is_open, share)
    everything = np.ones((1, case.work.size), bool)
    cost = np.concatenate((np.zeros(case.n_slots), [1.0]))
    best = by_program(
        case,
        cost,
        np.zeros(case.n_slots),
        (everything, np.array([share * case.work.sum()])),
    )
    assert capacity.max() == pytest.approx(best, rel=1e-9, abs=1e-7)


def due_inside(case: Queues) -> Queues:
    inside = case.due <= case.n_slots
    return Queues(np.where(inside, case.work, 0.0), case.release, case.due, case.is_open)


@given(queues(), st.sampled_from([0.5, 0.8, 1.0]))
@settings(max_examples=40)
def test_every_group_has_its_share(drawn: Queues, share: float) -> None:
    case = due_inside(in_time_only(drawn))
    group = np.arange(case.work.shape[0])[:, None]
    assume(case.work.sum() > 0)
    items = case.work, case.release, case.due
    capacity = capacity_for_share(*items, case.is_open, share, group=group)
    level = level_for_share(*items, case.is_open, share, group=group)
    for profile in (capacity, level):
        service = serve_deferred(*items, profile, late_last=True)
        on_time, work = service.on_time_s.sum(axis=1), case.work.sum(axis=1)
        assert np.all(on_time >= share * work - 1e-9 * case.work.sum())
    short = serve_deferred(*items, capacity * (1 - 1e-6), late_last=True).on_time_s.sum(axis=1)
    assert np.any(short < share * case.work.sum(axis=1))


@given(queues())
@settings(max_examples=40)
def test_dearer_shares_need_no_less(drawn: Queues) -> None:
    case = due_inside(in_time_only(drawn))
    assume(case.work.sum() > 0)
    items = case.work, case.release, case.due, case.is_open
    needs = [capacity_for_share(*items, share).max() for share in (0.3, 0.6, 0.9, 1.0)]
    assert all(less <= more * (1 + 1e-9) for less, more in pairwise(needs))
    assert needs[-1] == pytest.approx(min_constant_capacity(*items, catch_up_slots=1)[0])


def test_level_for_a_share_does_all_work() -> None:
    level = level_for_share([60, 40, 0], [0, 1, 2], [1, 2, 3], [1, 1, 1], 0.8)
    assert level.sum() == pytest.approx(100)
    assert level.max() == pytest.approx(40)


@given(queues(), st.sampled_from([0.5, 0.9]), st.integers(0, 3))
@settings(max_examples=40)
def test_late_work_of_a_level_share_has_an_end(drawn: Queues, share: float, more: int) -> None:
    case = due_inside(in_time_only(drawn))
    assume(case.work.sum() > 0)
    items = case.work, case.release, case.due
    level = level_for_share(*items, case.is_open, share, late_slots=more)
    service = serve_deferred(*items, level, late_last=True)
    assert service.on_time_s.sum() >= (share - 1e-9) * case.work.sum()
    assert service.backlog_s[:, -1].sum() <= 1e-9 * case.work.sum()
    patient = level_for_share(*items, case.is_open, share)
    assert patient.max() <= level.max() + 1e-9 * case.work.sum()


@given(queues(), st.sampled_from([0.5, 0.95]), st.integers(1, 3))
@settings(max_examples=40)
def test_overdue_backlog_does_not_spoil_the_share_of_the_rest(
    case: Queues, share: float, catch_up: int
) -> None:
    assume(case.is_open.any())
    items = case.work, case.release, case.due
    level = level_for_share(*items, case.is_open, share, catch_up_slots=catch_up)
    last = int(np.flatnonzero(case.is_open)[-1])
    assert level.sum() >= case.work[case.release <= last].sum() - 1e-9
    judged = case.placeable() & (case.due <= case.n_slots)
    service = serve_deferred(*items, level, late_last=True)
    on_time, work = service.on_time_s[judged].sum(), case.work[judged].sum()
    assert on_time >= share * work - 1e-9 * (1 + case.work.sum())


def test_overdue_backlog_is_caught_up_at_the_chosen_pace() -> None:
    items = [90, 10, 10], [-9, 0, 1], [-3, 4, 5], [True] * 6
    with pytest.raises(InfeasibleError):
        level_for_share(*items, 0.9)
    level = level_for_share(*items, 0.9, catch_up_slots=3)
    assert level[:3].tolist() == pytest.approx([30, 30, 30])
    assert level.sum() == pytest.approx(110)


def test_closed_team_has_no_level() -> None:
    assert level_for_share([0.0], [0], [1], [False], 0.9).tolist() == [0.0]


def test_share_out_of_reach_is_told() -> None:
    with pytest.raises(InfeasibleError, match="no multiple of the profile does enough work"):
        capacity_for_share([60, 60], [0, 0], [-1, 1], [1, 1], 0.8)
    with pytest.raises(InputError, match=r"share has shape \(2,\); give one number or 1"):
        capacity_for_share([60], [0], [1], [1], [0.8, 0.9])


def test_work_on_time_to_the_last_digit_leaves_none_below_nothing() -> None:
    """Sums of done work may exceed the item by rounding."""
    rng = np.random.default_rng(7)
    for _ in range(40):
        work = rng.uniform(0.1, 99.9, 60) / 3.0
        release = np.arange(60)
        due = release + rng.integers(1, 9)
        level = level_for_share(work, release, due, np.ones(60), 0.9)
        assert np.all(level >= 0.0)
