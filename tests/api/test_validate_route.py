"""Rosters held against the rules over HTTP."""

from pathlib import Path

import httpx
import pytest

from scenarios.template import write_template
from tests.api.one_shift import first_shift, roster_text

PATH = "/api/v1/validate"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace that `rotacast init` writes."""
    path = tmp_path_factory.mktemp("real") / "team"
    write_template(path)
    return path


@pytest.fixture(scope="module")
def table(folder: Path) -> str:
    """A roster in which one person works one shift of the week, without its breaks."""
    return roster_text(folder, first_shift(folder))


def test_broken_rules_are_the_answer(client: httpx.Client, table: str) -> None:
    answer = client.post(PATH, json={"roster": table})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["shifts"] == 1
    assert {"weekly_hours", "breaks"} <= {one["rule"] for one in found["violations"]}
    assert set(found["violations"][0]) == {"agent", "name", "day", "rule", "message"}


def test_slips_of_the_text_are_rejected_with_their_line(client: httpx.Client, table: str) -> None:
    head, row = table.splitlines()
    agent = row.split(",")[0]
    answer = client.post(PATH, json={"roster": "\n".join([head, row.replace(agent, "x9", 1)])})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["file"], error["row"]) == ("roster.csv", 2)


@pytest.mark.parametrize(
    "body", [{}, {"roster": ""}, {"roster": "x", "more": 1}, {"roster": 3}, {"roster": "\x00"}]
)
def test_other_bodies_are_invalid(client: httpx.Client, body: dict[str, object]) -> None:
    assert client.post(PATH, json=body).status_code == 422


def test_a_roster_may_be_larger_than_other_bodies(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"roster": "agent,shift,day,skill\n" + "\n" * 100_000})
    assert answer.status_code == 422
    assert client.post("/api/v1/jobs", json={"changes": ["x" * 100_000]}).status_code == 413
