"""Charts of what a forecast is made of: level, weekday, seasons, special days, profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np

from forecasting.base import Floats
from forecasting.explained import Components, Finding
from forecasting.features import date_of, weekday_of
from scenarios.report.drawing import Figure, Scale, frame, heat_map, rounded
from scenarios.report.words import DAYS, change, plural, short_day
from scenarios.views.bins import day_numbers
from scenarios.views.forecast_view import SeriesView

SPECIAL: Final = ("holiday", "event")
"""Factors of single days; all others come back every week, month or year, or drift."""

_TITLES: Final = {
    "season": "Season of the year",
    "month": "Day of the month",
    "fortnight": "Every other week or day",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One chart of the parts, with what it shows in words."""

    caption: str
    figure: Figure
    is_wide: bool = False


def parts_of(series: SeriesView) -> list[Part]:
    """Charts of a series' parts, those that say nothing left out."""
    parts = series.parts
    if parts is None or not len(parts.days):
        return []
    found = [_level(series, parts)]
    if "weekday" in parts.factors:
        found.append(_weekday(parts))
    for name, factor in parts.factors.items():
        if name in ("level", "weekday") or np.ptp(factor) < 0.005:
            continue
        if name in SPECIAL:
            found.append(_special(series, name, factor))
        elif name == "month":
            found.append(_month(parts, factor))
        else:
            found.append(_over_time(series, name, factor))
    if np.nansum(parts.profile) > 0:
        found.append(_profile(parts))
    return found


def _level(series: SeriesView, parts: Components) -> Part:
    level = parts.factors["level"]
    now, since = float(level[-1]), max(len(level) - 1 - 91, 0)
    was = float(level[since])
    text = f"Level, contacts a day: {now:,.0f} now"
    if was > 0 and since:
        text += f", {change(now / was - 1)} on three months earlier"
    chart = _dated(series, level, "contacts a day")
    chart["layout"]["yaxis"]["rangemode"] = "tozero"
    breaks = [f for f in series.findings if f.kind == "level_break"]
    chart["layout"] |= _breaks(series, breaks)
    if breaks:
        text += f"; {len(breaks)} new level{'s' if len(breaks) > 1 else ''}, dashed"
    return Part(text, chart, is_wide=True)


def _breaks(series: SeriesView, breaks: Sequence[Finding]) -> Figure:
    days = [str(date_of(int(day_numbers(np.array([f.start]), series.zone)[0]))) for f in breaks]
    upright = {"type": "line", "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    style = {"color": "var(--ink)", "width": 1.4, "dash": "dash"}
    return {
        "shapes": [{**upright, "x0": day, "x1": day, "line": style} for day in days],
        "annotations": [
            {
                "x": day,
                "y": 1,
                "yref": "paper",
                "text": change(f.came / f.expected - 1) if f.expected > 0 else "new level",
                "showarrow": False,
                "xanchor": "left",
                "xshift": 4,
                "font": {"color": "var(--ink)", "size": 12},
            }
            for day, f in zip(days, breaks, strict=True)
        ],
    }


def _weekday(parts: Components) -> Part:
    weekday, factor = weekday_of(parts.days), parts.factors["weekday"]
    means = [factor[weekday == n].mean() if (weekday == n).any() else np.nan for n in range(7)]
    chart = _bars([name[:3] for name in DAYS], np.array(means))
    best, least = int(np.nanargmax(means)), int(np.nanargmin(means))
    text = (
        f"Weekday: {DAYS[best]} {change(means[best] - 1)}, {DAYS[least]} {change(means[least] - 1)}"
    )
    return Part(text, chart)


def _month(parts: Components, factor: Floats) -> Part:
    day = np.array([date_of(int(number)).day for number in parts.days])
    means = np.array(
        [factor[day == n].mean() if (day == n).any() else np.nan for n in range(1, 32)]
    )
    best = int(np.nanargmax(means))
    text = f"Day of the month: most on day {best + 1}, {change(means[best] - 1)}"
    return Part(text, _bars([str(n) for n in range(1, 32)], means))


def _over_time(series: SeriesView, name: str, factor: Floats) -> Part:
    title = _TITLES.get(name, name.replace("_", " ").capitalize())
    chart = _dated(series, 100 * (factor - 1), "% of the level")
    chart["layout"]["yaxis"] |= {
        "rangemode": "normal",
        "zeroline": True,
        "zerolinecolor": "var(--strong-line)",
    }
    text = f"{title}: from {change(float(factor.min()) - 1)} to {change(float(factor.max()) - 1)}"
    return Part(text, chart)


def _special(series: SeriesView, name: str, factor: Floats) -> Part:
    """Days that a holiday or an event moves, each a mark."""
    assert series.parts is not None
    moved = np.flatnonzero(abs(factor - 1) > 0.005)
    days = [date_of(int(series.parts.days[at])) for at in moved]
    names = _names(series)
    chart = frame(
        [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [str(day) for day in days],
                "y": rounded(100 * (factor[moved] - 1)),
                "text": [escape(names.get(str(day), name.capitalize())) for day in days],
                "marker": {
                    "symbol": "star" if name == "holiday" else "square",
                    "size": 9,
                    "color": "var(--k2)" if name == "holiday" else "var(--k6)",
                },
                "hovertemplate": "%{text}: <b>%{y:+.0f} %</b><extra></extra>",
                "showlegend": False,
            }
        ],
        "% of an ordinary day",
    )
    _small(chart)
    span = [str(date_of(int(day))) for day in series.parts.days[[0, -1]]]
    chart["layout"]["xaxis"] |= {"type": "date", "range": span}
    chart["layout"]["yaxis"] |= {
        "rangemode": "tozero",
        "zeroline": True,
        "zerolinecolor": "var(--strong-line)",
    }
    ahead = [
        f"{short_day(day)} {change(float(factor[at]) - 1)}"
        for at, day in zip(moved, days, strict=True)
        if day >= series.days[0].day
    ]
    text = f"{name.capitalize()}s: {plural(len(days), 'day')} moved"
    return Part(f"{text}; ahead: {', '.join(ahead[:4])}" if ahead else f"{text}, none ahead", chart)


