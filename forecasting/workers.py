"""Many independent pieces of work on several processes, in order, where that saves time."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_WORTH_STARTING_S = 6.0  # of work left: a process takes one or two seconds to start
_AHEAD = 3
_LAST_WORDS_S, _MOMENT_S = 5.0, 0.01


def mapped(
    function: Callable[[Task], Result], tasks: Iterable[Task], n_tasks: int, processes: int
) -> Generator[Result, None, None]:
    """
    Results of `function` for each task, in the order of the tasks whatever `processes` is.

    Work begins here; only when what is left would take several seconds are processes started.
    Few tasks are on their way at a time, so memory stays bounded. To stop early, close the
    generator: that ends the processes, whatever they are at.

    Parameters
    ----------
    function
        At the top of a module, as are the classes of tasks and results: they are pickled.
    tasks
        Made as they are needed.
    n_tasks
        How many there are.
    processes
        At most so many; 1 or less works here alone.

    Raises
    ------
    MemoryError
        When a process was killed from outside, which is what a machine out of memory does.
    RuntimeError
        When a process ended by itself before its work was done, such as while it was starting.
    """
    start = time.perf_counter()
    left = iter(tasks)
    for done, task in enumerate(left, start=1):
        yield function(task)
        n_left = n_tasks - done
        if processes > 1 and n_left * (time.perf_counter() - start) / done > _WORTH_STARTING_S:
            yield from _spread(function, left, min(processes, n_left))


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _spread(
    function: Callable[[Task], Result], tasks: Iterable[Task], processes: int
) -> Generator[Result, None, None]:
    earlier = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=_prepare_worker
    )
    waiting: deque[Future[Result]] = deque()
    begun: set[BaseProcess] = set()
    is_whole = False
    try:
        for task in tasks:
            with _unheard_by_children():
                waiting.append(pool.submit(function, task))
            begun |= set(multiprocessing.active_children()) - earlier
            if len(waiting) >= _AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        is_whole = True
    except BrokenProcessPool as error:
        raise _ending(begun) from error
    finally:
        if not is_whole:
            _end(pool, set(multiprocessing.active_children()) - earlier)
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _unheard_by_children() -> Iterator[None]:
    """
    Let processes that start meanwhile never hear Ctrl-C, which a terminal sends to all of them.

    They would die of it until they come to leave it to the parent; that hears it afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(pool: ProcessPoolExecutor, children: Iterable[BaseProcess]) -> None:
    """
    End a pool's processes, whatever they are at.

    Until Python 3.11.5 the pool then waits for ever to hand on a task that nobody will read
    (CPython issue 94777), unless its own end for reading is closed, as later ones do.
    """
    for child in children:
        child.terminate()
    if sys.version_info < (3, 11, 5):
        getattr(pool, "_call_queue")._reader.close()  # noqa: B009, SLF001 -- no other way to it


def _ending(processes: Iterable[BaseProcess]) -> MemoryError | RuntimeError:
    """What is to be told of processes of which one ended too early."""
    codes = [code for process in processes if (code := _exit_code(process))]
    if not codes or -signal.SIGKILL in codes:
        return MemoryError("a worker process was killed from outside")
    told = next((code for code in codes if code != -signal.SIGTERM), codes[0])
    how = f"exit code {told}" if told > 0 else f"signal {-told}"
    return RuntimeError(
        f"a worker process ended with {how} before its work was done; "
        "what it said last stands above"
    )


def _exit_code(process: BaseProcess) -> int | None:
    """None while the pool's own thread has asked the system for it and not yet noted it."""
    until = time.monotonic() + _LAST_WORDS_S
    process.join(_LAST_WORDS_S)
    while process.exitcode is None and time.monotonic() < until:
        time.sleep(_MOMENT_S)
    return process.exitcode


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
