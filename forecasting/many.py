"""Forecasts of many series, on several processes where that saves time."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass

from forecasting.base import Fitted, Forecaster, Horizon, Prediction, Series
from forecasting.workers import mapped


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A history, the slots to forecast from it, by which forecaster, and the quantile levels."""

    series: Series
    horizon: Horizon
    forecaster: Forecaster
    levels: tuple[float, ...]


def forecast_many(
    jobs: Iterable[Job], n_jobs: int, processes: int
) -> Generator[tuple[Fitted, Prediction], None, None]:
    """
    What each job learned and forecast, in order; the same whatever `processes` is.

    Close it to stop early.

    Parameters
    ----------
    jobs
        Made as they are needed, so that thousands of histories need not lie in memory.
    n_jobs
        How many there are.
    processes
        At most so many.

    Raises
    ------
    InputError
        Of the first job whose history cannot be forecast.
    """
    return mapped(_forecast, jobs, n_jobs, processes)


def _forecast(job: Job) -> tuple[Fitted, Prediction]:
    fitted = job.forecaster.fit(job.series)
    return fitted, fitted.predict(job.horizon, job.levels)
