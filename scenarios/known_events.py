"""What ``events.csv`` says, as a forecaster takes it, and events of which nothing is known."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from forecasting.explained import Event
from planner.demand import History
from planner.errors import Problem
from planner.events import QueueEvent
from planner.local_time import shift_instant, zone
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


def borrowed_events(
    inputs: Inputs, borrower: str, lender: str, ahead: np.datetime64
) -> tuple[Event, ...]:
    """
    Events of which a forecast of `lender` for `borrower` knows.

    Until the stamp `ahead`, in UTC, they are the lender's own, from then on those of the borrower,
    at the same wall-clock times of the lender's customers.
    """
    own = tuple(event for event in queue_events(inputs, lender) if event.end <= ahead)
    theirs, ours = (zone(inputs.queue(queue).zone) for queue in (borrower, lender))
    told = (
        Event(
            one.name,
            _stamp(_moved(one.interval.start, theirs, ours)),
            _stamp(_moved(one.interval.end, theirs, ours)),
            one.ratio,
        )
        for one in inputs.events
        if one.queue == borrower
    )
    return (*own, *(event for event in told if event.end > ahead))


def _moved(instant: datetime, clock: ZoneInfo, other: ZoneInfo) -> datetime:
    """The same wall-clock time on another clock."""
    wall = instant.astimezone(clock)
    return instant if clock == other else shift_instant(wall.date(), wall.time(), other)


def _stamp(instant: datetime) -> np.datetime64:
    return np.datetime64(instant.replace(tzinfo=None), "s")


def event_problems(
    reading: Reading[QueueEvent],
    history: History | None,
    week: TimeGrid | None,
    lenders: Mapping[str, str],
) -> tuple[Problem, ...]:
    """
    Warn of events in the planned week without effect and without an earlier one to measure.

    `lenders` are the queues on whose history those that borrow have theirs measured.
    """
    findings = Findings("events.csv")
    if history is None or week is None:
        return ()
    for event, line in zip(reading.items, reading.lines, strict=True):
        is_planned = event.interval.overlaps(week.interval)
        if not is_planned or event.ratio is not None:
            continue
        queues = {event.queue, lenders.get(event.queue, event.queue)}
        if any(_is_measured(event, queue, reading, history, week) for queue in queues):
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
    event: QueueEvent,
    queue: str,
    reading: Reading[QueueEvent],
    history: History,
    week: TimeGrid,
) -> bool:
    """Whether one of its name lies where the history of a queue has been seen."""
    end = min(history.grid.end, week.start)
    return any(
        (one.queue, one.name) == (queue, event.name)
        and one.interval.start < end
        and one.interval.end > history.grid.start
        for one in reading.items
    )
