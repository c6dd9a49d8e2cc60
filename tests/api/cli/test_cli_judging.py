"""Rosters judged on the command line: validated, explained, simulated, and what certainty costs."""

import csv
import json
import shutil
import signal
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from api.cli import explain, validate
from planner.explanations import Explanation
from scenarios.judge.rounds import VERIFICATION
from scenarios.plan import UnkeptTerm
from tests.cli_fixture import run


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


def test_a_roster_of_more_weeks_than_the_workspace_says_is_judged_as_that(
    planned: Path, tmp_path: Path
) -> None:
    """A roster of `plan --weeks 2`: its second week is the first once more."""
    head, *rows = (planned / "out" / "roster.csv").read_text("utf-8-sig").splitlines()
    table = [dict(zip(head.split(","), next(csv.reader([row])), strict=True)) for row in rows]
    week = timedelta(weeks=1)
    stamps = ("start_local", "end_local", "start_utc", "end_utc", "breaks_utc", "breaks")
    later = []
    for row in table:
        start, end = (datetime.fromisoformat(row[f"{key}_utc"]) + week for key in ("start", "end"))
        times = {"start_utc": start.isoformat(), "end_utc": end.isoformat()}
        day = date.fromisoformat(row["day"]) + week
        later.append({**row, **dict.fromkeys(stamps, ""), **times, "day": day.isoformat()})
    edited = tmp_path / "two.csv"
    with edited.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows([*table, *later])
    assert run("validate", planned, edited).exit_code == 3
    found = json.loads(run("validate", planned, edited, "--weeks", "2", "--json").stdout)
    second = date.fromisoformat(later[0]["day"]).isoformat()
    without_lunch = [one["day"] for one in found if one["rule"] in ("breaks", "own_hours")]
    assert without_lunch
    assert min(without_lunch) >= second


def test_ctrl_c_leaves_out_what_would_help(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> tuple[Explanation, ...]:
        signal.raise_signal(signal.SIGINT)
        return (Explanation("agent", "one more agent"),)

    monkeypatch.setattr(explain, "roster_lines", lambda *_: (Explanation("uncovered", "nobody"),))
    monkeypatch.setattr(explain, "help_lines", interrupted)
    result = run("explain", planned)
    assert result.exit_code == 130
    assert result.stdout == "nobody\n"


def test_explain_names_those_who_are_kept_from_what_is_uncovered(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = tuple(f"Person {i}" for i in range(1, 11))
    lines = (Explanation("uncovered", "gap"), Explanation("reason", "on time off", people=people))
    monkeypatch.setattr(explain, "roster_lines", lambda *_: lines)
    told = run("explain", planned, "--time-limit", "0").stdout
    assert f"    10 on time off: {', '.join(people[:8])} and 2 more\n" in told


def unkept(number: int) -> tuple[UnkeptTerm, ...]:
    day = date(2026, 3, 24)
    one = UnkeptTerm("a1", "Ann\x1b[31m", day, "min_rest_hours", "begins early", 40.0)
    return (one,) * number


def test_explain_tells_the_dearest_terms_not_kept_and_counts_the_rest(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "roster_lines", lambda *_: ())
    monkeypatch.setattr(explain, "help_lines", lambda *_: pytest.fail("all is covered"))
    monkeypatch.setattr(explain, "unkept_terms", lambda *_: unkept(10))
    first, *told, last = run("explain", planned).stdout.splitlines()
    assert first == "every required agent-hour is covered and every floor kept"
    assert told == ["not kept: Ann\ufffd[31m, Tue 24 Mar: begins early (40.00 GBP)"] * 8
    assert last == "and 2 more not kept (80.00 GBP), all with --json"


def test_validate_notes_terms_not_kept_and_passes_all_the_same(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validate, "unkept_terms", lambda *_: unkept(22))
    result = run("validate", planned)
    assert result.exit_code == 0
    *told, last, verdict = (x for x in result.stdout.splitlines() if "note: too few" not in x)
    line = "note: at a price: Ann\ufffd[31m (a1), Tue 24 Mar, min_rest_hours: begins early"
    assert told == [f"{line} (40.00 GBP)"] * 20
    assert last == "note: at a price: 2 more for 80.00 GBP, which explain tells with --json"
    assert verdict.startswith("no rule is broken")


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
        (("--week", "1999-01-04"), 3, "use week"),
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
    assert [row["weeks_wanted"] for row in rows][-2:] == [0.95, 0.99]
