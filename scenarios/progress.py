"""How a running plan says where it is, and hears that it should stop."""

from collections.abc import Callable
from dataclasses import dataclass

STAGES = ("read", "forecast", "staffing", "roster", "judge", "write")


@dataclass(frozen=True, slots=True)
class StageProgress:
    """
    A moment of a run.

    `done` is the share of the stage that is done, 0 to 1; `text` is for a person, for instance
    "objective 61,204, within 2.1 % of the best possible". `objective` is the money objective of
    the best roster so far, None before the first; `bound` is what no roster can beat.
    """

    stage: str
    done: float
    text: str = ""
    objective: float | None = None
    bound: float | None = None


Progress = Callable[[StageProgress], bool]
"""Told of each moment; returning False asks to stop, keeping the best roster so far."""


def silent(_: StageProgress) -> bool:
    """Progress that nobody watches."""
    return True
