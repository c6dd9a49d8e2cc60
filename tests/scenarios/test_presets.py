"""Presets fill what a contract leaves open, and name the law where a contract is weaker."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from planner.contracts import Contract
from scenarios.document import check_workspace, read_workspace
from scenarios.presets import PRESETS, preset
from scenarios.template import write_template


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("presets") / "workspace"
    write_template(folder)
    return folder


def contract_says(folder: Path, tmp_path: Path, text: str) -> Path:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    toml = copy / "rotacast.toml"
    old = 'id = "full"\n'
    toml.write_text(toml.read_text("utf-8").replace(old, old + text, 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize("name", PRESETS)
def test_every_value_is_a_key_in_range_with_article_and_source(name: str) -> None:
    law = preset(name)
    known = {f.name for f in fields(Contract)}
    assert set(law.by_key) <= known
    assert all(value.article for value in law.values)
    assert all(rule.article and rule.minutes > 0 for rule in law.breaks)
    assert law.law.startswith("https://")
    assert law.read
    assert law.beware
    needed: dict[str, Any] = {"id": "x", "min_hours": 0, "max_hours": 40, "hourly_cost": 1}
    assert Contract(**(needed | {v.key: v.value for v in law.values}))


WEEKLY_REST = {"eu-wtd": 24, "uk-wtr": 24, "de-arbzg": 24, "fr-travail": 24, "es-et": 36}
DAILY_REST = {"eu-wtd": 11, "uk-wtr": 11, "de-arbzg": 11, "fr-travail": 11, "es-et": 12}


@pytest.mark.parametrize("name", WEEKLY_REST)
def test_daily_rest_is_no_part_of_the_weekly_one(name: str) -> None:
    hours = WEEKLY_REST[name] + DAILY_REST[name]
    assert preset(name).by_key["min_weekly_rest_hours"].value == hours


def test_contract_takes_what_it_does_not_say_itself(workspace: Path, tmp_path: Path) -> None:
    folder = contract_says(workspace, tmp_path, 'preset = "fr-travail"\nmax_hours_a_day = 9\n')
    contract = read_workspace(folder).team.contracts[0]
    assert contract.max_average_hours == 44
    assert contract.max_hours_a_day == 9
    assert contract.max_hours == 40  # said in the template


def test_key_weaker_than_the_law_is_a_warning_with_the_article(
    workspace: Path, tmp_path: Path
) -> None:
    folder = contract_says(
        workspace, tmp_path, 'preset = "de-arbzg"\nmax_hours_a_day = 12\nmax_average_hours = 40\n'
    )
    (told,) = check_workspace(folder)
    assert told.warning
    assert told.code == "weaker_than_preset"
    assert "max_hours_a_day is 12, but de-arbzg says 10 (§ 3)" in told.message


def test_shift_with_too_short_breaks_is_a_warning(workspace: Path, tmp_path: Path) -> None:
    folder = contract_says(workspace, tmp_path, 'preset = "de-arbzg"\n')
    toml = folder / "rotacast.toml"
    text = toml.read_text("utf-8").replace('until = "16:00"', 'until = "18:00"', 1)
    toml.write_text(text, encoding="utf-8")
    (told,) = check_workspace(folder)
    assert told.code == "breaks_too_short"
    assert "30 minutes of breaks in 9.5 paid hours, but de-arbzg asks for 45 (§ 4)" in told.message


@pytest.mark.parametrize(("share", "told"), [(0.25, 0), (0.75, 1)])
def test_breaks_are_due_in_paid_hours_of_on_call(
    workspace: Path, tmp_path: Path, share: float, told: int
) -> None:
    folder = contract_says(workspace, tmp_path, 'preset = "de-arbzg"\n')
    with (folder / "rotacast.toml").open("a", encoding="utf-8") as toml:
        toml.write(
            '[[shift]]\nid = "call"\nname = "On call"\nsites = ["bristol"]\nstart = "08:00"\n'
            f'until = "20:00"\non_call = true\npaid_share = {share}\nbreaks = []\n'
        )
    assert [f.code for f in check_workspace(folder)] == ["breaks_too_short"] * told


def test_unknown_preset_is_told_once_with_near_matches(workspace: Path, tmp_path: Path) -> None:
    folder = contract_says(workspace, tmp_path, 'preset = "eu-wdt"\n')
    (told,) = check_workspace(folder)
    assert "preset 'eu-wdt' is not known; did you mean eu-wtd" in told.message
    assert told.line
