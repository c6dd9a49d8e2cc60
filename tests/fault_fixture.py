"""Wrong inputs: a workspace is spoilt in one place, and what must be said about it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Problem
from scenarios.document import check_workspace

TOML = "rotacast.toml"
HISTORY = "history.csv"
AGENTS = "agents.csv"
LAST = "2026-03-20T18:00,phone"
AGENT_HEADER = "id,name,site,contract,skills,email\n"

Edit = Callable[[Path], int | None]
"""Spoils a workspace; returns the line on which the problem must be told."""


@dataclass(frozen=True)
class Fault:
    """One wrong input and what must be said about it."""

    id: str
    file: str
    edit: Edit
    code: str
    words: tuple[str, ...]
    warning: bool = False
    alone: bool = True


def put(file: str, content: str | bytes, line: int | None = None) -> Edit:
    """Replace a file."""

    def edit(folder: Path) -> int | None:
        data = content.encode() if isinstance(content, str) else content
        (folder / file).write_bytes(data)
        return line

    return edit


def add(file: str, row: str | bytes) -> Edit:
    """Append a row; the problem is in it."""

    def edit(folder: Path) -> int:
        path = folder / file
        before = path.read_bytes()
        path.write_bytes(before + (row.encode() if isinstance(row, str) else row) + b"\n")
        return before.count(b"\n") + 1

    return edit


def swap(file: str, old: str, new: str, *, line: bool = True) -> Edit:
    """Replace the first `old`; the problem is where it stood."""

    def edit(folder: Path) -> int | None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1 if line else None

    return edit


def gone(file: str) -> Edit:
    """Delete a file."""

    def edit(folder: Path) -> None:
        (folder / file).unlink()

    return edit


def key(fault: str, old: str, new: str, code: str, *words: str, alone: bool = True) -> Fault:
    """A wrong key of rotacast.toml."""
    return Fault(fault, TOML, swap(TOML, old, new), code, words, alone=alone)


def assert_is_told(fault: Fault, folder: Path) -> None:
    """Spoil a workspace: the fault is told by file, line and words, and nothing else is."""
    line = fault.edit(folder)
    problems = check_workspace(folder)
    told = [p for p in problems if p.code == fault.code and p.warning == fault.warning]
    said = "\n".join(map(str, problems))
    assert told, said
    assert told[0].file == fault.file
    assert line is None or told[0].line == line, said
    assert all(word in str(told[0]) for word in fault.words), said
    if fault.alone:
        assert len([p for p in problems if p.warning == fault.warning]) == 1, said
    for problem in problems:
        assert_is_clear(problem)


def assert_is_clear(problem: Problem) -> None:
    """One printable line that begins with the place, in lower case, and ends with a remedy."""
    text = str(problem)
    assert "\n" not in text
    assert "\t" not in text
    assert len(text) < 400
    assert not problem.message[0].isupper()
    assert "; " in problem.message or problem.message.endswith("?") or "more rows" in text, text
    assert "Traceback" not in text
    assert "input should be" not in text.lower()
