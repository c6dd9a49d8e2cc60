"""What no forecast can do better: the error of the true mean of counts, by chance alone."""

import numpy as np
import pandas as pd
from scipy.special import gammaln

from forecasting.base import Floats, Series
from forecasting.features import wall_clock

_WEEKS = 9


def poisson_floor(series: Series, start: int) -> float:
    """
    WAPE that a perfect mean would have from slot `start` on: ``sum E|Poisson(m) - m| / sum m``.

    ``m`` is the count smoothed over nine weeks around, the same weekday and wall time.
    """
    clock = wall_clock(series)
    y = np.where(series.is_observed, series.y, np.nan)
    frame = pd.DataFrame({"cell": clock.weekday * 1440 + clock.slot, "y": y})
    around = frame.groupby("cell")["y"].transform(
        lambda one: one.rolling(_WEEKS, center=True, min_periods=1).mean()
    )
    mean = around.to_numpy(np.float64)[start:][series.is_observed[start:]]
    return float(absolute_deviation(mean).sum() / mean.sum())


def absolute_deviation(mean: Floats) -> Floats:
    """``E|X - m|`` of a Poisson count with mean m: ``2 exp(-m) m^(k + 1) / k!``, k whole in m."""
    some = np.maximum(mean, 1e-9)
    k = np.floor(some)
    return np.asarray(2 * np.exp((k + 1) * np.log(some) - some - gammaln(k + 1)))
