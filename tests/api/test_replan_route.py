"""Published rosters mended over HTTP: what is asked for, and what is refused before it waits."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from planner.roster import Assignment
from tests.api.one_shift import first_shift, replannable, roster_text

PATH = "/api/v1/replans"
Until = Callable[[Callable[[], Any]], Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace that `rotacast init` writes."""
    return replannable(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def made(folder: Path) -> Assignment:
    """A shift of the first person on the first day of the week."""
    return first_shift(folder)


@pytest.fixture(scope="module")
def table(folder: Path, made: Assignment) -> str:
    return roster_text(folder, made)


@pytest.fixture(scope="module")
def published(folder: Path, table: str) -> str:
    """The table, laid where `rotacast plan` leaves it."""
    (folder / "out").mkdir(exist_ok=True)
    (folder / "out" / "roster.csv").write_bytes(table.encode())
    return table


@pytest.fixture
def order(published: str, made: Assignment) -> dict[str, Any]:
    """A sick call that can be used, two days before the week."""
    assert published
    sick = {"agent": made.agent, "first": str(made.shift.day)}
    return {"sick": [sick], "now": str(made.shift.day) + "T00:00"}


def ended(client: httpx.Client, path: str, until: Until) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        job: dict[str, Any] = client.get(path).json()
        return job if job["finished"] else None

    found: dict[str, Any] = until(look)
    return found


def test_the_team_is_listed_for_who_is_to_choose(client: httpx.Client, made: Assignment) -> None:
    found = client.get("/api/v1/agents").json()
    assert found["agents"][0]["id"] == made.agent
    assert set(found["agents"][0]) == {"id", "name", "site"}


def test_without_a_roster_there_is_nothing_to_mend(
    client: httpx.Client, folder: Path, made: Assignment
) -> None:
    (folder / "out" / "roster.csv").unlink(missing_ok=True)
    answer = client.post(PATH, json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_ready")
    assert str(folder) not in answer.text
    assert client.post(PATH, json={"published": "0f0f0f0f0f0f"}).status_code == 404


def test_a_re_plan_is_a_job_and_tells_its_changes(
    client: httpx.Client, order: dict[str, Any], until: Until
) -> None:
    answer = client.post(PATH, json={**order, "most_changes": 3})
    assert answer.status_code == 202, answer.text
    (sick,) = order["sick"]
    assert answer.json()["replan"] == {
        "published": None,
        "edited": False,
        "sick": [f"{sick['agent']}={sick['first']}..{sick['first']}"],
        "now": order["now"],
        "most_changes": 3,
    }
    job = ended(client, answer.headers["location"], until)
    changes = client.get(job["links"]["changes"]).json()["changes"]
    assert [one["kind"] for one in changes] == ["away", "shift"]
    assert changes[0]["name"] == "=Åsa & मया <b>"
    assert "changes.csv" in client.get(job["links"]["files"]).json()["files"]


def test_what_was_changed_before_is_handed_on(
    client: httpx.Client, order: dict[str, Any], table: str, made: Assignment, until: Until
) -> None:
    first = ended(client, client.post(PATH, json=order).headers["location"], until)
    changes = {"changes": ["volume=+5%"], "now": order["now"], "week": str(made.shift.day)}
    again = {"published": first["id"], "roster": table, **changes}
    answer = client.post(PATH, json=again)
    assert answer.status_code == 202, answer.text
    path = answer.headers["location"]
    job = ended(client, path, until)
    told = client.get(job["links"]["figures"]).json()["order"]
    assert told["replan"]["so_far"] == [f"sick.{made.agent}={made.shift.day}..{made.shift.day}"]
    assert told["changes"] == ["volume=+5%"]


def test_an_edited_roster_takes_the_place_of_the_published(
    client: httpx.Client, order: dict[str, Any], table: str, until: Until
) -> None:
    answer = client.post(PATH, json={**order, "roster": table})
    assert answer.json()["replan"]["edited"]
    job = ended(client, answer.headers["location"], until)
    assert client.get(job["links"]["figures"]).json()["order"]["replan"]["edited"] == table


def test_a_key_that_comes_again_with_another_roster_is_refused(
    client: httpx.Client, order: dict[str, Any], table: str, until: Until
) -> None:
    key = {"Idempotency-Key": "mend-1"}
    first = client.post(PATH, json={**order, "roster": table}, headers=key)
    ended(client, first.headers["location"], until)
    again = client.post(PATH, json={**order, "roster": table}, headers=key)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    other = client.post(PATH, json={**order, "roster": table + "\n"}, headers=key)
    assert other.json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sick": [{"agent": "x9", "first": "2026-03-24"}]}, "sick.x9"),
        ({"changes": ["weather=+10%"]}, "weather"),
        ({"now": "yesterday"}, "now yesterday: is no moment"),
        ({"now": "2031-01-01T00:00"}, "is over"),
        ({"week": "2019-01-07"}, "2019"),
        ({"roster": "agent,shift\n"}, "roster.csv"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_used_is_refused_at_once_in_one_line(
    client: httpx.Client, order: dict[str, Any], wrong: dict[str, Any], words: str
) -> None:
    answer = client.post(PATH, json={**order, **wrong})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "input_rejected"
    assert words in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]


def test_a_last_day_before_the_first_is_refused(
    client: httpx.Client, order: dict[str, Any]
) -> None:
    sick = {**order["sick"][0], "last": "2001-01-01"}
    answer = client.post(PATH, json={**order, "sick": [sick]})
    assert answer.status_code == 422
    assert "the last day lies before the first" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"sick": [{"agent": "a1"}]},
        {"sick": [{"agent": "a1", "first": "24 March"}]},
        {"sick": [{"agent": "a1\x00", "first": "2026-03-24"}]},
        {"sick": "a1"},
        {"most_changes": -1},
        {"time_limit_s": 0},
        {"roster": ""},
        {"now": 17},
        {"colour": "red"},
    ],
)
def test_other_bodies_are_invalid(client: httpx.Client, body: dict[str, Any]) -> None:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "request_invalid"
