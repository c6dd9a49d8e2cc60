"""Handling times on the command line: where they come from, and how well they were forecast."""

import csv
import re
from pathlib import Path

import pytest

from tests.cli_fixture import run


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first workspace, its first queue with 300 s in the morning and 400 s from noon."""
    folder = tmp_path_factory.mktemp("handling") / "team"
    assert run("init", folder).exit_code == 0
    path = folder / "history.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        hour = int(re.findall(r"T(\d\d)", row["start"])[0])
        row["handle_s"] = "" if row["queue"] != rows[0]["queue"] else str(300 + 100 * (hour > 11))
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return folder


def test_the_forecast_says_where_handling_times_come_from(team: Path, tmp_path: Path) -> None:
    result = run("forecast", team, "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    told = result.stdout.replace("\xa0", " ")
    assert "a contact, 5.0 min to 6.7 min, from history.csv" in told
    assert "as rotacast.toml says" in told
    with (tmp_path / "forecast.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert all(float(row["aht_s"]) > 0 for row in csv.DictReader(lines))


def test_the_backtest_sets_them_against_the_flat_mean(team: Path) -> None:
    result = run("backtest", team)
    assert result.exit_code == 0, result.stderr
    assert "Handling time, 7 days ahead" in result.stdout
    shares = {
        name: float(re.findall(rf"{name}\W+([0-9.]+) %", result.stdout)[0])
        for name in ("flat_handling", "handling_pattern")
    }
    assert shares["handling_pattern"] < 0.5 * shares["flat_handling"]
