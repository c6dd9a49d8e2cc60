"""The work on one stream's forecast, which a process of its own can do."""

from dataclasses import dataclass

from forecasting.auto import Chosen
from forecasting.base import Fitted, Forecaster, Horizon, Prediction, Series
from forecasting.day_errors import DayErrors
from scenarios.joint import stream_errors


@dataclass(frozen=True, slots=True, eq=False)
class StreamJob:
    """A stream's history, the slots to forecast from it and how; one of `n_streams`."""

    series: Series
    horizon: Horizon
    model: Forecaster
    levels: tuple[float, ...]
    n_streams: int


@dataclass(frozen=True, slots=True, eq=False)
class StreamWork:
    """What was learned and forecast, and how far whole days were off."""

    fitted: Fitted
    prediction: Prediction
    errors: DayErrors


def do_stream(job: StreamJob) -> StreamWork:
    """Fit one stream, forecast it, and measure its days; what the choice learned is used again."""
    fitted = job.model.fit(job.series)
    chosen = fitted if isinstance(fitted, Chosen) else None
    learn = chosen.learn if chosen else job.model.study(job.series).learn
    errors = stream_errors(job.series, learn, job.n_streams)
    if chosen:
        chosen.forget()
    return StreamWork(fitted, fitted.predict(job.horizon, job.levels), errors)
