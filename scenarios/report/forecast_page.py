"""The page of a forecast: `render_forecast` is its only door."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from scenarios.report.findings import FindingRow, finding_rows
from scenarios.report.forecast_figures import forecast_chart, handling_chart, moments_of, zooms
from scenarios.report.forecast_parts import parts_of
from scenarios.report.html import page_of, script_json
from scenarios.report.words import change, duration, minutes_long
from scenarios.summary import versions
from scenarios.views.forecast_view import ForecastView, SeriesView

_FINDINGS_IN_SIGHT = 8
_MOST_FINDINGS = 200


def render_forecast(view: ForecastView, made_at: datetime | None = None) -> str:
    """
    HTML of a forecast's page, complete in itself: no request leaves it.

    Parameters
    ----------
    made_at
        Moment the forecast was made, aware; None leaves it out.
    """
    moments: dict[str, list[str]] = {}
    shown = [_shown(number, series, moments) for number, series in enumerate(view.series, 1)]
    return page_of(
        "forecast.html",
        ("charts.js", "zoom.js"),
        view=view,
        made_at=made_at,
        series=shown,
        moments={name: script_json(texts) for name, texts in moments.items()},
        versions=versions(),
    )


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its caption; `moments` names the times of its slots."""

    id: str
    caption: str
    data: Markup
    moments: str = ""
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A series as the template wants it."""

    id: str
    view: SeriesView
    per: str
    contacts: float
    against: str
    forecast: Chart
    zooms: list[tuple[str, str]]
    handling: Chart | None
    handling_text: str
    parts: list[Chart]
    findings: Sequence[FindingRow]
    older: Sequence[FindingRow]
    n_untold: int


def _shown(number: int, series: SeriesView, moments: dict[str, list[str]]) -> ShownSeries:
    times = moments_of(series)
    moments_id = next((name for name, known in moments.items() if known == times), "")
    if not moments_id:
        moments_id = f"m{number}"
        moments[moments_id] = times
    rows = finding_rows(series.findings, series.zone)
    text, handling = _handling(number, series, moments_id)
    return ShownSeries(
        id=f"s{number}",
        view=series,
        per=minutes_long(series.minutes),
        contacts=float(series.mean.sum()),
        against=_against(series),
        forecast=Chart(f"f{number}", "", script_json(forecast_chart(series)), moments_id),
        zooms=[(name, f"{span[0]},{span[1]}") for name, span in zooms(series)],
        handling=handling,
        handling_text=text,
        parts=list(_parts(number, series)),
        findings=rows[:_FINDINGS_IN_SIGHT],
        older=rows[_FINDINGS_IN_SIGHT:_MOST_FINDINGS],
        n_untold=max(len(rows) - _MOST_FINDINGS, 0),
    )


def _against(series: SeriesView) -> str:
    """Expected against the same weekdays before, where those are known."""
    pairs = [(day.mean, day.before) for day in series.days if day.before is not None]
    before = sum(known for _, known in pairs)
    return change(sum(mean for mean, _ in pairs) / before - 1) if before > 0 else "n/a"


def _handling(number: int, series: SeriesView, moments: str) -> tuple[str, Chart | None]:
    """Handling time in words, and as a chart where it differs between slots."""
    if series.handling_s is None:
        return "", None
    known = series.handling_s[series.handling_s == series.handling_s]
    if not len(known):
        return "", None
    low, high = float(known.min()), float(known.max())
    if high - low <= 0.01 * high:
        return f"Handling time: {duration(low)} at all times.", None
    caption = f"Handling time by time of arrival: {duration(low)} to {duration(high)}"
    chart = handling_chart(series, series.handling_s)
    return "", Chart(f"h{number}", caption, script_json(chart), moments)


def _parts(number: int, series: SeriesView) -> Iterator[Chart]:
    for at, part in enumerate(parts_of(series), 1):
        figure = script_json(part.figure)
        yield Chart(f"p{number}_{at}", part.caption, figure, is_wide=part.is_wide)
