"""Sample paths of a forecast: whole futures of all series together, as ``paths.csv``."""

from typing import Final

import numpy as np

from forecasting.base import Prediction
from forecasting.joint_paths import joint_paths
from forecasting.sums import joint_spread
from planner.demand import StreamForecast
from planner.errors import InputError
from planner.exports import paths as paths_table
from scenarios.forecasts.run import ForecastRun
from scenarios.forecasts.totals import customer_days

MOST_CELLS: Final = 20_000_000
"""Counts in a file: about 60 MB."""


def path_table(run: ForecastRun, n_paths: int, seed: int) -> bytes:
    """
    ``paths.csv`` of a forecast, overrides and all.

    Path i of one series goes with path i of the others: busy days are busy on several. Equal
    forecasts and seeds give equal paths.

    Raises
    ------
    InputError
        Where there would be too many counts for a table.
    """
    check_paths(run, n_paths)
    streams, forecast = run.forecast.streams, run.forecast
    predictions = [_prediction(run, stream) for stream in streams]
    drawn = joint_paths(predictions, forecast.correlation(range(len(streams))), n_paths, seed)
    named = ((s.queue, s.priority, counts) for s, counts in zip(streams, drawn, strict=True))
    return paths_table.text(named, run.grid, run.inputs.settings.zone, n_paths).encode()


def check_paths(run: ForecastRun, n_paths: int) -> None:
    """Refuse a table that nobody could open."""
    rows = run.grid.n_slots * len(run.forecast.streams)
    if n_paths * rows > MOST_CELLS:
        raise InputError(
            f"{n_paths} paths of {rows:,} intervals are {n_paths * rows:,} counts; use up to "
            f"{MOST_CELLS // rows} paths, or fewer weeks",
            code="too_many_paths",
        )


def _prediction(run: ForecastRun, stream: StreamForecast) -> Prediction:
    """A stream's forecast as a prediction of the weeks."""
    day = customer_days(run.inputs, stream, run.forecast)
    days = joint_spread([stream], np.eye(1)).by_day(day)
    return Prediction(
        mean=stream.mean,
        levels=stream.levels,
        quantiles=stream.quantiles,
        day_cv=np.broadcast_to(stream.day_cv, stream.mean.shape),
        slot_cv=stream.slot_cv,
        phi=stream.phi,
        day=day,
        day_quantiles=days.quantiles(stream.levels),
    )
