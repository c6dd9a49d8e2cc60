"""Jobs over HTTP: how they end, what they leave, how they are cancelled."""

import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

Run = Callable[..., dict[str, Any]]
Until = Callable[[Callable[[], Any]], Any]
Serve = Callable[..., AbstractContextManager[str]]

JOBS = "/api/v1/jobs"


def start(client: httpx.Client, behaviour: str, **headers: str) -> str:
    answer = client.post(JOBS, json={"changes": [behaviour]}, headers=headers)
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def has_text(client: httpx.Client, path: str, word: str) -> Callable[[], bool]:
    return lambda: word in client.get(path).json()["stages"][3]["text"]


def test_a_finished_job_tells_how_good_its_roster_is(run_job: Run) -> None:
    job = run_job("quick", week="2003-10-20", seed=3, time_limit_s=5)
    assert (job["state"], job["quality"], round(job["gap"], 4)) == ("succeeded", "optimal", 0.0164)
    assert [stage["done"] for stage in job["stages"]] == [1.0] * 6
    assert job["starts"] == 1


def test_the_order_reaches_the_process(run_job: Run, client: httpx.Client) -> None:
    job = run_job("quick", week="2003-10-20", weeks=4, seed=3, time_limit_s=5)
    order = client.get(job["links"]["figures"]).json()["order"]
    assert order["out"].endswith(f"/out/jobs/{job['id']}")
    assert {k: order[k] for k in ("week", "weeks", "seed", "time_limit_s", "changes")} == {
        "week": "2003-10-20",
        "weeks": 4,
        "seed": 3,
        "time_limit_s": 5,
        "changes": ["quick"],
    }


def test_every_link_of_a_finished_job_answers(run_job: Run, client: httpx.Client) -> None:
    links = run_job("quick")["links"]
    assert {"report", "roster", "coverage", "forecast", "figures", "calendars"} <= set(links)
    assert {link: client.get(href).status_code for link, href in links.items()} == dict.fromkeys(
        links, 200
    )


def test_roster_text_comes_back_as_it_was_before_the_export(
    run_job: Run, client: httpx.Client
) -> None:
    (shift,) = client.get(run_job("quick")["links"]["roster"]).json()["shifts"]
    assert shift["name"] == "=Åsa & मया <b>"
    assert shift["start_local"] == "2003-10-20T06:15:00+05:45"
    assert shift["paid_hours"] == 8


def test_an_interval_without_contacts_has_no_service_level(
    run_job: Run, client: httpx.Client
) -> None:
    slots = client.get(run_job("quick")["links"]["coverage"]).json()["slots"]
    assert [slot["service_level"] for slot in slots] == [0.84, None]


def test_every_listed_file_and_calendar_can_be_downloaded(
    run_job: Run, client: httpx.Client
) -> None:
    links = run_job("quick")["links"]
    files = client.get(links["files"]).json()["files"]
    calendars = client.get(links["calendars"]).json()["calendars"]
    assert len(files) == 10
    assert "explanations.csv" in files
    for href in [*files.values(), *(calendar["href"] for calendar in calendars)]:
        assert client.get(href).status_code == 200
    assert client.get(calendars[0]["href"]).headers["content-type"].startswith("text/calendar")


@pytest.mark.parametrize(
    "name",
    ["..%2F..%2Frotacast.toml", "%2E%2E%2Fplan.json", "a2.ics", "%00", "C:%5Cboot.ini"],
)
@pytest.mark.parametrize("kind", ["calendars", "files"])
def test_a_file_name_never_leaves_the_folder(
    run_job: Run, client: httpx.Client, kind: str, name: str
) -> None:
    assert client.get(f"{run_job('quick')['links']['self']}/{kind}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("behaviour", "state", "code", "starts"),
    [
        ("rejecting", "failed", "input_rejected", 1),
        ("infeasible", "failed", "infeasible", 1),
        ("too_slow", "timed_out", "time_limit", 1),
        ("crashing", "failed", "solver_crashed", 2),
        ("hungry", "failed", "out_of_memory", 2),
        ("garbled", "failed", "protocol_error", 1),
        ("flooding", "failed", "protocol_error", 1),
    ],
)
def test_a_job_without_a_roster_says_why(
    run_job: Run, client: httpx.Client, behaviour: str, state: str, code: str, starts: int
) -> None:
    job = run_job(behaviour)
    assert (job["state"], job["error"]["code"], job["starts"]) == (state, code, starts)
    answer = client.get(f"{job['links']['self']}/roster")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_ready")


def test_rejected_input_names_file_row_and_value(run_job: Run) -> None:
    (problem,) = run_job("rejecting")["error"]["problems"]
    assert (problem["file"], problem["row"], problem["column"], problem["value"]) == (
        "agents.csv",
        7,
        "weekly_hours",
        "400",
    )


