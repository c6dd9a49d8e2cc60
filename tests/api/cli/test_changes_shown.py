"""What the terminal tells of floors, after a plan and a re-plan."""

from dataclasses import replace

import pytest

from api.cli.console import ResultConsole
from api.cli.replan import print_changes
from api.cli.tables import print_plan
from scenarios.plan import FloorGap
from tests.plan_fixture import tiny_plan

NIGHT = FloorGap("p0", "P0 on call", 12, "Tue 21 Oct 20:00-08:00", "P0 on call: nobody on duty")


def test_a_floor_left_empty_is_told_beside_what_is_covered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_changes(replace(tiny_plan(), changes=(), floor_gaps=(NIGHT,), notes=("overtime",)))
    said = capsys.readouterr().out.splitlines()
    assert said[-2:] == [
        "too few on duty: P0 on call for 12 h (Tue 21 Oct 20:00-08:00)",
        "note: overtime",
    ]
    assert any(line.startswith("covered ") for line in said)


def test_a_plan_tells_floors_under_what_is_not_covered(capsys: pytest.CaptureFixture[str]) -> None:
    figures = replace(tiny_plan().figures, floor_short_hours=12)
    print_plan(ResultConsole(), replace(tiny_plan(), floor_gaps=(NIGHT,), figures=figures))
    said = capsys.readouterr().out.splitlines()
    head = "TOO FEW ON DUTY: 12.0 agent-hours of floors, the largest first, times of Europe/London:"
    at = said.index(head)
    assert said[at + 1] == "  - P0 on call: nobody on duty"
    assert any(line.startswith("NOT COVERED: ") for line in said[:at])
