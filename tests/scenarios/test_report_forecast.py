"""The page of a forecast as text: what it says, and that nothing in it can act."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from plotly.graph_objs._figure import Figure

from scenarios.report.findings import MARKS, finding_row
from scenarios.report.forecast_figures import forecast_chart, moments_of, zooms
from scenarios.report.forecast_page import render_forecast
from scenarios.report.words import NBSP
from tests.forecast_view_fixture import FINDINGS, found, series_view, view_of
from tests.report_reading import EVIL, Tags, charts, said

NOW = datetime(2003, 10, 19, 9, tzinfo=UTC)
VIEW = view_of()
HTML = render_forecast(VIEW, NOW)
PHONE = VIEW.series[1]


def test_the_page_says_what_is_expected_found_and_put_on_top() -> None:
    text = said(HTML).replace(NBSP, " ")
    for words in (
        "20 October 2003 to 26 October 2003",
        "made from what was known up to 19 October 2003",
        "The 2 smallest series are not on this page",
        "5.2 % WAPE against 6.8 % of the eight-week mean",
        "Sun 26 Oct 25 hours: the clocks change",
        "Holiday: Labor Day measured apart from ordinary days 900 2,400 −62 %",
        "since Mon 14 Jul 2003 ┆",
        "total of 2,900",
        "billing run",
        "Handling time by time of arrival: 3.3 min to 4.7 min",
        "Weekday: Monday +20 %, Sunday −70 %",
        "ahead: Thu 23 Oct −20 %",
        "Made 19 October 2003, 09:00 UTC",
    ):
        assert words.replace(" ┆", "") in text


@pytest.mark.parametrize(
    ("model", "why", "told"),
    [
        ("x", "x was off by 4.8 %; y by 6 %", "forecast by x, which was off by 4.8 %; y by 6 %"),
        ("x", "too short a history to compare: x by default", ""),
        ("x", "the forecaster of [plan]: x", ""),
        ("borrowed from phone", "borrowed from phone, times 0.3", ""),
        ("x", "5.2 % WAPE", "forecast by x, 5.2 % WAPE"),
    ],
)
def test_a_forecaster_is_named_once_with_its_reason(model: str, why: str, told: str) -> None:
    assert replace(PHONE, model=model, why=why).made_by == (told or why)


def test_a_day_outside_of_its_band_has_a_mark() -> None:
    assert re.search(r"<td>3,226 ▲</td>", HTML)


def test_the_page_is_complete_in_itself_and_the_same_twice() -> None:
    assert render_forecast(view_of(), NOW) == HTML
    for tag, attributes in Tags(HTML).tags:
        assert tag not in ("link", "iframe", "object", "img", "base")
        assert "src" not in attributes


def test_no_name_becomes_markup() -> None:
    findings = (replace(FINDINGS[2], name=EVIL), *FINDINGS[3:])
    put_on = tuple(replace(one, what=EVIL, author=EVIL, reason=EVIL) for one in PHONE.adjustments)
    days = tuple(replace(day, notes=(EVIL,)) for day in PHONE.days)
    evil = replace(
        PHONE, title=EVIL, about=EVIL, model=EVIL, why=EVIL, findings=findings,
        adjustments=put_on, days=days,
    )  # fmt: skip
    html = render_forecast(
        replace(VIEW, name=EVIL, series=(VIEW.series[0], evil), facts={EVIL: EVIL}, notes=(EVIL,)),
        NOW,
    )
    tags = Tags(html)
    assert "img" not in {tag for tag, _ in tags.tags}
    assert not [a for _, attributes in tags.tags for a in attributes if a.startswith("on")]
    assert len(tags.scripts) == len(Tags(HTML).scripts)
    for chart in charts(html):
        assert "<img" not in json.dumps(chart["data"])


def test_every_chart_is_one_that_plotly_accepts_in_colours_of_the_style() -> None:
    found_charts = list(charts(HTML))
    assert len(found_charts) == 2 + 8
    style = HTML[HTML.index("<style>") : HTML.index("</style>")]
    for chart in found_charts:
        text = json.dumps(chart)
        for name in set(re.findall(r"var\((--[a-z0-9-]+)\)", text)):
            assert style.count(f"{name}:") == 2
        drawn = json.loads(re.sub(r'"var\(--[a-z0-9-]+\)"', '"#123456"', text))
        figure: Any = Figure(drawn)  # type: ignore[no-untyped-call]
        assert len(figure.data) == len(chart["data"])


def test_headings_tables_and_ids_are_in_order() -> None:
    tags = Tags(HTML).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert all(attributes.get("scope") for tag, attributes in tags if tag == "th")
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    for name in ("data-moments", "data-chart", "data-zoom", "aria-labelledby"):
        assert {a[name] for _, a in tags if name in a} <= set(ids)


def test_every_kind_of_finding_has_its_own_symbol() -> None:
    symbols = [symbol for symbol, _ in MARKS.values()]
    assert len(set(symbols)) == len(symbols)
    names = {
        trace["name"] for trace in forecast_chart(PHONE)["data"] if trace.get("mode") == "markers"
    }
    assert names == {"Outage", "Spike", "Unusual day", "Holiday", "Event"}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2003-10-08T15:00", "2003-10-08T18:00", "Wed 8 Oct 2003, 11:00 to 14:00"),
        ("2003-10-08T04:00", "2003-10-09T04:00", "Wed 8 Oct 2003"),
        ("2003-10-25T04:00", "2003-10-27T05:00", "Sat 25 Oct 2003 to Sun 26 Oct"),
        ("2003-10-08T15:00", "2003-10-09T18:00", "Wed 8 Oct 2003, 11:00 to Thu 9 Oct, 14:00"),
    ],
)
def test_a_finding_is_dated_on_the_clock_of_its_queue(start: str, end: str, words: str) -> None:
    row = finding_row(found("outage", start, end, 0, 10), "America/New_York")
    assert row.when.replace(NBSP, " ") == words


def test_a_finding_where_nothing_was_due_has_no_percentage() -> None:
    row = finding_row(found("spike", "2003-10-08T15:00", "2003-10-08T18:00", 9, 0), "UTC")
    assert (row.came, row.expected, row.difference) == ("9", "0.0", "n/a")


def test_the_doubled_hour_has_its_own_place() -> None:
    labels = moments_of(PHONE)
    assert len(set(labels)) == len(labels) == len(PHONE.stamps)
    assert f"Sun 26{NBSP}Oct, 01:30 EDT" in labels
    assert f"Sun 26{NBSP}Oct, 01:30 EST" in labels


def test_a_spike_does_not_flatten_the_chart() -> None:
    came = PHONE.came.copy()
    came[700] = 100_000
    top = forecast_chart(replace(PHONE, came=came))["layout"]["yaxis"]["range"][1]
    assert top < 3 * forecast_chart(PHONE)["layout"]["yaxis"]["range"][1]


def test_the_chart_begins_with_two_weeks_and_what_is_ahead() -> None:
    named = dict(zooms(series_view(13)))
    n = len(series_view(13).stamps)
    assert named["Two weeks and ahead"] == [2688 - 672 - 0.5, 2688 + 4 * 336 - 0.5]
    assert named["Everything"] == [-0.5, n - 0.5]


def test_a_series_without_contacts_can_be_shown() -> None:
    nothing = np.zeros_like(PHONE.mean)
    days = tuple(
        replace(day, mean=0.0, low=0.0, middle=0.0, high=0.0, before=0.0, came=None)
        for day in PHONE.days
    )
    quiet = replace(
        PHONE, came=np.full(len(PHONE.stamps), np.nan), mean=nothing, low=nothing,
        middle=nothing, high=nothing, days=days, findings=(), parts=None, adjustments=(),
        handling_s=np.full(len(nothing), np.nan),
    )  # fmt: skip
    text = said(render_forecast(replace(VIEW, series=(quiet,)), None))
    assert "0 contacts expected" in text
    assert "nan" not in text.casefold().split()


def test_a_page_of_nothing_can_be_shown() -> None:
    assert "0 contacts expected" in said(render_forecast(replace(VIEW, series=(), n_left_out=0)))
