"""The command line around a forecast: several weeks, versions, what changed, what came."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli_fixture import run


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forecast") / "team"
    assert run("init", folder).exit_code == 0
    settings = folder / "rotacast.toml"
    text = settings.read_text(encoding="utf-8")
    quick = text.replace('forecaster = "auto"', 'forecaster = "eight_week_mean"')
    assert quick != text
    settings.write_text(quick, encoding="utf-8")
    for words in (
        ("--as-of", "2026-03-16", "--note", "=early", "--author", "Ana"),
        ("--weeks", "2"),
    ):
        result = run("forecast", folder, "--week", "2026-03-23", *words)
        assert result.exit_code == 0, result.stderr
    return folder


def test_several_weeks_are_forecast_one_table_each(team: Path, tmp_path: Path) -> None:
    result = run("forecast", team, "--weeks", "3", "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("Forecast, contacts") == 3
    with (tmp_path / "forecast_days.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert sum(r["span"] == "week" and r["of"] == "total" for r in rows) == 3
    assert all(float(r["q10"]) <= float(r["q50"]) <= float(r["q90"]) for r in rows)


def test_versions_are_listed_with_who_made_them_and_why(team: Path) -> None:
    shown = run("forecasts", team).stdout
    assert "Ana" in shown
    assert "=early" in shown
    newest, oldest = json.loads(run("forecasts", team, "--json").stdout)
    assert (newest["weeks"], newest["note"]) == (2, "")
    assert (oldest["as_of"], oldest["author"]) == ("2026-03-16", "Ana")


def test_columns_that_say_nothing_leave_room_for_the_rest(team: Path, tmp_path: Path) -> None:
    assert run("forecast", team, "--out", tmp_path).exit_code == 0
    plain = run("forecasts", team, "--out", tmp_path).stdout
    assert "model" in plain
    assert "author" not in plain
    assert "author" in run("forecasts", team).stdout


def test_a_folder_that_is_not_there_has_no_forecasts_to_list(team: Path, tmp_path: Path) -> None:
    result = run("forecasts", team, "--out", tmp_path / "nowhere")
    assert result.exit_code == 3
    assert result.stderr.strip().endswith(
        "nowhere does not exist; name the folder that forecasts were written to"
    )
    assert not (tmp_path / "nowhere").exists()


def test_the_base_of_a_forecast_written_elsewhere_is_the_workspace_s(
    team: Path, tmp_path: Path
) -> None:
    words = ("--week", "2026-03-23", "--base", "2026-03-16", "--out", tmp_path, "--json")
    result = run("forecast", team, *words)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["base"].startswith("2026-03-16")


def test_a_second_equal_run_says_that_nothing_changed(team: Path) -> None:
    words = ("forecast", team, "--week", "2026-03-23", "--weeks", "2", "--note", "again")
    result = run(*words)
    assert result.exit_code == 0
    assert "nothing changed" in result.stdout
    assert "stay as they were" in result.stderr
    assert len(json.loads(run("forecasts", team, "--json").stdout)) == 2


def test_changes_against_a_version_are_told(team: Path) -> None:
    words = ("forecast", team, "--week", "2026-03-23", "--weeks", "2", "--base", "2026-03-16")
    assert "Changed since 2026-03-16-" in run(*words).stdout
    found = json.loads(run(*words, "--json").stdout)
    assert found["base"].startswith("2026-03-16")
    assert {d["day"] for d in found["days"]} == {f"2026-03-{day}" for day in range(23, 30)}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--base", "nothing"), "version 'nothing' is not known"),
        (("--base", "../../x"), "../../x is no kept forecast"),
        (("--base", ""), "version '' is not known"),
        (("--base", "latest", "--week", "2026-05-04"), "no day in common"),
        (("--as-of", "2026-01-02"), "less than two weeks of history"),
        (("--note", "a\nb"), "note has to be one line"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    team: Path, words: tuple[str, ...], said: str
) -> None:
    before = {p: p.read_bytes() for p in (team / "out").rglob("*.*") if p.is_file()}
    result = run("forecast", team, *words)
    assert result.exit_code == 3, result.stdout
    assert result.stderr.count("\n") == 1
    assert said in result.stderr
    assert {p: p.read_bytes() for p in (team / "out").rglob("*.*") if p.is_file()} == before


@pytest.mark.parametrize("words", [("--weeks", "0"), ("--weeks", "14"), ("--as-of", "soon")])
def test_wrong_usage_of_forecast_is_2(team: Path, words: tuple[str, ...]) -> None:
    assert run("forecast", team, *words).exit_code == 2


def test_a_folder_without_versions_says_how_to_make_one(team: Path, tmp_path: Path) -> None:
    result = run("forecasts", team, "--out", tmp_path)
    assert result.exit_code == 0
    assert "make one with: rotacast forecast" in result.stdout
    assert json.loads(run("forecasts", team, "--out", tmp_path, "--json").stdout) == []


def test_a_forecast_leaves_a_page_of_all_its_weeks(team: Path, tmp_path: Path) -> None:
    result = run("forecast", team, "--week", "2026-03-23", "--weeks", "2", "--out", tmp_path)
    assert "forecast.html" in result.stdout
    page = (tmp_path / "forecast.html").read_text(encoding="utf-8")
    assert "23\u00a0March 2026 to 5\u00a0April 2026" in page


@pytest.fixture(scope="module")
def actuals(team: Path) -> Path:
    """The last week of the history, as a file of its own."""
    head, *rows = (team / "history.csv").read_text(encoding="utf-8").splitlines()
    path = team.parent / "came.csv"
    last = [row for row in rows if row >= "2026-03-16"]
    path.write_text("\n".join([head, *last, ""]), encoding="utf-8")
    return path


def test_a_forecast_as_of_then_is_held_against_what_came(
    team: Path, actuals: Path, tmp_path: Path
) -> None:
    words = ("forecast", team, "--against", actuals, "--out", tmp_path)
    nothing = run(*words)
    assert nothing.exit_code == 3
    assert nothing.stderr.count("\n") == 1
    assert "--as-of 2026-03-16" in nothing.stderr
    assert not list(tmp_path.iterdir())
    made = run(*words, "--as-of", "2026-03-16")
    assert made.exit_code == 0, made.stderr
    assert "made as of 2026-03-16, against came.csv" in made.stdout
    assert "Missed most" in made.stdout
    again = json.loads(run(*words, "--json").stdout)
    assert again["as_of"] == "2026-03-16"
    phone = next(s for s in again["scores"] if s["queue"] == "phone")
    with (tmp_path / "against.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["queue"] == "phone"]
    assert sum(float(r["actual"]) for r in rows) == phone["actual"]
    assert {r["in_band"] for r in rows} == {"yes", "no"}


def test_a_whole_history_is_held_against_the_weeks_that_begin_as_of_a_day(
    team: Path, tmp_path: Path
) -> None:
    words = ("forecast", team, "--against", team / "history.csv", "--out", tmp_path, "--json")
    made = run(*words, "--as-of", "2026-03-04")
    assert made.exit_code == 0, made.stderr
    days = {day["day"] for day in json.loads(made.stdout)["days"]}
    assert (min(days), max(days)) == ("2026-03-09", "2026-03-20")  # a Friday


def test_actuals_that_end_before_a_week_as_of_a_day_are_refused(
    team: Path, actuals: Path, tmp_path: Path
) -> None:
    words = ("--against", actuals, "--out", tmp_path, "--as-of", "2026-03-18")
    result = run("forecast", team, *words)
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "use an as-of day up to 2026-03-16" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [("--week", "2026-03-16"), ("--weeks", "1"), ("--base", "latest"), ("--note", "x"),
     ("--as-of", "2026-03-16", "--version", "latest")],
)  # fmt: skip
def test_options_that_mean_nothing_together_are_wrong_usage(
    team: Path, actuals: Path, words: tuple[str, ...]
) -> None:
    assert run("forecast", team, "--against", actuals, *words).exit_code == 2


def test_a_version_without_a_file_is_wrong_usage(team: Path) -> None:
    assert run("forecast", team, "--version", "latest").exit_code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "came.csv"),
        ("start,queue,offered\n", "came.csv"),
        ("start,queue\n2026-03-16T09:00,phone\n", "offered"),
        ("start,queue,offered\n2026-03-16T09:00,phone,-1\n", "came.csv line 2"),
        ("start,queue,offered\n2029-03-16T09:00,phone,1\n", "no kept forecast covers"),
    ],
)
def test_a_file_that_says_nothing_is_refused(
    team: Path, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "came.csv"
    path.write_text(text, encoding="utf-8")
    result = run("forecast", team, "--against", path)
    assert result.exit_code == 3, result.stdout
    assert said in result.stderr


def test_a_file_that_is_not_there_is_told(team: Path, tmp_path: Path) -> None:
    result = run("forecast", team, "--against", tmp_path / "nowhere.csv")
    assert result.exit_code == 3
    assert "nowhere.csv: no file there" in result.stderr
    assert run("forecasts", tmp_path / "nowhere").exit_code == 3


def test_paths_are_written_beside_the_forecast_by_seed(team: Path, tmp_path: Path) -> None:
    words = ("forecast", team, "--paths", "3", "--out", tmp_path)
    assert run(*words, "--seed", "5").exit_code == 0
    first = (tmp_path / "paths.csv").read_bytes()
    with (tmp_path / "paths.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {"path_1", "path_3"} < set(next(csv.DictReader(lines)))
    assert run(*words, "--seed", "6").exit_code == 0
    assert (tmp_path / "paths.csv").read_bytes() != first
    assert len(list((tmp_path / "forecasts").iterdir())) == 1


@pytest.mark.parametrize("words", [("--seed", "1"), ("--paths", "0"), ("--paths", "x")])
def test_paths_asked_for_in_vain_are_wrong_usage(team: Path, words: tuple[str, ...]) -> None:
    assert run("forecast", team, *words).exit_code == 2
