"""
What every chart of the page is drawn with: lines, the frame of a week, its days and moments.

A chart is a plain dict of plotly's `data` and `layout`. The x-axis counts slots, labelled with the
wall clock, so that the doubled hour of a clock change has its own place. Colours are names of CSS
variables, which the page looks up, so that a chart follows light, dark and print.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from html import escape
from math import ceil
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from planner.arrays import FloatArray
from planner.local_time import day_start, local_days, zone
from planner.timegrid import TimeGrid
from scenarios.plan import Plan
from scenarios.report.words import DAYS, short_day

Figure = dict[str, Any]
Scale = list[list[float | str]]
WEEK: Final = 7
MOST_DAYS: Final = 15
"""Days that are named one by one; of more, weeks are."""
MOST_WEEKS: Final = 6
"""Weeks whose dates have room below a chart."""


def scatter(values: Sequence[float | int | None]) -> Figure:
    """A trace of one value a slot; None leaves a gap."""
    return {"type": "scatter", "x0": 0, "dx": 1, "y": list(values), "mode": "lines"}


def line(
    name: str, values: Sequence[float | int | None], colour: str, *, width: float, **style: str
) -> Figure:
    """A line of one value a slot, told by the pointer; `style` is plotly's for lines."""
    return {
        **scatter(values),
        "name": name,
        "line": {"color": colour, "width": width, **style},
        "hovertemplate": f"{escape(name)}: <b>%{{y:,}}</b><extra></extra>",
    }


def week_chart(plan: Plan, traces: list[Figure], unit: str) -> Figure:
    """A chart over the week of a plan; `unit` names what its y-axis counts."""
    grid = plan.grid
    days, middles, names = day_ticks(grid, plan.inputs.settings.zone)
    narrow = [name.split(" ")[0] for name in names]
    if len(days) > MOST_DAYS:
        days, middles, names = week_ticks(days, names)
        narrow = [name if i % 2 == 0 else "" for i, name in enumerate(names)]
    chart = frame([*traces, carrier(grid.n_slots)], unit)
    chart["layout"]["xaxis"] |= {
        "range": [-0.5, grid.n_slots - 0.5],
        "tickvals": middles,
        "ticktext": names,
    }
    chart["layout"] |= {
        "shapes": [_midnight(slot) for slot in days[1:]],
        "meta": {"narrow": {"ticktext": narrow}},
    }
    return chart


def frame(traces: list[Figure], unit: str) -> Figure:
    """
    A chart in the page's look; `unit` names what its y-axis counts.

    The page lays ``layout.meta.narrow``, where it is given, over the x-axis of a narrow chart.
    """
    return {
        "data": traces,
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
                "automargin": True,
                "tickformat": ",~r",
            },
        },
    }


def heat_map(values: FloatArray, times: Sequence[str], scale: Scale, told: str) -> Figure:
    """
    Per cent by weekday and time of day, Monday at the top.

    Parameters
    ----------
    values
        Shape ``(7, n_times)``; NaN leaves a hole.
    scale
        Colours by place between the ends, 0 to 1.
    told
        What the pointer tells, with ``%{x}``, ``%{y}`` and ``%{z}``.
    """
    cells = {
        "type": "heatmap",
        "x": list(times),
        "y": [name[:3] for name in DAYS],
        "z": [rounded(row) for row in values],
        "colorscale": scale,
        "colorbar": {"ticksuffix": "\u00a0%", "thickness": 10, "outlinewidth": 0},
        "hovertemplate": f"{told}<extra></extra>",
        "hoverongaps": False,
        "ygap": 2,
    }
    chart = frame([cells], "")
    layout = chart["layout"]
    layout |= {"height": 250, "hovermode": "closest", "margin": {"l": 44, "r": 8, "t": 8, "b": 30}}
    layout["xaxis"] |= {"type": "category", "nticks": 9, "tickangle": 0}
    layout["meta"] = {"narrow": category_ticks(times, most=4)}
    layout["yaxis"] = {"autorange": "reversed", "fixedrange": True, "showgrid": False}
    return chart


def category_ticks(names: Sequence[str], most: int) -> Figure:
    """Ticks of an axis of categories: all names, or `most` of them at equal distances."""
    every = -(-len(names) // most) or 1
    return {"tickvals": list(names[::every]), "ticktext": list(names[::every])}


def moments(plan: Plan) -> list[str]:
    """Wall-clock time of every interval, for the pointer; the page keeps it once for all charts."""
    clock = zone(plan.inputs.settings.zone)
    walls = (plan.grid.instant(slot).astimezone(clock) for slot in range(plan.grid.n_slots))
    return [f"{short_day(wall.date())}, {wall:%H:%M %Z}" for wall in walls]


def carrier(n_slots: int) -> Figure:
    """A trace that shows nothing but carries the `moments` of slots, which the page puts in."""
    return {
        **scatter([0] * n_slots),
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


def week_ticks(days: list[float], names: list[str]) -> tuple[list[float], list[float], list[str]]:
    """Slots in which weeks begin, those of them that are named, and their dates."""
    weeks, dates = days[::WEEK], [name.partition(" ")[2] for name in names[::WEEK]]
    step = ceil(len(weeks) / MOST_WEEKS)
    return weeks, weeks[::step], dates[::step]


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


def rounded(values: FloatArray) -> list[float | None]:
    """Values for a chart, to two decimals; None for NaN."""
    return [None if np.isnan(v) else round(float(v), 2) for v in values]


def whole(values: NDArray[np.int64]) -> list[int]:
    """Whole numbers for a chart."""
    return [int(v) for v in values]
