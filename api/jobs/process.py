"""One process of a job: start it, listen to it, ask it to stop, end it."""

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence

from api.jobs.protocol import (
    CANCEL,
    MAX_LINE_BYTES,
    Message,
    Order,
    ProtocolError,
    decoded,
    encoded,
)

KEPT_STDERR_BYTES = 8_192


class JobProcess:
    """
    A running process that speaks `api.jobs.protocol`.

    It leads a session of its own, so that Ctrl-C in the service's terminal reaches the service
    alone; it inherits three pipes and nothing else, and its input ends with the service's life.
    """

    def __init__(self, process: Process, max_bytes: int) -> None:
        self._process = process
        self._max_bytes = max_bytes
        self._stderr = b""
        self._draining = asyncio.create_task(self._drain())

    @classmethod
    async def start(cls, command: Sequence[str], order: Order, max_bytes: int) -> "JobProcess":
        """Start `command` and give it its order."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            limit=MAX_LINE_BYTES,
            start_new_session=True,
        )
        started = cls(process, max_bytes)
        await started._say(encoded(order))
        return started

    async def messages(self) -> AsyncIterator[Message]:
        """
        What it says, until it has said its last word or is gone.

        Raises
        ------
        ProtocolError
            If it says something else, a line that is too long, or too much altogether.
        """
        assert self._process.stdout is not None
        heard = 0
        try:
            async for line in self._process.stdout:
                heard += len(line)
                if heard > self._max_bytes:
                    raise ProtocolError(f"more than {self._max_bytes} bytes")
                yield decoded(line)
        except ValueError:
            raise ProtocolError(f"a line of more than {MAX_LINE_BYTES} bytes") from None

    async def ask_to_stop(self) -> None:
        """Ask it to end, keeping the best roster so far."""
        await self._say(CANCEL)

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self, patience_s: float) -> int:
        """Wait for it to leave, then make it; its exit code, negative for signals."""
        try:
            async with asyncio.timeout(patience_s):
                code = await self._process.wait()
        except TimeoutError:
            self.kill()
            code = await self._process.wait()
        await self._draining
        self._close()
        return code

    @property
    def last_words(self) -> str:
        """End of what it wrote to its error output."""
        return self._stderr.decode("utf-8", "replace")

    async def _say(self, line: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(line)
            await self._process.stdin.drain()

    async def _drain(self) -> None:
        assert self._process.stderr is not None
        while chunk := await self._process.stderr.read(65_536):
            self._stderr = (self._stderr + chunk)[-KEPT_STDERR_BYTES:]

    def _close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