def test_a_crash_is_survived_once(run_job: Run) -> None:
    job = run_job("crashing_once")
    assert (job["state"], job["starts"]) == ("succeeded", 2)


def test_a_process_that_lingers_after_its_last_word_is_ended(run_job: Run) -> None:
    assert run_job("lingering")["state"] == "succeeded"


def test_a_process_that_never_ends_is_stopped(service: Serve, folder: Path, until: Until) -> None:
    with service(folder, overhead_s=0.5) as url, httpx.Client(base_url=url) as client:
        order = {"changes": ["endless"], "time_limit_s": 0.1}
        path = client.post(JOBS, json=order, headers={"X-Rotacast-Client": "tests"}).headers[
            "location"
        ]
        job = until(lambda: (j := client.get(path).json())["finished"] and j)
    assert (job["state"], job["error"]["code"]) == ("timed_out", "overran")


def test_cancel_keeps_the_best_roster(client: httpx.Client, until: Until) -> None:
    path = start(client, "solving")
    until(has_text(client, path, "objective"))
    assert client.post(f"{path}/cancel").status_code == 200
    job = until(lambda: (j := client.get(path).json())["finished"] and j)
    assert (job["state"], job["kept_best"], job["quality"]) == ("cancelled", True, "cancelled")
    assert client.get(job["links"]["roster"]).status_code == 200


def test_cancel_before_the_first_roster_ends_the_process(
    client: httpx.Client, folder: Path, until: Until
) -> None:
    path = start(client, "presolving")
    until(has_text(client, path, "first roster"))
    client.post(f"{path}/cancel")
    job = until(lambda: (j := client.get(path).json())["finished"] and j)
    assert (job["state"], job["kept_best"], job["error"]) == ("cancelled", False, None)
    assert not (folder / "out" / "jobs" / job["id"]).exists()


def test_cancel_before_the_start_and_twice(client: httpx.Client, until: Until) -> None:
    first, second = start(client, "solving"), start(client, "quick")
    assert client.get(second).json()["position"] == 1
    answers = [client.post(f"{second}/cancel") for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["state"] == "cancelled"
    until(has_text(client, first, "objective"))
    twice = [client.post(f"{first}/cancel").status_code for _ in range(2)]
    until(lambda: client.get(first).json()["finished"])
    assert [*twice, client.post(f"{first}/cancel").status_code] == [200, 200, 200]


def test_cancel_after_the_end_is_refused(run_job: Run, client: httpx.Client) -> None:
    answer = client.post(f"{run_job('quick')['links']['self']}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_finished")


def test_the_same_key_gives_the_same_job(client: httpx.Client) -> None:
    order = {"changes": ["quick"], "seed": 2**40}
    headers = {"Idempotency-Key": "monday"}
    answers = [client.post(JOBS, json=order, headers=headers) for _ in range(2)]
    assert [a.status_code for a in answers] == [202, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    other = client.post(JOBS, json={**order, "seed": 5}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_full_queue_refuses_and_says_when_to_come_back(service: Serve, folder: Path) -> None:
    headers = {"X-Rotacast-Client": "tests"}
    with (
        service(folder, max_queued=2) as url,
        httpx.Client(base_url=url, headers=headers) as client,
    ):
        answers = [client.post(JOBS, json={"changes": ["presolving"]}) for _ in range(5)]
        last = answers[-1]
        assert {a.status_code for a in answers[:2]} == {202}
        assert (last.status_code, last.json()["code"]) == (429, "queue_full")
        assert int(last.headers["retry-after"]) > 0


def test_old_jobs_are_forgotten_but_their_files_stay(
    service: Serve, folder: Path, until: Until
) -> None:
    headers = {"X-Rotacast-Client": "tests"}
    with service(folder, max_jobs=2) as url, httpx.Client(base_url=url, headers=headers) as client:
        paths = [start(client, "quick") for _ in range(4)]
        until(lambda: client.get(paths[-1]).json()["finished"])
        start(client, "quick")
        assert client.get(paths[0]).status_code == 404
        assert (folder / "out" / "jobs" / paths[0].rsplit("/", 1)[1] / "roster.csv").exists()


def test_an_unknown_job_is_404_everywhere(client: httpx.Client) -> None:
    parts = ["", "/events", "/roster", "/report", "/calendars", "/files/roster.csv"]
    answers = [client.get(f"{JOBS}/nope{part}") for part in parts]
    answers.append(client.post(f"{JOBS}/nope/cancel"))
    assert {a.status_code for a in answers} == {404}
    assert {a.headers["content-type"] for a in answers} == {"application/problem+json"}


def test_signals_are_named_in_the_reason(run_job: Run) -> None:
    assert f"signal {signal.SIGKILL.value}" in run_job("crashing")["error"]["message"]
