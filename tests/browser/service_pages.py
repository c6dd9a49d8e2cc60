"""The page of the service as tests of it need it: a workspace that stands in, a run to start."""

from datetime import date

from playwright.sync_api import Page

from api.workspace import QueueSummary, WorkspaceSummary
from planner.errors import Problem

NAME = "Northwind <img src=x onerror=alert(1)> support"
GOOD = WorkspaceSummary(
    name=NAME,
    inputs_ok=True,
    problems=(Problem("3 intervals have no row", "history.csv", 12, warning=True),),
    first_day=date(2003, 10, 20),
    last_day=date(2003, 10, 26),
    zone="America/New_York",
    currency="USD",
    interval_minutes=30,
    time_limit_s=60,
    queues=(QueueSummary("phone", "Phone", "phone", "80 % within 20 s"),),
    n_agents=100,
    n_sites=5,
    n_shifts=17,
    history_from=date(2003, 3, 3),
    history_to=date(2003, 10, 24),
)
BAD = WorkspaceSummary(
    name=NAME,
    inputs_ok=False,
    problems=(Problem("weekly_hours is 400; use 0 to 168", "agents.csv", 7),),
)


class StandIn:
    """Workspace of a summary, without files."""

    name = NAME

    def __init__(self, found: WorkspaceSummary) -> None:
        self.found = found

    def summary(self) -> WorkspaceSummary:
        return self.found


def start(page: Page, behaviour: str) -> None:
    if not page.locator("#changes").is_visible():
        page.get_by_text("What if…").click()
    page.get_by_label("Changes, one a line").fill(behaviour)
    page.get_by_role("button", name="Start the plan").click()
