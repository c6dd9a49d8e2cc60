"""What the terminal tells of a re-plan."""

from dataclasses import replace

import pytest

from api.cli.replan import print_changes
from tests.plan_fixture import tiny_plan


def test_a_floor_left_empty_is_told_beside_what_is_covered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    night = "floor P0 on call: too few on duty Tue 21 Oct 20:00-08:00, 12 agent-hours missing"
    print_changes(replace(tiny_plan(), changes=(), notes=(night,)))
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == f"note: {night}"
    assert any(line.startswith("covered ") for line in said)
