"""The worked example of the reference runs."""

import doctest
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "forecasting" / "README.md"


def test_the_worked_example_is_true() -> None:
    failed, attempted = doctest.testfile(str(README), module_relative=False, encoding="utf-8")

    assert failed == 0
    assert attempted > 5
