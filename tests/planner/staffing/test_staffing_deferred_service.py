"""Deferred work under a given capacity, served as a slow twin serves it, and its shares."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.staffing import on_time_share, serve_deferred


def fate_by_units(
    work: NDArray[np.int64],
    release: NDArray[np.int64],
    due: NDArray[np.int64],
    capacity: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Serve single units, each time scanning every item for the earliest due date."""
    left, on_time = work.copy(), np.zeros_like(work)
    for slot, units in enumerate(capacity):
        for _ in range(units):
            ready = [
                (int(due[place]), place)
                for place in np.ndindex(work.shape)
                if left[place] > 0 and release[place] <= slot
            ]
            if not ready:
                break
            _, place = min(ready)
            left[place] -= 1
            on_time[place] += slot < due[place]
    return on_time, left


@given(st.data(), st.integers(1, 3), st.integers(1, 7))
@settings(deadline=None)
def test_service_is_that_of_single_units(data: st.DataObject, queues: int, slots: int) -> None:
    def table(least: int, most: int) -> NDArray[np.int64]:
        cell = st.integers(least, most)
        rows = st.lists(cell, min_size=queues * slots, max_size=queues * slots)
        return np.array(data.draw(rows)).reshape(queues, slots)

    work = table(0, 5)
    release = np.sort(table(0, slots), axis=1)
    due = np.maximum.accumulate(release + table(1, 4), axis=1)
    capacity = table(0, 9)[0]
    service = serve_deferred(work, release, due, capacity)
    on_time, left = fate_by_units(work, release, due, capacity)
    np.testing.assert_allclose(service.on_time_s, on_time)
    np.testing.assert_allclose(service.pending_s, np.where(due > slots, left, 0))
    np.testing.assert_allclose(service.on_time_s + service.late_s + service.pending_s, work)
    known_backlog = np.where(release < slots, left, 0).sum(axis=1)
    np.testing.assert_allclose(service.backlog_s[:, -1], known_backlog, atol=1e-12)


def test_queue_is_not_served_while_closed() -> None:
    service = serve_deferred(
        [[10, 0], [10, 0]],
        [[0, 0], [0, 0]],
        [[1, 1], [2, 2]],
        [10, 10],
        [[False, True], [True] * 2],
    )
    assert service.late_s.tolist() == [[10, 0], [0, 0]]
    assert service.backlog_s.tolist() == [[10, 0], [0, 0]]


def test_share_is_masked_where_no_fate_is_known() -> None:
    service = serve_deferred([[30, 0, 30]], [[0, 1, 2]], [[1, 2, 4]], [15, 0, 0])
    share = on_time_share(service, group=[0, 1, 2], n_groups=3)
    assert share.tolist() == [[0.5, None, None]]
