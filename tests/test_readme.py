"""The tutorial runs: every command of the README in order, in an empty folder."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app

README = Path(__file__).resolve().parent.parent / "README.md"


def commands() -> list[str]:
    """Lines that begin with ``$ rotacast``, in order."""
    lines = README.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("$ rotacast ") for line in lines if line.startswith("$ rotacast ")]


def test_the_tutorial_runs_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = commands()
    assert len(found) >= 7
    for command in found:
        result = CliRunner().invoke(app, shlex.split(command))
        assert result.exit_code == 0, f"rotacast {command}: {result.stderr}"


def test_the_settings_for_forecasts_alone_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = README.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    assert CliRunner().invoke(app, ["init", "full"]).exit_code == 0
    rows = Path("full/history.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("desk").mkdir()
    Path("desk/rotacast.toml").write_text(settings, encoding="utf-8")
    phone = [row for row in rows if ",tickets," not in row]
    Path("desk/history.csv").write_text("".join(phone), encoding="utf-8")
    for command in ("check", "forecast", "backtest"):
        result = CliRunner().invoke(app, [command, "desk"])
        assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(
    "package",
    [
        "planner/staffing",
        "planner/readers",
        "planner/exports",
        "forecasting",
        "solver",
        "scenarios",
        "api",
    ],
)
def test_every_reference_that_the_readme_names_exists(package: str) -> None:
    assert package in README.read_text(encoding="utf-8")
    assert (README.parent / package / "README.md").is_file()
