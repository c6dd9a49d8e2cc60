"""On-call of which a share is paid: the same hours in search, roster, payroll and read back."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scenarios.document import check_workspace, read_workspace
from scenarios.inputs import SimulationSettings
from scenarios.judge_roster import read_assignments
from scenarios.options import shift_options
from scenarios.output import write_plan
from scenarios.pipeline import make_plan
from scenarios.template import write_template

ON_CALL = """
[[shift]]
id = "stand-by"
sites = ["bristol"]
start = "18:00"
until = "08:00"
is_night = false
on_call = true
paid_share = 0.29
skills = ["on-call"]
breaks = [{ minutes = 30, earliest_minutes = 120, latest_minutes = 180 }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    write_template(folder)
    with (folder / "rotacast.toml").open("a", encoding="utf-8") as toml:
        toml.write(ON_CALL)
    agents = (folder / "agents.csv").read_text("utf-8")
    told = agents.replace(",phone;tickets,amara", ",phone;tickets;on-call,amara")
    (folder / "agents.csv").write_text(told, encoding="utf-8")
    (folder / "locks.csv").write_text(
        "agent,day,shift,skill\na1,2026-03-24,stand-by,on-call\n", encoding="utf-8"
    )
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["shift"] == "stand-by"]


def test_a_share_of_stand_by_is_paid_and_counts_everywhere_alike(folder: Path) -> None:
    inputs = replace(read_workspace(folder), simulation=SimulationSettings(weeks=0))
    options = shift_options(inputs, inputs.week_grid(None))
    minutes = {o.paid_minutes for o in options if o.template == "stand-by" and o.day == 1}
    assert minutes == {round(0.29 * (14 * 60 - 30))}  # 235 of 810
    plan = make_plan(inputs, time_limit_s=0.3, repeatable=True, curves=False)
    out = folder / "out"
    write_plan(plan, out, datetime(2026, 3, 20, tzinfo=UTC))
    shown, paid = rows(out / "roster.csv")[0], rows(out / "hours.csv")[0]
    assert float(shown["paid_hours"]) == pytest.approx(235 / 60, abs=1e-3)
    assert float(paid["paid_hours"]) == pytest.approx(235 / 60, abs=1e-3)
    assert float(paid["unpaid_break_hours"]) == 0.5
    assert float(paid["cost"]) == pytest.approx(18 * 235 / 60, abs=0.01)
    again = read_assignments(out / "roster.csv", inputs, None)
    assert sorted(again, key=lambda a: a.key) == sorted(
        plan.roster.assignments, key=lambda a: a.key
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("paid_share = 0.29", "paid_share = 1.3", "use 0 to 1"),
        ("on_call = true\n", "", "below 1 only with on_call = true"),
        ("paid_share = 0.29", 'paid_share = "30%"', "use a number"),
    ],
)
def test_a_share_that_cannot_be_meant_is_told(old: str, new: str, words: str, folder: Path) -> None:
    toml = folder / "rotacast.toml"
    text = toml.read_text("utf-8")
    head, tail = text[: -len(ON_CALL)], text[-len(ON_CALL) :]
    toml.write_text(head + tail.replace(old, new), encoding="utf-8")
    (problem,) = (p for p in check_workspace(folder) if not p.warning)
    assert words in problem.message
