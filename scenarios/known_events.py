"""What ``events.csv`` says, as a forecaster takes it, and events of which nothing is known."""

from datetime import datetime

import numpy as np

from forecasting.explained import Event
from planner.demand import History
from planner.errors import Problem
from planner.events import QueueEvent
from planner.readers.reading import Findings, Reading
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs


def queue_events(inputs: Inputs, queue: str) -> tuple[Event, ...]:
    """Events of one queue, of the past and ahead, with stamps in UTC."""
    return tuple(
        Event(one.name, _stamp(one.interval.start), _stamp(one.interval.end), one.ratio)
        for one in inputs.events
        if one.queue == queue
    )


def _stamp(instant: datetime) -> np.datetime64:
    return np.datetime64(instant.replace(tzinfo=None), "s")


def event_problems(
    reading: Reading[QueueEvent], history: History | None, week: TimeGrid | None
) -> tuple[Problem, ...]:
    """Warn of events in the planned week without effect and without an earlier one to measure."""
    findings = Findings("events.csv")
    if history is None or week is None:
        return ()
    for event, line in zip(reading.items, reading.lines, strict=True):
        is_planned = event.interval.overlaps(week.interval)
        if not is_planned or event.ratio is not None or _is_measured(event, reading, history, week):
            continue
        findings.add(
            f"event {event.name} has no effect and there is none of its name in the history of "
            f"{event.queue} before the planned week, so it changes nothing there; give an effect "
            "such as +30%, or add when it was before",
            line=line,
            field="effect",
            value=event.name,
            code="unknown_effect",
            warning=True,
        )
    return findings.found()


def _is_measured(
    event: QueueEvent, reading: Reading[QueueEvent], history: History, week: TimeGrid
) -> bool:
    """Whether one of its name lies where the history of its queue has been seen."""
    end = min(history.grid.end, week.start)
    return any(
        (one.queue, one.name) == (event.queue, event.name)
        and one.interval.start < end
        and one.interval.end > history.grid.start
        for one in reading.items
    )
