"""What-ifs about what people told the forecast: other effects of events, no overrides."""

from dataclasses import dataclass, replace

from planner.errors import InputError
from planner.events import MOST_TIMES
from planner.readers.factors import factor
from planner.readers.reading import unknown
from scenarios.inputs import Inputs

NONE = "none"


@dataclass(frozen=True, slots=True)
class EventChange:
    """
    Events of a name that are still to come, with another effect; None takes them away.

    Those that were before the planned week, or before the history ends, stay to be measured.
    """

    name: str
    ratio: float | None

    def apply(self, inputs: Inputs) -> Inputs:
        """Replace the effect, or the events."""
        known = min(inputs.history.grid.end, inputs.week_grid().start)
        kept = []
        for event in inputs.events:
            is_meant = event.name == self.name and event.interval.end > known
            if is_meant and self.ratio is not None:
                kept.append(replace(event, ratio=self.ratio))
            elif not is_meant:
                kept.append(event)
        return replace(inputs, events=tuple(kept))


@dataclass(frozen=True, slots=True)
class NoOverrides:
    """The forecast as it was before anybody corrected it."""

    def apply(self, inputs: Inputs) -> Inputs:
        """Take the overrides away."""
        return replace(inputs, overrides=())


def event_change(name: str, value: str, inputs: Inputs) -> EventChange:
    """
    Change of ``event.NAME=+30%``, a factor or ``none``.

    Raises
    ------
    InputError
        For a name that no event has, and an effect that is none.
    """
    names = tuple(dict.fromkeys(event.name for event in inputs.events))
    if name not in names:
        raise InputError(unknown("event", name, names))
    if value == NONE:
        return EventChange(name, None)
    try:
        return EventChange(name, factor(value, MOST_TIMES))
    except InputError as error:
        raise InputError(f"event.{name} {error}") from error


def overrides_change(part: str, value: str) -> NoOverrides:
    """
    Change of ``overrides=none``.

    Raises
    ------
    InputError
        For anything else.
    """
    if part or value != NONE:
        raise InputError("overrides can only be left out as a whole; use overrides=none")
    return NoOverrides()
