"""
Marginal allocation: units go one by one to where they gain most, until enough is gained.

A table holds what each slot gains in all with its units, shape ``(n_slots, n_rows)``, and never
falls along a row; ``bottom`` is the fewest units of each slot, ``needed`` the sum to reach.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_MOST_SWAPS = 1000


def by_marginal_gain(
    table: NDArray[np.float64], bottom: NDArray[np.int64], needed: float
) -> NDArray[np.int64]:
    """Steps up the concave hulls of all slots, steepest first, until `needed` is reached."""
    slot, low, high = _hull_steps(table, bottom)
    gain = table[slot, high] - table[slot, low]
    order = np.argsort(-gain / (high - low), kind="stable")
    start = table[np.arange(bottom.size), bottom].sum()
    reached = start + np.concatenate(([0.0], np.cumsum(gain[order]))) >= needed
    taken = order[: int(np.argmax(reached)) if reached.any() else order.size]
    rows = bottom.copy()
    np.maximum.at(rows, slot[taken], high[taken])
    return rows


@njit(cache=True, error_model="numpy")
def _hull_steps(
    table: NDArray[np.float64], bottom: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Slot, lower and upper row of every edge of the concave hull that rises, of each slot."""
    n_slots, width = table.shape
    slot = np.empty(n_slots * width, np.int64)
    low, high = np.empty_like(slot), np.empty_like(slot)
    corner = np.zeros(width, np.int64)
    n_steps = 0
    for i in range(n_slots):
        last = 0
        corner[0] = bottom[i]
        for k in range(bottom[i] + 1, width):
            while last > 0 and _bends_up(table[i], corner[last - 1], corner[last], k):
                last -= 1
            last += 1
            corner[last] = k
        for j in range(last):
            if table[i, corner[j + 1]] > table[i, corner[j]]:
                slot[n_steps], low[n_steps], high[n_steps] = i, corner[j], corner[j + 1]
                n_steps += 1
    return slot[:n_steps], low[:n_steps], high[:n_steps]


@njit(cache=True, error_model="numpy")
def _bends_up(row: NDArray[np.float64], i: int, j: int, k: int) -> bool:
    """Whether the corner at j lies below the chord from i to k."""
    return bool((row[j] - row[i]) * (k - j) < (row[k] - row[j]) * (j - i))


def save_agents(
    table: NDArray[np.float64], rows: NDArray[np.int64], bottom: NDArray[np.int64], needed: float
) -> NDArray[np.int64]:
    """Take agents away, or two for one, as long as `needed` is still reached."""
    slots = np.arange(rows.size)
    top = table.shape[1] - 1
    rows = rows.copy()
    for _ in range(_MOST_SWAPS):
        now = table[slots, rows]
        slack = now.sum() - needed
        loss = np.where(rows > bottom, now - table[slots, np.maximum(rows - 1, 0)], np.inf)
        gain = np.where(rows < top, table[slots, np.minimum(rows + 1, top)] - now, 0.0)
        dearest = int(np.argmax(gain))
        least_missed = np.argsort(loss, kind="stable")[:2]
        if loss[least_missed[0]] <= slack:
            rows[least_missed[0]] -= 1
        elif (
            rows.size > 2
            and dearest not in least_missed
            and (loss[least_missed].sum() <= slack + gain[dearest])
        ):
            rows[least_missed] -= 1
            rows[dearest] += 1
        else:
            break
    return rows
