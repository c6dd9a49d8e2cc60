"""Array helpers that numpy's own types leave vague."""

import numpy as np

from forecasting.base import Floats, Ints


def sums_at(index: Ints, values: Floats, n: int) -> Floats:
    """Sums of `values` for each index 0 to ``n - 1``, shape ``(n,)``."""
    return np.bincount(index, values, n).astype(np.float64)


def ratio_or(above: Floats, below: Floats, default: float) -> Floats:
    """``above / below``, and `default` where `below` is not positive."""
    some = below > 0
    return np.where(some, above / np.where(some, below, 1.0), default)
