"""
Calendar text: what iCalendar (RFC 5545) asks of lines, and what other readers cannot bear.

The library folds and encodes. Two of its habits are kept out: it takes a backslash before a
capital N in a name for a line break, and it writes values of X- properties unescaped.
"""

import re
from typing import Final, Self

from icalendar import vText

_CONTROLS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class SafeText(vText):
    """Text that reads back as it was, with nothing in it that could end a line."""

    def __new__(cls, value: str) -> Self:
        """Clean text: line breaks kept, other control characters made spaces."""
        whole = value.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
        return super().__new__(cls, _CONTROLS.sub(" ", whole))

    def to_ical(self) -> bytes:
        """Value with backslash, semicolon, comma and line break escaped."""
        text = str(self)
        for char, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
            text = text.replace(char, escaped)
        return text.encode()


def unfolded(text: str) -> list[str]:
    """Content lines of a calendar, each whole."""
    return re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n").rstrip("\n").split("\n")


def with_value(block: str, name: str, value: str) -> str:
    """An event's text with the value of a short property replaced."""
    return re.sub(rf"(?m)^{re.escape(name)}:[^\r\n]*", f"{name}:{value}", block, count=1)
