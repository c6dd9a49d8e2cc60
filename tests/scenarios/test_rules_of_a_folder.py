"""Shifts to choose from, floors, rotations and pairs of a folder, and what is wrong with them."""

import shutil
from pathlib import Path

import pytest

from scenarios.document import check_workspace, read_workspace
from scenarios.template import write_template

MORE = """
[[shift]]
id = "flex"
sites = ["bristol"]
start_from = "08:00"
start_until = "09:00"
length_hours = 8

[[break]]
minutes = 30
min_shift_hours = 6
earliest_minutes = 150
latest_minutes = 240

[[floor]]
id = "leader"
role = "leader"
queues = ["phone"]

[[rotation]]
id = "turns"
weeks = [["flex"], ["late", "flex 08:30"]]
begins = 2026-03-09
"""


@pytest.fixture(scope="module")
def sound_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules") / "workspace"
    write_template(folder)
    with (folder / "rotacast.toml").open("a", encoding="utf-8") as toml:
        toml.write(MORE)
    lines = (folder / "agents.csv").read_text("utf-8").splitlines()
    told = [f"{lines[0]},roles,rotation", f"{lines[1]},leader,", f"{lines[2]},,turns/2"]
    told += [f"{line},," for line in lines[3:]]
    (folder / "agents.csv").write_text("\n".join(told), encoding="utf-8")
    (folder / "pairs.csv").write_text("first,second,kind\na1,a2,apart\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(sound_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound_folder, tmp_path / "workspace")


def test_folder_says_what_the_inputs_hold(sound_folder: Path) -> None:
    inputs = read_workspace(sound_folder)
    made = [t for t in inputs.templates if t.family == "flex"]
    assert [t.id for t in made] == ["flex 08:00", "flex 08:30", "flex 09:00"]
    assert [len(t.breaks) for t in made] == [1, 1, 1]
    assert [len(t.breaks) for t in inputs.templates if t.id == "half"] == [0]
    assert inputs.floors[0].role == "leader"
    assert inputs.team.agents[1].rotation_week == 2
    assert inputs.notes == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rotacast.toml", 'from = "08:00"', 'from = "8"', "start_from is '8'; write times as"),
        ("rotacast.toml", 'from = "08:00"', 'from = "08:15"', "flex 08:15 starts at 08:15"),
        ("rotacast.toml", "length_hours = 8", 'until = "9:00"', "has until, start_from,"),
        ("rotacast.toml", "min_shift_hours = 6\ne", "e", "shift half: its breaks may end 270"),
        ("rotacast.toml", '["flex"]', '["flexi"]', "shift 'flexi' is not known; did you mean flex"),
        ("rotacast.toml", 'role = "leader"\nq', 'role = "boss"\nq', "nobody in agents.csv counts"),
        ("rotacast.toml", 'queues = ["phone"]\n\n[[r', 'queues = ["fon"]\n\n[[r', "queue 'fon'"),
        ("agents.csv", "turns/2", "turns/3", "rotation turns has 2 weeks, and a2 begins with"),
        ("agents.csv", "turns/2", "turn", "rotation 'turn' is not known; did you mean turns?"),
    ],
)
def test_one_slip_is_one_line(file: str, old: str, new: str, said: str, folder: Path) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    told = check_workspace(folder)
    assert said in told[0].message
    n_told = 3 if "08:15" in new else 1  # its end is off the grid too, and flex 08:30 is gone
    assert len(told) == n_told
    assert told[0].line or "floor" in told[0].message
