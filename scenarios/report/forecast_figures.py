"""Charts of a forecast series: history and band, handling time."""

from html import escape
from itertools import groupby

import numpy as np

from forecasting.base import Floats
from forecasting.explained import Finding
from forecasting.features import date_of
from planner.local_time import zone
from scenarios.report.drawing import Figure, carrier, frame, line, rounded, scatter
from scenarios.report.findings import MARKS, TREATED, finding_row, instant
from scenarios.report.words import minutes_long, short_day
from scenarios.views.bins import day_numbers
from scenarios.views.forecast_view import SeriesView

_CLIPPED = 2.0
"""Highest point of the axis over what is usual: a spike may stick out, its mark is at the edge."""

_MOST_DAY_LINES = 70


def forecast_chart(series: SeriesView) -> Figure:
    """Contacts of the last weeks and those forecast, with their band and what was found."""
    top = _top(series)
    chart = frame(
        [
            carrier(len(series.stamps)),
            *_band(series),
            line("Came", rounded(series.came), "var(--came)", width=1.3),
            _ahead(
                line("Median", rounded(series.middle), "var(--blue)", width=1.2, dash="dot"), series
            ),
            _ahead(line("Forecast", rounded(series.mean), "var(--blue)", width=2), series),
            *_marks(series, top),
        ],
        f"contacts per {minutes_long(series.minutes)}",
    )
    layout = chart["layout"]
    layout["yaxis"] |= {"range": [0, top]}
    layout["height"] = 340
    layout["xaxis"] |= {**_ticks(series), "range": zooms(series)[0][1]}
    layout["shapes"] = [_today(series), *_stretches(series)]
    layout["uirevision"] = "kept"
    layout["meta"] = {"narrow": _ticks(series, most=5)}
    return chart


def handling_chart(series: SeriesView, handling_s: Floats) -> Figure:
    """Mean handling time over the bins of the forecast."""
    trace = line("Handling time", rounded(handling_s / 60), "var(--k2)", width=2)
    chart = frame([carrier(len(series.stamps)), _ahead(trace, series)], "minutes")
    ahead = [series.n_past - 0.5, min(series.n_past + _week(series), len(series.stamps)) - 0.5]
    middles, names = _day_ticks(series)
    chart["layout"]["xaxis"] |= {"tickvals": middles, "ticktext": names, "range": ahead}
    short = [name.split(" ")[0] for name in names]
    chart["layout"] |= {"height": 220, "meta": {"narrow": {"ticktext": short}}}
    return chart


def zooms(series: SeriesView) -> list[tuple[str, list[float]]]:
    """Stretches of the chart to look at, by what they are called; the first is shown first."""
    n, week = len(series.stamps), _week(series)
    near = min(series.n_past + 4 * week, n)
    found = [
        ("Two weeks and ahead", [max(series.n_past - 2 * week, 0) - 0.5, near - 0.5]),
        ("Everything", [-0.5, n - 0.5]),
        ("Forecast", [series.n_past - 0.5, n - 0.5]),
    ]
    return [
        (name, span)
        for at, (name, span) in enumerate(found)
        if span not in [s for _, s in found[:at]]
    ]


def moments_of(series: SeriesView) -> list[str]:
    """Wall-clock time at which each bin begins, for the pointer."""
    clock = zone(series.zone)
    walls = (instant(stamp).astimezone(clock) for stamp in series.stamps)
    return [f"{short_day(wall.date())}, {wall:%H:%M %Z}" for wall in walls]


def _ahead(trace: Figure, series: SeriesView) -> Figure:
    return {**trace, "x0": series.n_past}


def _week(series: SeriesView) -> int:
    return 7 * 24 * 60 // series.minutes


def _top(series: SeriesView) -> float:
    """Upper end of the axis: above all but the rarest peaks."""
    known = series.came[~np.isnan(series.came)]
    usual = max(
        float(series.high.max(initial=1.0)),
        float(np.quantile(known, 0.995)) if len(known) else 1.0,
    )
    return 1.08 * min(float(max(known.max(initial=0.0), usual)), _CLIPPED * usual)


def _band(series: SeriesView) -> list[Figure]:
    edge = {"line": {"width": 0}, "mode": "lines"}
    low, high = (_ahead({**scatter(rounded(v)), **edge}, series) for v in (series.low, series.high))
    return [
        {
            **low,
            "showlegend": False,
            "name": "10 %",
            "hovertemplate": "9 in 10 above: <b>%{y:,}</b><extra></extra>",
        },
        {
            **high,
            "name": "8 in 10 within",
            "fill": "tonexty",
            "fillcolor": "var(--band)",
            "hovertemplate": "9 in 10 below: <b>%{y:,}</b><extra></extra>",
        },
    ]


