"""Queues with little history or none: the profile of another one, until their own is there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from forecasting.spread import count_quantiles
from planner.arrays import BoolArray, FloatArray
from planner.demand import StreamForecast
from planner.errors import InputError
from planner.local_time import wall_clock, zone
from planner.queue_sources import Borrow
from planner.queues import Queue
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.known_slots import happened_slots
from scenarios.staffing.queue_week import open_slots

Stream = tuple[str, str]

OWN_DAYS: Final = 14
"""Days of history after which a queue stands on its own."""

RECENT_DAYS: Final = 56
"""Days of the lender over which an ordinary week is counted for ``per_week``."""

DOUBT: Final = 0.2
"""Standard deviation, relative, of what a borrowed level adds to the uncertainty of a day."""


def own_weight(inputs: Inputs, stream: Stream, grid: TimeGrid) -> float:
    """
    How far a stream stands on its own history before `grid`, 0 to 1.

    Known open intervals over the open ones of the last `OWN_DAYS` days, at most 1; 1 for every
    queue that borrows from none.
    """
    queue, past = inputs.queue(stream[0]), inputs.history.grid
    if queue.borrow is None:
        return 1.0
    until = min(past.n_slots, past.slot_of(grid.start))
    is_open = open_slots(inputs, queue, past)[:until]
    n_known = int((is_open & ~np.isnan(inputs.history.of(stream)[:until])).sum())
    n_fortnight = int(is_open[-OWN_DAYS * 1440 // past.minutes :].sum())
    return min(1.0, n_known / max(n_fortnight, 1))


def is_unseen(inputs: Inputs, stream: Stream) -> bool:
    """Whether a queue that borrows has no history to measure a forecast by."""
    return inputs.queue(stream[0]).borrow is not None and bool(
        np.isnan(inputs.history.of(stream)).all()
    )


def with_borrowed(
    inputs: Inputs,
    grid: TimeGrid,
    wide: TimeGrid,
    own: dict[Stream, StreamForecast],
    lent: dict[tuple[str, Stream], StreamForecast],
) -> tuple[StreamForecast, ...]:
    """
    Forecasts of all streams in the order of the history, those that borrow made or blended.

    Parameters
    ----------
    grid, wide
        The planned week, and the grid of the forecasts around it.
    own
        Forecasts of the streams that have any history, by stream.
    lent
        The same with the events of a queue that borrows, by that queue, where they differ.

    Raises
    ------
    InputError
        If a queue asks for contacts in a week and the other has none while it is open.
    """
    made = []
    for stream in inputs.history.streams:
        weight = own_weight(inputs, stream, grid)
        if weight == 1:
            made.append(own[stream])
        else:
            theirs = {one: lent.get((stream[0], one), own[one]) for one in own}
            borrowed = _lent(inputs, stream, grid, wide, theirs)
            happened = happened_slots(inputs, stream, grid, wide)
            made.append(_blended(own.get(stream), borrowed, weight, happened))
    return tuple(made)


def among_all(inputs: Inputs, own: Sequence[Stream], correlation: FloatArray) -> FloatArray:
    """Correlation of the day factors of all streams: those that only borrow go on their own."""
    place = [inputs.history.streams.index(stream) for stream in own]
    found = np.eye(len(inputs.history.streams))
    found[np.ix_(place, place)] = correlation
    return found


def _lent(
    inputs: Inputs,
    stream: Stream,
    grid: TimeGrid,
    wide: TimeGrid,
    own: dict[Stream, StreamForecast],
) -> StreamForecast:
    """What a stream borrows: the other's expected contacts at its own wall-clock times."""
    queue = inputs.queue(stream[0])
    borrow = queue.borrow
    assert borrow is not None
    lender = inputs.queue(borrow.queue)
    streams, part = _lenders(inputs, stream, lender, grid)
    total = np.sum([own[one].mean for one in streams], axis=0)
    mean = _on_clock(total, wide, zone(lender.zone), zone(queue.zone))
    mean = np.where(_may_arrive(inputs, queue, wide), mean * part, 0.0)
    mean *= _level(inputs, borrow, queue, lender, grid)
    first = own[streams[0]]
    doubted = replace(
        first,
        queue=stream[0],
        priority=stream[1],
        mean=mean,
        model=f"borrowed from {lender.id}",
        why=_why(borrow),
        day_cv=np.hypot(first.day_cv, DOUBT),
    )
    return replace(doubted, quantiles=_band(doubted))


def _why(borrow: Borrow) -> str:
    """What a borrowed level is, for the planner."""
    if borrow.factor is not None:
        return f"borrowed from {borrow.queue}, times {borrow.factor:g}"
    return f"borrowed from {borrow.queue}, {borrow.per_week:,g} contacts in an ordinary week"


