"""A sound workspace to spoil."""

import shutil
from pathlib import Path

import pytest

from scenarios.template import write_template


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template, which has nothing wrong with it."""
    folder = tmp_path_factory.mktemp("sound") / "workspace"
    write_template(folder)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of the template to spoil."""
    copy = tmp_path / "workspace"
    shutil.copytree(sound, copy)
    return copy
