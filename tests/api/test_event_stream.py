"""Following a job: replay, forgotten events, many and slow clients, and clients that leave."""

import asyncio
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.jobs.feed import Event, Feed

JOBS = "/api/v1/jobs"

Run = Callable[..., dict[str, Any]]
Until = Callable[[Callable[[], Any]], Any]
Serve = Callable[..., AbstractContextManager[str]]


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Events of a stream, as a browser would read them."""
    fields: dict[str, Any] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line and not line.startswith(":"):
            fields[name] = json.loads(value) if name == "data" else value
        elif not line:
            if "event" in fields:
                yield fields
            fields = {}


def start(client: httpx.Client, behaviour: str) -> str:
    location: str = client.post(JOBS, json={"changes": [behaviour]}).headers["location"]
    return location


def followed(client: httpx.Client, path: str, after: int | None = None) -> list[dict[str, Any]]:
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    with client.stream("GET", f"{path}/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        return list(events(stream.iter_lines()))


def test_a_finished_job_is_told_from_the_first_event_to_the_last(
    run_job: Run, client: httpx.Client
) -> None:
    told = followed(client, run_job("quick")["links"]["self"])
    states = [e["data"]["state"] for e in told if e["event"] == "state"]
    assert states == ["queued", "running", "succeeded"]
    assert [int(e["id"]) for e in told] == list(range(1, len(told) + 1))
    stages = [e["data"]["stage"] for e in told if e["event"] == "progress"]
    assert list(dict.fromkeys(stages)) == [
        "read",
        "forecast",
        "staffing",
        "roster",
        "judge",
        "write",
    ]


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_client_that_comes_back_misses_nothing(
    run_job: Run, client: httpx.Client, after: int
) -> None:
    path = run_job("quick")["links"]["self"]
    whole = followed(client, path)
    assert followed(client, path, after) == whole[after:]


def test_a_client_from_the_future_waits_for_what_is_new(run_job: Run, client: httpx.Client) -> None:
    assert followed(client, run_job("quick")["links"]["self"], 10_000) == []


def test_a_number_that_is_none_is_refused(run_job: Run, client: httpx.Client) -> None:
    path = run_job("quick")["links"]["events"]
    for number in ("-1", "first", "1e9"):
        answer = client.get(path, headers={"Last-Event-ID": number})
        assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")


def test_events_come_while_the_job_runs(client: httpx.Client) -> None:
    path = start(client, "solving")
    seen = []
    with client.stream("GET", f"{path}/events") as stream:
        for event in events(stream.iter_lines()):
            seen.append(event)
            if event["data"].get("objective") == 640.0:
                client.post(f"{path}/cancel")
    assert [e["event"] for e in seen][-3:] == ["cancelling", "progress", "state"]
    last = seen[-1]["data"]
    assert (last["state"], last["kept_best"]) == ("cancelled", True)


def test_a_client_that_leaves_does_not_disturb_the_job(client: httpx.Client, until: Until) -> None:
    path = start(client, "solving")
    with client.stream("GET", f"{path}/events") as stream:
        next(events(stream.iter_lines()))
    until(lambda: client.get(path).json()["objective"])
    assert client.get(path).json()["state"] == "running"
    client.post(f"{path}/cancel")
    until(lambda: client.get(path).json()["finished"])


def test_two_hundred_followers_all_hear_the_end(
    service: Serve, folder: Path, client: httpx.Client
) -> None:
    headers = {"X-Rotacast-Client": "tests"}
    with ExitStack() as stack:
        url = stack.enter_context(service(folder))
        host, port = url.removeprefix("http://").split(":")
        own = stack.enter_context(httpx.Client(base_url=url, headers=headers, timeout=10))
        path = start(own, "solving")
        request = f"GET {path}/events HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        links = []
        for _ in range(200):
            link = stack.enter_context(socket.create_connection((host, int(port)), timeout=10))
            link.sendall(request.encode())
            links.append(link)
        assert own.get("/health").status_code == 200
        own.post(f"{path}/cancel")
        for link in links:
            heard = b"".join(iter(lambda link=link: link.recv(65_536), b""))  # type: ignore[misc]
            assert b'"kept_best":true' in heard.replace(b" ", b"")


def test_a_slow_reader_costs_nothing_and_is_told_what_it_missed(
    service: Serve, folder: Path, until: Until
) -> None:
    headers = {"X-Rotacast-Client": "tests"}
    with (
        service(folder, max_events=50) as url,
        httpx.Client(base_url=url, headers=headers, timeout=10) as client,
    ):
        path = start(client, "chatty")
        until(lambda: client.get(path).json()["stages"][3]["text"] == "step 499")
        client.post(f"{path}/cancel")
        until(lambda: client.get(path).json()["finished"])
        told = followed(client, path, 3)
    assert told[0]["event"] == "reset"
    assert len(told) == 51
    numbers = [int(e["id"]) for e in told[1:]]
    assert numbers == list(range(numbers[0], numbers[0] + 50))


def test_streams_end_when_the_service_stops(service: Serve, folder: Path) -> None:
    headers = {"X-Rotacast-Client": "tests"}
    with ExitStack() as stack:
        running = service(folder)
        url = running.__enter__()
        client = stack.enter_context(httpx.Client(base_url=url, headers=headers, timeout=10))
        path = start(client, "solving")
        stream = stack.enter_context(client.stream("GET", f"{path}/events"))
        lines = events(stream.iter_lines())
        until_solving = next(e for e in lines if e["data"].get("objective"))
        assert until_solving["event"] == "progress"
        running.__exit__(None, None, None)
        assert [e["event"] for e in lines][-1] == "state"


def test_followers_of_a_feed_hear_what_comes_later() -> None:
    async def scene() -> list[Event]:
        feed = Feed(limit=10)
        feed.append("a", {})

        async def follow() -> list[Event]:
            return [event async for event in feed.after(0) if event]

        follower = asyncio.create_task(follow())
        await asyncio.sleep(0)
        feed.append("b", {})
        await asyncio.sleep(0)
        feed.append("c", {})
        feed.close()
        return await follower

    assert [(e.number, e.name) for e in asyncio.run(scene())] == [(1, "a"), (2, "b"), (3, "c")]


def test_a_quiet_feed_gives_a_sign_of_life() -> None:
    async def scene() -> Event | None:
        return await anext(Feed(limit=10).after(0, quiet_s=0.01))

    assert asyncio.run(scene()) is None
