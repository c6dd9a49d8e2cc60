"""Array helpers that numpy's own types leave vague."""

from collections.abc import Mapping

import numpy as np

from forecasting.base import Floats, Ints


def sums_at(index: Ints, values: Floats, n: int) -> Floats:
    """Sums of `values` for each index 0 to ``n - 1``, shape ``(n,)``."""
    return np.bincount(index, values, n).astype(np.float64)


def distinct(values: Ints) -> tuple[Ints, Ints]:
    """
    The distinct values, ascending, and where each of `values` is among them.

    As `numpy.unique`, at a part of its work where `values` ascend, as the days of slots nearly
    always do.
    """
    steps = np.diff(values)
    if not len(values) or steps.min(initial=0) < 0:
        return np.unique(values, return_inverse=True)
    index = np.zeros(len(values), dtype=np.int64)
    np.cumsum(steps > 0, out=index[1:])
    is_first = np.concatenate([[True], steps > 0])
    return values[is_first], index


def ratio_or(above: Floats, below: Floats, default: float) -> Floats:
    """``above / below``, and `default` where `below` is not positive."""
    some = below > 0
    return np.where(some, above / np.where(some, below, 1.0), default)


def looked_up(table: Mapping[int, float], keys: Ints) -> Floats:
    """Value of each of the ascending `keys` in a small table, 0 where it is not there."""
    found = np.zeros(len(keys))
    if table and len(keys):
        wanted = np.fromiter(table, dtype=np.int64, count=len(table))
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[at] == wanted
        values = np.fromiter(table.values(), dtype=np.float64, count=len(table))
        found[at[there]] = values[there]
    return found
