"""The command `plan` and its kin: every promised file, alone in its folder, nothing half done."""

import json
import re
import signal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from api.cli import forecast, runs
from api.cli.runs import alone_in
from tests.cli_fixture import run


def test_a_new_workspace_checks_clean(planned: Path) -> None:
    result = run("check", planned)
    assert result.exit_code == 0, result.stderr
    assert "0 errors, 0 warnings" in result.stdout


def test_init_never_overwrites(planned: Path) -> None:
    before = (planned / "agents.csv").read_bytes()
    result = run("init", planned)
    assert result.exit_code == 6
    assert (planned / "agents.csv").read_bytes() == before


def test_plan_leaves_every_promised_file(planned: Path) -> None:
    names = {p.name for p in (planned / "out").iterdir()}
    assert names >= {
        "forecast.csv", "requirement.csv", "roster.csv", "coverage.csv", "hours.csv",
        "simulation.csv", "simulation_days.csv", "team.ics", "calendars", "report.html",
        "plan.json", "forecast_days.csv", "forecast.json",
    }  # fmt: skip
    (version,) = (planned / "out" / "forecasts").iterdir()
    told = json.loads((version / "forecast.json").read_text(encoding="utf-8"))
    assert (told["made_by"], told["version"]) == ("plan", version.name)
    assert all("findings" in series for series in told["series"])
    agents = len((planned / "agents.csv").read_text(encoding="utf-8").strip().splitlines()) - 1
    assert len(list((planned / "out" / "calendars").glob("*.ics"))) == agents


def test_repeatable_runs_give_the_same_roster(planned: Path, tmp_path: Path) -> None:
    rosters = []
    for name in ("one", "two"):
        out = tmp_path / name
        words = ("roster", planned, "--repeatable", "--time-limit", "1", "--out", out)
        assert run(*words).exit_code == 0
        rosters.append((out / "roster.csv").read_bytes())
    assert rosters[0] == rosters[1]


def test_two_runs_do_not_write_into_one_folder(planned: Path) -> None:
    out = planned / "out"
    before = (out / "plan.json").read_bytes()
    with alone_in(out):
        result = run("plan", planned)
    assert result.exit_code == 6
    assert "is in use by another run" in result.stderr
    assert (out / "plan.json").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.output.os.access", lambda folder, _: folder != tmp_path)
    result = run("plan", planned, "--out", tmp_path / "a" / "b")
    assert result.exit_code == 7
    assert result.stderr.startswith(f"error: {tmp_path / 'a' / 'b'}: {tmp_path} is not writable")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("week", ["2026-02-30", "20.3.2026", "next"])
def test_a_wrong_week_is_told_with_a_right_one(planned: Path, week: str) -> None:
    result = run("plan", planned, "--week", week)
    assert result.exit_code == 2
    assert f"'{week}' is no day of the calendar; write it as 2003-10-20" in result.stderr


def test_check_tells_rules_that_leave_somebody_no_schedule(tmp_path: Path) -> None:
    folder = tmp_path / "impossible"
    run("init", folder)
    settings = folder / "rotacast.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"min_days_off = \d", "min_days_off = 7", text), encoding="utf-8")
    result = run("check", folder)
    assert result.exit_code == 4
    assert "7 days off owed" in result.stderr


@pytest.mark.parametrize(
    ("command", "module", "step"),
    [("forecast", forecast, "make_run"), ("staff", runs, "make_requirement")],
)
def test_ctrl_c_without_a_roster_writes_nothing(
    planned: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    module: ModuleType,
    step: str,
) -> None:
    whole = getattr(module, step)

    def interrupted(*args: Any, **options: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return whole(*args, **options)

    monkeypatch.setattr(module, step, interrupted)
    result = run(command, planned, "--out", tmp_path / "new")
    assert result.exit_code == 130
    assert not list(tmp_path.rglob("*.csv"))
