"""The whole road over HTTP with nothing faked: a real workspace, a real process, a real plan."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import CHILD
from scenarios.template import write_template

JOBS = "/api/v1/jobs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace to start from, as `rotacast init` makes it."""
    path = tmp_path_factory.mktemp("template")
    write_template(path)
    return path


@pytest.fixture(scope="module")
def client(service: Any, folder: Path) -> Iterator[httpx.Client]:
    headers = {"X-Rotacast-Client": "tests"}
    with (
        service(folder, command=CHILD) as url,
        httpx.Client(base_url=url, headers=headers, timeout=60) as opened,
    ):
        yield opened


def test_the_workspace_is_told_in_short(client: httpx.Client) -> None:
    space = client.get("/api/v1/workspace").json()
    assert space["inputs_ok"]
    assert space["errors"] == []
    assert space["n_agents"] > 0
    first, last = (date.fromisoformat(space[name]) for name in ("first_day", "last_day"))
    assert (last - first).days == 6
    assert {queue["promise"] for queue in space["queues"]}


def test_a_change_of_a_file_is_seen_and_every_problem_named(
    client: httpx.Client, folder: Path
) -> None:
    agents = folder / "agents.csv"
    good = agents.read_bytes()
    agents.write_bytes(good + b"x1,New,nowhere,none,phone,\n")
    space = client.get("/api/v1/workspace").json()
    agents.write_bytes(good)
    assert not space["inputs_ok"]
    assert len(space["errors"]) >= 2
    assert {error["file"] for error in space["errors"]} == {"agents.csv"}
    assert {error["row"] for error in space["errors"]} == {good.count(b"\n") + 1}
    assert client.get("/api/v1/workspace").json()["inputs_ok"]


def followed(client: httpx.Client, path: str, order: dict[str, Any]) -> tuple[Any, str]:
    """A job that was followed to its end, and the text of its events."""
    answer = client.post(path, json=order)
    assert answer.status_code == 202, answer.text
    own = answer.headers["location"]
    with client.stream("GET", f"{own}/events") as stream:
        text = "".join(stream.iter_text())
    return client.get(own).json(), text


@pytest.fixture(scope="module")
def planned(client: httpx.Client) -> tuple[Any, str]:
    return followed(client, JOBS, {"weeks": 2, "time_limit_s": 4, "seed": 1})


def test_a_real_plan_of_two_weeks_is_made_and_can_be_read(
    client: httpx.Client, folder: Path, planned: tuple[Any, str]
) -> None:
    job, text = planned
    assert job["state"] == "succeeded", job["error"]
    assert job["quality"] in ("optimal", "time_limit")
    assert [stage["done"] for stage in job["stages"]][-1] == 1
    assert '"stage": "forecast"' in text
    links = job["links"]
    shifts = client.get(links["roster"]).json()["shifts"]
    days = sorted(date.fromisoformat(shift["day"]) for shift in shifts)
    assert 7 < (days[-1] - days[0]).days < 14, "both weeks are rostered"
    assert client.get(links["coverage"]).json()["slots"]
    assert client.get(links["forecast"]).json()["slots"]
    assert client.get(links["figures"]).json()["figures"]["agents"] > 0
    agents = {shift["agent"] for shift in shifts}
    assert len(client.get(links["calendars"]).json()["calendars"]) >= len(agents)
    assert "<html" in client.get(links["report"]).text
    assert not (folder / "out" / "roster.csv").exists()


def test_a_real_roster_is_mended_after_a_sick_call_and_again_after_another(
    client: httpx.Client, planned: tuple[Any, str]
) -> None:
    job, _ = planned
    shifts = client.get(job["links"]["roster"]).json()["shifts"]
    ill = {shift["agent"]: shift for shift in sorted(shifts, key=lambda s: s["start_utc"])}
    now = min(shift["start_utc"] for shift in shifts)
    for agent, shift in [*ill.items()][:2]:
        order = {"published": job["id"], "sick": [{"agent": agent, "first": shift["day"]}]}
        job, _ = followed(client, "/api/v1/replans", {**order, "now": now, "time_limit_s": 1})
        assert job["state"] == "succeeded", job["error"]
        assert job["replan"]["sick"] == [f"{agent}={shift['day']}..{shift['day']}"]
        changes = client.get(job["links"]["changes"]).json()["changes"]
        assert (agent, shift["day"], "away (sick)") in [
            (one["agent"], one["day"], one["why"]) for one in changes
        ]
        assert "SEQUENCE:1" in client.get(job["links"]["team"]).text
    at_work = {(s["agent"], s["day"]) for s in client.get(job["links"]["roster"]).json()["shifts"]}
    assert not at_work & {(agent, ill[agent]["day"]) for agent in [*ill][:2]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (["weather=+10%"], "weather=+10%"),
        (["volume=+10%", "agents=-9999"], "agents=-9999"),
        (["queue.phone.max_abandonment=5%", "queue.phone.patience_s=120"], "patience_s"),
    ],
)
def test_a_wrong_what_if_is_refused_at_once_in_one_line(
    client: httpx.Client, changes: list[str], words: str
) -> None:
    before = client.get(JOBS).json()["jobs"]
    answer = client.post(JOBS, json={"changes": changes})
    assert (answer.status_code, answer.json()["code"]) == (422, "input_rejected")
    assert words in answer.json()["detail"]
    assert client.get(JOBS).json()["jobs"] == before
