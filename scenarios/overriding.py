"""Overrides of people put on a forecast, in the order of their file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from forecasting.overrides import numbered, scaled_quantiles, times, totalled
from forecasting.spread import count_quantiles
from planner.arrays import BoolArray, FloatArray
from planner.demand import Forecast, StreamForecast
from planner.overrides import AppliedOverride, ForecastOverride
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.known_slots import arrival_slots, happened_slots


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What overrides act on: streams on the wide grid, ``(n_streams, n_slots)`` each."""

    inputs: Inputs
    wide: TimeGrid
    week: TimeGrid
    streams: tuple[tuple[str, str], ...]
    happened: BoolArray
    is_open: BoolArray


def overridden(inputs: Inputs, week: TimeGrid, found: Forecast) -> Forecast:
    """
    A forecast with the overrides that touch the planned weeks; the others change nothing.

    Each acts on what those above it left: later numbers and totals win, factors multiply. Slots
    that have happened or are closed stay as they are. `found` reaches around `week`.
    """
    wanted = [one for one in inputs.overrides if one.interval.overlaps(week.interval)]
    if not wanted:
        return found
    ground = _ground(inputs, week, found)
    mean = np.stack([stream.mean for stream in found.streams])
    applied = []
    for one in wanted:
        changed = _changed(one, mean, ground)
        if changed is not None:
            applied.append(_applied(one, mean, changed, ground))
            mean = changed
    streams = tuple(map(_with_mean, found.streams, mean))
    return replace(found, streams=streams, overrides=tuple(applied))


def _ground(inputs: Inputs, week: TimeGrid, found: Forecast) -> _Ground:
    past, wide = inputs.history.grid, found.grid
    until = min(past.n_slots, past.slot_of(week.start))
    streams = tuple((s.queue, s.priority) for s in found.streams)
    expected = np.stack([s.mean > 0 for s in found.streams])
    is_open = np.stack([arrival_slots(inputs, stream, wide, until) for stream in streams])
    happened = np.stack([happened_slots(inputs, stream, week, wide) for stream in streams])
    return _Ground(inputs, wide, week, streams, happened, is_open | expected)


def _changed(one: ForecastOverride, mean: FloatArray, ground: _Ground) -> FloatArray | None:
    """Means after an override; None where none of its slots can be changed."""
    span = _span(one, ground.wide)
    rows = _rows(one, ground.streams)
    free = np.zeros(mean.shape, dtype=np.bool_)
    first, last = max(span[0], 0), max(min(span[1], mean.shape[1]), 0)
    free[rows, first:last] = True
    free &= ground.is_open & ~ground.happened
    if not free.any():
        return None
    if one.kind == "factor":
        return times(mean, free, one.value)
    if one.kind == "number":
        return numbered(mean, free, one.value)
    came, elsewhere, n_elsewhere = _beside(one, span, rows, mean, ground)
    return totalled(mean, free, max(0.0, one.value - came), elsewhere, n_elsewhere)


def _span(one: ForecastOverride, grid: TimeGrid) -> tuple[int, int]:
    """Slots that begin in an override's span, relative to a grid; they may lie beyond it."""
    start, end = grid.offset(one.interval.start), grid.offset(one.interval.end)
    return int(np.ceil(start)), int(np.ceil(end))


def _rows(one: ForecastOverride, streams: Sequence[tuple[str, str]]) -> list[int]:
    return [i for i, stream in enumerate(streams) if one.is_on(*stream)]


def _beside(
    one: ForecastOverride, span: tuple[int, int], rows: list[int], mean: FloatArray, ground: _Ground
) -> tuple[float, float, int]:
    """
    Contacts of a span that have come; those expected, and open slots, beyond the wide grid.

    Beyond it, the nearest week of the grid repeats.
    """
    n_slots, week = mean.shape[1], 7 * 24 * 60 // ground.wide.minutes
    slots = np.arange(*span)
    near = np.where(slots < 0, slots % week, slots)
    near = np.where(slots >= n_slots, n_slots - week + (slots - n_slots) % week, near)
    beyond = (slots < 0) | (slots >= n_slots)
    came = elsewhere = 0.0
    n_elsewhere = 0
    for row in rows:
        known = _known(ground, ground.streams[row], slots)
        came += float(np.nansum(known))
        unknown = beyond & np.isnan(known)
        elsewhere += float(mean[row, near][unknown].sum())
        n_elsewhere += int(ground.is_open[row, near][unknown].sum())
    return came, elsewhere, n_elsewhere


def _known(
    ground: _Ground, stream: tuple[str, str], slots: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> FloatArray:
    """Contacts that the history knows of before the week, by slots of the wide grid; else NaN."""
    past = ground.inputs.history.grid
    place = past.slot_of(ground.wide.start) + slots
    is_past = (place >= 0) & (place < min(past.n_slots, past.slot_of(ground.week.start)))
    found = np.full(len(slots), np.nan)
    found[is_past] = ground.inputs.history.of(stream)[place[is_past]]
    return found


def _applied(
    one: ForecastOverride, before: FloatArray, after: FloatArray, ground: _Ground
) -> AppliedOverride:
    first, last = _span(one, ground.wide)
    start = ground.wide.slot_of(ground.week.start)
    part = slice(max(first, start), max(min(last, start + ground.week.n_slots), 0))
    rows = _rows(one, ground.streams)
    return AppliedOverride(one, float(before[rows, part].sum()), float(after[rows, part].sum()))


def _with_mean(stream: StreamForecast, mean: FloatArray) -> StreamForecast:
    """The same stream around another mean; its band goes along."""
    if np.array_equal(stream.mean, mean):
        return stream
    share = np.asarray(stream.day_cv) ** 2 + np.asarray(stream.slot_cv) ** 2
    fresh = count_quantiles(mean, stream.phi * mean + share * mean**2, stream.levels)
    band = scaled_quantiles(stream.quantiles, stream.mean, mean, fresh)
    return replace(stream, mean=mean, quantiles=band, model_mean=stream.mean)
