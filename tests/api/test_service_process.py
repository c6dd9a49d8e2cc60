"""The service as a process of its own: starting, stopping, dying; and what becomes of its jobs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.serve import serve
from planner.errors import ConflictError, InputError

JOBS = "/api/v1/jobs"
PROJECT = Path(__file__).resolve().parents[2]
SERVE = """
import sys
from pathlib import Path
from api import serve as service
from api.routes.parts import change_check
made = service.create_app
def create_app(*args):
    app = made(*args)
    app.dependency_overrides[change_check] = lambda: lambda _: None  # they say how it behaves
    return app
service.create_app = create_app
service.serve(Path(sys.argv[1]), int(sys.argv[2]), on_ready=lambda url: print(url, flush=True),
      environment={}, command=tuple(sys.argv[3:]))
"""

Until = Callable[[Callable[[], Any]], Any]


@contextmanager
def running(
    folder: Path, command: tuple[str, ...], port: int = 0
) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder), str(port), *command],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        headers = {"X-Rotacast-Client": "tests"}
        with httpx.Client(base_url=url, headers=headers, timeout=10) as client:
            yield process, client
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def solving(client: httpx.Client, until: Until) -> tuple[str, int]:
    """A job at work, and the process that does it."""
    path = client.post(JOBS, json={"changes": ["solving"]}).headers["location"]
    until(lambda: client.get(path).json()["objective"])
    return path, _child_of(client.get(path).json()["id"])


def _child_of(job_id: str) -> int:
    """Process that has a job's order in hand: the only one whose parent is the service."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and _is_fake(folder):
            return int(folder.name)
    raise AssertionError(f"no process for {job_id}")


def _is_fake(folder: Path) -> bool:
    try:
        line = (folder / "cmdline").read_bytes().split(b"\0")
        parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return False
    return len(line) == 3 and line[1].endswith(b"fake_child.py") and parent in _children_of_test()


def _children_of_test() -> set[int]:
    own = Path(f"/proc/{os.getpid()}/task")
    return {int(pid) for task in own.iterdir() for pid in (task / "children").read_text().split()}


def is_gone(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


needs_proc = pytest.mark.skipif(
    not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists(),
    reason="this system has no /proc with children",
)


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_keeps_the_best_roster_and_ends_in_time(
    folder: Path, fake_command: tuple[str, ...], until: Until, how: signal.Signals
) -> None:
    with running(folder, fake_command) as (process, client):
        path, child = solving(client, until)
        began = time.monotonic()
        process.send_signal(how)
        process.wait(timeout=10)
        assert time.monotonic() - began < 10
        assert is_gone(child)
    assert (folder / "out" / "jobs" / path.rsplit("/", 1)[1] / "roster.csv").exists()


@needs_proc
def test_a_killed_service_leaves_no_process_and_a_free_port(
    folder: Path, fake_command: tuple[str, ...], until: Until
) -> None:
    with running(folder, fake_command) as (process, client):
        _, child = solving(client, until)
        port = client.base_url.port
        process.kill()
        process.wait()
        until(lambda: is_gone(child))
    assert port is not None
    with running(folder, fake_command, port) as (_, client):
        assert client.get("/health").json() == {"status": "ok"}


@needs_proc
def test_a_jobs_process_inherits_no_sockets_and_goes_when_cancelled(
    folder: Path, fake_command: tuple[str, ...], until: Until
) -> None:
    with running(folder, fake_command) as (_, client):
        path = client.post(JOBS, json={"changes": ["presolving"]}).headers["location"]
        until(lambda: client.get(path).json()["stages"][3]["text"])
        child = _child_of(path)
        targets = [str(fd.readlink()) for fd in Path(f"/proc/{child}/fd").iterdir()]
        assert len(targets) >= 3
        assert [t for t in targets if t.startswith("socket:")] == []
        began = time.monotonic()
        client.post(f"{path}/cancel")
        until(lambda: client.get(path).json()["state"] == "cancelled")
        assert time.monotonic() - began < 2.5
        assert is_gone(child)


def test_a_busy_port_is_one_clear_line(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            ConflictError, match=rf"port {port} on 127\.0\.0\.1 is in use; .*--port"
        ):
            serve(folder, port, environment={})


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no rotacast\.toml"):
        serve(tmp_path, 0, environment={})


def test_only_this_machine_is_served(folder: Path) -> None:
    with pytest.raises(InputError, match=r"host is 0\.0\.0\.0"):
        serve(folder, 0, host="0.0.0.0", environment={})
