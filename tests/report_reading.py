"""Reading a page as a machine does: its tags, its text, its scripts, its charts."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028\"'&"


class Tags(HTMLParser):
    """Start tags with their attributes, and the text of every script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Be in no tag."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Keep text, and scripts apart; styles are left out."""
        if self.inside == "script":
            self.scripts[-1] += data
        elif self.inside != "style":
            self.text.append(data)


def said(html: str) -> str:
    """Text of a page, spaces folded."""
    return re.sub(r"\s+", " ", " ".join(Tags(html).text))


def charts(html: str) -> Iterator[dict[str, Any]]:
    """Data of every chart."""
    for tag, attributes in Tags(html).tags:
        if tag == "script" and attributes.get("type") == "application/json":
            found = re.search(rf'id="{attributes["id"]}">(.*?)</script>', html)
            assert found is not None
            chart = json.loads(found[1])
            if isinstance(chart, dict):
                yield chart
