"""Charts of a backtest: error by weeks ahead, calibration, error and bias by weekday and hour."""

from typing import Final

import numpy as np

from forecasting.base import Bools, Floats
from scenarios.report.drawing import Figure, Scale, category_ticks, frame, heat_map, rounded
from scenarios.views.backtest_view import BacktestSeries
from scenarios.views.view_backtest import BASELINE, LAST_WEEK

SPOKEN: Final = {
    LAST_WEEK: "last week",
    "four_week_mean": "four-week mean",
    "six_week_mean": "six-week mean",
    BASELINE: "eight-week mean",
}
"""Forecasters that have a name in everybody's mouth."""

_HOURS: Final = [f"{hour:02}:00" for hour in range(24)]
_LOOKS: Final = {
    LAST_WEEK: {"color": "var(--k1)", "width": 1.8, "dash": "dot"},
    BASELINE: {"color": "var(--k2)", "width": 1.8, "dash": "dash"},
}


def spoken(forecaster: str) -> str:
    """What a forecaster is called on the page."""
    return SPOKEN.get(forecaster, forecaster)


def lead_name(lead: str) -> str:
    """Days ahead in words: ``8-14`` is week 2."""
    return f"week {int(lead.split('-')[1]) // 7}"


def lead_chart(series: BacktestSeries) -> Figure:
    """WAPE of every forecaster by how far ahead it forecast; the chosen one thick."""
    names = [lead_name(lead) for lead in series.leads]
    order = sorted(series.wape_by_lead, key=lambda name: name == series.chosen)
    traces = []
    for name in order:
        look = _LOOKS.get(name, {"color": "var(--muted-ink)", "width": 1})
        if name == series.chosen:
            look = {"color": "var(--blue)", "width": 3}
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": names,
                "y": rounded(100 * series.wape_by_lead[name]),
                "name": spoken(name),
                "line": look,
                "marker": {"size": 5},
                "hovertemplate": f"{spoken(name)}: <b>%{{y:.1f}} %</b><extra></extra>",
            }
        )
    chart = frame(traces, "WAPE, %")
    chart["layout"]["xaxis"] |= {
        "type": "category",
        "nticks": 14,
        "unifiedhovertitle": {"text": "%{x}"},
    }
    chart["layout"]["meta"] = {"narrow": category_ticks(names, most=5)}
    return chart


def calibration_chart(series: BacktestSeries) -> Figure:
    """Share inside each band against the size it claims; on the diagonal all is as it says."""
    found = series.calibration
    nominal = rounded(100 * found.nominal)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [0, 100],
            "y": [0, 100],
            "name": "as it says",
            "line": {"color": "var(--ink)", "width": 1.2, "dash": "dash"},
            "hoverinfo": "skip",
        }
    ]
    for name, shares, colour, symbol in (
        ("intervals", found.slots, "var(--blue)", "circle"),
        ("whole days", found.days, "var(--k1)", "square"),
    ):
        if not np.isnan(shares).all():
            traces.append(_share_inside(name, nominal, shares, colour, symbol))
    chart = frame(traces, "inside, %")
    chart["layout"]["xaxis"] |= {
        "range": [0, 100],
        "dtick": 20,
        "title": {"text": "size of the band, %"},
        "unifiedhovertitle": {"text": "%{x} % band"},
    }
    chart["layout"]["yaxis"] |= {"range": [0, 100], "dtick": 20}
    chart["layout"]["margin"]["b"] = 48
    return chart


def _share_inside(
    name: str, nominal: list[float | None], shares: Floats, colour: str, symbol: str
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": nominal,
        "y": rounded(100 * shares),
        "name": name,
        "line": {"color": colour, "width": 1.8},
        "marker": {"symbol": symbol, "size": 8},
        "hovertemplate": f"{name}: <b>%{{y:.0f}} %</b><extra></extra>",
    }


def pit_chart(series: BacktestSeries) -> Figure:
    """How often truth fell into each stretch between quantiles; flat where calibrated."""
    found = series.calibration
    n = max(len(found.pit_slots), len(found.pit_days))
    chart = frame(_pit_traces(found.pit_slots, found.pit_days, n), "of them, %")
    chart["layout"]["shapes"] = [
        {
            "type": "line",
            "x0": 0,
            "x1": 100,
            "y0": 100 / n,
            "y1": 100 / n,
            "line": {"color": "var(--ink)", "width": 1.2, "dash": "dash"},
        }
    ]
    chart["layout"]["xaxis"] |= {
        "range": [0, 100],
        "dtick": 20,
        "title": {"text": "quantile at which the truth fell, %"},
        "unifiedhovertitle": {"text": "near the %{x} % quantile"},
    }
    chart["layout"] |= {"bargap": 0.08}
    chart["layout"]["margin"]["b"] = 48
    return chart


def _pit_traces(slots: Floats, days: Floats, n: int) -> list[Figure]:
    """Bars for intervals and squares for whole days, in `n` stretches; none where unknown."""
    middles = [round(100 * (k + 0.5) / n, 2) for k in range(n)]
    looks: tuple[tuple[str, Floats, Figure], ...] = (
        ("intervals", slots, {"type": "bar", "marker": {"color": "var(--blue)", "opacity": 0.75}}),
        (
            "whole days",
            days,
            {
                "type": "scatter",
                "mode": "markers",
                "marker": {"color": "var(--k1)", "symbol": "square", "size": 8},
            },
        ),
    )
    return [
        look
        | {
            "x": middles,
            "y": rounded(100 * shares),
            "name": name,
            "hovertemplate": f"{name}: <b>%{{y:.1f}} %</b><extra></extra>",
        }
        for name, shares, look in looks
        if len(shares)
    ]


def error_chart(series: BacktestSeries) -> Figure:
    """WAPE by weekday and hour."""
    top = _usual_top(series.wape_by_hour, series.contacts_by_hour)
    return _heat(
        series.wape_by_hour,
        [[0, "var(--rest)"], [0.5, "var(--mid)"], [1, "var(--deep)"]],
        (0.0, top),
        "%{y} %{x}: <b>%{z:.0f} %</b> off",
    )


def bias_chart(series: BacktestSeries) -> Figure:
    """Bias by weekday and hour: too much forecast above 0, too little below."""
    top = _usual_top(abs(series.bias_by_hour), series.contacts_by_hour)
    return _heat(
        series.bias_by_hour,
        [[0, "var(--under)"], [0.5, "var(--rest)"], [1, "var(--over)"]],
        (-top, top),
        "%{y} %{x}: <b>%{z:+.0f} %</b>",
    )


def busiest_part(contacts: Floats) -> Bools:
    """Which hours of the week hold at least a tenth of the contacts of the busiest."""
    return np.nan_to_num(contacts) >= 0.1 * np.nanmax(contacts, initial=0.0)


def _usual_top(values: Floats, contacts: Floats) -> float:
    """Where the colours end: all but the most extreme of the hours that count."""
    counted = values[busiest_part(contacts) & ~np.isnan(values)]
    return round(100 * float(np.quantile(counted, 0.98)), 1) if len(counted) else 100.0


def _heat(values: Floats, scale: Scale, ends: tuple[float, float], told: str) -> Figure:
    chart = heat_map(100 * values, _HOURS, scale, told)
    chart["data"][0] |= {"zmin": ends[0], "zmax": max(ends[1], 1.0), "xgap": 2}
    return chart
