"""The command line: help with an example for every command, wrong usage told."""

import pytest

from api.cli.main import app
from tests.cli_fixture import run

COMMANDS = (
    "init", "check", "forecast", "forecasts", "staff", "roster", "plan", "show", "compare",
    "backtest", "serve", "simulate", "validate", "replan", "explain", "presets",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: rotacast {command}" in result.stdout


def test_commands_are_the_documented_ones() -> None:
    assert {c.name or c.callback.__name__ for c in app.registered_commands if c.callback} == set(
        COMMANDS
    )


def test_wrong_usage_is_2() -> None:
    assert run("plan").exit_code == 2
    assert run("plan", "x", "--week", "soon").exit_code == 2
    assert run("plan", "x", "--time-limit", "0").exit_code == 2
    assert run("nonsense").exit_code == 2
