"""The page of a backtest: `render_backtest` is its only door."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from scenarios.report.backtest_figures import (
    bias_chart,
    busiest_part,
    calibration_chart,
    error_chart,
    lead_chart,
    lead_name,
    pit_chart,
    spoken,
)
from scenarios.report.drawing import Figure
from scenarios.report.forecast_page import Chart
from scenarios.report.html import page_of, script_json
from scenarios.report.words import DAYS, change, share
from scenarios.summary import versions
from scenarios.views.backtest_view import BacktestSeries, BacktestView, Score
from scenarios.views.view_backtest import BASELINE, LAST_WEEK

NEAR = 0.05
"""How far from its size a band may cover and still be called right."""


def render_backtest(view: BacktestView, made_at: datetime | None = None) -> str:
    """
    HTML of a backtest's page, complete in itself: no request leaves it.

    Parameters
    ----------
    made_at
        Moment of the backtest, aware; None leaves it out.
    """
    return page_of(
        "backtest.html",
        ("charts.js",),
        view=view,
        made_at=made_at,
        series=[_shown(number, series) for number, series in enumerate(view.series, 1)],
        headline=headline(view),
        spoken=spoken,
        band_says=band_says,
        change=change,
        versions=versions(),
    )


@dataclass(frozen=True, slots=True)
class ShownBacktest:
    """A series as the template wants it."""

    id: str
    view: BacktestSeries
    own: Score | None
    last_week: Score | None
    baseline: Score | None
    charts: list[Chart]
    lead_rows: list[tuple[str, list[str]]]
    lead_names: list[str]


def headline(view: BacktestView) -> str:
    """How the chosen forecasters did against the baselines, in one sentence."""
    parts = []
    for name in (BASELINE, LAST_WEEK):
        ratios = [ratio for series in view.series if (ratio := _ratio(series, name)) > 0]
        if ratios:
            mean = float(np.exp(np.mean(np.log(ratios))))
            parts.append(
                f"{change(mean - 1)} against {'the ' if name == BASELINE else ''}{spoken(name)}"
            )
    if not parts:
        return "The history is too short to measure a forecast."
    text = f"Error up to a week ahead: {' and '.join(parts)}"
    return (
        f"{text}, geometric mean of {len(view.series)} series."
        if len(view.series) > 1
        else f"{text}."
    )


def _ratio(series: BacktestSeries, name: str) -> float:
    own, other = _score(series, series.chosen), _score(series, name)
    if own is None or other is None or not (own.wape > 0 and other.wape > 0):
        return 0.0
    return own.wape / other.wape


def _score(series: BacktestSeries, name: str) -> Score | None:
    return next((score for score in series.scores if score.forecaster == name), None)


def band_says(covered: float, n: int) -> str:
    """What the coverage of an 80 % band says of it, measured by `n` intervals or days."""
    if np.isnan(covered):
        return ""
    if abs(covered - 0.8) <= NEAR:
        return "✓ right"
    if abs(covered - 0.8) <= 2 * np.sqrt(0.8 * 0.2 / n):
        return f"may be chance, of {n}"
    return "▲ too wide" if covered > 0.8 else "▼ too narrow"


def _shown(number: int, series: BacktestSeries) -> ShownBacktest:
    drawn = [
        (
            "Error by how far ahead, WAPE; the forecaster in use is the thick line",
            lead_chart(series),
            True,
        ),
        *_bands(series),
        *_heats(series),
    ]
    return ShownBacktest(
        id=f"s{number}",
        view=series,
        own=_score(series, series.chosen),
        last_week=_score(series, LAST_WEEK),
        baseline=_score(series, BASELINE),
        charts=[
            Chart(f"c{number}_{at}", caption, script_json(figure), is_wide=is_wide)
            for at, (caption, figure, is_wide) in enumerate(drawn, 1)
        ],
        lead_rows=[
            (spoken(name), [share(value, 1) for value in values.tolist()])
            for name, values in series.wape_by_lead.items()
        ],
        lead_names=[lead_name(lead) for lead in series.leads],
    )


def _bands(series: BacktestSeries) -> list[tuple[str, Figure, bool]]:
    found = series.calibration
    if not len(found.pit_slots) and not len(found.pit_days):
        return []
    at = int(np.argmin(abs(found.nominal - 0.8)))
    held = f"{share(float(found.slots[at]))} of intervals, {share(float(found.days[at]))} of days"
    told = f", all weeks ahead: the 80\u00a0% band held {held}"
    return [
        (f"Calibration{told}", calibration_chart(series), False),
        (
            "Where the truth fell: flat is right, a hump says too wide, a U too narrow",
            pit_chart(series),
            False,
        ),
    ]


def _heats(series: BacktestSeries) -> list[tuple[str, Figure, bool]]:
    counted = busiest_part(series.contacts_by_hour) & ~np.isnan(series.wape_by_hour)
    if not counted.any():
        return []
    error = np.where(counted, series.wape_by_hour, -1.0)
    off = np.where(counted, abs(series.bias_by_hour), -1.0)
    return [
        (
            f"Error by weekday and hour: most on {_at(error)}, {share(float(error.max()))}",
            error_chart(series),
            False,
        ),
        (
            f"Bias by weekday and hour, above 0 too much was forecast: most on {_at(off)}, "
            f"{change(float(series.bias_by_hour[np.unravel_index(int(off.argmax()), off.shape)]))}",
            bias_chart(series),
            False,
        ),
    ]


def _at(table: np.ndarray) -> str:
    weekday, hour = np.unravel_index(int(table.argmax()), table.shape)
    return f"{DAYS[int(weekday)]}s at {hour:02}:00"
