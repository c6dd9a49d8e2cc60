"""From history to forecast: one series per queue and priority, on the customers' clock."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from forecasting import AUTO, FORECASTERS
from forecasting.auto import Chosen
from forecasting.base import Fitted, Forecaster, Horizon, Prediction, Series
from forecasting.day_errors import DayErrors
from forecasting.explained import Stretch
from forecasting.shared_outages import shared_outages
from forecasting.workers import mapped, usable_cores
from planner.arrays import FloatArray
from planner.customers import customer_holidays, holiday_shares
from planner.demand import Forecast, StreamForecast
from planner.errors import InputError
from planner.local_time import zone
from planner.timegrid import TimeGrid
from scenarios.borrowing import among_all, own_weight, with_borrowed
from scenarios.handling_forecast import with_handling
from scenarios.inputs import Inputs
from scenarios.joint import stream_correlation
from scenarios.known_events import borrowed_events, queue_events
from scenarios.known_slots import arrival_slots
from scenarios.overriding import overridden
from scenarios.progress import Progress, StageProgress, silent
from scenarios.staffing.queue_week import open_slots
from scenarios.stream_work import StreamJob, do_stream

LEVELS = (0.1, 0.5, 0.8, 0.9, 0.95)
LEAD_DAYS = 7
MAX_WEEKS_AHEAD = 13
MIN_HISTORY_DAYS = 14


@dataclass(frozen=True, slots=True, eq=False)
class StreamFit:
    """
    How one stream came to its forecast: what was learned from which history.

    `horizon` and `prediction` reach from the end of the known history to the end of the wide grid;
    what people changed afterwards is not in them.
    """

    stream: tuple[str, str]
    series: Series
    fitted: Fitted
    horizon: Horizon
    prediction: Prediction


OnFit = Callable[[StreamFit], None]
"""Told of each stream as it is forecast, in the order of the history."""


def forecaster(name: str) -> Forecaster:
    """Forecaster by its name."""
    for candidate in (AUTO, *FORECASTERS):
        if candidate.name == name:
            return candidate
    names = ", ".join(f.name for f in (AUTO, *FORECASTERS))
    raise InputError(f"forecaster '{name}' is not known; use one of {names}")


def wide_grid(grid: TimeGrid) -> TimeGrid:
    """The week with seven days on either side, from and into which deferred work flows."""
    lead = LEAD_DAYS * 24 * 60 // grid.minutes
    return grid.widened(lead, lead)


def forecast_wide(
    inputs: Inputs, grid: TimeGrid, progress: Progress = silent, on_fit: OnFit | None = None
) -> Forecast:
    """
    Forecast of every stream over the week and seven days on either side.

    Nothing from the start of the week on is looked at. Slots before it hold what happened, as far
    as the history knows it, and the forecast elsewhere.

    Raises
    ------
    InputError
        If the week lies before the history, or too far behind it.
    """
    _check_distance(inputs, grid)
    model = forecaster(inputs.settings.forecaster)
    streams = [s for s in inputs.history.streams if own_weight(inputs, s, grid) > 0]
    wide, found, errors = wide_grid(grid), {}, []
    lent: dict[tuple[str, tuple[str, str]], StreamForecast] = {}
    progress(StageProgress("forecast", 0.0, f"{len(streams)} series"))
    with closing(_fits(inputs, grid, streams, model)) as fits:
        for i, (fit, missed) in enumerate(fits, start=1):
            errors.append(missed)
            if on_fit is not None:
                on_fit(fit)
            found[fit.stream] = _stream_forecast(fit, model.name, wide)
            for told in _told_otherwise(inputs, fit):
                lent[told[0], fit.stream] = _stream_forecast(told[1], model.name, wide)
            if not progress(StageProgress("forecast", i / len(streams), stream_name(fit.stream))):
                raise KeyboardInterrupt
    correlation = among_all(inputs, streams, stream_correlation(errors, list(found.values())))
    progress(StageProgress("forecast", 1.0, f"{len(streams)} series"))
    made = with_borrowed(inputs, grid, wide, found, lent)
    timed = tuple(with_handling(inputs, grid, wide, stream) for stream in made)
    return overridden(inputs, grid, Forecast(wide, timed, correlation))


def stream_name(stream: tuple[str, str]) -> str:
    """Queue and priority in one word: ``tickets/P1``."""
    return "/".join(part for part in stream if part)


def history_series(inputs: Inputs, stream: tuple[str, str], until: int | None = None) -> Series:
    """
    Series of a stream for a forecaster, up to but not including slot `until` of the history.

    It begins and ends where the stream is known: a queue that opened later than others, or whose
    export stops earlier, has no holes there.
    """
    history = inputs.history
    first, stop = _known_span(inputs, stream, history.grid.n_slots if until is None else until)
    past = TimeGrid(history.grid.instant(first), history.grid.minutes, stop - first)
    calendar = _horizon(inputs, stream, past, stop)
    return Series(
        unique_id=stream_name(stream),
        stamps=calendar.stamps,
        y=history.of(stream)[first:stop],
        is_open=calendar.is_open,
        minutes=calendar.minutes,
        zone=calendar.zone,
        holidays=calendar.holidays,
        holiday_share=calendar.holiday_share,
        events=calendar.events,
    )


def _known_span(inputs: Inputs, stream: tuple[str, str], until: int) -> tuple[int, int]:
    """Slots of the history without the missing ones at either end."""
    is_open = open_slots(inputs, inputs.queue(stream[0]), inputs.history.grid)[:until]
    is_missing = np.isnan(inputs.history.of(stream)[:until]) & is_open
    seen, missing = np.flatnonzero(is_open & ~is_missing), np.flatnonzero(is_missing)
    if not seen.size:
        return 0, until
    ahead, behind = missing[missing < seen[0]], missing[missing > seen[-1]]
    return (
        int(ahead[-1]) + 1 if ahead.size else 0,
        int(behind[0]) if behind.size else until,
    )


def _check_distance(inputs: Inputs, grid: TimeGrid) -> None:
    past = inputs.history.grid
    slots_a_day = 24 * 60 // past.minutes
    if past.offset(grid.start) < MIN_HISTORY_DAYS * slots_a_day:
        raise InputError(
            f"the week of {_day(inputs, grid)} leaves less than two weeks of history before it, "
            f"which begins on {_day(inputs, past)}; plan a later week or give an older history",
            code="history_too_short",
        )


def _day(inputs: Inputs, grid: TimeGrid) -> date:
    """Date on the plan's clock on which a grid begins."""
    return grid.start.astimezone(zone(inputs.settings.zone)).date()


