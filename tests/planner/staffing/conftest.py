"""The independently computed tables, where they lie beside the project."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

ReferenceTable = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="session")
def reference_table(shared_path: Callable[[str], Path]) -> ReferenceTable:
    """Rows of one reference table as mappings from column to text."""

    def rows(name: str) -> list[dict[str, str]]:
        with shared_path(f"reference/{name}.csv").open(newline="") as stream:
            return list(csv.DictReader(stream))

    return rows
