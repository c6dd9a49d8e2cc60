"""The command line's errors: one clear line each, and the promised exit codes."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from api.cli.exits import explained
from planner.errors import ConflictError, InfeasibleError, InputError, Problem, TimeLimitError
from tests.cli_fixture import run

EXITS = [
    (InputError("bad"), 3),
    (InputError("none", code="no_agents"), 4),
    (InfeasibleError("Ana cannot", ["rest"]), 4),
    (TimeLimitError("60 s were too short"), 5),
    (ConflictError("in use"), 6),
    (PermissionError(13, "Permission denied", "out"), 7),
    (OSError(28, "No space left on device", "out"), 8),
    (MemoryError(), 8),
    (KeyboardInterrupt(), 130),
]


@pytest.mark.parametrize(("error", "code"), EXITS, ids=[type(e).__name__ for e, _ in EXITS])
def test_each_kind_of_error_has_its_exit_code(error: BaseException, code: int) -> None:
    lines, found = explained(error)
    assert found == code
    assert lines
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (OSError(28, "No space left on device"), "disk"),
        (PermissionError(13, "Permission denied", "out/.5403.part"), "out"),
        (IsADirectoryError(21, "Is a directory", "out/.5403.part", None, "out/a.csv"), "out/a.csv"),
    ],
)
def test_a_failed_write_names_what_a_person_knows(error: OSError, place: str) -> None:
    (line,), _ = explained(error)
    assert line == f"error: {place}: {error.strerror}; nothing changed there"


def test_each_reason_for_no_roster_is_told_once() -> None:
    assert explained(InfeasibleError("a; b", ["a; b"]))[0] == ["no roster is possible: a; b"]
    lines, _ = explained(InfeasibleError("a (and 1 more)", ["a", "b"]))
    assert lines == ["no roster is possible:", "  - a", "  - b"]


def test_every_problem_gets_its_own_line() -> None:
    problems = [Problem("a", file="x.csv", line=2), Problem("b", file="x.csv", line=3)]
    lines, _ = explained(InputError.of(problems))
    assert lines == ["error: x.csv line 2: a", "error: x.csv line 3: b"]


class InterruptedImport(ModuleType):
    """A module that is still being imported when Ctrl-C comes."""

    def __getattr__(self, name: str) -> object:
        raise KeyboardInterrupt


def test_ctrl_c_while_a_command_is_imported_is_one_line_and_130(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "api.cli.presets", InterruptedImport("api.cli.presets"))
    result = run("presets")
    assert result.exit_code == 130
    assert result.stderr == "interrupted; nothing more was written\n"


def test_a_missing_folder_is_one_line_and_3(tmp_path: Path) -> None:
    result = run("plan", tmp_path / "nowhere")
    assert result.exit_code == 3
    assert re.fullmatch(r"error: .*nowhere.*\n", result.stderr)


def test_a_workspace_with_many_faults_names_them_all(planned: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    run("init", folder)
    toml = folder / "rotacast.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("aht_s = ", "aht_s = -", 1), encoding="utf-8")
    agents = folder / "agents.csv"
    agents.write_text(agents.read_text(encoding="utf-8") + "x9,Nobody,atlantis,full,phone\n")
    result = run("check", folder)
    assert result.exit_code == 3
    assert "rotacast.toml line" in result.stderr
    assert "agents.csv line" in result.stderr


def test_a_wrong_change_is_rejected_before_any_run(planned: Path) -> None:
    result = run("compare", planned, "--change", "volum=+10%")
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "volume=+10%" in result.stderr
