"""A kept forecast and what came, slot by slot."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.arrays import BoolArray, FloatArray
from planner.demand import Forecast, History, StreamForecast
from planner.errors import InputError
from planner.timegrid import TimeGrid
from scenarios.forecast import stream_name


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """
    One series over the slots of the forecast, ``(n_slots,)`` each.

    Parameters
    ----------
    queue, priority
        Of the series; no priority where a queue is compared as one.
    actual
        Contacts that came, NaN where nobody knows.
    mean, low, high
        As forecast: mean and 10 and 90 % quantiles; the quantiles are NaN where there are none.
    model_mean
        The mean before people corrected it; the mean itself where nobody did.
    """

    queue: str
    priority: str
    actual: FloatArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    model_mean: FloatArray

    @property
    def name(self) -> str:
        """Queue and priority in one word."""
        return stream_name((self.queue, self.priority))

    @property
    def is_known(self) -> BoolArray:
        """Slots of which is known what came."""
        return ~np.isnan(self.actual)


def compared(forecast: Forecast, actuals: History) -> tuple[tuple[Compared, ...], tuple[str, ...]]:
    """
    Every series that both have, and notes on those that one lacks.

    A queue whose priorities only one of the two tells apart is compared as one.

    Raises
    ------
    InputError
        ``no_overlap`` where nothing is in both.
    """
    came = {stream: _on(forecast.grid, actuals, stream) for stream in actuals.streams}
    series: list[Compared] = []
    notes: list[str] = []
    for queue in dict.fromkeys(s.queue for s in forecast.streams):
        own = {stream: counts for stream, counts in came.items() if stream[0] == queue}
        if not own:
            notes.append(f"{queue} is forecast, but not in the file")
            continue
        found, missing = _of_queue(forecast.of(queue), own)
        series += found
        notes += missing
    queues = {s.queue for s in forecast.streams}
    notes += [
        f"{queue} is in the file, but was not forecast"
        for queue in dict.fromkeys(stream[0] for stream in came)
        if queue not in queues
    ]
    if not any(one.is_known.any() for one in series):
        raise InputError(
            "the forecast and the file have no interval in common; name another --version, see: "
            "rotacast forecasts FOLDER",
            code="no_overlap",
        )
    return tuple(series), tuple(notes)


def _of_queue(
    streams: tuple[StreamForecast, ...], came: dict[tuple[str, str], FloatArray]
) -> tuple[list[Compared], list[str]]:
    forecast, told = {s.priority for s in streams}, {priority for _, priority in came}
    if ("" in forecast) != ("" in told) or ("" in told and len(told) > 1):
        return [_whole(streams, list(came.values()))], []
    pairs = [(s, came[s.queue, s.priority]) for s in streams if (s.queue, s.priority) in came]
    notes = [*_lacking(streams[0].queue, forecast - told, told - forecast)]
    return [_single(stream, counts) for stream, counts in pairs], notes


def _lacking(queue: str, unseen: set[str], unforeseen: set[str]) -> Iterator[str]:
    for priority in sorted(unseen):
        yield f"{queue}/{priority} is forecast, but not in the file"
    for priority in sorted(unforeseen):
        yield f"{queue}/{priority} is in the file, but was not forecast"


def _single(stream: StreamForecast, actual: FloatArray) -> Compared:
    low, high = (_quantile(stream, level) for level in (0.1, 0.9))
    before = _before(stream)
    return Compared(stream.queue, stream.priority, actual, stream.mean, low, high, before)


def _before(stream: StreamForecast) -> FloatArray:
    return stream.mean if stream.model_mean is None else stream.model_mean


def _quantile(stream: StreamForecast, level: float) -> FloatArray:
    row = int(np.argmin(np.abs(np.asarray(stream.levels) - level)))
    return np.asarray(stream.quantiles[row], dtype=np.float64)


def _whole(streams: tuple[StreamForecast, ...], came: list[FloatArray]) -> Compared:
    """A queue as one; its band is known only where a single stream is forecast."""
    actual, mean = np.sum(came, axis=0), np.sum([s.mean for s in streams], axis=0)
    if len(streams) == 1:
        return _single(streams[0], actual)
    unknown = np.full(mean.shape, np.nan)
    before = np.sum([_before(s) for s in streams], axis=0)
    return Compared(streams[0].queue, "", actual, mean, unknown, unknown, before)


def _on(grid: TimeGrid, actuals: History, stream: tuple[str, str]) -> FloatArray:
    """Counts of a stream on the slots of a forecast, NaN where they are not known."""
    counts = np.full(grid.n_slots, np.nan)
    if grid.minutes != actuals.grid.minutes:
        raise InputError(
            f"the forecast has intervals of {grid.minutes} minutes and the plan of "
            f"{actuals.grid.minutes}; name a version made since interval_minutes changed"
        )
    first = actuals.grid.slot_of(grid.start)
    begin, end = max(0, first), min(actuals.grid.n_slots, first + grid.n_slots)
    if begin < end:
        counts[begin - first : end - first] = actuals.of(stream)[begin:end]
    return counts
