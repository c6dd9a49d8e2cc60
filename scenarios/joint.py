"""What the streams of a forecast have in common, and what that makes of their sums."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from forecasting.base import Series
from forecasting.day_correlation import day_correlation
from forecasting.day_errors import DayErrors, day_errors
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.select import Learn
from forecasting.sums import JointSpread, joint_spread
from planner.arrays import FloatArray
from planner.demand import Forecast, StreamForecast

MEASURED_THEMSELVES: Final = 40
"""Streams up to which the forecaster's own errors are measured."""

WEEKS_BACK: Final = 8


def stream_errors(history: Series, learn: Learn, n_streams: int) -> DayErrors:
    """
    How far whole days of a stream were off, one of `n_streams` that are forecast.

    Errors of the way to `learn`; beyond `MEASURED_THEMSELVES` streams those of the eight-week
    mean, which knows as well which days are busy on both and learns much sooner. None are looked
    for when there is no other stream.
    """
    if n_streams < 2:
        return day_errors(learn, history, n_origins=0)
    if n_streams <= MEASURED_THEMSELVES:
        return day_errors(learn, history)
    return day_errors(MeanOfWeeks(8).learn, history, weeks_back=WEEKS_BACK)


def stream_correlation(
    errors: Sequence[DayErrors], streams: Sequence[StreamForecast]
) -> FloatArray:
    """Correlation of the day factors of all streams, ``(n_streams, n_streams)``."""
    return day_correlation(errors, [s.phi for s in streams], [s.slot_cv for s in streams])


def rows_of(forecast: Forecast, streams: Iterable[tuple[str, str]]) -> list[int]:
    """Numbers of streams, by queue and priority."""
    wanted = set(streams)
    return [i for i, s in enumerate(forecast.streams) if (s.queue, s.priority) in wanted]


def forecast_spread(forecast: Forecast) -> JointSpread:
    """Where the counts of all streams fall together; there must be one."""
    rows = range(len(forecast.streams))
    return joint_spread(forecast.streams, forecast.correlation(rows))


def queue_quantiles(forecast: Forecast, queue: str, levels: tuple[float, ...]) -> FloatArray:
    """
    Quantiles of a queue's contacts in each slot, priorities taken together.

    Shape ``(n_levels, n_slots)``. A queue of one stream has its quantiles, of the levels nearest.
    """
    rows = [i for i, s in enumerate(forecast.streams) if s.queue == queue]
    streams = [forecast.streams[row] for row in rows]
    if not streams:
        return np.zeros((len(levels), forecast.grid.n_slots))
    if len(streams) == 1 and streams[0].levels:
        known = np.asarray(streams[0].levels)
        return streams[0].quantiles[[int(np.argmin(abs(known - level))) for level in levels]]
    return joint_spread(streams, forecast.correlation(rows)).quantiles(levels)


def joint_factors(
    forecast: Forecast, streams: Iterable[tuple[str, str]]
) -> tuple[float, float, float]:
    """
    Over-dispersion of several streams in one line: `day_cv`, `slot_cv` and `phi` of their sum.

    The numbers with which the sum has, over all slots, the variance that day factors with the
    streams' correlation, slot factors and chance give it; of one stream its own.
    """
    rows = rows_of(forecast, streams)
    parts = [forecast.streams[row] for row in rows]
    if not parts:
        return 0.0, 0.0, 1.0
    mean = np.stack([part.mean for part in parts])
    total = mean.sum(axis=0)
    if len(parts) == 1 or not total.any():
        return max(p.typical_day_cv for p in parts), parts[0].slot_cv, max(1.0, parts[0].phi)
    shared = np.stack([part.day_cv * part.mean for part in parts])
    own = np.stack([part.slot_cv * part.mean for part in parts])
    squares = float(total @ total)
    day = np.einsum("it,it->", shared, forecast.correlation(rows) @ shared)
    phi = float(np.average([part.phi for part in parts], weights=mean.sum(axis=1)))
    return (
        float(np.sqrt(max(day, 0.0) / squares)),
        float(np.sqrt((own**2).sum() / squares)),
        max(1.0, phi),
    )