def _check_age(inputs: Inputs, grid: TimeGrid, end: datetime, name: str) -> None:
    ahead = (grid.start - end).days / 7
    if ahead > MAX_WEEKS_AHEAD:
        raise InputError(
            f"the week of {_day(inputs, grid)} is {ahead:.0f} weeks after the history of {name} "
            f"ends; plan at most {MAX_WEEKS_AHEAD} weeks ahead or give a newer history",
            code="too_far_ahead",
        )


def _fits(
    inputs: Inputs, grid: TimeGrid, streams: Sequence[tuple[str, str]], model: Forecaster
) -> Generator[tuple[StreamFit, DayErrors], None, None]:
    """Each stream, fitted and forecast, on several processes where they are many."""
    begun: deque[tuple[tuple[str, str], StreamJob]] = deque()
    struck = shared_outages(_seen(inputs, grid, stream) for stream in streams)

    def jobs() -> Iterator[StreamJob]:
        for stream, outages in zip(streams, struck, strict=True):
            job = _job(inputs, grid, stream, model, len(streams), outages)
            begun.append((stream, job))
            yield job

    with closing(mapped(do_stream, jobs(), len(streams), usable_cores())) as results:
        for work in results:
            stream, job = begun.popleft()
            fit = StreamFit(stream, job.series, work.fitted, job.horizon, work.prediction)
            yield fit, work.errors


