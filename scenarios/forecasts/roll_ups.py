"""Totals of a forecast by queue, channel, language and group, with bands of their own."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from planner.demand import Forecast
from planner.queues import Queue
from planner.roll_ups import ALL, UNNAMED, Level, RollUp, SpanSum
from planner.totals import Span
from scenarios.forecasts.totals import SpanParts, span_quantiles, spans
from scenarios.inputs import Inputs
from scenarios.joint import forecast_spread


def roll_ups(inputs: Inputs, forecast: Forecast) -> Iterator[RollUp]:
    """
    Sums of the streams at every level, queues in the order of the settings, others by name.

    A level of labels is there when a queue has one; queues without it are summed as `UNNAMED`, so
    that channels, languages and groups each share out all contacts in every slot, day and week. A
    queue of one stream is that stream and not told again. Means are sums; quantiles are those of
    the sum, by how far the streams' days go together.
    """
    if not forecast.streams:
        return
    levels = forecast.streams[0].levels
    spread = forecast_spread(forecast)
    every = list(spans(inputs, forecast))
    for level, name, rows in members(inputs, forecast):
        first, *others = (forecast.streams[row] for row in rows)
        yield RollUp(
            level=level,
            name=name,
            mean=np.sum([first.mean, *(s.mean for s in others)], axis=0),
            levels=levels,
            quantiles=spread.of(rows).quantiles(levels) if others else first.quantiles,
            spans=_span_sums(every, rows, levels),
        )


def members(inputs: Inputs, forecast: Forecast) -> Iterator[tuple[Level, str, list[int]]]:
    """Level and name of every sum, and the numbers of its streams."""
    queues = {queue.id: queue for queue in inputs.queues}
    of_stream = [queues[stream.queue] for stream in forecast.streams]
    for level in _levels(of_stream):
        rows_by_name: dict[str, list[int]] = {}
        for row, queue in enumerate(of_stream):
            rows_by_name.setdefault(_name(queue, level), []).append(row)
        order = list(queues) if level == "queue" else sorted(rows_by_name)
        least = 2 if level == "queue" else 1
        for name in order:
            if len(rows := rows_by_name.get(name, [])) >= least:
                yield level, name, rows


def _levels(queues: list[Queue]) -> Iterator[Level]:
    yield "queue"
    yield "channel"
    if any(queue.language for queue in queues):
        yield "language"
    if any(queue.group for queue in queues):
        yield "group"
    yield "total"


def _name(queue: Queue, level: Level) -> str:
    names: dict[Level, str] = {
        "queue": queue.id,
        "channel": str(queue.channel),
        "language": queue.language or UNNAMED,
        "group": queue.group or UNNAMED,
        "total": ALL,
    }
    return names[level]


def _span_sums(
    every: Sequence[tuple[Span, date, SpanParts]], rows: list[int], levels: tuple[float, ...]
) -> tuple[SpanSum, ...]:
    quantiles = span_quantiles([part for _, _, part in every], rows, levels).T
    return tuple(
        SpanSum(span, first, part.mean_of(rows), known)
        for (span, first, part), known in zip(every, quantiles, strict=True)
    )
