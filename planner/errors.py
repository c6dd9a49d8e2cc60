"""
The errors of rotacast, one tree.

RotacastError
├── InputError          what the user gave cannot be used (exit 3, HTTP 422)
├── InfeasibleError     the rules leave no roster (exit 4)
├── TimeLimitError      no roster was found in the time allowed (exit 5)
└── ConflictError       the folder or job is in use or in another state (exit 6, HTTP 409)

A `Problem` is one thing wrong with an input, addressed to the person who made it.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing wrong with an input: where, what was found, what would do.

    ``code`` is a stable word for programs (``ambiguous_time``); ``warning`` marks a problem that
    does not stop a plan. ``line`` counts from 1, the header included.
    """

    message: str
    file: str = ""
    line: int | None = None
    field: str = ""
    value: str = ""
    code: str = "invalid"
    warning: bool = False

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place = f"{place} line {self.line}".strip()
        return f"{place}: {self.message}" if place else self.message


class RotacastError(Exception):
    """Base of every error that rotacast raises on purpose."""


class InputError(RotacastError, ValueError):
    """
    What the user gave cannot be used; carries every problem found, not just the first.

    Parameters
    ----------
    message
        One line for the person who made the input.
    problems
        The single problems; by default one, holding the message.
    code
        Stable word for programs, used when `problems` is not given.
    """

    def __init__(
        self, message: str, problems: Iterable[Problem] = (), *, code: str = "invalid"
    ) -> None:
        super().__init__(message)
        self.problems = tuple(problems) or (Problem(message, code=code),)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> "InputError":
        """Error for one or more problems; its message is the first and how many follow."""
        found = tuple(problems)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        return cls(f"{found[0]}{more}", found)


class InfeasibleError(RotacastError):
    """The rules leave no roster; ``reasons`` name the smallest set of them found, in words."""

    def __init__(self, message: str, reasons: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)


class TimeLimitError(RotacastError):
    """No roster was found in the time allowed; the message says what might help."""


class ConflictError(RotacastError):
    """The folder or job is in use, or in a state that does not allow the request."""
