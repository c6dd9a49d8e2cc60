"""
How good a forecast was, one short function each.

All take arrays of one shape; slots whose actual count is NaN are left out. Where nothing is left,
or nothing came, a ratio has no meaning and NaN says so.
"""

import numpy as np

from forecasting.base import Floats


def wape(actual: Floats, mean: Floats) -> float:
    """Weighted absolute percentage error: ``sum |actual - mean| / sum actual``; 0 is perfect."""
    known = ~np.isnan(actual)
    return _ratio(np.abs(actual - mean)[known].sum(), actual[known].sum())


def bias(actual: Floats, mean: Floats) -> float:
    """Relative bias: ``sum (mean - actual) / sum actual``; positive forecasts too much."""
    known = ~np.isnan(actual)
    return _ratio((mean - actual)[known].sum(), actual[known].sum())


def coverage(actual: Floats, low: Floats, high: Floats) -> float:
    """Share of slots with ``low <= actual <= high``, in ``[0, 1]``."""
    known = ~np.isnan(actual)
    inside = (low <= actual) & (actual <= high)
    return _ratio(float(inside[known].sum()), float(known.sum()))


def pinball_loss(actual: Floats, quantile: Floats, level: float) -> float:
    """
    Mean pinball loss of one quantile, in contacts; the true quantile minimises it.

    It is ``level * (actual - quantile)`` above the quantile, ``(1 - level) * (quantile - actual)``
    below.
    """
    known = ~np.isnan(actual)
    error = (actual - quantile)[known]
    return _ratio(np.maximum(level * error, (level - 1) * error).sum(), error.size)


def _ratio(above: float, below: float) -> float:
    return float(above) / float(below) if below > 0 else float("nan")