def _marks(series: SeriesView, top: float) -> list[Figure]:
    """A mark for each finding of the weeks shown, a trace for each kind."""
    shown = sorted((f for f in series.findings if _span(series, f)), key=lambda f: f.kind)
    traces = []
    for kind, found in groupby(shown, key=lambda f: f.kind):
        symbol, colour = MARKS[kind]
        x, y, text = [], [], []
        for one in found:
            first, stop = _span(series, one) or (0, 1)
            peak = series.came[first:stop]
            at = first + int(np.argmax(np.where(np.isnan(peak), -1.0, peak)))
            x.append(first if kind in ("level_break", "outage") else at)
            y.append(round(min(float(np.nan_to_num(series.came[x[-1]])), top * 0.97), 2))
            text.append(escape(finding_row(one, series.zone).text))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": x,
                "y": y,
                "text": text,
                "name": TREATED[kind][0],
                "marker": {
                    "symbol": symbol,
                    "size": 11,
                    "color": colour,
                    "line": {
                        "color": "var(--surface)" if "open" not in symbol else colour,
                        "width": 1.5,
                    },
                },
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    return traces


def _span(series: SeriesView, finding: Finding) -> tuple[int, int] | None:
    """Bins of a finding, half-open; None where it lies outside of what is shown."""
    if not series.stamps[0] <= finding.start < series.stamps[-1]:
        return None
    first = int(np.searchsorted(series.stamps, finding.start, side="right")) - 1
    stop = int(np.searchsorted(series.stamps, finding.end, side="left"))
    return first, max(stop, first + 1)


def _stretches(series: SeriesView) -> list[Figure]:
    """A tint behind each finding; a level break is a line."""
    shapes = []
    for finding in series.findings:
        span = _span(series, finding)
        if span is None:
            continue
        colour = MARKS[finding.kind][1]
        if finding.kind == "level_break":
            shapes.append(
                {**_upright(span[0] - 0.5), "line": {"color": colour, "width": 1.4, "dash": "dash"}}
            )
            continue
        sides = {"type": "rect", "x0": span[0] - 0.5, "x1": span[1] - 0.5, "y0": 0, "y1": 1}
        fill = {"fillcolor": colour, "opacity": 0.14, "line": {"width": 0}}
        shapes.append({**sides, **fill, "yref": "paper", "layer": "below"})
    return shapes


def _today(series: SeriesView) -> Figure:
    """The line at which history ends and forecast begins."""
    return {**_upright(series.n_past - 0.5), "line": {"color": "var(--strong-line)", "width": 1.4}}


def _upright(x: float) -> Figure:
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}


def _ticks(series: SeriesView, *, most: int = 13) -> Figure:
    """Ticks where weeks begin, like the forecast's first; a dotted line for each day."""
    day = day_numbers(series.stamps, series.zone)
    starts = np.flatnonzero(np.diff(day, prepend=day[0] - 1))
    weekly = starts[(day[starts] - day[series.n_past]) % 7 == 0]
    stride = -(-len(weekly) // most)
    shown = weekly[int(np.argmax(weekly >= series.n_past)) % stride :: stride]
    names = [short_day(date_of(int(day[slot]))) for slot in shown]
    if most < 13:
        names = [name.split(" ")[1] for name in names]
    grid = {"showgrid": True, "gridcolor": "var(--line)", "griddash": "dot"}
    minor = {"tickvals": starts.tolist(), **grid} if len(starts) <= _MOST_DAY_LINES else {}
    return {"tickvals": shown.tolist(), "ticktext": names, "minor": minor}


def _day_ticks(series: SeriesView) -> tuple[list[float], list[str]]:
    """Middles of the days of the forecast's first week, and their names."""
    day = day_numbers(series.stamps, series.zone)[series.n_past : series.n_past + _week(series)]
    starts = np.flatnonzero(np.diff(day, prepend=day[0] - 1, append=day[-1] + 1))
    middles = series.n_past + (starts[:-1] + starts[1:]) / 2 - 0.5
    return middles.tolist(), [short_day(date_of(int(day[slot]))) for slot in starts[:-1]]
