"""
Day and week totals of a forecast, with quantiles of their own.

Quantiles of slots do not add up. The variance of a total is that of its parts and of what they
share: all slots of a day share a factor, days of a week share a part of theirs, and so do series.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np

from forecasting.base import Horizon
from forecasting.day_correlation import BETWEEN_DAYS
from forecasting.features import wall_clock
from forecasting.spread import count_quantiles
from planner.arrays import FloatArray, IntArray
from planner.demand import Forecast, StreamForecast
from planner.local_time import local_days, zone
from planner.totals import SPAN_DAYS, ForecastTotal, Span, Whose
from scenarios.coverage import day_labels
from scenarios.inputs import Inputs


@dataclass(frozen=True, slots=True, eq=False)
class SpanParts:
    """
    Totals of every stream: mean and own variance ``(n,)``, shared deviation ``(n, n_days)``.

    `alike` is the correlation of the streams' day factors, ``(n, n)``.
    """

    mean: FloatArray
    own: FloatArray
    shared: FloatArray
    alike: FloatArray

    def mean_of(self, rows: Sequence[int]) -> float:
        """Expected contacts of some streams."""
        return float(self.mean[list(rows)].sum())

    def variance_of(self, rows: Sequence[int]) -> float:
        """
        Variance of the sum of some streams.

        With the shared deviations ``s_id`` of stream i on day d and ``S_i`` their sum, it is ``sum
        own + sum_ij r_ij (rho S_i S_j + (1 - rho) sum_d s_id s_jd)``; `rho` is `BETWEEN_DAYS`.
        """
        shared = self.shared[list(rows)]
        whole = shared.sum(axis=1)
        together = (1 - BETWEEN_DAYS) * shared @ shared.T + BETWEEN_DAYS * np.outer(whole, whole)
        alike = self.alike[np.ix_(rows, rows)]
        return float(self.own[list(rows)].sum() + (alike * together).sum())


def span_quantiles(
    parts: Sequence[SpanParts], rows: Sequence[int], levels: tuple[float, ...]
) -> FloatArray:
    """Quantiles of the sum of some streams in each of several spans, ``(n_levels, n_spans)``."""
    mean = np.array([part.mean_of(rows) for part in parts])
    variance = np.array([part.variance_of(rows) for part in parts])
    return count_quantiles(mean, variance, levels)


def totals(inputs: Inputs, forecast: Forecast) -> tuple[ForecastTotal, ...]:
    """Totals of a forecast of whole weeks: days, then weeks; series, queues and all in each."""
    levels = forecast.streams[0].levels
    every = list(spans(inputs, forecast))
    found: list[ForecastTotal] = []
    for wanted in SPAN_DAYS:
        firsts = [first for span, first, _ in every if span == wanted]
        parts = [part for span, _, part in every if span == wanted]
        for of, queue, priority, rows in groups(forecast):
            quantiles = span_quantiles(parts, rows, levels).T
            found += [
                ForecastTotal(wanted, first, of, queue, priority, part.mean_of(rows), known)
                for first, part, known in zip(firsts, parts, quantiles, strict=True)
            ]
    return tuple(found)


def spans(inputs: Inputs, forecast: Forecast) -> Iterator[tuple[Span, date, SpanParts]]:
    """
    What every day and then every week of a forecast of whole weeks is made of, by its first day.

    Days are those of the plan's clock; the factor of a day is that of the customers' day.
    """
    clock = zone(inputs.settings.zone)
    days = tuple(local_days(forecast.grid, clock))
    label = day_labels(forecast.grid, inputs.settings.zone, days)
    streams = _Streams.of(inputs, forecast)
    for i, day in enumerate(days):
        yield "day", day, streams.parts(np.flatnonzero(label == i))
    weeks = np.array([(day - days[0]).days // 7 for day in days])
    for i in range(int(weeks[-1]) + 1):
        slots = np.flatnonzero(weeks[label] == i)
        yield "week", days[0] + timedelta(weeks=i), streams.parts(slots)


def groups(forecast: Forecast) -> list[tuple[Whose, str, str, list[int]]]:
    """Whose totals are told, and the streams of each: series, queues of several, all queues."""
    streams = forecast.streams
    found: list[tuple[Whose, str, str, list[int]]] = [
        ("series", s.queue, s.priority, [i]) for i, s in enumerate(streams)
    ]
    queues = dict.fromkeys(s.queue for s in streams)
    for queue in queues:
        rows = [i for i, s in enumerate(streams) if s.queue == queue]
        if len(rows) > 1:
            found.append(("queue", queue, "", rows))
    if len(queues) > 1:
        found.append(("total", "", "", list(range(len(streams)))))
    return found


def customer_days(inputs: Inputs, stream: StreamForecast, forecast: Forecast) -> IntArray:
    """Number of the local day of each slot on the clock of a stream's customers, ``(n_slots,)``."""
    grid = forecast.grid
    everything = np.ones(grid.n_slots, dtype=np.bool_)
    clock = inputs.queue(stream.queue).zone
    return wall_clock(
        Horizon(stamps=grid.stamps(), is_open=everything, minutes=grid.minutes, zone=clock)
    ).day


@dataclass(frozen=True, slots=True, eq=False)
class _Streams:
    """
    All streams slot by slot: mean, own variance and shared deviation, ``(n_streams, n_slots)``.

    `clocks` are the local days of each clock of customers, and the streams that live by it.
    """

    mean: FloatArray
    own: FloatArray
    shared: FloatArray
    alike: FloatArray
    clocks: tuple[tuple[IntArray, list[int]], ...]

    @classmethod
    def of(cls, inputs: Inputs, forecast: Forecast) -> Self:
        streams = forecast.streams
        rows: dict[str, list[int]] = {}
        for row, stream in enumerate(streams):
            rows.setdefault(inputs.queue(stream.queue).zone, []).append(row)
        mean = np.stack([s.mean for s in streams])
        return cls(
            mean,
            np.stack([s.phi * s.mean + (s.slot_cv * s.mean) ** 2 for s in streams]),
            np.stack([s.day_cv * s.mean for s in streams]),
            forecast.correlation(range(len(streams))),
            tuple((customer_days(inputs, streams[of[0]], forecast), of) for of in rows.values()),
        )

    def parts(self, slots: IntArray) -> SpanParts:
        """What the sum over some slots is made of."""
        first = min(int(day[slots].min()) for day, _ in self.clocks)
        n_days = max(int(day[slots].max()) for day, _ in self.clocks) - first + 1
        shared = np.zeros((len(self.mean), n_days))
        for day, rows in self.clocks:
            in_day = day[slots, None] - first == np.arange(n_days)
            shared[rows] = self.shared[rows][:, slots] @ in_day.astype(np.float64)
        mean, own = self.mean[:, slots].sum(axis=1), self.own[:, slots].sum(axis=1)
        return SpanParts(mean, own, shared, self.alike)


def span_end(total: ForecastTotal) -> date:
    """First day behind a total."""
    return total.first_day + timedelta(days=SPAN_DAYS[total.span])
