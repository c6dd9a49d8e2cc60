"""Several queues levelled together, beside a linear program over every placement."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.staffing.deferred.joint_levelling import level_jointly
from planner.staffing.deferred.levelling import spread_work
from planner.staffing.deferred.service import serve_deferred
from tests.planner.staffing.deferred_cases import (
    Queues,
    Reals,
    in_time_only,
    least_peak,
    least_total,
    queues,
)


def level(case: Queues, free: Reals | float = 0.0) -> Reals:
    return level_jointly(
        case.work, case.release, case.due, case.is_open, free_s=free, catch_up_slots=1
    )


@st.composite
def with_free_time(draw: st.DrawFn) -> tuple[Queues, Reals]:
    case = in_time_only(draw(queues()))
    free = st.lists(st.integers(0, 12), min_size=case.n_slots, max_size=case.n_slots)
    return case, np.where(case.is_open, draw(free), 0.0)


@given(with_free_time())
@settings(max_examples=60)
def test_no_answer_has_a_lower_peak_or_total(drawn: tuple[Queues, Reals]) -> None:
    case, free = drawn
    assume(case.placeable().any())
    found = level(case, free)
    assert found.max() == pytest.approx(least_peak(case, free), abs=1e-7)
    assert found.sum() == pytest.approx(least_total(case, free), abs=1e-7)
    assert np.all(found[~case.is_open] == 0)


@given(with_free_time())
@settings(max_examples=60)
def test_level_and_free_time_get_all_done_in_time(drawn: tuple[Queues, Reals]) -> None:
    case, free = drawn
    capacity = (level(case, free) + free) * (1 + 1e-12)
    service = serve_deferred(case.work, case.release, case.due, capacity)
    assert service.late_s.sum() <= 1e-9 * max(case.work.sum(), 1.0)


@given(with_free_time(), st.integers(0, 6), st.integers(1, 9))
def test_more_work_never_lowers_the_peak(
    drawn: tuple[Queues, Reals], place: int, more: int
) -> None:
    case, free = drawn
    doable = np.flatnonzero(case.placeable().ravel())
    assume(doable.size)
    work = case.work.copy()
    work.ravel()[doable[place % doable.size]] += more
    grown = Queues(work, case.release, case.due, case.is_open)
    assert level(grown, free).max() >= level(case, free).max() - 1e-9
    assert level(case, free + 1.0).max() <= level(case, free).max() + 1e-9


@given(queues(most_queues=1, most_slots=30))
def test_one_queue_is_the_taut_string(drawn: Queues) -> None:
    case = in_time_only(drawn)
    work = np.where(case.placeable(), case.work, 0.0)[0]
    keep = case.placeable()[0]
    assume(keep.any())
    items = work[keep], case.release[0, keep], case.due[0, keep], case.is_open
    np.testing.assert_allclose(level_jointly(*items), spread_work(*items), atol=1e-9)


@given(queues())
def test_overdue_work_is_kept_too(case: Queues) -> None:
    """All released before the last open slot is done, however late."""
    assume(case.is_open.any())
    last = int(np.flatnonzero(case.is_open)[-1])
    kept = case.work[case.release <= last].sum()
    assert level(case).sum() == pytest.approx(kept, abs=1e-9)


def test_queues_wait_for_each_other() -> None:
    work, release, due = [[60, 0], [40, 0]], [[0, 1], [0, 1]], [[2, 3], [1, 2]]
    is_open = [True] * 3
    alone = [spread_work(work[k], release[k], due[k], is_open).tolist() for k in range(2)]
    assert alone == [[30, 30, 0], [40, 0, 0]]
    assert level_jointly(work, release, due, is_open).tolist() == [50, 50, 0]


def test_free_time_of_another_length_is_refused() -> None:
    with pytest.raises(InputError, match=r"free_s has shape \(2,\); give one number or 1"):
        level_jointly([1], [0], [1], [True], free_s=[1, 2])


def test_work_that_cannot_be_in_time_is_refused_unless_it_may_be_caught_up() -> None:
    items = [9.0], [0], [-3], [True, True, True]
    with pytest.raises(InputError, match="due of item 0 is not after its release; use"):
        level_jointly(*items)
    assert level_jointly(*items, catch_up_slots=1).tolist() == [9, 0, 0]
    assert level_jointly(*items, catch_up_slots=3).tolist() == [3, 3, 3]
