"""Exit codes, and the lines that an error becomes on standard error."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from planner.errors import ConflictError, InfeasibleError, InputError, Problem, TimeLimitError

UNEXPECTED = 1
REJECTED = 3
INFEASIBLE = 4
TIME_LIMIT = 5
CONFLICT = 6
NOT_PERMITTED = 7
NO_ROOM = 8
INTERRUPTED = 130
TERMINATED = 143  # as of every program that SIGTERM ended
PIPE_CLOSED = 141  # as of every program whose reader has gone: `rotacast forecast ... | head`

EXPECTED = (
    InputError,
    InfeasibleError,
    TimeLimitError,
    ConflictError,
    OSError,
    MemoryError,
    KeyboardInterrupt,
)


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn expected errors into lines on standard error and the exit code of their kind."""
    try:
        yield
    except EXPECTED as error:
        lines, code = explained(error)
        for line in lines:
            say(line)
        if code == PIPE_CLOSED:
            _forget_output()
        raise typer.Exit(code) from error


class Commands(TyperGroup):
    """Commands of which every expected error ends in lines and the exit code of its kind."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command, what it imports included, so that Ctrl-C meanwhile is said too."""
        with exit_codes():
            return super().invoke(ctx)


def _forget_output() -> None:
    """Send what is left to print nowhere, so that the end of the process does not fail on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def explained(error: BaseException) -> tuple[list[str], int]:
    """Lines for a person and the exit code of an expected error."""
    match error:
        case InputError(problems=problems):
            no_agents = all(p.code == "no_agents" for p in problems)
            return [problem_line(p) for p in problems], INFEASIBLE if no_agents else REJECTED
        case InfeasibleError(reasons=reasons):
            return _infeasible(error, reasons), INFEASIBLE
        case TimeLimitError():
            return [f"out of time: {error}"], TIME_LIMIT
        case ConflictError():
            return [f"error: {error}"], CONFLICT
        case BrokenPipeError():
            return [], PIPE_CLOSED
        case OSError():
            denied = error.errno in (errno.EACCES, errno.EPERM)
            line = f"error: {_place(error)}: {error.strerror}; nothing changed there"
            return [line], NOT_PERMITTED if denied else NO_ROOM
        case MemoryError():
            return ["error: out of memory; use a coarser grid or fewer agents"], NO_ROOM
    return ["interrupted; nothing more was written"], INTERRUPTED


def _place(error: OSError) -> str:
    """What a person knows of where it failed: the file itself, not the copy written beside it."""
    name = str(error.filename2 or error.filename or "disk")
    return str(Path(name).parent) if name.endswith(".part") else name


def _infeasible(error: InfeasibleError, reasons: tuple[str, ...]) -> list[str]:
    if len(reasons) < 2:
        return [f"no roster is possible: {error}"]
    return ["no roster is possible:", *(f"  - {reason}" for reason in reasons)]


def problem_line(problem: Problem) -> str:
    """Line for one problem of the input, warnings marked."""
    return f"{'warning' if problem.warning else 'error'}: {problem}"


def say(line: str) -> None:
    """Print a line on standard error, control characters made harmless."""
    sys.stderr.write("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line))
    sys.stderr.write("\n")
