"""What the service refuses, and what every answer carries."""

import ast
import json
import logging
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

import api.routes
from api.jobs.service import JobService

JOBS = "/api/v1/jobs"
JSON = {"Content-Type": "application/json"}

Run = Callable[..., dict[str, Any]]


def every_path(client: httpx.Client) -> list[tuple[str, str]]:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    fill = {"{job_id}": "nope", "{name}": "nope"}
    found = [("GET", "/"), ("GET", "/static/page.js"), ("GET", "/nowhere")]
    for path, methods in paths.items():
        for hole, value in fill.items():
            path = path.replace(hole, value)
        found += [(method.upper(), path) for method in methods]
    return found


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "request_id"} <= set(body)


def test_every_answer_carries_the_headers(client: httpx.Client) -> None:
    for method, path in every_path(client):
        headers = client.request(method, path).headers
        assert "frame-ancestors" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cache-control"] == "no-store", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["x-request-id"], path
        assert "server" not in headers, path


def test_the_report_is_sandboxed_and_may_be_framed_by_the_page(
    run_job: Run, client: httpx.Client
) -> None:
    policy = client.get(run_job("quick")["links"]["report"]).headers["content-security-policy"]
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy


def test_the_page_shows_a_name_as_text(client: httpx.Client) -> None:
    page = client.get("/").text
    assert "Northwind &lt;b&gt;Cloud&lt;/b&gt; support" in page
    assert "<script>" not in page
    assert " style=" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:1"},
        {"X-Rotacast-Client": "me", "Origin": "https://evil.example"},
        {},
    ],
)
def test_a_change_from_another_site_is_refused(address: str, headers: dict[str, str]) -> None:
    answer = httpx.post(address + JOBS, json={}, headers=headers)
    assert_problem(answer, 403, "cross_site")


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_the_own_page_may_change_things(address: str, site: str | None) -> None:
    headers = {"Origin": address} | ({"Sec-Fetch-Site": site} if site else {})
    answer = httpx.post(f"{address}{JOBS}/nope/cancel", headers=headers)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]", "10.0.0.1"]
)
def test_a_forged_host_is_refused(address: str, host: str) -> None:
    assert_problem(httpx.get(f"{address}/health", headers={"Host": host}), 400, "unknown_host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9999", "[::1]:8765", "127.0.0.1"])
def test_names_of_this_machine_are_known(address: str, host: str) -> None:
    assert httpx.get(f"{address}/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_refused(client: httpx.Client, kind: str) -> None:
    answer = client.post(JOBS, content=b"{}", headers={"Content-Type": kind})
    assert_problem(answer, 415, "not_json")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"seed": NaN}', 400),
        (b'{"time_limit_s": Infinity}', 400),
        (b'{"time_limit_s": 1e400}', 422),
        (b'{"time_limit_s": "NaN"}', 422),
        (b'{"changes": ["\\ud800"]}', 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"changes": ["volume=+10%\\u0000"]}', 422),
        (b'{"seed": 1, "seed": 2}', 400),
        (b'{"seed": -1}', 422),
        (b'{"weeks": 14}', 422),
        (b'{"seed": 1.5}', 422),
        (b'{"week": "2003-02-30"}', 422),
        (b'{"week": "monday"}', 422),
        (b'{"weak": "2003-10-20"}', 422),
        (b'{"time_limit_s": 0}', 422),
        (b'{"time_limit_s": 3601}', 422),
        (b'{"changes": "volume=+10%"}', 422),
        (b'{"changes": [""]}', 422),
        (b'{"changes": ["' + b"x" * 201 + b'"]}', 422),
        (json.dumps({"changes": ["a"] * 51}).encode(), 422),
        (b"[" * 20_000, 400),
        (b'{"a":' * 10_000, 400),
        (b"\xff\xfe", 400),
        (b"null", 422),
        (b"[]", 422),
        (b"", 422),
        (b"{", 400),
    ],
)
def test_a_wrong_body_is_one_clear_problem(client: httpx.Client, body: bytes, status: int) -> None:
    answer = client.post(JOBS, content=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert b"Traceback" not in answer.content


def test_a_problem_names_each_field_and_never_repeats_the_request(client: httpx.Client) -> None:
    body = {"seed": "secret-seed", "time_limit_s": -1}
    answer = client.post(JOBS, json=body)
    assert {e["column"] for e in answer.json()["errors"]} == {"seed", "time_limit_s"}
    assert answer.json()["errors_total"] == 2
    assert "secret-seed" not in answer.text


def test_a_large_body_is_refused_with_and_without_its_length(client: httpx.Client) -> None:
    large = b'{"changes": ["' + b"x" * 100_000 + b'"]}'
    assert_problem(client.post(JOBS, content=large, headers=JSON), 413, "too_large")
    pieces = (large[i : i + 1_000] for i in range(0, len(large), 1_000))
    assert_problem(client.post(JOBS, content=pieces, headers=JSON), 413, "too_large")


@pytest.mark.parametrize("key", ["", "x" * 129, "two words", "caf\xe9"])
def test_a_strange_key_is_refused(client: httpx.Client, key: str) -> None:
    headers = {b"Idempotency-Key": key.encode("latin-1")}
    answer = client.post(JOBS, json={}, headers=headers)
    assert_problem(answer, 422, "request_invalid")


def test_other_methods_say_which_are_allowed(client: httpx.Client) -> None:
    for method, path in [("DELETE", JOBS), ("PUT", f"{JOBS}/a"), ("TRACE", "/health")]:
        answer = client.request(method, path)
        assert answer.status_code == 405
        assert answer.headers["allow"]
    assert client.get(f"{JOBS}/nope/cancel").status_code == 405


def test_an_unforeseen_error_has_a_number_that_the_log_knows(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: JobService) -> None:
        raise RuntimeError("Åsa's data at /home/secret")

    monkeypatch.setattr(JobService, "all", broken)
    with caplog.at_level(logging.INFO):
        answer = client.get(JOBS)
    assert_problem(answer, 500, "internal")
    assert answer.json()["request_id"] in caplog.text
    assert "RuntimeError" in caplog.text
    for text in (answer.text, caplog.text):
        assert "Åsa" not in text
        assert "secret" not in text
    assert client.get("/health").status_code == 200


def test_logs_hold_no_personal_data(
    run_job: Run, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="api"):
        links = run_job("rejecting")["links"]
        client.get(f"{links['self']}/calendars/a1.ics")
    assert "agents.csv" not in caplog.text
    assert "a1.ics" not in caplog.text


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
        + b"".join(b"X-%d: 1\r\n" % n for n in range(10_000))
        + b"\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01 not http\r\n\r\n",
    ],
    ids=["header", "headers", "path", "noise"],
)
def test_oversized_heads_are_closed_and_health_goes_on(
    client: httpx.Client, address: str, raw: bytes
) -> None:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as link:
        try:
            link.sendall(raw)
            first = link.recv(100)
        except ConnectionError:
            first = b""
        assert first == b"" or b" 4" in first[:13]
    began = time.monotonic()
    assert client.get("/health").status_code == 200
    assert time.monotonic() - began < 1


def test_handlers_have_at_most_four_statements() -> None:
    folder = Path(api.routes.__file__).parent
    sizes = {}
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list:
                statements = [n for n in ast.walk(node) if isinstance(n, ast.stmt)]
                sizes[f"{path.name}:{node.name}"] = len(statements) - 2  # itself, its docstring
    assert len(sizes) >= 15
    assert {name: size for name, size in sizes.items() if size > 4} == {}
