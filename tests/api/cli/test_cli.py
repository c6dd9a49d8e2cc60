"""The command line: help for everything, one clear line for errors, the promised exit codes."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import forecast, runs
from api.cli.exits import explained
from api.cli.main import app
from api.cli.runs import alone_in
from api.cli.tables import per_cent
from planner.errors import ConflictError, InfeasibleError, InputError, Problem, TimeLimitError
from scenarios.judge.rounds import VERIFICATION

COMMANDS = (
    "init", "check", "forecast", "forecasts", "staff", "roster", "plan", "show", "compare",
    "backtest", "serve", "simulate", "validate", "replan", "explain", "presets",
)  # fmt: skip


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "team"
    assert run("init", folder).exit_code == 0
    result = run("plan", folder, "--time-limit", "3", "--seed", "3")
    assert result.exit_code == 0, result.stderr
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: rotacast {command}" in result.stdout


def test_commands_are_the_documented_ones() -> None:
    assert {c.name or c.callback.__name__ for c in app.registered_commands if c.callback} == set(
        COMMANDS
    )


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


def test_validate_passes_the_plan_and_names_what_an_edit_breaks(
    planned: Path, tmp_path: Path
) -> None:
    result = run("validate", planned)
    assert result.exit_code == 0, result.stdout
    assert "no rule is broken" in result.stdout
    head, first, *rest = (planned / "out" / "roster.csv").read_text("utf-8").splitlines()
    agent = first.split(",")[0]
    others = [line for line in rest if not line.startswith(f"{agent},")]
    edited = tmp_path / "edited.csv"
    edited.write_text("\n".join([head, first, *others]), encoding="utf-8")
    broken = run("validate", planned, edited)
    assert broken.exit_code == 4
    assert f"({agent}), week, weekly_hours:" in broken.stdout
    (told,) = json.loads(run("validate", planned, edited, "--json").stdout)
    assert (told["agent"], told["rule"], told["day"]) == (agent, "weekly_hours", None)
    assert run("validate", planned, tmp_path / "none.csv").exit_code == 3


def test_explain_tells_conflicts_and_what_is_uncovered(planned: Path, tmp_path: Path) -> None:
    fine = run("explain", planned, "--time-limit", "0", "--json")
    assert fine.exit_code == 0, fine.stderr
    assert {one["kind"] for one in json.loads(fine.stdout)} <= {"uncovered", "reason"}
    assert run("explain", planned, "--out", planned / "out").exit_code == 3
    shutil.copytree(planned, tmp_path / "bad")
    shifts = (planned / "out" / "roster.csv").read_text("utf-8").splitlines()[1].split(",")
    first = date.fromisoformat(shifts[4])
    days = [f"{shifts[0]},{first + timedelta(days=k)},off," for k in range(-6, 7)]
    locks = "\n".join(["agent,day,shift,skill", *days])
    (tmp_path / "bad" / "locks.csv").write_text(f"{locks}\n", encoding="utf-8")
    told = run("explain", tmp_path / "bad", "--out", tmp_path / "why")
    assert told.exit_code == 4
    assert f"{shifts[1]} has a contract minimum of" in told.stdout
    assert "way out: let " in told.stdout
    with (tmp_path / "why" / "explanations.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["kind"] for row in rows} == {"conflict", "way_out"}
    assert {row["tried"] for row in rows if row["kind"] == "way_out"} == {"yes"}


def test_show_prints_every_rostered_agent(planned: Path) -> None:
    shown = json.loads(run("show", planned, "--json").stdout)
    text = run("show", planned).stdout
    first_names = {row["name"].split()[0] for row in shown["roster"]}
    assert first_names
    assert all(name in text for name in first_names)


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


def test_simulate_tells_a_planned_roster_what_the_plan_told_it(planned: Path) -> None:
    before = (planned / "out" / "simulation.csv").read_bytes()
    summary = json.loads((planned / "out" / "plan.json").read_text(encoding="utf-8"))
    seed = summary["simulation"]["seed"] - VERIFICATION
    result = run("simulate", planned, "--seed", seed, "--json")
    assert result.exit_code == 0, result.stderr
    told, planned_for = json.loads(result.stdout)["simulation"], summary["simulation"]
    assert [q["in_time"] for q in told["queues"]] == [q["in_time"] for q in planned_for["queues"]]
    assert (planned / "out" / "simulation.csv").read_bytes() == before


def test_simulate_writes_where_it_is_told_but_never_beside_a_plan(
    planned: Path, tmp_path: Path
) -> None:
    shown = run("simulate", planned, "--weeks", "20", "--out", tmp_path / "judged")
    assert shown.exit_code == 0, shown.stderr
    assert "from 20 simulated weeks" in shown.stdout
    names = {p.name for p in (tmp_path / "judged").iterdir()}
    assert names == {"simulation.csv", "simulation_days.csv"}
    refused = run("simulate", planned, "--out", planned / "out")
    assert refused.exit_code == 3
    assert "holds a plan" in refused.stderr


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("--roster", "none.csv"), 3, "no roster there"),
        (("--week", "1999-01-04"), 3, "use --week"),
        (("--weeks", "1"), 2, "--weeks"),
        (("--seed", "-1"), 2, "--seed"),
    ],
)
def test_simulate_refuses_in_one_line(
    planned: Path, words: tuple[str, ...], code: int, line: str
) -> None:
    result = run("simulate", planned, *words)
    assert result.exit_code == code
    assert line in result.stderr
    assert code == 2 or result.stderr.count("\n") == 1


def test_staff_tells_what_certainty_costs(planned: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("staff", planned, "--certainty-curve", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "Two promises" in result.stdout
    assert {p.name for p in out.iterdir()} == {"requirement.csv", "certainty.csv"}
    rows = json.loads(run("staff", planned, "--certainty-curve", "--out", out, "--json").stdout)
    assert [row["weeks_wanted"] for row in rows][-2:] == ["0.95", "0.99"]


def test_figures_stay_whole_where_the_terminal_is_narrow(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words in (["forecast"], ["backtest"], ["roster", "--time-limit", "2"]):
        result = run(*words, planned)
        assert result.exit_code == 0, result.stderr
        assert "…" not in result.stdout
        figures = [line for line in result.stdout.splitlines() if line[:1] in "┏┃┡│└"]
        assert figures
        assert max(map(len, figures)) <= 80


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [(0.9957, 1, "99.6%"), (0.9996, 1, "99.9%"), (0.996, 0, "99.6%"), (0.994, 0, "99%"),
     (1.0, 0, "100%"), (1.0, 1, "100.0%"), (None, 1, "n/a")],
)  # fmt: skip
def test_a_share_is_never_rounded_up_to_all_of_it(
    share: float | None, digits: int, text: str
) -> None:
    assert per_cent(share, digits) == text


@pytest.mark.parametrize("words", [("forecast", "--json"), ("forecast",), ("check", "--json")])
def test_a_reader_that_goes_away_is_no_error(planned: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", "from api.cli.main import main; main()"]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        ended = subprocess.run(
            [*command, words[0], str(planned), *words[1:]],
            stdout=gone, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (141, "")


def test_a_wrong_change_is_rejected_before_any_run(planned: Path) -> None:
    result = run("compare", planned, "--change", "volum=+10%")
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "volume=+10%" in result.stderr


def test_wrong_usage_is_2() -> None:
    assert run("plan").exit_code == 2
    assert run("plan", "x", "--week", "soon").exit_code == 2
    assert run("plan", "x", "--time-limit", "0").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_a_missing_folder_is_one_line_and_3(tmp_path: Path) -> None:
    result = run("plan", tmp_path / "nowhere")
    assert result.exit_code == 3
    assert re.fullmatch(r"error: .*nowhere.*\n", result.stderr)


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
    assert " =1+1 " in shown
    assert "\u202e" not in shown
    assert "\ufffdecirP" in shown


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


@pytest.mark.parametrize("week", ["2026-02-30", "20.3.2026", "next"])
def test_a_wrong_week_is_told_with_a_right_one(planned: Path, week: str) -> None:
    result = run("plan", planned, "--week", week)
    assert result.exit_code == 2
    assert f"'{week}' is no day of the calendar; write it as 2003-10-20" in result.stderr


def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.output.os.access", lambda folder, _: folder != tmp_path)
    result = run("plan", planned, "--out", tmp_path / "a" / "b")
    assert result.exit_code == 7
    assert result.stderr.startswith(f"error: {tmp_path / 'a' / 'b'}: {tmp_path} is not writable")
    assert list(tmp_path.iterdir()) == []


def test_every_problem_gets_its_own_line() -> None:
    problems = [Problem("a", file="x.csv", line=2), Problem("b", file="x.csv", line=3)]
    lines, _ = explained(InputError.of(problems))
    assert lines == ["error: x.csv line 2: a", "error: x.csv line 3: b"]


def test_two_runs_do_not_write_into_one_folder(planned: Path) -> None:
    out = planned / "out"
    before = (out / "plan.json").read_bytes()
    with alone_in(out):
        result = run("plan", planned)
    assert result.exit_code == 6
    assert "is in use by another run" in result.stderr
    assert (out / "plan.json").read_bytes() == before


def test_repeatable_runs_give_the_same_roster(planned: Path, tmp_path: Path) -> None:
    rosters = []
    for name in ("one", "two"):
        out = tmp_path / name
        words = ("roster", planned, "--repeatable", "--time-limit", "1", "--out", out)
        assert run(*words).exit_code == 0
        rosters.append((out / "roster.csv").read_bytes())
    assert rosters[0] == rosters[1]


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
