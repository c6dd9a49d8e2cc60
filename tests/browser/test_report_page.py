"""The report opened from disk in a real browser, without network."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scenarios.plan import Plan
from scenarios.report import render_report
from tests.big_plan_fixture import big_plan
from tests.browser.opening import Watched, opened
from tests.judgement_fixture import judged
from tests.plan_fixture import NOW, renamed, tiny_plan

pytestmark = pytest.mark.browser
EVIL = "</script><script>document.title='owned'</script><img src=x onerror=document.title='owned'>"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    plans = {
        "big": judged(big_plan()),
        "evil": renamed(judged(tiny_plan()), {"a1": EVIL, "k2": f"محمد {EVIL}"}),
        "long": renamed_all(judged(tiny_plan()), "Wolfeschlegelsteinhausen" * 8),
    }
    paths = {name: folder / f"{name}.html" for name in plans}
    for name, plan in plans.items():
        paths[name].write_text(render_report(plan, made_at=NOW), encoding="utf-8")
    return paths


def renamed_all(plan: Plan, name: str) -> Plan:
    """Everything in a plan that has a name, called by one that does not break."""
    inputs, team = plan.inputs, plan.inputs.team
    team = replace(
        team,
        agents=tuple(replace(agent, name=name) for agent in team.agents),
        sites=tuple(replace(site, name=name) for site in team.sites),
        time_off=tuple(replace(absence, kind=name) for absence in team.time_off),
    )
    queues = tuple(replace(queue, name=name) for queue in inputs.queues)
    settings = replace(inputs.settings, name=name)
    return replace(
        plan,
        inputs=replace(inputs, team=team, queues=queues, settings=settings),
        shortfalls=tuple(replace(one, message=name) for one in plan.shortfalls),
        notes=(name,),
    )


@pytest.fixture(scope="module")
def desk(browser: Browser, reports: dict[str, Path]) -> Iterator[Watched]:
    watched = opened(browser, reports["big"], 1440)
    yield watched
    watched.page.context.close()


def test_the_page_asks_for_nothing_and_complains_of_nothing(desk: Watched) -> None:
    assert [url for url in desk.asked if not url.startswith("data:")] == [desk.page.url]
    assert desk.said == []


def test_every_chart_is_drawn(desk: Watched) -> None:
    places = desk.page.locator("[data-chart]")
    assert places.count() == 13  # of four queues, one with a backlog
    for place in places.all():
        assert place.locator("svg .scatterlayer path").count() >= 3


def test_a_pointer_over_a_chart_tells_the_local_time(desk: Watched) -> None:
    chart = desk.page.locator("[data-chart]").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 150)
    told = chart.locator(".hoverlayer").locator("text=/Oct, \\d\\d:\\d\\d BST/")
    told.first.wait_for(timeout=10_000)
    assert "Forecast" in (chart.locator(".hoverlayer").text_content() or "")


def test_the_filter_finds_agents_and_forgets_by_escape(desk: Watched) -> None:
    page = desk.page
    find, rows = page.get_by_label("Find"), page.locator("tr.agent:visible")
    assert rows.count() == 100
    find.fill("kathmandu FULL")
    assert 0 < rows.count() < 30
    assert page.locator("tr.site:visible").count() == 1
    assert page.locator("#found").inner_text() == f"{rows.count()} agents"
    find.fill("nobody at all")
    assert rows.count() == 0
    find.press("Escape")
    assert rows.count() == 100


def test_everything_that_scrolls_or_opens_is_reached_by_keyboard(desk: Watched) -> None:
    reached = set()
    desk.page.locator("body").click(position={"x": 2, "y": 2})
    for _ in range(40):
        desk.page.keyboard.press("Tab")
        reached.add(
            desk.page.evaluate(
                "() => { const e = document.activeElement;"
                " return e.getAttribute('aria-label') || e.id || e.textContent.trim() }"
            )
        )
    assert {
        "find",
        "Roster table",
        "Service level table",
        "Simulation table",
        "The same in numbers, day by day",
    } <= reached


def test_the_header_of_the_roster_stays_in_sight(desk: Watched) -> None:
    between = desk.page.get_by_label("Roster table").evaluate(
        "e => { e.scrollTop = 1500;"
        " const top = (one) => one.getBoundingClientRect().top;"
        " return [e.scrollTop, top(e.querySelector('thead th')) - top(e)] }"
    )
    assert between[0] == 1500
    assert 0 <= between[1] < 3


@pytest.mark.parametrize("name", ["big", "long"])
def test_nothing_sticks_out_on_a_phone(
    browser: Browser, reports: dict[str, Path], name: str
) -> None:
    watched = opened(browser, reports[name], 390)
    page = watched.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.body.scrollWidth") <= 390
    wide = page.locator("[data-chart] svg.main-svg").evaluate_all(
        "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"
    )
    assert wide <= 390
    assert watched.said == []
    page.context.close()


def test_dark_and_light_differ_in_page_and_charts(
    browser: Browser, reports: dict[str, Path]
) -> None:
    looks = []
    for scheme in ("light", "dark"):
        watched = opened(browser, reports["evil"], 1000, scheme)
        looks.append(
            watched.page.evaluate(
                "() => [getComputedStyle(document.body).backgroundColor,"
                " document.querySelector('.js-line').style.stroke]"
            )
        )
        watched.page.context.close()
    assert all(light != dark for light, dark in zip(*looks, strict=True))


def test_a_name_cannot_act(browser: Browser, reports: dict[str, Path]) -> None:
    watched = opened(browser, reports["evil"], 1440)
    page = watched.page
    assert page.title().startswith("Tiny support")
    assert page.locator("tr.agent th bdi").first.inner_text() == EVIL
    assert page.locator("img").count() == 0
    page.evaluate(  # even markup that got in would not run
        "() => { document.body.insertAdjacentHTML('beforeend',"
        " '<img src=data:, onerror=\"document.title=1\">') }"
    )
    page.wait_for_function("() => document.images[0].complete")
    assert page.title().startswith("Tiny support")
    page.context.close()


def test_the_page_prints(browser: Browser, reports: dict[str, Path], tmp_path: Path) -> None:
    watched = opened(browser, reports["big"], 1440, "dark")
    watched.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    watched.page.emulate_media(media="print")
    ground = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert not watched.page.get_by_label("Find").is_visible()
    watched.page.context.close()
