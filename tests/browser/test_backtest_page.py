"""The page of a backtest opened from disk on a phone."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from scenarios.report.backtest_page import render_backtest
from tests.backtest_view_fixture import made_view
from tests.browser.opening import opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backtest") / "backtest.html"
    path.write_text(render_backtest(made_view()), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [390, 1300])
def test_labels_of_an_axis_do_not_run_into_each_other(
    browser: Browser, page_path: Path, width: int
) -> None:
    watched = opened(browser, page_path, width)
    charts = watched.page.locator("[data-chart]").all()
    for chart in charts:
        boxes = _boxes(chart.locator(".xtick text"))
        assert len(boxes) >= 3
        for (_, right), (left, _) in pairwise(boxes):
            assert right < left
    assert watched.said == []
    watched.page.context.close()


def test_nothing_sticks_out_on_a_phone(browser: Browser, page_path: Path) -> None:
    page = opened(browser, page_path, 390).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def _boxes(labels: Locator) -> list[tuple[float, float]]:
    """Left and right ends of labels, from left to right."""
    found = [label.bounding_box() for label in labels.all()]
    return sorted((box["x"], box["x"] + box["width"]) for box in found if box)
