"""The benchmarks' frame: all are listed, and what they measure is saved whatever happens."""

import json
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks import run
from tests.benchmarks.row import Row


def test_every_benchmark_is_run() -> None:
    files = {path.stem for path in Path(run.__file__).parent.glob("bench_*.py")}
    assert set(run.BENCHMARKS) == files
    assert len(run.BENCHMARKS) == len(files)


def test_a_benchmark_that_fails_costs_no_other_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SAVED", tmp_path / "bench.json")
    for name, row in (("first", Row("a", "< 2", 1.0, "s")), ("last", Row("b", "", math.inf, ""))):
        _bench(monkeypatch, name, [row])
    _bench(monkeypatch, "broken", None)
    with pytest.raises(SystemExit, match="failed: broken"):
        run.main(["first", "broken", "last"])
    saved = json.loads((tmp_path / "bench.json").read_text(), parse_constant=pytest.fail)
    assert [(row["name"], row["measured"]) for row in saved["rows"]] == [("a", 1.0), ("b", None)]
    assert saved["failed"] == ["broken"]


def _bench(monkeypatch: pytest.MonkeyPatch, name: str, rows: list[Row] | None) -> None:
    def measured() -> list[Row]:
        assert rows is not None, "a claim that does not hold"
        return rows

    made = ModuleType(f"tests.benchmarks.{name}")
    made.run = measured  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, made.__name__, made)
