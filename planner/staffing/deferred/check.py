"""Whether a capacity profile can do deferred work in time, and which window is short of what."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked
from planner.staffing.deferred.due_windows import checked_queue, flat_items, picked_items

ROUNDING = 1e-12
"""Share of all work below which a shortage is rounding."""

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CapacityCheck:
    """
    What a capacity profile cannot do in time; all in seconds of work.

    Parameters
    ----------
    lost_s
        Work that is late whatever the capacity: due before or when it is released.
    late_s
        Further work that must be late under any order of service; 0 if the profile is feasible.
    short_s, window
        Largest shortage of one window, first slot and slot after the last: what must be done
        inside it above the capacity inside it. ``0.0, (0, 0)`` if there is none.
    first_window
        Of the windows that are short, the one that ends first, and of these the shortest of work:
        before its end nothing needs to be late. ``(0, 0)`` if there is none.
    """

    lost_s: float
    late_s: float
    short_s: float
    window: Window
    first_window: Window

    @property
    def is_feasible(self) -> bool:
        """Whether all work that is not lost can be done in time."""
        return self.late_s == 0.0


def check_capacity(
    work_s: ArrayLike, release: ArrayLike, due: ArrayLike, capacity_s: ArrayLike
) -> CapacityCheck:
    """
    Shortages of a capacity profile for the work of any number of queues, in any order.

    Parameters
    ----------
    work_s, release, due
        Seconds of work and slots of each item, of one shape. Work due after the horizon is
        ignored.
    capacity_s
        Seconds of work that can be done in each slot, shape ``(n_slots,)``; 0 while closed.

    Notes
    -----
    A window ``a <= slot < b`` is short by the work released and due inside it less the capacity
    inside it. The least work that any rule leaves late is the largest sum of shortages of windows
    that do not overlap (greatest flow equals smallest cut, with consecutive slots for each item);
    `serve_deferred` with ``late_last`` reaches it.

    Examples
    --------
    >>> check = check_capacity([60, 0, 30], [0, 1, 2], [2, 3, 4], [20, 20, 20, 20])
    >>> check.is_feasible, check.short_s, check.window
    (False, 20.0, (0, 2))
    """
    items = flat_items(checked_queue(work_s, release, due))
    capacity = checked("capacity_s", capacity_s)
    if capacity.ndim != 1:
        message = f"capacity_s has {capacity.ndim} axes; give one value a slot"
        raise InputError(message, (Problem(message, field="capacity_s"),))
    work, start, stop = picked_items(items, (items[2] <= capacity.size) & (items[0] > 0))
    start = np.maximum(start, 0)
    lost = stop <= start
    lost_s = float(work[lost].sum())
    work, start, stop = picked_items((work, start, stop), ~lost)
    items = picked_items((work, start, stop), np.argsort(-start, kind="stable"))
    late, short, window, first = _shortages(*items, capacity, ROUNDING * float(work.sum()))
    return CapacityCheck(
        lost_s=lost_s,
        late_s=float(late),
        short_s=float(short),
        window=(int(window[0]), int(window[1])),
        first_window=(int(first[0]), int(first[1])),
    )


@njit(cache=True, error_model="numpy")
def _shortages(
    work: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    capacity: NDArray[np.float64],
    least: float,
) -> tuple[float, float, Window, Window]:
    """Greatest sum of disjoint shortages, greatest, its window, first window; `first` falls."""
    n_slots = capacity.size
    due = np.zeros(n_slots + 1)
    summed = np.zeros(n_slots + 1)
    short, window = 0.0, (0, 0)
    early, first_window = 0.0, (0, n_slots + 1)
    item = 0
    for a in range(n_slots - 1, -1, -1):
        summed[a] = summed[a + 1]
        before = item
        while item < work.size and first[item] == a:
            due[last[item]] += work[item]
            item += 1
        excess = 0.0
        for b in range(a + 1, n_slots + 1 if item > before else 0):
            excess += due[b] - capacity[b - 1]
            if excess > least:
                summed[a] = max(summed[a], excess + summed[b])
                if excess > short:
                    short, window = excess, (a, b)
                if (-b, excess) > (-first_window[1], early):
                    early, first_window = excess, (a, b)
    return summed[0], short, window, first_window if early > 0.0 else (0, 0)
