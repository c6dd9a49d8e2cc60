"""What every test may use: the shared reference material, when it lies beside the project."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("rotacast", deadline=None)  # a busy machine is no failure
settings.load_profile("rotacast")

PROJECT = Path(__file__).resolve().parent.parent
LONGEST = (
    "test_readme.py",
    "test_cli_plan.py",
    "test_cli_output.py",
    "test_measure.py",
    "test_spread.py",
    "test_pipeline.py",
    "test_whole_schedules.py",
    "test_faults_of_people.py",
    "test_validate.py",
    "test_solve_contracts.py",
    "test_walk.py",
    "test_judge_plan.py",
    "test_job_child.py",
)
"""Files that begin first, so that no worker is still at one when all others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests of the longest files first."""
    place = {name: i for i, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONGEST)))


@pytest.fixture(scope="session")
def shared_path() -> Callable[[str], Path]:
    """Path of a reference file kept beside the project; skips the test where it is absent."""

    def find(name: str) -> Path:
        path = PROJECT.parent / "shared" / name
        if not path.exists():
            pytest.skip(f"reference material {name} is not beside the project")
        return path

    return find
