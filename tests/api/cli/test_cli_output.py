"""What commands print: names as they are, whole figures, JSON and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli_fixture import run


def test_show_prints_every_rostered_agent(planned: Path) -> None:
    shown = json.loads(run("show", planned, "--json").stdout)
    text = run("show", planned).stdout
    first_names = {row["name"].split()[0] for row in shown["roster"]}
    assert first_names
    assert all(name in text for name in first_names)


def test_show_without_a_run_says_what_to_do(tmp_path: Path) -> None:
    result = run("show", tmp_path)
    assert result.exit_code == 3
    assert "run rotacast plan first" in result.stderr


@pytest.mark.parametrize("name", ["plan.json", "roster.csv"])
@pytest.mark.parametrize("content", [b"", b"corrupt", b"\xcc\xff", b"agent,name\na,b\n"])
def test_show_says_when_the_files_are_damaged(
    planned: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    for kept in ("plan.json", "roster.csv"):
        (tmp_path / kept).write_bytes((planned / "out" / kept).read_bytes())
    (tmp_path / name).write_bytes(content)
    result = run("show", planned, "--out", tmp_path)
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "run rotacast plan again" in result.stderr


def test_show_prints_names_as_they_are_and_nothing_that_acts(planned: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes((planned / "out/plan.json").read_bytes())
    text = (planned / "out/roster.csv").read_text(encoding="utf-8-sig")
    changed = text.replace("Amara Okafor", "'=1+1").replace("Owen Price", "\u202eecirP")
    (tmp_path / "roster.csv").write_text(changed, encoding="utf-8-sig")
    shown = run("show", planned, "--out", tmp_path).stdout
    assert "\n=1+1 " in shown
    assert "\u202e" not in shown
    assert "\ufffdecirP" in shown


def test_a_sick_call_without_a_day_is_told_in_the_words_of_the_option(planned: Path) -> None:
    result = run("replan", planned, "--sick", "a1", "--look")
    assert result.exit_code == 3
    assert result.stderr == "error: --sick a1: says no day; write it as a1=2003-10-21\n"


def test_json_output_is_json_and_nothing_else(planned: Path, tmp_path: Path) -> None:
    for command in ("forecast", "staff", "backtest"):
        result = run(command, planned, "--json", "--out", tmp_path / command)
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)
    page = (tmp_path / "backtest" / "backtest.html").read_text(encoding="utf-8")
    assert "How good the forecasts were" in page


def test_a_backtest_is_not_begun_where_it_could_not_be_written(
    planned: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    assert run("backtest", planned, "--out", taken).exit_code == 3


def test_compare_sets_scenarios_side_by_side(planned: Path) -> None:
    result = run(
        "compare", planned, "--change", "volume=+50%", "--time-limit", "2", "--json"
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    base, more = json.loads(result.stdout)
    assert base["scenario"] == "as it is"
    assert more["figures"]["required_hours"] > base["figures"]["required_hours"]
    assert base["simulation"]["seed"] == more["simulation"]["seed"]
    assert {q["queue"] for q in base["simulation"]["queues"]} == set(base["service"])


def test_figures_stay_whole_where_the_terminal_is_narrow(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words in (["forecast"], ["backtest"], ["roster", "--time-limit", "2"]):
        result = run(*words, planned, "--out", tmp_path)
        assert result.exit_code == 0, result.stderr
        assert "…" not in result.stdout
        figures = [line for line in result.stdout.splitlines() if line[:1] in "┏┃┡│└"]
        assert figures
        assert max(map(len, figures)) <= 80


@pytest.mark.parametrize("words", [("forecast", "--json"), ("forecast",), ("check", "--json")])
def test_a_reader_that_goes_away_is_no_error(planned: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", "from api.cli.start import main; main()"]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        ended = subprocess.run(
            [*command, words[0], str(planned), *words[1:]],
            stdout=gone, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (141, "")
