"""How long the contacts of a forecast take: by slot, by priority, and of a queue's mix."""

from collections.abc import Sequence

import numpy as np

from planner.arrays import FloatArray
from planner.demand import Forecast, StreamForecast
from planner.queues import Queue
from planner.staffing.load.handling_time import LARGEST_CV, SMALLEST_CV, Shape


def handling_s(queue: Queue, stream: StreamForecast) -> FloatArray:
    """Mean seconds of the contacts of each slot; the queue's own where none are forecast."""
    if stream.aht_s is None:
        return np.full(stream.mean.shape, float(queue.handling_s(stream.priority)))
    return stream.aht_s


def work_s_by_priority(queue: Queue, wide: Forecast) -> dict[str, FloatArray]:
    """Seconds of handling that arrive in each slot of a queue, by priority."""
    return {s.priority: s.mean * handling_s(queue, s) for s in wide.of(queue.id)}


def mean_of_priority(queue: Queue, wide: Forecast, priority: str) -> float:
    """Mean seconds of contacts of one priority over all slots; the queue's own if none comes."""
    streams = [s for s in wide.of(queue.id) if s.priority == priority]
    return _mean(queue, streams, queue.handling_s(priority))


def mean_of_queue(queue: Queue, wide: Forecast) -> float:
    """Mean seconds of the queue's mix of priorities over all slots."""
    return _mean(queue, wide.of(queue.id), queue.aht_s)


def mixed_handling_s(queue: Queue, wide: Forecast) -> FloatArray:
    """Mean seconds of the mix of priorities in each slot; that of all slots where none comes."""
    contacts = wide.mean(queue.id)
    work = np.sum(list(work_s_by_priority(queue, wide).values()), axis=0)
    overall = np.full(contacts.shape, float(mean_of_queue(queue, wide)))
    np.divide(work, contacts, out=overall, where=contacts > 0)
    return overall


def handling_shape(queue: Queue, streams: Sequence[StreamForecast]) -> tuple[Shape, float | None]:
    """
    Shape of handling times and, of log-normal ones, their coefficient of variation.

    The queue's own, else the widest that was measured of its streams, else exponential.
    """
    cv = measured_cv(queue, streams)
    if cv is None:
        return "exponential", None
    if cv < SMALLEST_CV:
        return "deterministic", None
    return "log-normal", min(cv, LARGEST_CV)


def measured_cv(queue: Queue, streams: Sequence[StreamForecast]) -> float | None:
    """Coefficient of variation of single handling times, None for exponential ones."""
    measured = [s.aht_cv for s in streams if s.aht_cv is not None]
    return queue.aht_cv if queue.aht_cv is not None else max(measured, default=None)


def handling_day_cv(streams: Sequence[StreamForecast]) -> float:
    """Coefficient of variation of the factor by which all handling of a day leaves its mean."""
    return max((s.aht_day_cv for s in streams), default=0.0)


def _mean(queue: Queue, streams: Sequence[StreamForecast], otherwise: float) -> float:
    contacts = sum(float(s.mean.sum()) for s in streams)
    work = sum(float((s.mean * handling_s(queue, s)).sum()) for s in streams)
    return work / contacts if contacts else otherwise
