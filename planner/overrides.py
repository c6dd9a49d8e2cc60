"""Corrections of a forecast by a person, and what they changed."""

from dataclasses import dataclass
from typing import Final, Literal

from planner.errors import InputError
from planner.timegrid import Interval

OverrideKind = Literal["number", "factor", "total"]

KINDS: Final[tuple[OverrideKind, ...]] = ("number", "factor", "total")
MOST: Final = {"number": 1_000_000.0, "factor": 100.0, "total": 100_000_000.0}
"""Largest value of each kind."""

MOST_LETTERS: Final = 300


@dataclass(frozen=True, slots=True)
class ForecastOverride:
    """
    One correction: what a person knows better than a history does.

    Parameters
    ----------
    queues, priority
        What it is about, all queues together; an empty priority is all of them together.
    interval
        From when until when.
    kind, value
        ``number``: contacts of each interval. ``factor``: times what was expected. ``total``:
        contacts of the whole span, which keep their profile.
    author, reason
        Who says so and why, one line each.
    line
        Of the file it stands in, by which it is told.
    """

    queues: tuple[str, ...]
    priority: str
    interval: Interval
    kind: OverrideKind
    value: float
    author: str
    reason: str
    line: int = 0

    def is_on(self, queue: str, priority: str) -> bool:
        """Whether it is about a stream."""
        return queue in self.queues and self.priority in ("", priority)

    def __post_init__(self) -> None:
        if not self.queues:
            raise InputError("an override is about no queue; name one", code="missing_value")
        if self.kind not in KINDS:
            raise InputError(f"kind is '{self.kind}'; use {', '.join(KINDS)}", code="bad_kind")
        if not 0 <= self.value <= MOST[self.kind]:
            raise InputError(
                f"value is {self.value:g}; use 0 to {MOST[self.kind]:g} for a {self.kind}",
                code="out_of_range",
            )
        for name in ("author", "reason"):
            _check_text(name, getattr(self, name))


def _check_text(name: str, text: str) -> None:
    if not text:
        remedy = "say who corrects the forecast" if name == "author" else "say why"
        raise InputError(f"{name} is empty; {remedy}", code="missing_value")
    if len(text) > MOST_LETTERS or not text.isprintable():
        raise InputError(
            f"{name} has to be one line of up to {MOST_LETTERS} printable letters; shorten it",
            code="out_of_range",
        )


@dataclass(frozen=True, slots=True)
class AppliedOverride:
    """
    An override that changed a forecast.

    `before` and `after` are the contacts expected over its span in the planned weeks, before it
    and after it, all overrides above it applied.
    """

    override: ForecastOverride
    before: float
    after: float
