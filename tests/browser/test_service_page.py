"""The page of the service in a browser: start a plan, watch it, stop it, read the report."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from planner.exports import roster as exporting
from planner.roster import Assignment, Roster
from planner.shifts import Shift
from scenarios.changes import PARSERS
from scenarios.document import read_workspace
from scenarios.options import template_interval
from tests.browser.service_pages import BAD, GOOD, NAME, StandIn, start

pytestmark = pytest.mark.browser


def one_shift(folder: Path) -> tuple[FilePayload, str, str]:
    """A roster of one shift as a file to send, with who works it and when."""
    inputs = read_workspace(folder)
    agent, week = inputs.team.agents[0], inputs.week_grid()
    template = next(t for t in inputs.templates if agent.site in t.sites)
    span = template_interval(template, week.start.date(), inputs.team.site(agent))
    made = Assignment(agent.id, Shift(template.id, week.start.date(), span), agent.skills[0])
    text = exporting.text(Roster(week.interval, (made,)), inputs.team)
    file: FilePayload = {"name": "edited.csv", "mimeType": "text/csv", "buffer": text.encode()}
    return file, agent.id, str(made.shift.day)


def test_the_workspace_is_shown_as_text(shown: Page) -> None:
    expect(shown.locator("#workspace-name")).to_have_text(NAME)
    expect(shown.locator("#queues")).to_contain_text("80 % within 20 s")
    expect(shown.get_by_label("Week of")).to_have_value("2003-10-20")
    expect(shown.get_by_label("Time for the roster")).to_have_value("60")
    assert shown.locator("img[src=x]").count() == 0


def test_a_plan_is_started_watched_stopped_and_read(shown: Page) -> None:
    start(shown, "solving")
    expect(shown.locator("#run-state")).to_have_text("running")
    expect(shown.locator("#line")).to_contain_text("6.2 % of the best possible")
    expect(shown.locator("#objective")).to_have_text("$640")
    expect(shown.locator("#bound")).to_have_text("$600")
    expect(shown.get_by_role("progressbar", name="Roster")).to_have_attribute("aria-valuenow", "40")
    shown.get_by_role("button", name="Stop and keep the best").click()
    expect(shown.locator("#run-state")).to_have_text("stopped")
    expect(shown.locator("#line")).to_have_text("Stopped; the best roster so far was kept.")
    expect(shown.locator("#figures")).to_contain_text("12.5")
    expect(shown.locator("#figures")).to_contain_text("98.0 %")
    promised = shown.get_by_role("region", name="Service in 200 simulated weeks")
    expect(promised).to_contain_text("81.3 %80.4 to 82.1")
    expect(promised).to_contain_text("▼ missed")
    expect(promised).to_contain_text("<b>in 6</b>")
    report = shown.frame_locator("#report")
    expect(report.get_by_role("heading")).to_have_text("Week of 20 October")
    expect(report.locator("#told")).to_have_text("scripts run")
    with shown.expect_download() as download:
        shown.get_by_role("link", name="roster.csv").click()
    assert download.value.suggested_filename == "roster.csv"


def test_several_weeks_are_planned_at_once(shown: Page) -> None:
    expect(shown.get_by_label("Weeks at once")).to_have_value("1")
    shown.get_by_label("Weeks at once").fill("4")
    expect(shown.locator("#week-hint")).to_have_text("4 weeks from the one that holds 20 Oct 2003.")
    start(shown, "quick")
    expect(shown.locator("#run-what")).to_contain_text("4 weeks from 20 Oct 2003")
    expect(shown.locator("#result")).to_be_visible()


def test_a_run_survives_a_reload(shown: Page) -> None:
    start(shown, "solving")
    expect(shown.locator("#objective")).to_have_text("$640")
    shown.reload()
    expect(shown.locator("#run-state")).to_have_text("running")
    expect(shown.locator("#objective")).to_have_text("$640")
    shown.get_by_role("button", name="Stop and keep the best").click()
    expect(shown.locator("#result")).to_be_visible()


def test_a_stopped_run_that_is_opened_again_says_how_it_ended(shown: Page) -> None:
    start(shown, "solving")
    expect(shown.locator("#objective")).to_have_text("$640")
    shown.get_by_role("button", name="Stop and keep the best").click()
    expect(shown.locator("#run-state")).to_have_text("stopped")
    shown.evaluate(
        """() => {
          const Real = window.EventSource;
          window.EventSource = class extends Real {
            close() { super.close(); document.body.dataset.closed = "yes"; }
          };
        }"""
    )
    shown.locator("#jobs").get_by_role("link").first.click()
    expect(shown.locator("body")).to_have_attribute("data-closed", "yes")  # every event was told
    expect(shown.locator("#line")).to_have_text("Stopped; the best roster so far was kept.")
    roster = shown.get_by_role("progressbar", name="Roster")
    expect(roster).to_have_attribute("aria-valuenow", "100")


def test_the_list_of_runs_follows_the_run_that_is_shown(shown: Page) -> None:
    start(shown, "solving")
    expect(shown.locator("#run-state")).to_have_text("running")
    start(shown, "solving")
    second, first = (shown.locator("#jobs tr").nth(i) for i in (0, 1))
    expect(second).to_contain_text("waiting")
    job = first.get_attribute("data-job")
    ask = {"X-Rotacast-Client": "test"}
    assert shown.request.post(f"{shown.url.split('#')[0]}api/v1/jobs/{job}/cancel", headers=ask).ok
    expect(second).to_contain_text("running")
    expect(first).to_contain_text("stopped")
    shown.get_by_role("button", name="Stop and keep the best").click()
    expect(second).to_contain_text("stopped")


def test_the_page_names_every_kind_of_what_if(shown: Page) -> None:
    for kind in PARSERS.keys() - {"sick"}:  # sick calls have a form of their own
        expect(shown.locator("#changes-hint")).to_contain_text(kind)


def test_a_failed_run_says_what_is_wrong_and_where(shown: Page) -> None:
    start(shown, "rejecting")
    expect(shown.locator("#run-state")).to_have_text("failed")
    expect(shown.locator("#failure")).to_contain_text("agents.csv line 7: weekly_hours is 400")
    expect(shown.locator("#result")).to_be_hidden()


def test_earlier_runs_can_be_opened_again(shown: Page) -> None:
    start(shown, "quick")
    expect(shown.locator("#result")).to_be_visible()
    start(shown, "infeasible")
    expect(shown.locator("#failure")).to_contain_text("two locks of a1 overlap")
    shown.locator("#jobs").get_by_role("link", name=re.compile("quick")).first.click()
    expect(shown.locator("#run-state")).to_have_text("done")
    expect(shown.locator("#result")).to_be_visible()


def test_the_stream_of_a_finished_run_is_closed(shown: Page) -> None:
    start(shown, "quick")
    expect(shown.locator("#result")).to_be_visible()
    shown.evaluate(
        """() => {
          const Real = window.EventSource;
          window.EventSource = class extends Real {
            close() { super.close(); document.body.dataset.closed = "yes"; }
          };
        }"""
    )
    shown.locator("#jobs").get_by_role("link").first.click()
    expect(shown.locator("body")).to_have_attribute("data-closed", "yes")


def test_a_workspace_with_problems_cannot_be_started(
    page: Page, address: str, workspace: StandIn
) -> None:
    workspace.found = BAD
    page.goto(address)
    expect(page.locator("#space-problems")).to_contain_text("agents.csv line 7")
    expect(page.get_by_role("button", name="Start the plan")).to_be_disabled()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_window(shown: Page, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 800})
    start(shown, "quick")
    expect(shown.locator("#report")).to_be_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_a_published_roster_is_mended_from_the_page(
    page: Page, address: str, workspace: StandIn, workspace_folder: Path
) -> None:
    workspace.found = GOOD
    roster, first, day = one_shift(workspace_folder)
    (workspace_folder / "out").mkdir(exist_ok=True)
    (workspace_folder / "out" / "roster.csv").write_bytes(roster["buffer"])
    page.goto(address)  # the console may complain of what is refused

    def fill(row: int, who: str, day: str) -> None:
        one = page.locator(".away-row").nth(row)
        one.get_by_label("Person").select_option(who)
        one.get_by_label("From").fill(day)

    page.get_by_text("Mend a published roster").click()
    expect(page.locator(".away-row")).to_have_count(1)
    page.get_by_label("Roster that people know").select_option(label="out/roster.csv of the folder")
    page.locator("#mend-file").set_input_files(files=[roster])
    page.get_by_label("Shifts may change from").fill("2099-01-01T00:00")
    page.get_by_role("button", name="Find the fewest changes").click()
    expect(page.locator("#mend-problem")).to_contain_text("is over, and nothing in it can change")
    fill(0, first, "")
    page.get_by_role("button", name="Find the fewest changes").click()
    expect(page.locator("#mend-problem")).to_contain_text("from which day")
    fill(0, first, day)
    page.get_by_role("button", name="Add a person").click()
    page.locator(".away-row").nth(1).get_by_role("button", name="Remove").click()
    page.get_by_label("Shifts may change from").fill(f"{day}T00:00")
    page.get_by_role("button", name="Find the fewest changes").click()
    expect(page.locator("#run-state")).to_have_text("done")
    expect(page.locator("#run-what")).to_contain_text(f"{first} away")
    expect(page.locator("#result-title")).to_have_text("The mended roster")
    changes = page.get_by_role("region", name="1 person is told anew")
    expect(changes).to_contain_text("=Åsa & मया <b>")
    expect(changes).to_contain_text("covers the early shift of Mon 20 Oct")
    (workspace_folder / "out" / "roster.csv").unlink()


def test_the_form_works_with_the_keyboard_alone(shown: Page) -> None:
    shown.get_by_label("Week of").focus()
    shown.get_by_label("Seed").press("Enter")
    expect(shown.locator("#run-title")).to_be_focused()
    expect(shown.locator("#run-state")).to_have_text("done")
