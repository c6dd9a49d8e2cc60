import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exports.file_names import file_names
from planner.exports.files import write_all


def test_files_are_written_below_the_folder(tmp_path: Path) -> None:
    written = write_all(tmp_path / "out", {"a.csv": b"1", "calendars/b.ics": b"2"})
    assert [path.read_bytes() for path in written] == [b"1", b"2"]
    assert [p.name for p in sorted((tmp_path / "out").rglob("*")) if p.is_file()] == [
        "a.csv",
        "b.ics",
    ]


def test_a_failure_leaves_the_earlier_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(tmp_path, {"a": b"old", "b": b"old"})
    synced: list[int] = []

    def full_disk(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 2:
            raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_all(tmp_path, {"a": b"new", "b": b"new"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_a_crash_between_renames_leaves_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(tmp_path, {"a": b"old a", "b": b"old b"})
    original = Path.replace

    def crash(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise KeyboardInterrupt
        return original(self, target)

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path, {"a": b"new a", "b": b"new b"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"new a", "b": b"old b"}


@pytest.fixture
def _hears_ctrl_c() -> Iterator[None]:
    """A process begun in the background may ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_hears_ctrl_c")
def test_ctrl_c_between_renames_waits_until_all_files_are_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(tmp_path, {"a": b"old a", "b": b"old b", "c": b"old c"})
    original = Path.replace

    def press(self: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return original(self, target)

    monkeypatch.setattr(Path, "replace", press)
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path, {"a": b"new a", "b": b"new b"}, gone=["c"])
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"new a", "b": b"new b"}
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    (path,) = write_all(tmp_path, {"a": b"same"})
    os.utime(path, (1, 1))
    write_all(tmp_path, {"a": b"same"})
    assert path.stat().st_mtime == 1


def test_ordinary_ids_are_their_own_names() -> None:
    assert file_names(["a1", "EMP-007"]) == {"a1": "a1", "EMP-007": "EMP-007"}


def test_odd_ids_get_safe_names() -> None:
    names = file_names(["../etc", "k/1", "नमस्ते", "con", "..", "a b"])
    assert len(set(names.values())) == 6
    assert all(name.isascii() and "/" not in name and "." not in name for name in names.values())
    assert names["con"] != "con"


def test_ids_that_differ_in_case_get_different_files() -> None:
    names = file_names(["ann", "Ann", "bob"])
    assert names["bob"] == "bob"
    assert len({name.casefold() for name in names.values()}) == 3


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), unique=True))
def test_no_two_ids_share_a_file(ids: list[str]) -> None:
    names = file_names(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
