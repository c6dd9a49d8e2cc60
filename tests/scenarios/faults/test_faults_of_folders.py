"""Workspaces with folders for files, files nobody may read, or many faults: all are told."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from scenarios.document import check_workspace
from tests.fault_fixture import AGENTS, HISTORY, LAST, TOML, add, swap


def test_no_folder_and_a_file_for_a_folder_are_told(tmp_path: Path) -> None:
    (missing,) = check_workspace(tmp_path / "nowhere")
    assert (missing.code, "rotacast init" in str(missing)) == ("missing_folder", True)
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    (wrong,) = check_workspace(file)
    assert wrong.code == "not_a_folder"


def test_folder_in_the_place_of_a_file_is_told(folder: Path) -> None:
    (folder / AGENTS).unlink()
    (folder / AGENTS).mkdir()
    (problem,) = check_workspace(folder)
    assert (problem.code, problem.file) == ("not_a_file", AGENTS)


@pytest.mark.parametrize("file", [TOML, AGENTS, HISTORY])
def test_file_that_may_not_be_read_is_told(
    file: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refuse(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == file:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    problems = [p for p in check_workspace(folder) if not p.warning]
    assert [(p.code, p.file) for p in problems] == [("unreadable", file)]
    assert "permission denied" in problems[0].message


def test_one_problem_hides_no_other(folder: Path) -> None:
    spoilt = {
        (AGENTS, "duplicate_email"): add(AGENTS, "a9,Bo,bristol,full,phone,AMARA@example.org"),
        (HISTORY, "fractional"): add(HISTORY, f"{LAST},3.7,,240.5"),
        ("time_off.csv", "zero_length"): add(
            "time_off.csv", "a1,2026-03-25T08:00,2026-03-25T08:00,leave,yes"
        ),
        ("locks.csv", "contradictory_locks"): add("locks.csv", "a5,2026-03-23,late,tickets"),
        (TOML, "invalid"): swap(TOML, "shrinkage = 0.10", "shrinkage = 1.0"),
        (TOML, "bad_id"): swap(TOML, 'id = "half"', 'id = "off"'),
    }
    for edit in spoilt.values():
        edit(folder)
    found = {(p.file, p.code) for p in check_workspace(folder)}
    assert spoilt.keys() <= found


def test_broken_settings_do_not_hide_broken_tables(folder: Path) -> None:
    swap(TOML, "[plan]", "[plan")(folder)
    add(AGENTS, "a9,Bo")(folder)
    add(HISTORY, f"{LAST},-4,,")(folder)
    found = [(p.file, p.code) for p in check_workspace(folder)]
    assert found == [(TOML, "bad_toml"), (AGENTS, "ragged_row"), (HISTORY, "negative")]


def test_a_refused_queue_is_not_told_again_by_those_who_have_its_skill(folder: Path) -> None:
    swap(TOML, 'skill = "tickets"', 'skill = "tickets"\non_time = 7')(folder)
    found = [(p.file, p.field) for p in check_workspace(folder) if p.file != HISTORY]
    assert found == [(TOML, "on_time")]


def test_thousand_wrong_rows_are_told_in_a_hundred_lines(folder: Path) -> None:
    add(HISTORY, "\n".join(f"{LAST},x,," for _ in range(1000)))(folder)
    told = [str(p) for p in check_workspace(folder)]
    assert len(told) == 101
    assert "900 more rows like line" in told[0]
