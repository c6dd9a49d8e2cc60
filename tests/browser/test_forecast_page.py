"""The page of a forecast opened from disk in a real browser, without network."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scenarios.report.forecast_page import render_forecast
from tests.browser.opening import opened
from tests.forecast_view_fixture import view_of

pytestmark = pytest.mark.browser
EVIL = "</script><script>document.title='owned'</script><img src=x onerror=document.title='owned'>"


@pytest.fixture(scope="module")
def page_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forecast") / "forecast.html"
    view = view_of(title=EVIL)
    findings = tuple(replace(one, name=EVIL) for one in view.series[1].findings)
    shown = (view.series[0], replace(view.series[1], findings=findings))
    path.write_text(render_forecast(replace(view, series=shown)), encoding="utf-8")
    return path


def test_charts_are_drawn_and_nothing_acts_or_is_asked_for(
    browser: Browser, page_path: Path
) -> None:
    watched = opened(browser, page_path, 1300)
    page = watched.page
    assert [url for url in watched.asked if not url.startswith("data:")] == [page.url]
    assert watched.said == []
    assert page.title().startswith("Tiny support: forecast")
    assert page.locator("img").count() == 0
    for place in page.locator("[data-chart]").all():
        assert place.locator("svg.main-svg").count() >= 1
    page.context.close()


def test_a_button_shows_another_stretch_of_the_chart(browser: Browser, page_path: Path) -> None:
    page = opened(browser, page_path, 1300).page
    button = page.get_by_role("button", name="Everything").first
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    span = page.evaluate("document.querySelector('[data-chart=f1]').layout.xaxis.range")
    assert span[0] == -0.5
    page.context.close()


def test_nothing_sticks_out_on_a_phone(browser: Browser, page_path: Path) -> None:
    watched = opened(browser, page_path, 390)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert watched.said == []
    watched.page.context.close()
