"""What every test may use: the shared reference material, when it lies beside the project."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("rotacast", deadline=None)  # a busy machine is no failure
settings.load_profile("rotacast")

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_path() -> Callable[[str], Path]:
    """Path of a reference file kept beside the project; skips the test where it is absent."""

    def find(name: str) -> Path:
        path = PROJECT.parent / "shared" / name
        if not path.exists():
            pytest.skip(f"reference material {name} is not beside the project")
        return path

    return find
