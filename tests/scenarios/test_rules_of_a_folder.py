"""Shifts to choose from, floors, rotations and pairs of a folder, and what is wrong with them."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.roster import Assignment
from planner.shifts import Shift
from scenarios.document import check_workspace, read_workspace
from scenarios.judge.spells import spells
from scenarios.no_demand import nothing_required
from scenarios.options import template_interval
from scenarios.problem import roster_problem
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

[[shift]]
id = "course"
sites = ["bristol"]
start = "09:00"
until = "11:00"
skills = ["course"]
breaks = []
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
    table = "\n".join(told).replace(",phone;tickets,", ",phone;tickets;course,", 1)
    (folder / "agents.csv").write_text(table, encoding="utf-8")
    (folder / "locks.csv").write_text("agent,day,shift,skill\na1,2026-03-24,course,course\n")
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


def test_a_shift_for_a_skill_of_its_own_covers_no_queue(sound_folder: Path) -> None:
    """Training or on-call: who may work it is rostered for it, and takes no contacts."""
    inputs = read_workspace(sound_folder)
    grid = inputs.week_grid()
    problem = roster_problem(inputs, nothing_required(inputs, grid))
    course = problem.skills.index("course")
    assert (problem.skills[-1], problem.required[course].any()) == ("course", False)
    assert [p.id for p in problem.people if course in p.skills] == ["a1"]
    assert {o.skills for o in problem.options if o.template == "course"} == {frozenset({course})}
    assert problem.pins[0].skill == course
    made = next(t for t in inputs.templates if t.id == "course")
    span = template_interval(made, date(2026, 3, 24), inputs.team.sites[0])
    shift = Shift("course", date(2026, 3, 24), span)
    taught = Assignment("a1", shift, "course")
    groups = {skill: i for i, skill in enumerate(inputs.skills)}
    assert spells((taught,), grid, groups).start_s.size == 0
    assert spells((replace(taught, skill="phone"),), grid, groups).start_s.size == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rotacast.toml", 'from = "08:00"', 'from = "8"', "start_from is '8'; write times as"),
        ("rotacast.toml", 'from = "08:00"', 'from = "08:15"', "flex 08:15 starts at 08:15"),
        ("rotacast.toml", "length_hours = 8", 'until = "9:00"', "has until, start_from,"),
        ("rotacast.toml", "min_shift_hours = 6\ne", "e", "shift half: its breaks may end 270"),
        ("rotacast.toml", '["flex"]', '["flexi"]', "shift 'flexi' is not known; did you mean flex"),
        ("rotacast.toml", 'role = "leader"\nq', 'role = "boss"\nq', "nobody in agents.csv counts"),
        (
            "rotacast.toml",
            'role = "leader"\nq',
            'price = "nver"\nq',
            '"nver"; use 0 to 1000000, or "n',
        ),
        ("rotacast.toml", 'role = "leader"\nq', "price = [1]\nq", "price is a list; use a number"),
        ("rotacast.toml", 'queues = ["phone"]\n\n[[r', 'queues = ["fon"]\n\n[[r', "queue 'fon'"),
        ("rotacast.toml", '["course"]', '["coarse"]', "skill 'coarse' is needed by no queue and"),
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
    # the end of 08:15 is off the grid too, and flex 08:30 is gone; agent and lock name the skill
    n_told = 3 if "08:15" in new or "coarse" in new else 1
    assert len(told) == n_told
    assert told[0].line or "floor" in told[0].message
