"""A headless browser for tests of pages; skips them where no browser can be found."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import PROJECT

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
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
