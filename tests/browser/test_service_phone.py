"""The page of the service in a window as narrow as a phone: nothing sticks out or is cut off."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.service_pages import start

pytestmark = pytest.mark.browser


def right_edge(found: Locator) -> float:
    """Where an element ends on the right, in pixels of the window."""
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


@pytest.mark.parametrize("width", [320, 390])
def test_a_person_who_cannot_work_fits_into_the_frame(shown: Page, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 800})
    shown.get_by_text("Mend a published roster").click()
    row = shown.locator(".away-row").first
    expect(row).to_be_visible()
    frame = right_edge(shown.locator("fieldset").first)
    for field in (row.get_by_role("combobox"), row.get_by_role("textbox", name="To")):
        assert right_edge(field) < frame


def test_queues_are_called_by_name_whatever_its_direction(shown: Page) -> None:
    """Without a place of its own an Arabic name draws the number behind it to its other side."""
    start(shown, "quick")
    promises = shown.get_by_role("region", name="Service in 200 simulated weeks")
    expect(promises.get_by_role("rowheader")).to_have_text(
        ["Phone line", "\u062a\u0630\u0627\u0643\u0631"]
    )
    demand, floors = shown.locator("#shortfalls .notice").all()
    expect(demand.locator("li")).to_have_text("\u062a\u0630\u0627\u0643\u0631: 1 agent short")
    expect(demand.locator("bdi")).to_have_text("\u062a\u0630\u0627\u0643\u0631")
    expect(floors.locator("p")).to_have_text("Too few on duty")
    expect(floors.locator("bdi")).to_have_text("\u0633\u0631\u067e\u0631\u0633\u062a")


def test_verdicts_are_not_cut_off(shown: Page) -> None:
    shown.set_viewport_size({"width": 390, "height": 800})
    start(shown, "quick")
    promises = shown.get_by_role("region", name="Service in 200 simulated weeks")
    expect(promises).to_be_visible()
    for verdict in promises.locator(".verdict").all():
        assert right_edge(verdict) <= right_edge(promises)
