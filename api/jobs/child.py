"""
The process of one job: ``python -m api.jobs.child``.

Its standard output belongs to the protocol; whatever libraries print goes to the error output.
It ends when its input ends, so it never outlives the service, however that died.
"""

import faulthandler
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isfinite
from pathlib import Path

from pydantic import BaseModel

from api.jobs.job import JobError, Result
from api.jobs.protocol import CANCEL, Done, Failed, Order, Progressed, Started, encoded
from planner.errors import InfeasibleError, InputError, RotacastError, TimeLimitError
from scenarios.progress import StageProgress

QUIET_S = 0.2
ORPHANED = 2

CODES: tuple[tuple[type[BaseException], str], ...] = (
    (InputError, "input_rejected"),
    (InfeasibleError, "infeasible"),
    (TimeLimitError, "time_limit"),
    (RotacastError, "conflict"),
    (MemoryError, "out_of_memory"),
)

Say = Callable[[BaseModel], None]


class StopAskedError(Exception):
    """The job was cancelled before there was anything to keep."""


def main() -> int:
    """Carry out the order that arrives on standard input."""
    faulthandler.enable()
    say = _speaker()
    lines = _input_lines()
    order = Order(**json.loads(next(lines)))
    stop = threading.Event()
    threading.Thread(target=_listen, args=(lines, stop), daemon=True).start()
    say(_last_word(order, say, stop))
    return 0


def _last_word(order: Order, say: Say, stop: threading.Event) -> Done | Failed:
    try:
        return Done(result=_carry_out(order, say, stop))
    except StopAskedError:
        return Failed(error=JobError("cancelled", "cancelled before there was a roster"))
    except (RotacastError, MemoryError) as error:
        return Failed(error=_described(error))
    except Exception as error:  # the job ends here; where it broke is for the log, not its data
        frames = traceback.extract_tb(error.__traceback__)
        places = " > ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames)
        sys.stderr.write(f"{type(error).__name__} at {places}\n")
        return Failed(error=JobError("internal", f"planning broke inside ({type(error).__name__})"))


def _carry_out(order: Order, say: Say, stop: threading.Event) -> Result:
    report = _Reporter(say, stop)
    report(StageProgress("read", 0.0))

    from api.jobs.work import carry_out  # heavy, so only now that the page shows life

    def started(limit_s: float, weeks: int) -> None:
        say(Started(time_limit_s=limit_s, weeks=weeks))

    solved = carry_out(order, started, report).solve
    return Result(
        str(solved.quality),
        _finite(solved.objective),
        _finite(solved.bound),
        _finite(solved.gap),
        _finite(solved.runtime_s),
    )


class _Reporter:
    """Progress as messages, a few a second; stops the run when that was asked."""

    def __init__(self, say: Say, stop: threading.Event) -> None:
        self._say = say
        self._stop = stop
        self._last = StageProgress("", -1.0)
        self._said_at = 0.0

    def __call__(self, moment: StageProgress) -> bool:
        """Say the moment if it is worth it; False asks to stop."""
        now = time.monotonic()
        if self._is_news(moment, now):
            self._last, self._said_at = moment, now
            self._say(_message(moment))
        if self._stop.is_set() and not _keeps(moment):
            raise StopAskedError
        return not self._stop.is_set()

    def _is_news(self, moment: StageProgress, now: float) -> bool:
        if moment.stage != self._last.stage or (moment.done >= 1 and self._last.done < 1):
            return True
        if self._last.objective is None and moment.objective is not None:
            return True
        return now - self._said_at >= QUIET_S and moment != self._last


def _keeps(moment: StageProgress) -> bool:
    """Whether a stop at this moment leaves something to keep, or is the solver's to answer."""
    return moment.stage in ("roster", "judge", "write")


def _message(moment: StageProgress) -> Progressed:
    kept = replace(moment, objective=_finite(moment.objective), bound=_finite(moment.bound))
    return Progressed(
        stage=kept.stage,
        done=min(max(kept.done, 0.0), 1.0),
        text=kept.text[:500],
        objective=kept.objective,
        bound=kept.bound,
    )


def _described(error: BaseException) -> JobError:
    code = next(word for kind, word in CODES if isinstance(error, kind))
    problems = error.problems[:100] if isinstance(error, InputError) else ()
    reasons = error.reasons if isinstance(error, InfeasibleError) else ()
    return JobError(code, str(error) or code, problems, reasons)


def _finite(number: float | None) -> float | None:
    return float(number) if number is not None and isfinite(number) else None


def _speaker() -> Say:
    """Function that says a message; standard output is turned over to the error output."""
    pipe = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(message: BaseModel) -> None:
        line = encoded(message)
        while line:
            line = line[os.write(pipe, line) :]

    return say


def _input_lines() -> Iterator[bytes]:
    """
    Lines of standard input, read without a buffer.

    A thread that waits inside a buffered reader would block the interpreter's end.
    """
    kept = b""
    while chunk := os.read(0, 65_536):
        *lines, kept = (kept + chunk).split(b"\n")
        yield from (line + b"\n" for line in lines)


def _listen(lines: Iterator[bytes], stop: threading.Event) -> None:
    for line in lines:
        if line == CANCEL:
            stop.set()
    os._exit(ORPHANED)


if __name__ == "__main__":
    sys.exit(main())
