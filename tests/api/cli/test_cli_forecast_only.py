"""Who only forecasts needs settings, queues and a history; commands about rosters say what else."""

import csv
import re
import socket
from pathlib import Path

import pytest

from tests.cli_fixture import run

OVERRIDES = """queue,priority,start,end,kind,value,author,reason
phone,,2026-03-24,2026-03-24,total,500,R. Example,trade fair
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The template's queues and history, without people, sites, contracts and shifts."""
    full, folder = tmp_path / "full", tmp_path / "desk"
    assert run("init", full).exit_code == 0
    text = (full / "rotacast.toml").read_text(encoding="utf-8")
    tables = re.split(r"^(?=\[)", text.replace('"auto"', '"eight_week_mean"'), flags=re.M)
    kept = [one for one in tables if one.startswith(("[plan]", "[history]", "[[queue]]"))]
    folder.mkdir()
    (folder / "rotacast.toml").write_text("".join(kept), encoding="utf-8")
    (folder / "history.csv").write_bytes((full / "history.csv").read_bytes())
    return folder


def test_queues_and_history_are_all_that_a_forecast_needs(desk: Path) -> None:
    early = ("--week", "2026-03-16", "--as-of", "2026-03-16")
    for words in (
        ("forecast", desk, "--paths", "3"),
        ("forecast", desk, *early),
        ("forecast", desk, "--against", desk / "history.csv"),
        ("backtest", desk),
    ):
        result = run(*words)
        assert result.exit_code == 0, result.stderr

    assert {path.name for path in (desk / "out").iterdir()} > {
        "forecast.csv",
        "forecast.html",
        "paths.csv",
        "against.csv",
        "backtest.csv",
    }


def test_corrections_count_without_people(desk: Path) -> None:
    (desk / "overrides.csv").write_text(OVERRIDES, encoding="utf-8")

    assert run("forecast", desk).exit_code == 0

    with (desk / "out/forecast_days.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["queue"] == "phone"]
    day = next(row for row in rows if "2026-03-24" in row.values())
    assert float(day["mean"]) == pytest.approx(500, abs=0.01)


@pytest.mark.parametrize("command", ["staff", "roster", "plan", "validate", "explain"])
def test_commands_about_rosters_say_what_is_missing(desk: Path, command: str) -> None:
    result = run(command, desk)

    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "error: rotacast.toml: [[site]], [[contract]], [[shift]] are missing; add at least one of "
        "each; only forecast, forecasts and backtest do without",
        "error: agents.csv: is missing; add it to the folder",
    ]


def test_check_says_what_the_folder_is_enough_for(desk: Path) -> None:
    result = run("check", desk)

    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "warning: rotacast.toml: has no [[site]], [[contract]], [[shift]], and there is no "
        "agents.csv: enough for forecast, forecasts and backtest; for rosters add them all"
    ]


def test_a_folder_with_people_but_no_shifts_is_one_for_rosters(desk: Path) -> None:
    (desk / "agents.csv").write_bytes((desk.parent / "full" / "agents.csv").read_bytes())

    assert run("check", desk).exit_code == 3


def test_holidays_without_rows_are_told_where_a_queue_is_said_to_be_open(desk: Path) -> None:
    """Both are Irish: a Monday in February and Saint Patrick's Day, of which phone has no rows."""
    settings, history = desk / "rotacast.toml", desk / "history.csv"
    text = settings.read_text(encoding="utf-8").replace("open_on_holidays = false\n", "")
    text = text.replace('country = "GB"', 'country = "IE"').replace('region = "ENG"\n', "")
    settings.write_text(text, encoding="utf-8")
    rows = history.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not re.match(r"2026-(02-02|03-17)T.*,phone,", row)]
    history.write_text("".join(kept), encoding="utf-8")

    for command in ("check", "forecast"):
        result = run(command, desk)
        words = " ".join((result.stdout + result.stderr).split())
        assert "phone has no rows on 2 of 2 past public holidays, the last 2026-03-17" in words
        assert "tickets has no rows" not in words


def test_the_service_says_that_nothing_can_be_planned(desk: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", desk, "--port", f"{taken.getsockname()[1]}")

    warning, refused = result.stderr.splitlines()
    assert "the page can plan nothing; for forecasts use rotacast forecast" in warning
    assert "in use" in refused


def test_a_forecast_still_needs_its_history(desk: Path) -> None:
    (desk / "history.csv").unlink()

    result = run("forecast", desk)

    assert result.exit_code == 3
    assert result.stderr.strip() == "error: history.csv: is missing; add it to the folder"


def test_check_calls_a_folder_without_history_enough_for_nothing(desk: Path) -> None:
    (desk / "history.csv").unlink()

    result = run("check", desk)

    assert result.stderr.splitlines() == ["error: history.csv: is missing; add it to the folder"]


def test_a_roster_that_is_not_there_is_told_before_all_else(desk: Path) -> None:
    result = run("validate", desk, desk / "edited.csv")

    assert result.exit_code == 3
    assert "edited.csv: no roster there" in result.stderr
