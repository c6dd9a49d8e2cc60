"""What-ifs about single keys of a queue: ``queue.phone.patience_s=120``."""

from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, Final

from planner.errors import InputError
from planner.queue_checks import RANGES, WORDS
from scenarios.inputs import Inputs
from scenarios.level_changes import LevelChange

NONE: Final = "none"
WHOLE: Final = ("min_agents", "concurrency", "urgency", "level")
OPTIONAL: Final = (
    "max_asa_s",
    "max_occupancy",
    "shrinkage",
    "understaffing_cost",
    "patience_s",
    "max_abandonment",
    "aht_cv",
    "calendar",
)
KEYS: Final = (*RANGES, *WORDS, "calendar", "level")


@dataclass(frozen=True, slots=True)
class QueueKeyChange:
    """
    One key of a queue set to another value, checked as ``rotacast.toml`` is.

    A handling time set so stands, whatever the history tells.
    """

    queue: str
    key: str
    value: float | int | str | None

    def apply(self, inputs: Inputs) -> Inputs:
        """Replace the key's value."""
        calendars = ("always", *(calendar.id for calendar in inputs.calendars))
        if self.key == "calendar" and self.value not in (None, *calendars):
            raise InputError(
                f"queue.{self.queue}.calendar={self.value}: use one of {', '.join(calendars)}"
            )
        values: dict[str, Any] = {self.key: self.value}
        if self.key == "aht_s":
            values["aht"] = "fixed"
        changed = tuple(replace(q, **values) if q.id == self.queue else q for q in inputs.queues)
        return replace(inputs, queues=changed)


def queue_key_change(queue: str, key: str, text: str) -> QueueKeyChange | LevelChange:
    """
    Change of one key from text; ``none`` takes away a key that may be absent.

    Raises
    ------
    InputError
        For a key that cannot be set so, and for a number that is none.
    """
    if key not in KEYS:
        raise InputError(
            f"queue.{queue}.{key}: key '{key}' cannot be changed so; use one of {', '.join(KEYS)}"
        )
    value = _value(f"queue.{queue}.{key}", key, text)
    if key == "level" and isinstance(value, int):
        return LevelChange(queue, value)
    return QueueKeyChange(queue, key, value)


def _value(name: str, key: str, text: str) -> float | int | str | None:
    if text == NONE and key in OPTIONAL:
        return None
    if key in WORDS or key == "calendar":
        return text
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise InputError(f"{name}: '{text}' is not a number")
    if key not in WHOLE:
        return number
    if number != int(number):
        raise InputError(f"{name}={text}: use a whole number")
    return int(number)
