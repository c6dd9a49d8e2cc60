"""The page of a backtest: what it says of tables that are known, and that nothing in it can act."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from plotly.graph_objs._figure import Figure

from forecasting.backtest import Backtest, Rolling, measure
from forecasting.explained import Finding
from scenarios.report.backtest_figures import lead_name
from scenarios.report.backtest_page import band_says, headline, render_backtest
from scenarios.report.drawing import category_ticks
from scenarios.report.words import NBSP
from scenarios.views.backtest_view import BacktestView
from scenarios.views.view_backtest import backtest_view
from tests.backtest_view_fixture import FORECASTERS, MEAN, history
from tests.report_reading import EVIL, Tags, charts, said

NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def found() -> Backtest:
    return measure([history()], FORECASTERS, Rolling(91, 7, cut_short=True))


@pytest.fixture(scope="module")
def view(found: Backtest) -> BacktestView:
    start, end = np.datetime64("2024-04-06", "s"), np.datetime64("2024-04-07", "s")
    odd = Finding("outlier", start, end, 960, 480)
    return backtest_view(
        "Team", [history()], found, MEAN, titles={"phone": "Calls"},
        reasons={"phone": "chosen by hand"}, findings={"phone": [odd]}, facts={"Inputs": "0123"},
    )  # fmt: skip


def test_the_page_says_who_is_in_use_how_good_and_why(view: BacktestView) -> None:
    text = said(render_backtest(view, NOW)).replace(NBSP, " ")
    week = {score.forecaster: score.wape for score in view.series[0].scores}
    own, other = week[MEAN], week["seasonal_naive"]
    for words in (
        "against last week",
        f"eight_week_mean in use: WAPE {own:.1%}".replace("%", " %"),
        f"against {other:.1%} of last week".replace("%", " %"),
        "eight-week mean ✓ in use",
        "Sat 6 Apr 2024 day after Spring Day, unusual day",
        "Where the truth fell",
        "week 2",
        "of last week; chosen by hand",
    ):
        assert words in text


def test_numbers_on_the_page_are_those_of_the_tables(view: BacktestView, found: Backtest) -> None:
    one = view.series[0]
    table = found.by_lead[found.by_lead["forecaster"] == MEAN]
    assert one.wape_by_lead[MEAN].tolist() == table["wape"].to_list()
    assert one.leads == tuple(table["days_ahead"])
    bands = found.calibration[found.calibration["forecaster"] == MEAN]
    half = bands[bands["band"] == 0.5]
    inside = (half["slots_covered"] * half["n_slots"]).sum() / half["n_slots"].sum()
    assert one.calibration.slots[4] == pytest.approx(inside)
    assert one.calibration.nominal.tolist() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    assert one.calibration.pit_slots.sum() == pytest.approx(1)
    hour = found.by_hour.query("forecaster == @MEAN and weekday == 2 and hour == 9").iloc[0]
    assert one.wape_by_hour[2, 9] == hour["wape"]


def test_the_headline_compares_with_both_baselines(view: BacktestView) -> None:
    one = view.series[0]
    scores = tuple(
        replace(score, wape=0.1 if score.forecaster == MEAN else 0.125) for score in one.scores
    )
    same = replace(view, series=(replace(one, scores=scores),))
    assert headline(same).replace(NBSP, " ") == (
        "Error up to a week ahead: ±0 % against the eight-week mean and −20 % against last week."
    )


def test_charts_are_ones_that_plotly_accepts_in_colours_of_the_style(view: BacktestView) -> None:
    html = render_backtest(view, NOW)
    style = html[html.index("<style>") : html.index("</style>")]
    shown = list(charts(html))
    assert len(shown) == 5
    for chart in shown:
        text = json.dumps(chart)
        for name in set(re.findall(r"var\((--[a-z0-9-]+)\)", text)):
            assert style.count(f"{name}:") == 2
        figure: Any = Figure(json.loads(re.sub(r'"var\(--[a-z0-9-]+\)"', '"#123456"', text)))  # type: ignore[no-untyped-call]
        assert len(figure.data) == len(chart["data"])


def test_no_name_becomes_markup(found: Backtest) -> None:
    calm = backtest_view("Team", [history()], found, MEAN)
    one = replace(calm.series[0], title=EVIL, why=EVIL)
    missed = tuple(replace(day, what=EVIL) for day in one.missed)
    evil = replace(calm, name=EVIL, series=(replace(one, missed=missed),), facts={EVIL: EVIL})
    tags = Tags(render_backtest(evil))
    assert "img" not in {tag for tag, _ in tags.tags}
    assert len(tags.scripts) == len(Tags(render_backtest(calm)).scripts)


def test_a_history_too_short_to_measure_says_so() -> None:
    short = history(1)
    found = measure([short], FORECASTERS, Rolling(91, 7, cut_short=True))
    view = backtest_view("Team", [short], found, MEAN)
    text = said(render_backtest(view))
    assert "The history is too short to measure a forecast" in text
    assert "nan" not in text.casefold().split()


@pytest.mark.parametrize(
    ("lead", "words"),
    [("1-7", "week 1"), ("8-14", "week 2"), ("85-91", "week 13")],
)
def test_days_ahead_are_weeks(lead: str, words: str) -> None:
    assert lead_name(lead) == words


@pytest.mark.parametrize(
    ("covered", "n", "words"),
    [
        (0.8, 100, "✓ right"),
        (0.7, 100, "▼ too narrow"),
        (0.9, 100, "▲ too wide"),
        (9 / 14, 14, "may be chance, of 14"),
        (7 / 14, 14, "▼ too narrow"),
        (float("nan"), 0, ""),
    ],
)
def test_a_band_is_called_right_or_not(covered: float, n: int, words: str) -> None:
    assert band_says(covered, n) == words


def test_ticks_of_a_narrow_chart_are_few_and_spread_evenly() -> None:
    hours = [f"{hour:02}:00" for hour in range(24)]
    assert category_ticks(hours, most=4)["tickvals"] == ["00:00", "06:00", "12:00", "18:00"]
    weeks = ["week 1", "week 2", "week 3", "week 4"]
    assert category_ticks(weeks, most=5)["ticktext"] == weeks
    assert len(category_ticks([f"week {n}" for n in range(14)], most=5)["tickvals"]) == 5
    assert category_ticks([], most=4)["tickvals"] == []
