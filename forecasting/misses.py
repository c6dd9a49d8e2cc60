"""Where truth fell in a forecast's band, and the days that were missed by most."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats

N_WORST = 12
"""Days that are kept of each series and forecaster."""


@dataclass(frozen=True, slots=True)
class DayMiss:
    """
    One whole day against its forecast, made at most a week before.

    Parameters
    ----------
    day
        Local day number from 1970-01-01.
    came, mean
        Contacts that came and were expected.
    low, high
        The 10 and 90 % quantiles of the day.
    """

    day: int
    came: float
    mean: float
    low: float
    high: float


def worst(misses: Iterable[DayMiss]) -> tuple[DayMiss, ...]:
    """The days missed by most contacts, the worst first, each day once."""
    by_size = sorted(misses, key=lambda one: (-abs(one.came - one.mean), one.day))
    once: dict[int, DayMiss] = {}
    for one in by_size:
        once.setdefault(one.day, one)
    return tuple(once.values())[:N_WORST]


def pit_counts(y: Floats, quantiles: Floats) -> Floats:
    """
    How often truth fell between neighbouring quantiles, shape ``(n_levels + 1,)``.

    With levels evenly apart all are alike where the forecast is calibrated (probability integral
    transform): a hump in the middle says that bands are too wide, a U that they are too narrow.
    """
    below = (quantiles <= y).sum(axis=0) if len(y) else np.zeros(0, dtype=np.int64)
    return np.bincount(below, minlength=len(quantiles) + 1).astype(np.float64)
