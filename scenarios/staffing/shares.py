"""Whole agents shared out over queues, slot by slot."""

import numpy as np

from planner.arrays import FloatArray, IntArray


def whole_shares(agents: IntArray, weights: IntArray) -> IntArray:
    """
    Whole agents of each row in proportion to weights, ``(n_rows, n_slots)``.

    They add up to `agents` in each slot; the first row has them all where there are no weights.
    """
    weights = weights.copy()
    weights[0] += weights.sum(axis=0) == 0
    return _rounded(weights * agents / weights.sum(axis=0), agents)


def shares_up_to(present: IntArray, required: IntArray) -> IntArray:
    """Whole agents of each row in proportion to `required`, those above its sum in the first."""
    total = required.sum(axis=0)
    capped = np.minimum(present, total)
    share = _rounded(required * capped / np.maximum(total, 1), capped)
    share[0] += present - capped
    return share


def _rounded(exact: FloatArray, total: IntArray) -> IntArray:
    """Whole numbers that add up to `total` in each column, largest remainders first."""
    share: IntArray = np.floor(exact + 1e-9).astype(np.int64)
    order = np.argsort(np.argsort(share - exact, axis=0, kind="stable"), axis=0, kind="stable")
    share += order < total - share.sum(axis=0)
    return share
