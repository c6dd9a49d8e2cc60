"""
Day and week totals of a forecast, with quantiles of their own.

Quantiles of slots do not add up. The variance of a total is that of its parts and of what they
share: all slots of a day share a factor, days of a week share a part of theirs, and so do series.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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

    def quantiles(self, rows: Sequence[int], levels: tuple[float, ...]) -> FloatArray:
        """
        Of the sum of some streams, ``(n_levels,)``.

        With the shared deviations ``s_id`` of stream i on day d and ``S_i`` their sum, the variance
        is ``sum own + sum_ij r_ij (rho S_i S_j + (1 - rho) sum_d s_id s_jd)``; `rho` is
        `BETWEEN_DAYS`.
        """
        shared = self.shared[list(rows)]
        whole = shared.sum(axis=1)
        together = (1 - BETWEEN_DAYS) * shared @ shared.T + BETWEEN_DAYS * np.outer(whole, whole)
        alike = self.alike[np.ix_(rows, rows)]
        variance = self.own[list(rows)].sum() + float((alike * together).sum())
        mean = self.mean[list(rows)].sum()
        found = count_quantiles(np.array([mean]), np.array([variance]), levels)
        return np.asarray(found[:, 0], dtype=np.float64)


def totals(inputs: Inputs, forecast: Forecast) -> tuple[ForecastTotal, ...]:
    """Totals of a forecast of whole weeks: days, then weeks; series, queues and all in each."""
    levels = forecast.streams[0].levels
    parts = list(spans(inputs, forecast))
    return tuple(
        ForecastTotal(
            span, first, of, queue, priority, part.mean_of(rows), part.quantiles(rows, levels)
        )
        for wanted in SPAN_DAYS
        for of, queue, priority, rows in groups(forecast)
        for span, first, part in parts
        if span == wanted
    )


def spans(inputs: Inputs, forecast: Forecast) -> Iterator[tuple[Span, date, SpanParts]]:
    """
    What every day and then every week of a forecast of whole weeks is made of, by its first day.

    Days are those of the plan's clock; the factor of a day is that of the customers' day.
    """
    clock = zone(inputs.settings.zone)
    days = tuple(local_days(forecast.grid, clock))
    label = day_labels(forecast.grid, inputs.settings.zone, days)
    customers = [customer_days(inputs, s, forecast) for s in forecast.streams]
    for i, day in enumerate(days):
        yield "day", day, _parts(forecast, customers, np.flatnonzero(label == i))
    weeks = np.array([(day - days[0]).days // 7 for day in days])
    for i in range(int(weeks[-1]) + 1):
        slots = np.flatnonzero(weeks[label] == i)
        yield "week", days[0] + timedelta(weeks=i), _parts(forecast, customers, slots)


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


def _parts(forecast: Forecast, customers: Sequence[IntArray], slots: IntArray) -> SpanParts:
    streams = forecast.streams
    first = min(int(day[slots].min()) for day in customers)
    n_days = max(int(day[slots].max()) for day in customers) - first + 1
    mean, own = np.zeros(len(streams)), np.zeros(len(streams))
    shared = np.zeros((len(streams), n_days))
    for i, (stream, day) in enumerate(zip(streams, customers, strict=True)):
        m = stream.mean[slots]
        mean[i] = m.sum()
        own[i] = (stream.phi * m + (stream.slot_cv * m) ** 2).sum()
        deviation = (stream.day_cv * np.ones(len(stream.mean)))[slots] * m
        shared[i] = np.bincount(day[slots] - first, deviation, n_days)
    return SpanParts(mean, own, shared, forecast.correlation(range(len(streams))))


def span_end(total: ForecastTotal) -> date:
    """First day behind a total."""
    return total.first_day + timedelta(days=SPAN_DAYS[total.span])
