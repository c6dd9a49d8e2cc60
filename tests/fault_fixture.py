"""Wrong inputs: a workspace is spoilt in one place, and what must be said about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner.errors import InputError, Problem
from scenarios.document import check_workspace, read_workspace

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


def history_rows(minutes: int, days: int, first: str = "2026-01-12") -> list[str]:
    """History rows of both queues, `minutes` apart in opening hours."""
    start = datetime.fromisoformat(first)
    made = []
    for day in range(days):
        if (start + timedelta(days=day)).weekday() < 5:
            for step in range(600 // minutes):
                at = start + timedelta(days=day, minutes=480 + minutes * step)
                made += [f"{at:%Y-%m-%dT%H:%M},{queue},4\n" for queue in ("phone", "tickets")]
    return made


FaultTest = Callable[[Fault, Path], None]


def told(faults: Sequence[Fault]) -> FaultTest:
    """A test that spoils a workspace: told by file, line and words is the fault, and it alone."""

    @_each(faults)
    def test(fault: Fault, folder: Path) -> None:
        line = fault.edit(folder)
        problems = check_workspace(folder)
        found = [p for p in problems if p.code == fault.code and p.warning == fault.warning]
        said = "\n".join(map(str, problems))
        assert found, said
        assert found[0].file == fault.file
        assert line is None or found[0].line == line, said
        assert all(word in str(found[0]) for word in fault.words), said
        if fault.alone:
            assert len([p for p in problems if p.warning == fault.warning]) == 1, said
        for problem in problems:
            assert_is_clear(problem)

    return test


def let_through(faults: Sequence[Fault]) -> FaultTest:
    """A test that spoils a workspace: it is read with a note for a warning, and refused else."""

    @_each([fault for i, fault in enumerate(faults) if fault.warning or i % 5 == 0])
    def test(fault: Fault, folder: Path) -> None:
        fault.edit(folder)
        if fault.warning:
            assert fault.code in [note.code for note in read_workspace(folder).notes]
            return
        with pytest.raises(InputError) as caught:
            read_workspace(folder)
        assert fault.code in [p.code for p in caught.value.problems]
        assert not any(p.warning for p in caught.value.problems)

    return test


def _each(faults: Sequence[Fault]) -> pytest.MarkDecorator:
    """Run a test on each fault; every one has a name of its own."""
    names = [fault.id for fault in faults]
    assert len(set(names)) == len(names), "two faults of one name"
    return pytest.mark.parametrize("fault", faults, ids=names)


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
