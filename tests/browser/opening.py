"""A page opened from disk, watched."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page


@dataclass
class Watched:
    """A page, with what it said to the console and what it asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def opened(
    browser: Browser, path: Path, width: int, scheme: Literal["light", "dark"] = "light"
) -> Watched:
    """A page from disk in a window of `width` pixels without a network, drawn to the end."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
    )
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.said.append(message.text))
    watched.page.on("pageerror", lambda error: watched.said.append(str(error)))
    watched.page.on("request", lambda request: watched.asked.append(request.url))
    watched.page.goto(path.as_uri())
    watched.page.wait_for_selector("html[data-drawn=all]", timeout=60_000)
    return watched
