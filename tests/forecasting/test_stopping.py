"""Processes whose work is no longer wanted, or that died, keep nobody waiting."""

import os
import signal
import threading
import time
from collections.abc import Generator, Iterator

import pytest

from forecasting import workers

LARGE = 1 << 22
"""Bytes of a task that no pipe takes at once."""
SOON_S = 60.0


def slow(task: bytes) -> int:
    """Two quick results, then long ones."""
    if task[0] > 1:
        time.sleep(600)
    return task[0]


def deadly(task: bytes) -> int:
    """The first comes back, others end their process, the later ones unread."""
    if task[0]:
        time.sleep(1)
        os._exit(3)
    return task[0]


def tasks() -> Iterator[bytes]:
    return (bytes([number]) * LARGE for number in range(20))


def ends_soon(found: Generator[int, None, None]) -> bool:
    ending = threading.Thread(target=found.close, daemon=True)
    ending.start()
    ending.join(SOON_S)
    return not ending.is_alive()


def test_stopping_does_not_wait_for_a_task_that_nobody_will_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)
    found = workers.mapped(slow, tasks(), 20, processes=2)

    assert [next(found), next(found)] == [0, 1]
    time.sleep(1)  # until a task is half written
    assert ends_soon(found)


def test_a_crash_does_not_wait_for_a_task_that_nobody_will_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)
    found = workers.mapped(deadly, tasks(), 20, processes=2)
    told: list[BaseException] = []

    def ask() -> None:
        try:
            list(found)
        except RuntimeError as error:
            told.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(SOON_S)

    assert not asking.is_alive()
    assert "exit code 3" in str(told[0])


def hears_ctrl_c(_: bytes) -> bool:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks of signals here")
def test_processes_never_hear_the_ctrl_c_that_a_terminal_sends_to_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pressed while they started, it ended the run with the error of a worker that died."""
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)
    here, there = list(workers.mapped(hears_ctrl_c, [b"", b""], 2, processes=2))
    assert (here, there) == (True, False)
    assert hears_ctrl_c(b"")
