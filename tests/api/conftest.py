"""A running service over a small folder, whose jobs are done by `fake_child.py`."""

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.routes.parts import change_check
from api.serve import Server, listening
from api.settings import Settings

FAKE = (sys.executable, str(Path(__file__).with_name("fake_child.py")))
DEADLINE_S = 15.0

Serve = Callable[..., contextlib.AbstractContextManager[str]]
Until = Callable[[Callable[[], Any]], Any]


@pytest.fixture(scope="session")
def fake_command() -> tuple[str, ...]:
    """Command line that starts the scripted child instead of a real job."""
    return FAKE


@pytest.fixture(scope="session")
def until() -> Until:
    """Ask again and again until the answer is true, and give it back; fails at a deadline."""

    def wait(ask: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            answer = ask()
            if answer:
                return answer
            threading.Event().wait(0.01)
        raise AssertionError("it did not come about in time")

    return wait


@pytest.fixture(scope="session")
def service(until: Until) -> Serve:
    """Context manager: a service in a thread; gives its address."""

    @contextlib.contextmanager
    def run(folder: Path, command: Sequence[str] = FAKE, **settings: Any) -> Iterator[str]:
        chosen = replace(Settings(port=0, cancel_s=0.3, keep_best_s=5.0), **settings)
        listener = listening(chosen)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(folder, chosen, command)
        if command == FAKE:  # its changes say how it behaves, and its folder holds no workspace
            app.dependency_overrides[change_check] = lambda: lambda _: None
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=2
        )
        server = Server(config, app.state.jobs, url, lambda _: None)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            until(lambda: server.started)
            yield url
        finally:
            server.should_exit = True
            thread.join()

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that calls itself a workspace; the fake process does not read it."""
    path = tmp_path_factory.mktemp("workspace")
    text = '[plan]\nname = "Northwind <b>Cloud</b> support"\nzone = "America/New_York"\n'
    (path / "rotacast.toml").write_text(text)
    return path


@pytest.fixture(scope="module")
def address(service: Serve, folder: Path) -> Iterator[str]:
    """Address of a service shared by the tests of a file."""
    with service(folder) as url:
        yield url


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    """Client that names itself, as programs do."""
    headers = {"X-Rotacast-Client": "tests"}
    with httpx.Client(base_url=address, headers=headers, timeout=DEADLINE_S) as opened:
        yield opened


@pytest.fixture(scope="module")
def run_job(client: httpx.Client, until: Until) -> Callable[..., dict[str, Any]]:
    """Run a job that behaves as told, to its end."""

    def run(behaviour: str, **order: Any) -> dict[str, Any]:
        answer = client.post("/api/v1/jobs", json={"changes": [behaviour], **order})
        assert answer.status_code == 202, answer.text
        path = answer.headers["location"]

        def ended() -> dict[str, Any] | None:
            job: dict[str, Any] = client.get(path).json()
            return job if job["finished"] else None

        done: dict[str, Any] = until(ended)
        return done

    return run
