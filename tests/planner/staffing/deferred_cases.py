"""Small random queues, and their optimum by linear programming over every placement."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

Reals = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Queues:
    """Work, release and due slots ``(n_queues, n_items)`` in order, and the open slots."""

    work: Reals
    release: Whole
    due: Whole
    is_open: NDArray[np.bool_]

    @property
    def n_slots(self) -> int:
        """Slots of the horizon."""
        return int(self.is_open.size)

    def places(self) -> list[tuple[int, int]]:
        """Every item (flat) with every open slot in which it may be done in time."""
        return [
            (item, slot)
            for item, (start, stop) in enumerate(
                zip(self.release.ravel(), self.due.ravel(), strict=True)
            )
            for slot in range(max(int(start), 0), min(int(stop), self.n_slots))
            if self.is_open[slot]
        ]

    def placeable(self) -> NDArray[np.bool_]:
        """Items that have an open slot in their window, shaped like `work`."""
        found = np.zeros(self.work.size, bool)
        found[[item for item, _ in self.places()]] = True
        return found.reshape(self.work.shape)


@st.composite
def queues(draw: st.DrawFn, most_queues: int = 3, most_slots: int = 7) -> Queues:
    """Queues with backlogs and overdue work; some work is due after the end."""
    n_queues, n_slots = draw(st.integers(1, most_queues)), draw(st.integers(1, most_slots))
    n_items = draw(st.integers(1, 5))
    cells = n_queues * n_items

    def table(least: int, most: int) -> Whole:
        values = draw(st.lists(st.integers(least, most), min_size=cells, max_size=cells))
        return np.array(values).reshape(n_queues, n_items)

    release = np.sort(table(-2, n_slots - 1), axis=1)
    due = np.maximum.accumulate(release + table(-1, 5), axis=1)
    is_open = draw(st.lists(st.booleans(), min_size=n_slots, max_size=n_slots))
    return Queues(table(0, 9).astype(float), release, due, np.array(is_open))


def in_time_only(case: Queues) -> Queues:
    """The same without the work that no slot can do in time."""
    return Queues(np.where(case.placeable(), case.work, 0.0), case.release, case.due, case.is_open)


def by_program(
    case: Queues,
    cost: Reals,
    free: Reals,
    least_done: tuple[NDArray[np.bool_], Reals] | None = None,
) -> float:
    """
    Least cost over levels per slot (then their peak), with all work or given sums of it in time.

    `least_done` holds masks of items, one a row, and the work to be done of each.
    """
    places, n_slots = case.places(), case.n_slots
    n = len(places)
    by_slot, by_item = np.zeros((n_slots, n)), np.zeros((case.work.size, n))
    for column, (item, slot) in enumerate(places):
        by_slot[slot, column] = by_item[item, column] = 1.0
    eye, ones = np.eye(n_slots), np.ones((n_slots, 1))
    rows = [
        np.hstack((by_slot, -eye, 0 * ones)),
        np.hstack((0 * by_slot, eye, -ones)),
        np.hstack((by_item, np.zeros((case.work.size, n_slots + 1)))),
    ]
    limits = [free, np.zeros(n_slots), case.work.ravel()]
    masks, least = least_done or (np.eye(case.work.size, dtype=bool), case.work.ravel())
    rows.append(-np.hstack((masks @ by_item, np.zeros((len(least), n_slots + 1)))))
    limits.append(-least)
    solution = linprog(
        np.concatenate((np.zeros(n), cost)),
        A_ub=np.vstack(rows),
        b_ub=np.concatenate(limits),
        bounds=(0, None),
    )
    assert solution.fun is not None, solution.message
    return float(solution.fun)


def least_peak(case: Queues, free: Reals) -> float:
    """Least of the largest loads that any placing of the work has."""
    cost = np.concatenate((np.zeros(case.n_slots), [1.0]))
    return by_program(case, cost, free)


def least_total(case: Queues, free: Reals) -> float:
    """Least capacity beyond what is free that any placing of the work needs."""
    cost = np.concatenate((np.ones(case.n_slots), [0.0]))
    return by_program(case, cost, free)


def most_in_time(case: Queues, capacity: Reals) -> float:
    """Most work that any order of service does in time."""
    places = case.places()
    if not places:
        return 0.0
    rows = np.zeros((case.n_slots + case.work.size, len(places)))
    for column, (item, slot) in enumerate(places):
        rows[slot, column] = rows[case.n_slots + item, column] = 1.0
    limits = np.concatenate((capacity, case.work.ravel()))
    solution = linprog(-np.ones(len(places)), A_ub=rows, b_ub=limits)
    assert solution.fun is not None, solution.message
    return -float(solution.fun)
