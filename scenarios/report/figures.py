"""Charts of a queue's week: forecast against history, required against scheduled."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from planner.arrays import FloatArray
from planner.local_time import wall_clock, zone
from planner.timegrid import TimeGrid
from scenarios.joint import queue_quantiles
from scenarios.plan import Plan
from scenarios.report.drawing import Figure, line, rounded, scatter, week_chart, whole

N_WEEKS_BACK = 6


def forecast_figure(plan: Plan, queue_id: str) -> Figure:
    """Contacts expected in every interval with their band, and those of the weeks before."""
    mean = plan.forecast.mean(queue_id)
    n_near = smoothing_slots(mean, plan.grid)
    traces = [
        *_earlier(plan, queue_id, n_near),
        *_band(plan, queue_id),
        line("Forecast", rounded(mean), "var(--blue)", width=2.2),
    ]
    actual = plan.actual.get(queue_id)
    if actual is not None and not np.isnan(actual).all():
        came = rounded(running_mean(actual, n_near))
        traces.append(line("What came", came, "var(--ink)", width=1.3, dash="dot"))
    return week_chart(plan, traces, f"contacts per {plan.grid.minutes} min")


def coverage_figure(plan: Plan, queue_id: str) -> Figure:
    """Agents required and scheduled in every interval; too few and too many are filled."""
    found = plan.coverage.of(queue_id)
    required, scheduled = whole(found.required), whole(found.scheduled)
    least = whole(np.minimum(found.required, found.scheduled))
    hidden = {"line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip", "showlegend": False}
    short = {"shape": "/", "fgcolor": "var(--short)", "bgcolor": "var(--short-fill)", "size": 5}
    traces: list[Figure] = [
        {**scatter(least), **hidden},
        {
            **scatter(required),
            **hidden,
            "name": "Too few",
            "fill": "tonexty",
            "fillcolor": "var(--short-fill)",
            "fillpattern": short,
            "showlegend": True,
        },
        {**scatter(least), **hidden},
        {
            **scatter(scheduled),
            **hidden,
            "name": "More than required",
            "fill": "tonexty",
            "fillcolor": "var(--over-fill)",
            "showlegend": True,
        },
        line("Scheduled", scheduled, "var(--blue)", width=2, shape="hv"),
        line("Required", required, "var(--ink)", width=1.6, shape="hv"),
    ]
    figure = week_chart(plan, traces, "agents")
    if max(*required, *scheduled) < 8:  # nobody reads half an agent
        figure["layout"]["yaxis"]["dtick"] = 1
    return figure


def smoothing_slots(mean: FloatArray, grid: TimeGrid) -> int:
    """
    Slots over which counts are averaged so that a chart of a quiet queue is more than noise.

    An odd number: 1 where a busy interval expects 40 contacts, more where fewer, up to 6 hours.
    """
    busy = mean[mean > 0]
    if not len(busy):
        return 1
    wanted = min(round(40 / float(busy.mean())), 6 * 60 // grid.minutes)
    return max(wanted, 1) // 2 * 2 + 1


def running_mean(values: FloatArray, n_near: int) -> FloatArray:
    """Mean of each value and its neighbours ``(n,)``, missing ones left out, NaN where all are."""
    known = ~np.isnan(values)
    window = np.ones(n_near)
    total = np.convolve(np.where(known, values, 0.0), window, mode="same")
    count = np.convolve(known.astype(float), window, mode="same")
    found: FloatArray = np.divide(total, count, out=np.full(len(values), np.nan), where=known)
    return found


def _earlier(plan: Plan, queue_id: str, n_near: int) -> list[Figure]:
    weeks = [running_mean(week, n_near) for week in earlier_weeks(plan, queue_id)]
    return [
        {
            **line("Weeks before", rounded(week), "var(--history)", width=1),
            "legendgroup": "before",
            "showlegend": number == 0,
            "hoverinfo": "skip",
            "hovertemplate": None,
        }
        for number, week in enumerate(weeks)
    ]


def earlier_weeks(plan: Plan, queue_id: str) -> list[FloatArray]:
    """
    Contacts of a queue in the weeks before, newest first, at the same wall-clock times.

    Shape ``(n_slots,)`` each, NaN where the history has nothing; a week without anything is left
    out. At most six.
    """
    history = plan.known_history
    rows = [row for row, (queue, _) in enumerate(history.streams) if queue == queue_id]
    if not rows:
        return []
    counts = history.counts[rows]
    total = np.where(np.isnan(counts).all(axis=0), np.nan, np.nansum(counts, axis=0))
    clock = zone(plan.inputs.queue(queue_id).zone)
    slots = [_slots_back(plan, clock, weeks) for weeks in range(1, N_WEEKS_BACK + 1)]
    found = [_taken(total, index) for index in slots]
    return [week for week in found if not np.isnan(week).all()]


def _slots_back(plan: Plan, clock: ZoneInfo, weeks: int) -> NDArray[np.int64]:
    local = wall_clock(plan.grid.stamps(), clock) - timedelta(days=7 * weeks)
    utc = local.tz_localize(
        clock, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward"
    ).tz_convert("UTC")
    offset = (utc - plan.known_history.grid.start) / timedelta(minutes=plan.grid.minutes)
    slots: NDArray[np.int64] = np.floor(np.asarray(offset, dtype=float)).astype(np.int64)
    return slots


def _taken(values: FloatArray, index: NDArray[np.int64]) -> FloatArray:
    inside = (index >= 0) & (index < len(values))
    found: FloatArray = np.where(inside, values[np.clip(index, 0, len(values) - 1)], np.nan)
    return found


def _band(plan: Plan, queue_id: str) -> list[Figure]:
    """Band from the 10 % to the 90 % quantile of the queue, its priorities taken together."""
    if not plan.forecast.of(queue_id):
        return []
    low, high = queue_quantiles(plan.forecast, queue_id, (0.1, 0.9))
    edge = {"line": {"width": 0}, "mode": "lines", "hoverinfo": "skip"}
    return [
        {**scatter(rounded(low)), **edge, "showlegend": False},
        {
            **scatter(rounded(high)),
            **edge,
            "name": "8 in 10 intervals within",
            "fill": "tonexty",
            "fillcolor": "var(--band)",
        },
    ]
