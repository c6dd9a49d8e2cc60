"""Events of ``events.csv`` on their way to the forecaster."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from planner.events import QueueEvent
from planner.readers.reading import Reading
from planner.timegrid import Interval
from scenarios.forecast import history_series
from scenarios.known_events import event_problems
from tests.inputs_fixture import small_inputs

AHEAD = datetime(2003, 10, 22, 8, tzinfo=UTC)


def event(queue: str, name: str, start: datetime, ratio: float | None = None) -> QueueEvent:
    return QueueEvent(queue, name, Interval(start, start + timedelta(hours=8)), ratio)


def test_a_series_has_the_events_of_its_own_queue() -> None:
    inputs = replace(
        small_inputs(), events=(event("phone", "sale", AHEAD, 1.5), event("tickets", "x", AHEAD))
    )
    (known,) = history_series(inputs, ("phone", "")).events
    assert (known.name, known.ratio) == ("sale", 1.5)
    assert known.start == np.datetime64("2003-10-22T08:00:00")


def test_an_event_of_which_nothing_can_be_measured_is_told() -> None:
    inputs = small_inputs()
    week = inputs.week_grid()
    ahead = event("phone", "sale", AHEAD)

    def told(*events: QueueEvent) -> list[int | None]:
        reading = Reading(events, tuple(range(2, 2 + len(events))))
        return [p.line for p in event_problems(reading, inputs.history, week, {"phone": "chat"})]

    before = AHEAD - timedelta(days=28)
    assert told(ahead) == [2]
    assert told(event("tickets", "sale", before), ahead) == [3]
    assert told(event("phone", "sale", before), ahead) == []
    assert told(event("chat", "sale", before), ahead) == []  # of which phone borrows
    assert told(event("phone", "sale", AHEAD, 1.2)) == []
    assert told(event("phone", "sale", AHEAD + timedelta(days=14))) == []
