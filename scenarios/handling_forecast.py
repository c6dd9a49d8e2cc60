"""How long contacts of a stream will take: from its history, or as the queue says."""

from dataclasses import replace

import numpy as np

from forecasting.base import Horizon
from forecasting.handling_base import HandlingSeries
from forecasting.handling_time import HandlingPattern
from planner.demand import StreamForecast
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs


def with_handling(
    inputs: Inputs, week: TimeGrid, wide: TimeGrid, stream: StreamForecast
) -> StreamForecast:
    """
    A forecast of contacts with their handling times.

    Learned from what was known before `week`, where the queue asks for it and the history tells
    any; else the queue's own in every slot. Single contacts then spread as the queue says.
    """
    queue = inputs.queue(stream.queue)
    usual_s = float(queue.handling_s(stream.priority))
    past = inputs.history.grid
    until = min(past.n_slots, past.slot_of(week.start))
    series = handling_series(inputs, (stream.queue, stream.priority), until)
    if series is None:
        return replace(stream, aht_s=np.full(wide.n_slots, usual_s))
    made = HandlingPattern().fit(series, usual_s).predict(_slots(wide, queue.zone))
    return replace(stream, aht_s=made.mean_s, aht_day_cv=made.day_cv, aht_cv=made.contact_cv)


def handling_series(
    inputs: Inputs, stream: tuple[str, str], until: int | None = None
) -> HandlingSeries | None:
    """
    Handling times of a stream, from the first known to slot `until` of the history.

    None where its queue keeps its own handling time or nothing is known.
    """
    history, queue = inputs.history, inputs.queue(stream[0])
    stop = history.grid.n_slots if until is None else until
    if not queue.learns_handling or history.handle_s is None or history.handled is None:
        return None
    row = history.streams.index(stream)
    known = np.flatnonzero(history.handled[row, :stop] > 0)
    if not known.size:
        return None
    first = int(known[0])
    grid = TimeGrid(history.grid.instant(first), history.grid.minutes, stop - first)
    return HandlingSeries(
        unique_id="/".join(part for part in stream if part),
        slots=_slots(grid, queue.zone),
        mean_s=history.handle_s[row, first:stop],
        contacts=history.handled[row, first:stop],
    )


def _slots(grid: TimeGrid, zone: str) -> Horizon:
    return Horizon(
        stamps=grid.stamps(),
        is_open=np.ones(grid.n_slots, dtype=np.bool_),
        minutes=grid.minutes,
        zone=zone,
    )
