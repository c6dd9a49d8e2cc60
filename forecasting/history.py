"""Checks of a history before anything is learned from it."""

import numpy as np

from forecasting.base import Series
from planner.errors import InputError

MOST_MISSING = 0.2


def check_history(series: Series) -> None:
    """
    Refuse a history that is too full of holes.

    Raises
    ------
    InputError
        When over a fifth of the open slots are missing. A history without open slots passes.
    """
    n_open = np.count_nonzero(series.is_open)
    n_missing = n_open - np.count_nonzero(series.is_observed)
    if n_missing > MOST_MISSING * n_open:
        raise InputError(
            f"history of {series.unique_id}: {n_missing} of {n_open} open slots are missing "
            f"({100 * n_missing / n_open:.0f} %); forecasts need at least 80 % of them, so give "
            "the missing counts, or mark the slots closed or start later",
            code="history_gaps",
        )
