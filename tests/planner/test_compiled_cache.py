"""Compiled functions on disk go where a source they may hold has changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.compiled_cache import drop_outdated

CALLS = """
from pathlib import Path
from numba import njit
from planner.compiled_cache import drop_outdated

drop_outdated(Path(__file__).parent)
from called import called

@njit(cache=True)
def calls():
    return called()

print(calls())
"""
CALLED = "from numba import njit\n\n@njit(cache=True)\ndef called():\n    return {}\n"


def _run(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(folder / "calls.py")], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_caller_does_not_keep_the_old_code_of_what_it_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    (tmp_path / "calls.py").write_text(CALLS)
    (tmp_path / "called.py").write_text(CALLED.format(1))
    assert _run(tmp_path) == "1"
    (tmp_path / "called.py").write_text(CALLED.format(22))
    assert _run(tmp_path) == "22"


def test_what_is_newer_than_every_source_stays(tmp_path: Path) -> None:
    cache = tmp_path / "inner" / "__pycache__"
    cache.mkdir(parents=True)
    source, fresh, old = tmp_path / "a.py", cache / "a.f.nbi", cache / "a.g.1.nbc"
    for path, seconds in ((source, 1_000), (fresh, 1_001), (old, 999)):
        path.touch()
        os.utime(path, (seconds, seconds))
    drop_outdated(tmp_path)
    assert (fresh.exists(), old.exists()) == (True, False)
