"""
One job from its first process to its end.

A process that dies without a last word is started once more. Cancelling asks first and kills
after a grace: short while there is no roster, since the solver may not answer in its presolve,
longer when there is one to keep.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from api.jobs.job import Job, JobError, JobState, Result
from api.jobs.process import JobProcess
from api.jobs.protocol import Done, Failed, Message, Order, Progressed, ProtocolError, Started
from api.settings import Settings

logger = logging.getLogger(__name__)

MAX_STARTS = 2
DYING_S = 3.0
LEAVING_S = 0.3
"""Patience with a process that has closed its output, and with one that has said its last word:
all its files are written by then, and a solver may take its time to let go of its memory."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended."""

    state: JobState
    result: Result | None = None
    error: JobError | None = None


@dataclass(frozen=True, slots=True)
class Crash:
    """A process died without a last word."""

    error: JobError


class Runner:
    """
    Runs one job.

    Parameters
    ----------
    command
        Starts a process that speaks `api.jobs.protocol`.
    order
        What it is to plan.
    current
        The job as it is now.
    tell
        Told of each `Progressed`.
    """

    def __init__(
        self,
        command: Sequence[str],
        order: Order,
        settings: Settings,
        current: Callable[[], Job],
        tell: Callable[[Progressed], None],
    ) -> None:
        self._command = command
        self._order = order
        self._settings = settings
        self._current = current
        self._tell = tell
        self._cancelled = asyncio.Event()

    def cancel(self) -> None:
        """Ask the job to end, keeping the best roster so far."""
        self._cancelled.set()

    async def run(self, on_start: Callable[[int], None]) -> Outcome:
        """Run to the end; `on_start` is told the number of each process."""
        error = JobError("solver_crashed", "the planning process could not be started")
        for number in range(1, MAX_STARTS + 1):
            on_start(number)
            ended = await self._attempt()
            if isinstance(ended, Outcome):
                return ended
            if self._cancelled.is_set():
                return Outcome(JobState.CANCELLED)
            error = ended.error
        return Outcome(JobState.FAILED, error=error)

    async def _attempt(self) -> Outcome | Crash:
        process = await JobProcess.start(
            self._command, self._order, self._settings.max_output_bytes
        )
        last = None
        try:
            async with self._stopping(process):
                last = await self._last_word(process)
        except ProtocolError as error:
            logger.warning("job %s broke the protocol: %s", self._current().id, error)
            process.kill()
            return Outcome(
                JobState.FAILED,
                error=JobError("protocol_error", "the planning process spoke out of turn"),
            )
        except TimeoutError:
            process.kill()
            return Outcome(JobState.TIMED_OUT, error=_overran())
        except asyncio.CancelledError:
            process.kill()
            raise
        finally:
            code = await process.end(DYING_S if last is None else LEAVING_S)
        return self._judged(last, code, process.last_words)

    async def _last_word(self, process: JobProcess) -> Done | Failed | None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._settings.overhead_s) as limit:
            async for message in process.messages():
                if isinstance(message, Started):
                    overhead_s = message.weeks * self._settings.overhead_s
                    wall_s = message.time_limit_s + overhead_s
                    limit.reschedule(loop.time() + wall_s)
                elif isinstance(message, Progressed):
                    self._tell(message)
                else:
                    return message
        return None

    @contextlib.asynccontextmanager
    async def _stopping(self, process: JobProcess) -> AsyncIterator[None]:
        """Watches for a cancel while the process runs."""
        watch = asyncio.create_task(self._stop_when_cancelled(process))
        try:
            yield
        finally:
            watch.cancel()

    async def _stop_when_cancelled(self, process: JobProcess) -> None:
        await self._cancelled.wait()
        await process.ask_to_stop()
        await asyncio.sleep(self._settings.cancel_s)
        if self._current().has_roster:
            await asyncio.sleep(self._settings.keep_best_s)
        process.kill()

    def _judged(self, last: Message | None, code: int, words: str) -> Outcome | Crash:
        if isinstance(last, Done):
            state = JobState.CANCELLED if self._cancelled.is_set() else JobState.SUCCEEDED
            return Outcome(state, result=last.result)
        if isinstance(last, Failed):
            return self._failure(last.error)
        if not self._cancelled.is_set():
            logger.warning("job %s: process ended with %d: %s", self._current().id, code, words)
        if "bad_alloc" in words:
            return Crash(_out_of_memory())
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return Crash(JobError("solver_crashed", f"the planning process crashed ({how})"))

    def _failure(self, error: JobError) -> Outcome | Crash:
        if error.code == "out_of_memory":
            return Crash(_out_of_memory())
        if error.code == "cancelled" or (self._cancelled.is_set() and error.code == "time_limit"):
            return Outcome(JobState.CANCELLED)
        state = JobState.TIMED_OUT if error.code == "time_limit" else JobState.FAILED
        return Outcome(state, error=error)


def _out_of_memory() -> JobError:
    return JobError(
        "out_of_memory", "the planning process ran out of memory; use a longer interval_minutes"
    )


def _overran() -> JobError:
    return JobError("overran", "the planning process did not end in its time and was stopped")