def _names(series: SeriesView) -> dict[str, str]:
    """What the special days are called, by ISO date."""
    found = {
        str(date_of(int(day_numbers(np.array([f.start]), series.zone)[0]))): f.name
        for f in series.findings
        if f.name
    }
    return found | {str(day.day): ", ".join(day.notes) for day in series.days if day.notes}


def _profile(parts: Components) -> Part:
    n_slots = parts.profile.shape[1]
    minutes = 24 * 60 // n_slots
    times = [f"{n * minutes // 60:02}:{n * minutes % 60:02}" for n in range(n_slots)]
    top = np.unravel_index(int(np.nanargmax(parts.profile)), parts.profile.shape)
    scale: Scale = [[0, "var(--rest)"], [0.5, "var(--mid)"], [1, "var(--deep)"]]
    told = "%{y} %{x}: <b>%{z} %</b> of the day"
    chart = heat_map(100 * parts.profile, times, scale, told)
    text = (
        f"Share of a day's contacts by weekday and time: highest on {DAYS[top[0]]}s at "
        f"{times[top[1]]}, {100 * parts.profile[top]:.1f} % in {minutes} minutes"
    )
    return Part(text, chart, is_wide=True)


def _bars(names: list[str], factors: Floats) -> Figure:
    bars = {
        "type": "bar",
        "x": names,
        "y": rounded(100 * (factors - 1)),
        "marker": {"color": "var(--blue)"},
        "hovertemplate": "%{x}: <b>%{y:+.0f} %</b><extra></extra>",
        "showlegend": False,
    }
    chart = frame([bars], "% of the level")
    _small(chart)
    chart["layout"]["hovermode"] = "closest"
    chart["layout"]["xaxis"] |= {"type": "category", "nticks": 16, "tickangle": 0}
    chart["layout"]["yaxis"] |= {"zeroline": True, "zerolinecolor": "var(--strong-line)"}
    return chart


def _dated(series: SeriesView, values: Floats, unit: str) -> Figure:
    """A line over all days, solid where there is history and dotted ahead."""
    assert series.parts is not None
    days = [str(date_of(int(day))) for day in series.parts.days]
    start = str(series.days[0].day) if series.days else days[-1]
    n_past = sum(day < start for day in days)
    look = {
        "type": "scatter",
        "mode": "lines",
        "showlegend": False,
        "hovertemplate": "<b>%{y:,.3~r}</b><extra></extra>",
    }
    chart = frame(
        [
            {
                **look,
                "x": days[:n_past],
                "y": rounded(values[:n_past]),
                "line": {"color": "var(--blue)", "width": 1.6},
            },
            {
                **look,
                "x": days[max(n_past - 1, 0) :],
                "y": rounded(values[max(n_past - 1, 0) :]),
                "line": {"color": "var(--blue)", "width": 2, "dash": "dot"},
            },
        ],
        unit,
    )
    _small(chart)
    chart["layout"]["xaxis"] |= {"type": "date", "unifiedhovertitle": {"text": "%{x|%a %d %b %Y}"}}
    return chart


def _small(chart: Figure) -> None:
    chart["layout"] |= {"height": 220, "margin": {"l": 52, "r": 12, "t": 16, "b": 30}}
