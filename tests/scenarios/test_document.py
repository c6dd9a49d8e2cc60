"""A workspace folder becomes the same inputs however its files are written."""

import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from planner.calendars import OpeningWindow
from planner.local_time import WEEKDAYS
from scenarios.document import check_workspace, read_workspace
from scenarios.template import write_template
from scenarios.toml_objects import expanded_days
from scenarios.workspace_files import digest


@pytest.fixture(scope="module")
def sound_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("document") / "workspace"
    write_template(folder)
    return folder


@pytest.fixture
def workspace(sound_workspace: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "workspace"
    shutil.copytree(sound_workspace, copy)
    return copy


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_inputs_hold_what_the_files_say(sound_workspace: Path) -> None:
    inputs = read_workspace(sound_workspace)
    assert inputs.settings.week == date(2026, 3, 23)
    assert [q.id for q in inputs.queues] == ["phone", "tickets"]
    assert inputs.queue("phone").opening == (OpeningWindow(WEEKDAYS[:5], time(8), time(18)),)
    assert [t.id for t in inputs.templates] == ["early", "late", "half"]
    assert len(inputs.team.agents) == 8
    assert inputs.history.streams == (("phone", ""), ("tickets", "high"), ("tickets", "normal"))
    assert inputs.week_grid().hours == 167
    assert [a.agent for a in inputs.last_week] == ["a1"]
    assert inputs.notes == ()


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_and_line_ends_change_nothing_but_the_digest(
    codec: str, end: str, workspace: Path
) -> None:
    before = read_workspace(workspace)
    for path in workspace.iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_bytes(text.replace("\n", end).encode(codec))
    after = read_workspace(workspace)
    assert (after.settings, after.queues, after.team) == (
        before.settings,
        before.queues,
        before.team,
    )
    assert (after.history.counts == before.history.counts).all()
    assert after.digest != before.digest


def test_digest_follows_the_inputs_and_nothing_else(workspace: Path) -> None:
    before = digest(workspace)
    (workspace / "notes.md").write_text("x", encoding="utf-8")
    (workspace / "out").mkdir()
    assert digest(workspace) == before == read_workspace(workspace).digest
    (workspace / "locks.csv").unlink()
    assert digest(workspace) != before


def test_optional_files_may_be_absent(workspace: Path) -> None:
    for name in ("time_off", "availability", "preferences", "locks", "last_week"):
        (workspace / f"{name}.csv").unlink()
    inputs = read_workspace(workspace)
    assert (inputs.team.time_off, inputs.team.locks, inputs.last_week) == ((), (), ())


def test_week_may_be_left_to_the_history(workspace: Path) -> None:
    change(workspace / "rotacast.toml", "week = 2026-03-23 ", "# ")
    inputs = read_workspace(workspace)
    assert inputs.week_grid().start == datetime(2026, 3, 23, tzinfo=UTC)
    assert inputs.history.grid.end == datetime(2026, 3, 21, tzinfo=UTC)


def test_file_with_almost_the_right_name_is_a_warning(workspace: Path) -> None:
    (workspace / "locks.csv").rename(workspace / "lock.csv")
    (note,) = check_workspace(workspace)
    assert (note.file, note.code, note.warning) == ("lock.csv", "unknown_file", True)
    assert "did you mean locks.csv?" in note.message


def test_shift_off_the_grid_in_a_quarter_zone_is_told_with_neighbours(workspace: Path) -> None:
    toml = workspace / "rotacast.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8")
        + '[[site]]\nid = "ktm"\nzone = "Asia/Kathmandu"\ncountry = "NP"\nrest_days = ["sat"]\n'
        '[[shift]]\nid = "kathmandu-early"\nsites = ["ktm", "bristol"]\n'
        'start = "07:00"\nuntil = "15:00"\n',
        encoding="utf-8",
    )
    told = [p for p in check_workspace(workspace) if not p.warning]
    assert [(p.code, p.field) for p in told] == [("off_grid", "start"), ("off_grid", "until")]
    assert told[0].message == (
        "shift kathmandu-early starts at 07:00 in Asia/Kathmandu, which is 01:15 UTC and off the "
        "30-minute grid; start at 06:45 or 07:15, or use interval_minutes = 15"
    )


@pytest.mark.parametrize(
    ("country", "year", "is_told"), [("NP", 2003, True), ("NP", 2026, False), ("GB", 2003, False)]
)
def test_country_without_holidays_in_the_year_is_a_warning(
    country: str, year: int, is_told: bool, workspace: Path
) -> None:
    toml = workspace / "rotacast.toml"
    site = f'[[site]]\nid = "far"\nzone = "UTC"\ncountry = "{country}"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + site, encoding="utf-8")
    shift = timedelta(days=8400 if year == 2003 else 0)
    for name in ("rotacast.toml", "history.csv", "time_off.csv", "locks.csv", "last_week.csv"):
        move_dates(workspace / name, shift)
    codes = [p.code for p in check_workspace(workspace) if p.code == "no_holidays"]
    assert codes == ["no_holidays"] * is_told


def move_dates(path: Path, shift: timedelta) -> None:
    text = path.read_text(encoding="utf-8")
    for day in range(-90, 90):
        now = date(2026, 3, 23) + timedelta(days=day)
        text = text.replace(now.isoformat(), (now - shift).isoformat())
    path.write_text(text, encoding="utf-8")


def test_queue_that_is_closed_all_week_is_a_warning(workspace: Path) -> None:
    toml = workspace / "rotacast.toml"
    change(toml, "week = 2026-03-23 ", "week = 2026-12-21 ")
    change(toml, '["mon-fri"]', '["friday"]')
    codes = {p.code for p in check_workspace(workspace)}
    assert "never_open" in codes


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (["weekdays"], WEEKDAYS[:5]),
        ("every day", WEEKDAYS),
        (["mon-fri", "sun"], (*WEEKDAYS[:5], "sunday")),
        ("sat-mon", ("saturday", "sunday", "monday")),
        (["Monday", "monday"], ("monday",)),
        (["weekend"], WEEKDAYS[5:]),
        (["someday", "mon-tue-wed"], ("someday", "mon-tue-wed")),
        ([1], (1,)),
        ([{"a": 1}, ["mon"], "mon"], ({"a": 1}, ["mon"], "monday")),
        (7, 7),
    ],
)
def test_words_and_ranges_of_days(written: object, days: object) -> None:
    assert expanded_days(written) == days


@pytest.mark.parametrize("days", ["[{ a = 1 }]", "[[]]", "{ a = 1 }", "[1]", "true"])
def test_days_of_any_kind_are_told_in_a_line(days: str, workspace: Path) -> None:
    change(workspace / "rotacast.toml", 'days = ["mon-fri"]', f"days = {days}")
    problems = [p for p in check_workspace(workspace) if not p.warning]
    assert problems
    assert all("days" in str(p) for p in problems)
