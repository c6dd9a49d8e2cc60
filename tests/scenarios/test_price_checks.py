"""A price that makes no sense is one line, with what would do."""

import re
from pathlib import Path

import pytest

import scenarios
from scenarios.document import check_workspace, read_workspace
from scenarios.template import write_template

CONTRACT = """[[contract]]
id = "full"
min_hours = 30
max_hours = 40
hourly_cost = 18.0
"""
ROTATION = """
[[rotation]]
id = "turns"
weeks = [["early"], ["late"]]
"""
SHIFT = """
[[shift]]
id = "mid"
sites = ["bristol"]
start = "09:00"
until = "13:00"
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prices") / "workspace"
    write_template(folder)
    return folder


def workspace(template: Path, folder: Path, contract: str, more: str = "") -> Path:
    """A copy of the template with another contract ``full``, and more tables behind."""
    folder.mkdir()
    for path in template.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    toml = folder / "rotacast.toml"
    text = toml.read_text("utf-8")
    begin = text.index('[[contract]]\nid = "full"')
    end = text.index("[[contract]]", begin + 1)
    toml.write_text(f"{text[:begin]}{contract}\n{text[end:]}{more}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("prices = { min_rest_hours = 9 }", "min_rest_hours, which the contract does not set; set"),
        ("prices = { min_days_off = 9 }", "min_days_off, which the contract does not set; set it"),
        ("prices = { max_nights_in_row = 9 }", "max_nights_in_row, which the contract does not"),
        (
            "min_days_in_row = 1\nprices = { min_days_in_row = 9 }",
            "min_days_in_row, but every roster keeps 1; ask for more, or leave out its price",
        ),
        (
            "max_start_spread_hours = 24\nprices = { max_start_spread_hours = 9 }",
            "max_start_spread_hours, but every roster keeps 24; ask for less, or leave",
        ),
        (
            'preset = "eu-wtd"\nmin_rest_hours = 11\nprices = { min_rest_hours = 9 }',
            "but the 11 of eu-wtd (Article 3) always holds and the contract's 11 is no stricter; "
            "ask for more, or leave out its price",
        ),
        ('preset = "es-et"\nprices = { min_rest_hours = 9 }', "the contract's 12 is no stricter"),
    ],
)
def test_a_price_never_to_be_paid_is_refused(
    terms: str, said: str, template: Path, tmp_path: Path
) -> None:
    (told,) = check_workspace(workspace(template, tmp_path / "copy", CONTRACT + terms))
    assert not told.warning
    assert said in told.message
    assert told.line == CONTRACT.count("\n") + terms.count("\n") + 1 + _lines_before(template)


def _lines_before(template: Path) -> int:
    text = (template / "rotacast.toml").read_text("utf-8")
    return text[: text.index('[[contract]]\nid = "full"')].count("\n")


@pytest.mark.parametrize(
    "terms",
    [
        'preset = "eu-wtd"\nmin_rest_hours = 12\nprices = { min_rest_hours = 9 }',
        'preset = "eu-wtd"\nmin_rest_hours = 12\nprices.min_rest_hours = 9',
        "max_days_in_row = 5\nprices = { max_days_in_row = 9 }",
    ],
)
def test_a_price_for_more_than_the_law_is_taken(terms: str, template: Path, tmp_path: Path) -> None:
    folder = workspace(template, tmp_path / "copy", CONTRACT + terms)
    assert check_workspace(folder) == ()


@pytest.mark.parametrize(
    ("preset", "why"),
    [("", "it has no preset"), ('preset = "us-flsa"\n', "preset us-flsa asks for none")],
)
@pytest.mark.parametrize("price", ["prices = { min_rest_hours = 9 }", "prices.min_rest_hours = 9"])
def test_no_rest_that_always_holds_is_warned_of(
    preset: str, why: str, price: str, template: Path, tmp_path: Path
) -> None:
    terms = f"{preset}min_rest_hours = 11\n{price}"
    (told,) = check_workspace(workspace(template, tmp_path / "copy", CONTRACT + terms))
    assert told.warning
    assert told.code == "no_rest_holds"
    assert f"{why}, so that a shift may begin as soon as the one before ends" in told.message
    assert told.line == CONTRACT.count("\n") + terms.count("\n") + 1 + _lines_before(template)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (f"{ROTATION}price = -1", "rotation turns: price is -1; use 0 to 1000000, or leave it out"),
        (f"{SHIFT}not_after_price = 20", "is 20, but the shift has no not_after; name the shifts"),
        (f'{SHIFT}not_after = ["late"]\nnot_after_price = -1', "price is -1; use 0 to 1000000, or"),
    ],
)
def test_a_wrong_price_of_turns_or_successions_is_one_line(
    more: str, said: str, template: Path, tmp_path: Path
) -> None:
    (told,) = check_workspace(workspace(template, tmp_path / "copy", CONTRACT, more))
    assert said in told.message


def test_the_example_of_the_reference_runs(template: Path, tmp_path: Path) -> None:
    reference = (Path(scenarios.__file__).parent / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(\[\[contract\]\].*?)```", reference, re.DOTALL)
    assert found
    inputs = read_workspace(workspace(template, tmp_path / "copy", found[1]))
    contract = inputs.team.contracts[0]
    assert contract.prices == {"min_rest_hours": 40, "max_days_in_row": 60}