def _lenders(
    inputs: Inputs, stream: Stream, lender: Queue, grid: TimeGrid
) -> tuple[tuple[Stream, ...], float]:
    """Streams that lend to one, and the part of them that it has: by priority, else by its mix."""
    of_lender = tuple(s for s in inputs.history.streams if s[0] == lender.id)
    of_queue = tuple(s for s in inputs.history.streams if s[0] == stream[0])
    if {p for _, p in of_lender} == {p for _, p in of_queue}:
        return ((lender.id, stream[1]),), 1.0
    until = min(inputs.history.grid.n_slots, inputs.history.grid.slot_of(grid.start))
    counts = [float(np.nansum(inputs.history.of(s)[:until])) for s in of_queue]
    if sum(counts) == 0:
        return of_lender, 1 / len(of_queue)
    return of_lender, counts[of_queue.index(stream)] / sum(counts)


def _level(inputs: Inputs, borrow: Borrow, queue: Queue, lender: Queue, grid: TimeGrid) -> float:
    """Contacts of a queue over those of the one that it borrows from."""
    if borrow.factor is not None or borrow.per_week is None:
        return borrow.factor or 0.0
    weekly = _ordinary_week(inputs, queue, lender, grid)
    if weekly <= 0:
        raise InputError(
            f"queue {queue.id} borrows from {lender.id}, which had no contacts in the last "
            f"{RECENT_DAYS // 7} weeks while {queue.id} is open; name another queue",
            code="bad_lender",
        )
    return borrow.per_week / weekly


def _ordinary_week(inputs: Inputs, queue: Queue, lender: Queue, grid: TimeGrid) -> float:
    """Contacts that the lender had in a week of late, in the hours of the borrower."""
    history = inputs.history
    until = min(history.grid.n_slots, history.grid.slot_of(grid.start))
    first = max(0, until - RECENT_DAYS * 1440 // history.grid.minutes)
    recent = TimeGrid(history.grid.instant(first), history.grid.minutes, until - first)
    rows = [i for i, (name, _) in enumerate(history.streams) if name == lender.id]
    counts = history.counts[rows, first:until].sum(axis=0)
    counts = _on_clock(counts, recent, zone(lender.zone), zone(queue.zone))
    counts = counts[_may_arrive(inputs, queue, recent)]
    if np.isnan(counts).all():
        return 0.0
    n_weeks = recent.hours / (7 * 24)
    return float(np.nanmean(counts)) * len(counts) / n_weeks


def _may_arrive(inputs: Inputs, queue: Queue, grid: TimeGrid) -> BoolArray:
    """Slots in which contacts of a queue can come: mail at any time, calls while it is open."""
    if not queue.channel.is_live:
        return np.ones(grid.n_slots, dtype=np.bool_)
    return open_slots(inputs, queue, grid)


def _on_clock(
    values: FloatArray, grid: TimeGrid, lender: ZoneInfo, borrower: ZoneInfo
) -> FloatArray:
    """
    Values of a grid on the lender's clock, at the same wall-clock times of the borrower's.

    At either end, where the two clocks reach different days, those of the week beside it serve.
    """
    if lender == borrower:
        return values
    theirs = np.maximum.accumulate(np.asarray(wall_clock(grid.stamps(), lender)))
    ours = np.asarray(wall_clock(grid.stamps(), borrower))
    week, slot = np.timedelta64(7, "D"), np.timedelta64(grid.minutes, "m")
    ours = np.where(ours < theirs[0], ours + week, ours)
    ours = np.where(ours >= theirs[-1] + slot, ours - week, ours)
    found: FloatArray = values[np.searchsorted(theirs, ours, side="right") - 1]
    return found


def _blended(
    own: StreamForecast | None, lent: StreamForecast, weight: float, happened: BoolArray
) -> StreamForecast:
    """``weight`` of the own forecast and the rest borrowed; what happened stays as it is."""
    if own is None:
        return lent
    mixed = replace(
        own,
        mean=np.where(happened, own.mean, weight * own.mean + (1 - weight) * lent.mean),
        model=f"{own.model}, {lent.model}",
        why=f"{100 * weight:.0f} % on its own history, the rest {lent.why}",
        day_cv=np.sqrt(weight * own.day_cv**2 + (1 - weight) * lent.day_cv**2),
        slot_cv=float(np.sqrt(weight * own.slot_cv**2 + (1 - weight) * lent.slot_cv**2)),
        phi=weight * own.phi + (1 - weight) * lent.phi,
    )
    return replace(mixed, quantiles=np.where(happened, own.quantiles, _band(mixed)))


def _band(stream: StreamForecast) -> FloatArray:
    """Quantiles that follow from a stream's mean and spread, ``(n_levels, n_slots)``."""
    share = np.asarray(stream.day_cv) ** 2 + stream.slot_cv**2
    variance = stream.phi * stream.mean + share * stream.mean**2
    return count_quantiles(stream.mean, variance, stream.levels)
