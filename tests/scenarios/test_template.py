"""The workspace to start from checks clean, repeats, and harms nothing that is there."""

from dataclasses import fields
from pathlib import Path

import pytest

import scenarios
from planner.errors import ConflictError, InputError
from planner.readers import READERS
from scenarios.document import check_workspace
from scenarios.setup import FILE, LISTS, TABLES
from scenarios.template import history_text, write_template


def test_template_is_complete_and_checks_clean(tmp_path: Path) -> None:
    written = write_template(tmp_path / "new" / "workspace")
    assert {path.name for path in written} == {FILE, "README.txt", *READERS}
    assert all(path.is_file() for path in written)
    assert check_workspace(tmp_path / "new" / "workspace") == ()


def test_every_key_is_shown_in_the_template(tmp_path: Path) -> None:
    write_template(tmp_path)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    for kind in (*TABLES.values(), *LISTS.values()):
        for field in fields(kind):
            assert f"{field.name} = " in text, field.name


def test_every_key_is_in_the_reference() -> None:
    reference = (Path(scenarios.__file__).parent / "README.md").read_text(encoding="utf-8")
    for kind in (*TABLES.values(), *LISTS.values()):
        for field in fields(kind):
            assert f"`{field.name}`" in reference, f"{kind.__name__}.{field.name}"


def test_history_is_the_same_every_time() -> None:
    assert history_text() == history_text()


@pytest.mark.parametrize("name", [FILE, "agents.csv", "README.txt"])
def test_nothing_is_written_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(ConflictError, match=name):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises((ConflictError, InputError), match="choose another folder"):
        write_template(tmp_path / "file")


def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system limits no sizes of files")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_template(tmp_path / "new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not any((tmp_path / "new").iterdir())
