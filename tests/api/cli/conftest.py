"""A workspace with a plan, for tests that leave it as it is."""

from pathlib import Path

import pytest

from tests.cli_fixture import run


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "team"
    assert run("init", folder).exit_code == 0
    result = run("plan", folder, "--time-limit", "3", "--seed", "3")
    assert result.exit_code == 0, result.stderr
    return folder