def _seen(inputs: Inputs, grid: TimeGrid, stream: tuple[str, str]) -> Series:
    """Series of a stream before the planned grid."""
    past = inputs.history.grid
    until = min(past.n_slots, past.slot_of(grid.start))
    return history_series(inputs, stream, _known_span(inputs, stream, until)[1])


def _job(
    inputs: Inputs,
    grid: TimeGrid,
    stream: tuple[str, str],
    model: Forecaster,
    n_streams: int,
    outages: tuple[Stretch, ...],
) -> StreamJob:
    wide, past = wide_grid(grid), inputs.history.grid
    series = replace(_seen(inputs, grid, stream), outages=outages)
    known = _known_span(inputs, stream, min(past.n_slots, past.slot_of(grid.start)))[1]
    _check_age(inputs, grid, past.instant(known), stream_name(stream))
    ahead = TimeGrid(past.instant(known), past.minutes, past.slot_of(wide.end) - known)
    horizon = _horizon(inputs, stream, ahead, known)
    return StreamJob(series, horizon, model, LEVELS, n_streams)


def _told_otherwise(inputs: Inputs, fit: StreamFit) -> Iterator[tuple[str, StreamFit]]:
    """The same for each queue that borrows from it, where other events are ahead of that one."""
    lender, own = fit.stream[0], fit.horizon
    for queue in inputs.queues:
        if queue.borrow is None or queue.borrow.queue != lender or not len(own):
            continue
        events = borrowed_events(inputs, queue.id, lender, own.stamps[0])
        if set(events) != set(own.events):
            prediction = fit.fitted.predict(replace(own, events=events), LEVELS)
            yield queue.id, replace(fit, prediction=prediction)


def _stream_forecast(fit: StreamFit, model: str, wide: TimeGrid) -> StreamForecast:
    """What happened, then the forecast, cut to the wide grid."""
    prediction = fit.prediction
    chosen = fit.fitted if isinstance(fit.fitted, Chosen) else None
    happened = np.where(fit.series.is_open, fit.series.y, 0.0)
    mean = _last(np.concatenate([happened, prediction.mean]), wide.n_slots)
    band = np.concatenate([np.tile(happened, (len(LEVELS), 1)), prediction.quantiles], axis=1)
    first = prediction.day_cv[:1] if len(prediction.day_cv) else np.zeros(1)
    day_cv = np.concatenate([np.repeat(first, len(happened)), prediction.day_cv])
    week = 7 * 24 * 60 // wide.minutes
    return StreamForecast(
        *fit.stream,
        mean=_filled(mean, week),
        levels=LEVELS,
        quantiles=np.stack([_filled(_last(row, wide.n_slots), week) for row in band]),
        model=chosen.model if chosen else model,
        why=chosen.choice.why if chosen else "",
        day_cv=_filled(_last(day_cv, wide.n_slots), week),
        slot_cv=prediction.slot_cv,
        phi=prediction.phi,
    )


def _horizon(inputs: Inputs, stream: tuple[str, str], grid: TimeGrid, until: int) -> Horizon:
    """Slots of a grid for a stream whose history is known before slot `until`."""
    queue = inputs.queue(stream[0])
    years = tuple(range(grid.start.year - 1, grid.end.year + 2))
    return Horizon(
        stamps=grid.stamps(),
        is_open=arrival_slots(inputs, stream, grid, until),
        minutes=grid.minutes,
        zone=queue.zone,
        holidays=customer_holidays(queue, years),
        holiday_share=holiday_shares(queue, years),
        events=queue_events(inputs, queue.id),
    )


def _last(values: FloatArray, n: int) -> FloatArray:
    """The last `n` values, with NaN in front where there are fewer."""
    return np.concatenate([np.full(max(0, n - len(values)), np.nan), values[-n:]])


def _filled(values: FloatArray, week: int) -> FloatArray:
    """Holes of the lead-in filled with the same slot a week later."""
    filled = values.copy()
    holes = np.flatnonzero(np.isnan(values))
    filled[holes] = values[holes + week]
    return filled
