"""A headless browser for tests of pages, which skip without one, and the service's page in it."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.app import create_app
from api.routes.parts import change_check
from api.serve import Server, listening
from api.settings import Settings
from tests.api.one_shift import replannable
from tests.browser.service_pages import GOOD, StandIn
from tests.conftest import PROJECT

FAKE = (sys.executable, str(PROJECT / "tests" / "api" / "fake_child.py"))
PATIENCE_MS = 20_000

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def found_browser() -> tuple[str, dict[str, str | float | bool]] | None:
    """Executable and environment: ``ROTACAST_CHROMIUM``, the system's, or what `install.sh` put."""
    own = PROJECT / ".browser"
    named = os.environ.get("ROTACAST_CHROMIUM")
    for path in (Path(named) if named else None, Path("/usr/bin/chromium")):
        if path is not None and path.exists():
            return str(path), {**os.environ}
    if (own / "chromium").exists():
        libraries = str(own / "al2023" / "lib")
        return str(own / "chromium"), {**os.environ, "LD_LIBRARY_PATH": libraries}
    return None


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    A headless Chromium.

    Playwright's event loop runs in this thread until it is closed, and nobody else's can: a
    module at a time, so that those after it may have one.
    """
    found = found_browser()
    if found is None:
        pytest.skip(
            "no browser: set ROTACAST_CHROMIUM, or run sh tests/browser/install.sh .browser"
        )
    executable, environment = found
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=ARGUMENTS, env=environment
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def workspace() -> StandIn:
    return StandIn(GOOD)


@pytest.fixture(scope="module")
def workspace_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real folder, which re-plans are held against."""
    return replannable(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def address(workspace_folder: Path, workspace: StandIn) -> Iterator[str]:
    settings = Settings(port=0, cancel_s=0.3)
    listener = listening(settings)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = create_app(workspace_folder, settings, FAKE)
    app.dependency_overrides[change_check] = lambda: lambda _: None  # they say how it behaves
    app.state.workspace = workspace
    config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1)
    ready = threading.Event()
    server = Server(config, app.state.jobs, url, lambda _: ready.set())
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    assert ready.wait(20)
    yield url
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    expect.set_options(timeout=PATIENCE_MS)
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def shown(page: Page, address: str, workspace: StandIn) -> Iterator[Page]:
    """The page, opened; whatever it complains about in the console fails the test."""
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    workspace.found = GOOD
    page.goto(address)
    expect(page.locator("#facts")).to_be_visible()
    yield page
    assert complaints == []
