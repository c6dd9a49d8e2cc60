"""Levels and languages of a folder: who serves which queue, and what names of skills mean."""

import shutil
from pathlib import Path

import pytest

from planner.errors import InputError
from scenarios.changes import parse_change
from scenarios.document import check_workspace, read_workspace
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.problem import roster_problem
from scenarios.replanning.order import require_same_skills
from scenarios.rostering.together import counts
from scenarios.start_from import read_start
from scenarios.template import write_template

GERMAN = """
[[queue]]
id = "german"
channel = "phone"
skill = "phone"
level = 2
language = "de"
aht_s = 300
zone = "Europe/London"
country = "GB"
target = { fraction = 0.8, within_s = 60 }
borrow = { queue = "phone", factor = 0.2 }
"""
PEOPLE = """id,name,site,contract,skills,languages
a1,Amara,bristol,full,phone:3;tickets,en;DE
a2,Zoe,bristol,full,phone:2,en
a3,Ravi,bristol,full,phone,de
a5,Mei,bristol,full,phone;tickets,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "team"
    write_template(made)
    toml = (made / "rotacast.toml").read_text(encoding="utf-8")
    (made / "rotacast.toml").write_text(toml + GERMAN, encoding="utf-8")
    (made / "agents.csv").write_text(PEOPLE, encoding="utf-8")
    for file in ("time_off", "availability", "preferences", "locks", "pairs", "last_week"):
        path = made / f"{file}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (made / "past_weeks.csv").unlink(missing_ok=True)
    return made


def swap(folder: Path, old: str, new: str) -> None:
    path = folder / "rotacast.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def put_lock(folder: Path, agent: str, skill: str) -> None:
    path = folder / "locks.csv"
    path.write_text(f"agent,day,shift,skill\n{agent},2026-03-23,early,{skill}\n", encoding="utf-8")


def who_serves(inputs: Inputs, queue: str) -> list[str]:
    skill = inputs.queue(queue).skill
    return [agent.id for agent in inputs.team.agents if skill in agent.skills]


def test_a_queue_is_served_at_its_level_and_in_its_language(folder: Path) -> None:
    inputs = read_workspace(folder)
    assert inputs.queue("german").skill == "phone:2 de"
    assert who_serves(inputs, "german") == ["a1"]
    assert who_serves(inputs, "phone") == ["a1", "a2", "a3", "a5"]
    assert who_serves(inputs, "tickets") == ["a1", "a5"]


def test_without_the_column_languages_are_labels(folder: Path) -> None:
    rows = PEOPLE.replace(",languages", "").splitlines()
    bare = [rows[0], *(row.rpartition(",")[0] for row in rows[1:])]
    (folder / "agents.csv").write_text("\n".join(bare) + "\n", encoding="utf-8")
    inputs = read_workspace(folder)
    assert inputs.queue("german").skill == "phone:2"
    assert who_serves(inputs, "german") == ["a1", "a2"]


def test_a_language_is_the_same_however_it_is_encoded(folder: Path) -> None:
    swap(folder, 'language = "de"', 'language = "Fran\u00e7ais"')
    people = PEOPLE.replace(";DE", ";franc\u0327ais")
    (folder / "agents.csv").write_text(people, encoding="utf-8")
    assert who_serves(read_workspace(folder), "german") == ["a1"]


def test_a_language_in_two_spellings_is_one_skill(folder: Path) -> None:
    path = folder / "rotacast.toml"
    more = GERMAN.replace('"german"', '"chat"').replace('"de"', '"DE"')
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert read_workspace(folder).skills == ("phone", "tickets", "phone:2 de")


def test_a_plain_lock_means_the_one_queue_that_the_agent_serves(folder: Path) -> None:
    swap(folder, 'skill = "phone" ', 'skill = "phone"\nlanguage = "en" # ')
    put_lock(folder, "a2", "phone")
    assert [lock.skill for lock in read_workspace(folder).team.locks] == ["phone en"]
    put_lock(folder, "a1", "phone")
    with pytest.raises(InputError, match=r"line 2: skill 'phone' may be phone en or phone:2 de"):
        read_workspace(folder)


def test_a_roster_from_before_languages_means_what_its_agents_can_do(folder: Path) -> None:
    inputs = read_workspace(folder)
    hours = "2026-03-16T08:00:00Z,2026-03-16T16:00:00Z"
    rows = [f"a1,early,2026-03-16,phone:2,{hours}", f"a2,early,2026-03-16,phone:2,{hours}"]
    path = folder / "before.csv"
    path.write_text("\n".join(["agent,shift,day,skill,start_utc,end_utc", *rows, ""]), "utf-8")
    start = read_start(path, inputs)
    assert [(one.agent, one.skill) for one in start.shifts] == [("a1", "phone:2 de")]
    assert start.n_gone == 1
    shutil.copy(path, folder / "last_week.csv")
    assert read_workspace(folder).last_week[0].skill == "phone:2 de"


def test_a_plain_skill_of_a_shift_is_that_of_every_queue(folder: Path) -> None:
    swap(folder, 'id = "early"', 'id = "early"\nskills = ["phone"]')
    early = next(shift for shift in read_workspace(folder).templates if shift.id == "early")
    assert early.skills == ("phone", "phone:2 de")


def test_a_plain_skill_of_a_pool_must_mean_one(folder: Path) -> None:
    pool = '\n[[pool]]\nid = "both"\nskills = ["phone", "tickets"]\n[[queue]]\nid = "german"'
    swap(folder, '\n[[queue]]\nid = "german"', pool)
    assert read_workspace(folder).pools[0].skills == ("phone", "tickets")
    swap(folder, 'skill = "phone" ', 'skill = "phone"\nlanguage = "en" # ')
    with pytest.raises(InputError, match="pool both: skill phone may be phone en or phone:2 de"):
        read_workspace(folder)


def test_level_one_goes_without_saying(folder: Path) -> None:
    pool = '\n[[pool]]\nid = "both"\nskills = ["phone:1", "tickets"]\n[[queue]]\nid = "german"'
    swap(folder, '\n[[queue]]\nid = "german"', pool)
    put_lock(folder, "a1", "phone:1")
    inputs = read_workspace(folder)
    assert inputs.pools[0].skills == ("phone", "tickets")
    assert [lock.skill for lock in inputs.team.locks] == ["phone"]


def test_levels_that_queues_need_may_be_listed_one_by_one(folder: Path) -> None:
    swap(folder, 'level = 2\nlanguage = "de"', "level = 2")
    people = PEOPLE.replace("phone:2,en", "phone:2;phone,en")
    (folder / "agents.csv").write_text(people, encoding="utf-8")
    assert who_serves(read_workspace(folder), "german") == ["a1", "a2"]


def test_a_queue_says_one_level(folder: Path) -> None:
    swap(folder, '"phone"\nlevel = 2', '"phone:2:3"')
    told = "\n".join(map(str, check_workspace(folder)))
    assert "skill is 'phone:2:3'; say one level" in told


def test_a_forecast_without_agents_keeps_pools_of_languages(folder: Path) -> None:
    pool = '\n[[pool]]\nid = "both"\nskills = ["phone:2 de", "tickets"]\n[[queue]]\nid = "german"'
    swap(folder, '\n[[queue]]\nid = "german"', pool)
    (folder / "agents.csv").unlink()
    assert len(read_workspace(folder, for_rosters=False).queues) == 3
    swap(folder, "phone:2 de", "phone:2 fr")
    with pytest.raises(InputError, match="skill 'phone:2 fr' is not known"):
        read_workspace(folder, for_rosters=False)


def test_a_language_that_others_speak_too_is_no_slip(folder: Path) -> None:
    (folder / "agents.csv").write_text(PEOPLE.replace("phone,de", "phone,en"), encoding="utf-8")
    assert "rare_language" not in {problem.code for problem in check_workspace(folder)}


def test_a_shift_of_a_level_that_no_queue_needs_is_told(folder: Path) -> None:
    swap(folder, 'id = "early"', 'id = "early"\nskills = ["phone:3"]')
    (told,) = [one for one in check_workspace(folder) if one.code == "covers_no_queue"]
    assert told.warning
    assert told.message == (
        "shift early: skills: no queue needs phone:3, so the shift covers none; name phone or "
        "phone:2 de, unless people are locked to it"
    )


def test_a_floor_of_level_one_counts_whoever_has_the_skill(folder: Path) -> None:
    floor = '[[floor]]\nid = "desk"\nskill = "phone:1"\n\n[[queue]]\nid = "german"'
    swap(folder, '[[queue]]\nid = "german"', floor)
    inputs = read_workspace(folder)
    assert all(counts(inputs.floors[0], agent) for agent in inputs.team.agents)


def test_a_what_if_asks_for_another_level(folder: Path) -> None:
    """Who speaks German at level 1 is known though no queue asked for that before."""
    put_lock(folder, "a1", "phone:2 de")
    inputs = read_workspace(folder)

    def changed(level: str) -> Inputs:
        return parse_change(f"queue.german.level={level}", inputs).apply(inputs)

    assert {n: who_serves(changed(n), "german") for n in "1234"} == {
        "1": ["a1", "a3"],
        "2": ["a1"],
        "3": ["a1"],
        "4": [],
    }
    assert changed("3").team.locks[0].skill == "phone:3 de"
    assert changed("3").skills == ("phone", "tickets", "phone:3 de")
    roster_problem(changed("3"), nothing_required(inputs, inputs.week_grid()))
    with pytest.raises(InputError, match="level is 12; use 1 to 9"):
        changed("12")
    with pytest.raises(InputError, match="use a whole number"):
        changed("1.5")
    with pytest.raises(InputError, match="no queue would need phone:2 de any more"):
        require_same_skills(inputs, changed("3"))


def test_a_queue_has_one_language(folder: Path) -> None:
    swap(folder, '"de"', '"en;de"')
    (told,) = check_workspace(folder)
    assert "language is 'en;de'; a queue has one" in told.message


def test_a_lock_that_is_not_clear_has_a_code(folder: Path) -> None:
    swap(folder, 'skill = "phone" ', 'skill = "phone"\nlanguage = "en" # ')
    put_lock(folder, "a1", "phone")
    told = [problem.code for problem in check_workspace(folder) if not problem.warning]
    assert told == ["ambiguous_skill"]


@pytest.mark.parametrize(
    ("level", "says"),
    [("10", "level is 10; use 1 to 9"), ("2.5", "level is 2.5; use a whole number")],
)
def test_levels_of_queues_are_whole_numbers_to_nine(folder: Path, level: str, says: str) -> None:
    swap(folder, "\nlevel = 2\n", f"\nlevel = {level}\n")
    assert says in "\n".join(map(str, check_workspace(folder)))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("phone:2,en", "phone:0,en", "agents.csv line 3: skills holds 'phone:0'"),
        ("phone:2,en", "phone:2:3,en", "agents.csv line 3: skills holds 'phone:2:3'"),
        ("phone:2,en", "phone :2,en", "agents.csv line 3: skills holds ':2'"),
        ("phone:2,en", "phone;phone:2,en", "holds phone at level 1 and at 2; keep one"),
        ("phone;tickets,", "phone:2;tickets,", "languages of agent a5 is empty, so no queue of"),
        ("phone:2,en", "phone:2,en de", "line 3: languages holds 'en de', which no queue has"),
        ("phone:2,en", 'phone:2,"en,de"', "line 3: languages holds 'en,de', which no queue has"),
        ("phone,de", "phone,dee", "line 4: language 'dee' is needed by no queue and nobody else"),
        (";DE", ";fr", "german: nobody has the skill phone at level 2 or above and speaks de"),
    ],
)
def test_check_tells_slips_and_what_nobody_serves(
    folder: Path, old: str, new: str, says: str
) -> None:
    path = folder / "agents.csv"
    path.write_text(PEOPLE.replace(old, new), encoding="utf-8")
    told = "\n".join(map(str, check_workspace(folder)))
    assert says in told
