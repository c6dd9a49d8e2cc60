"""Everything that planners tell the forecaster, from the files of a workspace to a whole plan."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.errors import Problem
from scenarios.document import check_workspace, read_workspace
from scenarios.inputs import SimulationSettings
from scenarios.output import write_plan
from scenarios.pipeline import make_forecast, make_plan
from scenarios.template import write_template

CHAT = """
[[queue]]
id = "chat"
channel = "chat"
skill = "phone"
aht_s = 300
zone = "Europe/Dublin"
customers = [{ country = "GB", share = 0.6 }, { country = "IE", share = 0.4 }]
borrow = { queue = "phone", per_week = 150 }
opening = [{ days = ["mon-fri"], start = "08:00", until = "18:00" }]
open_on_holidays = false
target = { fraction = 0.8, within_s = 60 }
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_template(tmp_path)
    toml, history = tmp_path / "rotacast.toml", tmp_path / "history.csv"
    text = toml.read_text(encoding="utf-8") + CHAT
    text = text.replace('id = "phone"\n', 'id = "phone"\nhistory_from = "helpline"\n', 1)
    toml.write_text(text, encoding="utf-8")
    rows = history.read_text(encoding="utf-8")
    old = re.sub(r"(2026-0[12]-\S+?),phone", r"\1,helpline", rows)
    history.write_text(old, encoding="utf-8")
    (tmp_path / "overrides.csv").write_text(
        "queue,start,end,kind,value,author,reason\n"
        'chat,2026-03-29,2026-03-29,factor,2,"<b>Ann</b>",closed anyway\n'
        'chat,2026-03-24,2026-03-24,total,60,"<b>Ann</b>",=new page\n',
        encoding="utf-8",
    )
    (tmp_path / "events.csv").write_text(
        "name,start,end,queues,effect\nfair,2026-03-25,2026-03-25,phone,+50%\n", encoding="utf-8"
    )
    return tmp_path


def told(folder: Path) -> list[Problem]:
    return [problem for problem in check_workspace(folder) if not problem.warning]


def test_a_plan_holds_what_was_told_and_says_so(workspace: Path) -> None:
    assert told(workspace) == []
    inputs = replace(read_workspace(workspace), simulation=SimulationSettings(weeks=0))
    plan = make_plan(inputs, time_limit_s=0.3, repeatable=True, curves=False)
    chat = plan.forecast.mean("chat")
    assert chat[48:96].sum() == pytest.approx(60)
    assert not chat[-46:].any()  # a Sunday of 23 hours, closed
    written = write_plan(plan, workspace / "out", datetime(2026, 3, 20, tzinfo=UTC))
    summary = json.loads((workspace / "out" / "plan.json").read_text(encoding="utf-8"))
    (applied,) = summary["overrides"]
    assert (applied["author"], applied["reason"], applied["after"]) == (
        "<b>Ann</b>",
        "=new page",
        60,
    )
    page = (workspace / "out" / "report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Ann&lt;/b&gt;: =new page" in page
    assert "<b>Ann" not in page
    tables = [path for path in written if path.suffix == ".csv"]
    assert not any("Ann" in path.read_text(encoding="utf-8") for path in tables)


def test_a_renamed_queue_is_forecast_as_if_it_had_kept_its_name(workspace: Path) -> None:
    inputs = read_workspace(workspace)
    write_template(workspace / "plain")
    (workspace / "plain" / "overrides.csv").unlink()
    (workspace / "plain" / "events.csv").write_bytes((workspace / "events.csv").read_bytes())
    plain = make_forecast(read_workspace(workspace / "plain"))
    assert make_forecast(inputs).mean("phone") == pytest.approx(plain.mean("phone"))


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('queue = "phone", per', 'queue = "fone", per', "unknown_id", "did you mean phone?"),
        ('queue = "phone", per', 'queue = "chat", per', "invalid", "names the queue itself"),
        ('"IE", share = 0.4', '"IX", share = 0.4', "unknown_country", "country 'IX'"),
        ('"IE", share = 0.4', '"IE", share = 0.3', "invalid", "add up to 0.9"),
        ('"helpline"', '"helplin"', "no_history", "did you mean helpline?"),
        ('"helpline"', '{ queue = "helpline", until = "x" }', "bad_time", "use a date"),
        ('"helpline"', '{ queue = "helpline", part = 1 }', "unknown_key", "part is not a key"),
    ],
)
def test_a_slip_in_the_settings_is_told_by_its_line(
    old: str, new: str, code: str, words: str, workspace: Path
) -> None:
    toml = workspace / "rotacast.toml"
    text = toml.read_text(encoding="utf-8").replace(old, new, 1)
    toml.write_text(text, encoding="utf-8")
    found = [p for p in told(workspace) if p.code == code]
    assert [p.line for p in found] == [text[: text.index(new)].count("\n") + 1]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("file", "row", "code"),
    [
        ("overrides.csv", "chat,2026-03-28,2026-03-29,number,5,Ann,x", "closed_span"),
        ("overrides.csv", "mail,2026-03-24,2026-03-24,factor,2,Ann,x", "unknown_id"),
        ("events.csv", "sale,2026-03-25,2026-03-24,phone,", "reversed"),
        ("events.csv", "sale,2026-03-29T01:30,2026-03-29T05:00,phone,", "nonexistent_time"),
    ],
)
def test_a_slip_in_a_table_is_told_by_its_line(
    file: str, row: str, code: str, workspace: Path
) -> None:
    path = workspace / file
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    (problem,) = told(workspace)
    n_lines = path.read_text(encoding="utf-8").count("\n")
    assert (problem.file, problem.line, problem.code) == (file, n_lines, code)
    assert "Ann" not in str(problem)
