"""What a run leaves in its folder."""

import csv
import hashlib
import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.exports import EXPORTS
from scenarios.output import check_out, write_plan, write_requirement
from scenarios.plan import Plan
from scenarios.summary import summary
from scenarios.template import write_template
from tests.plan_fixture import NOW, tiny_plan

PLAN = tiny_plan()
LATER = NOW + timedelta(days=1)


def files_in(folder: Path) -> dict[str, bytes]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_plan_leaves_all_its_files(tmp_path: Path) -> None:
    written = write_plan(PLAN, tmp_path / "out", NOW)
    found = files_in(tmp_path / "out")
    assert {path.relative_to(tmp_path / "out").as_posix() for path in written} == set(found)
    assert {*EXPORTS, "team.ics", "report.html", "plan.json"} < set(found)
    assert {"calendars/a1.ics", "calendars/a2.ics", "calendars/k2.ics"} < set(found)
    assert sum(name.startswith("calendars/") for name in found) == 4
    assert written[-1].name == "plan.json"


def test_tables_alone_publish_nothing(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path, NOW, tables_only=True)
    assert set(files_in(tmp_path)) == {*EXPORTS, "explanations.csv", "plan.json"}


def test_calendars_stay_letter_for_letter_when_nothing_changed(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path, NOW)
    before = files_in(tmp_path)
    write_plan(PLAN, tmp_path, LATER)
    after = files_in(tmp_path)
    assert {n for n in after if after[n] != before[n]} == {"plan.json", "report.html"}


def without_agent(plan: Plan, agent_id: str) -> Plan:
    team = plan.inputs.team
    agents = tuple(a for a in team.agents if a.id != agent_id)
    shifts = tuple(a for a in plan.roster.assignments if a.agent != agent_id)
    leave = tuple(t for t in team.time_off if t.agent != agent_id)
    inputs = replace(plan.inputs, team=replace(team, agents=agents, time_off=leave))
    return replace(plan, inputs=inputs, roster=replace(plan.roster, assignments=shifts))


def test_shifts_of_an_agent_who_left_are_cancelled(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path, NOW)
    write_plan(without_agent(PLAN, "a1"), tmp_path, LATER)
    own = (tmp_path / "calendars" / "a1.ics").read_text(encoding="utf-8")
    assert own.count("STATUS:CANCELLED") == own.count("BEGIN:VEVENT") == 4
    team = (tmp_path / "team.ics").read_text(encoding="utf-8")
    assert team.count("STATUS:CANCELLED") == 4
    assert team.count("STATUS:CONFIRMED") == 5


def test_a_failed_run_leaves_the_earlier_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plan(PLAN, tmp_path, NOW)
    before = files_in(tmp_path)
    n_synced = 0

    def full_disk(_: int) -> None:
        nonlocal n_synced
        n_synced += 1
        if n_synced == 3:
            raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_plan(without_agent(PLAN, "a1"), tmp_path, LATER)
    assert files_in(tmp_path) == before


def test_a_damaged_calendar_is_named_before_any_work(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path, NOW)
    check_out(tmp_path)
    check_out(tmp_path / "not yet there")
    (tmp_path / "calendars" / "a1.ics").write_text("<<<<<<< HEAD\n")
    with pytest.raises(InputError, match=r"a1\.ics: the calendar .* move it away"):
        check_out(tmp_path)
    for file in (tmp_path / "plan.json", tmp_path / "plan.json" / "out"):
        with pytest.raises(InputError, match=r"plan\.json is a file; name a folder"):
            check_out(file)


def test_results_never_replace_the_files_of_a_workspace(tmp_path: Path) -> None:
    write_template(tmp_path / "team")
    check_out(tmp_path / "team" / "out")
    with pytest.raises(InputError, match="is a workspace, and results would replace files"):
        check_out(tmp_path / "team")


def test_the_summary_seals_the_files(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path, NOW)
    found = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    for name, digest in found["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert found["week"]["first_day"] == "2003-10-20"
    assert found["week"]["hours"] == 169
    assert found["figures"]["paid_hours"] == 73
    assert found["seed"] == 7
    assert found["written_at"] == "2003-10-16T09:00:00Z"
    assert found["inputs_digest"] == PLAN.inputs.digest


def test_the_summary_is_plain_json_without_files_too() -> None:
    found = summary(PLAN)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert "files" not in found
    assert "written_at" not in found


def test_a_requirement_is_written_alone(tmp_path: Path) -> None:
    path = write_requirement(PLAN.requirement, PLAN.inputs.settings.zone, tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2 * 338
    assert set(files_in(tmp_path)) == {"requirement.csv"}
