"""
On which line of a TOML text each key stands.

`tomllib` says what a document holds but not where. This walks over text that `tomllib` has
already accepted, so it need not judge anything.
"""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BARE = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]}\n#]*")
STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"""+', re.DOTALL),
    re.compile(r"'''.*?'''+", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\])*"'),
    re.compile(r"'[^']*'"),
)


def key_lines(text: str) -> Mapping[Path, int]:
    """
    Line, from 1, of every key, table and array element by its path.

    ``("queue", 1, "aht_s")`` is the key in the second ``[[queue]]``; ``("queue", 1)`` its header.
    """
    return _Walker(text).walk()


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """Line of the longest beginning of `path` that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Walker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.sizes: dict[Path, int] = {}

    def walk(self) -> Mapping[Path, int]:
        table: Path = ()
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()
        return self.lines

    def _skip(self) -> None:
        found = BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def _mark(self, path: Path) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], self._line())

    def _header(self) -> Path:
        line_start = self.at
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        names = self._keys()
        path: Path = ()
        for i, name in enumerate(names):
            path = (*path, name)
            if is_array and i == len(names) - 1:
                self.sizes[path] = self.sizes.get(path, 0) + 1
            if path in self.sizes:
                path = (*path, self.sizes[path] - 1)
        after, self.at = self.at, line_start
        self._mark(path)
        self.at = self.text.index("]", after) + (2 if is_array else 1)
        return path

    def _keys(self) -> list[str]:
        """Parts of a dotted key; leaves the position behind it."""
        parts = []
        while True:
            self._skip()
            parts.append(self._key())
            self._skip()
            if self.at >= len(self.text) or self.text[self.at] != ".":
                return parts
            self.at += 1

    def _key(self) -> str:
        if self.text[self.at] in "\"'":
            return self._string()[1:-1]
        found = BARE.match(self.text, self.at)
        if not found:
            raise ValueError(f"no key at {self.at}")
        self.at = found.end()
        return found.group()

    def _string(self) -> str:
        found = next(m for pattern in STRINGS if (m := pattern.match(self.text, self.at)))
        self.at = found.end()
        return found.group()

    def _pair(self, table: Path) -> None:
        begin = self.at
        path = (*table, *self._keys())
        after, self.at = self.at, begin
        self._mark(path)
        self.at = self.text.index("=", after) + 1
        self._skip()
        self._value(path)

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first == "[":
            self._members(path, "]")
        elif first == "{":
            self._members(path, "}")
        elif first in "\"'":
            self._string()
        else:
            found = SCALAR.match(self.text, self.at)
            self.at = found.end() if found else self.at + 1

    def _members(self, path: Path, closing: str) -> None:
        self.at += 1
        index = 0
        self._skip()
        while self.text[self.at] != closing:
            if closing == "]":
                self._mark((*path, index))
                self._value((*path, index))
                index += 1
            else:
                self._pair(path)
            self._skip()
            if self.text[self.at] == ",":
                self.at += 1
                self._skip()
        self.at += 1
