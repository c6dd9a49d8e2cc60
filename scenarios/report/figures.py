"""
Charts of a queue's week: forecast against history, required against scheduled.

A chart is a plain dict of plotly's `data` and `layout`. The x-axis counts slots, labelled with the
wall clock, so that the doubled hour of a clock change has its own place. Colours are names of CSS
variables, which the page looks up, so that a chart follows light, dark and print.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from planner.arrays import FloatArray
from planner.demand import StreamForecast
from planner.local_time import day_start, local_days, wall_clock, zone
from planner.timegrid import TimeGrid
from scenarios.plan import Plan
from scenarios.report.words import short_day

Figure = dict[str, Any]
N_WEEKS_BACK = 6


def forecast_figure(plan: Plan, queue_id: str) -> Figure:
    """Contacts expected in every interval with their band, and those of the weeks before."""
    streams, mean = plan.forecast.of(queue_id), plan.forecast.mean(queue_id)
    n_near = smoothing_slots(mean, plan.grid)
    traces = [
        *_earlier(plan, queue_id, n_near),
        *_band(streams, plan.grid.n_slots),
        _line("Forecast", _rounded(mean), "var(--blue)", width=2.2),
    ]
    actual = plan.actual.get(queue_id)
    if actual is not None and not np.isnan(actual).all():
        came = _rounded(running_mean(actual, n_near))
        traces.append(_line("What came", came, "var(--ink)", width=1.3, dash="dot"))
    return _figure(plan, traces, f"contacts per {plan.grid.minutes} min")


def coverage_figure(plan: Plan, queue_id: str) -> Figure:
    """Agents required and scheduled in every interval; too few and too many are filled."""
    found = plan.coverage.of(queue_id)
    required, scheduled = _whole(found.required), _whole(found.scheduled)
    least = _whole(np.minimum(found.required, found.scheduled))
    hidden = {"line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip", "showlegend": False}
    short = {"shape": "/", "fgcolor": "var(--short)", "bgcolor": "var(--short-fill)", "size": 5}
    traces: list[Figure] = [
        {**_scatter(least), **hidden},
        {
            **_scatter(required),
            **hidden,
            "name": "Too few",
            "fill": "tonexty",
            "fillcolor": "var(--short-fill)",
            "fillpattern": short,
            "showlegend": True,
        },
        {**_scatter(least), **hidden},
        {
            **_scatter(scheduled),
            **hidden,
            "name": "More than required",
            "fill": "tonexty",
            "fillcolor": "var(--over-fill)",
            "showlegend": True,
        },
        _line("Scheduled", scheduled, "var(--blue)", width=2, shape="hv"),
        _line("Required", required, "var(--ink)", width=1.6, shape="hv"),
    ]
    figure = _figure(plan, traces, "agents")
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
            **_line("Weeks before", _rounded(week), "var(--history)", width=1),
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


def _band(streams: Sequence[StreamForecast], n_slots: int) -> list[Figure]:
    """Band from the 10 % to the 90 % quantile; of several streams the sums, which is too wide."""
    low, high = np.zeros(n_slots), np.zeros(n_slots)
    for stream in streams:
        levels = np.asarray(stream.levels)
        low += stream.quantiles[int(np.argmin(abs(levels - 0.1)))]
        high += stream.quantiles[int(np.argmin(abs(levels - 0.9)))]
    if not streams:
        return []
    name = "8 in 10 intervals within"
    if len(streams) > 1:
        name = f"at least {name}"
    edge = {"line": {"width": 0}, "mode": "lines", "hoverinfo": "skip"}
    return [
        {**_scatter(_rounded(low)), **edge, "showlegend": False},
        {
            **_scatter(_rounded(high)),
            **edge,
            "name": name,
            "fill": "tonexty",
            "fillcolor": "var(--band)",
        },
    ]


def _scatter(values: Sequence[float | int | None]) -> Figure:
    return {"type": "scatter", "x0": 0, "dx": 1, "y": list(values), "mode": "lines"}


def _line(
    name: str, values: Sequence[float | int | None], colour: str, *, width: float, **line: str
) -> Figure:
    return {
        **_scatter(values),
        "name": name,
        "line": {"color": colour, "width": width, **line},
        "hovertemplate": f"{escape(name)}: <b>%{{y:,}}</b><extra></extra>",
    }


def _figure(plan: Plan, traces: list[Figure], unit: str) -> Figure:
    grid = plan.grid
    days, middles, names = day_ticks(grid, plan.inputs.settings.zone)
    return {
        "data": [*traces, _moments(grid)],
        "layout": {
            "height": 300,
            "margin": {"l": 52, "r": 12, "t": 34, "b": 30},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "inherit", "size": 12, "color": "var(--muted-ink)"},
            "hovermode": "x unified",
            "hoverlabel": {
                "bgcolor": "var(--surface)",
                "bordercolor": "var(--line)",
                "font": {"color": "var(--ink)"},
            },
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            "xaxis": {
                "range": [-0.5, grid.n_slots - 0.5],
                "tickvals": middles,
                "ticktext": names,
                "showgrid": False,
                "zeroline": False,
                "unifiedhovertitle": {"text": " "},
                "fixedrange": False,
            },
            "yaxis": {
                "title": {"text": unit, "standoff": 8},
                "rangemode": "tozero",
                "gridcolor": "var(--line)",
                "zeroline": False,
                "fixedrange": True,
                "tickformat": ",~r",
            },
            "shapes": [_midnight(slot) for slot in days[1:]],
        },
    }


def moments(plan: Plan) -> list[str]:
    """Wall-clock time of every interval, for the pointer; the page keeps it once for all charts."""
    clock = zone(plan.inputs.settings.zone)
    walls = (plan.grid.instant(slot).astimezone(clock) for slot in range(plan.grid.n_slots))
    return [f"{short_day(wall.date())}, {wall:%H:%M %Z}" for wall in walls]


def _moments(grid: TimeGrid) -> Figure:
    """A trace that shows nothing but carries `moments`, which the page puts in."""
    return {
        **_scatter([0] * grid.n_slots),
        "text": "moments",
        "line": {"width": 0},
        "hovertemplate": "<b>%{text}</b><extra></extra>",
        "showlegend": False,
    }


def day_ticks(grid: TimeGrid, zone_name: str) -> tuple[list[float], list[float], list[str]]:
    """Slots in which local days begin, slots of their middles, and their names."""
    clock = zone(zone_name)
    starts, middles, names = [], [], []
    for day in local_days(grid, clock):
        start = max(grid.offset(day_start(day, clock)), 0.0)
        end = min(grid.offset(day_start(day + timedelta(days=1), clock)), float(grid.n_slots))
        starts.append(start)
        middles.append((start + end) / 2)
        names.append(short_day(day))
    return starts, middles, names


def _midnight(slot: float) -> Mapping[str, Any]:
    return {
        "type": "line",
        "x0": slot,
        "x1": slot,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"color": "var(--line)", "width": 1},
    }


def _rounded(values: FloatArray) -> list[float | None]:
    return [None if np.isnan(v) else round(float(v), 2) for v in values]


def _whole(values: NDArray[np.int64]) -> list[int]:
    return [int(v) for v in values]
