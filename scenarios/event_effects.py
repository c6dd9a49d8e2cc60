"""What known events do to the weeks ahead: contacts of their span without them and with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import numpy as np

from forecasting.base import Bools, Horizon
from forecasting.explained import Event, Finding
from planner.exports.stamps import utc_stamp
from planner.timegrid import Interval, TimeGrid
from scenarios.forecast import StreamFit
from scenarios.inputs import Inputs
from scenarios.override_words import span_words

_LEVEL: Final = (0.5,)
_DAY: Final = np.timedelta64(86_400, "s")


@dataclass(frozen=True, slots=True)
class AppliedEvent:
    """
    An event ahead and what it does to one stream.

    Parameters
    ----------
    n_measured
        Events of its name in the history of the stream, whose effect is in it.
    before, after
        Contacts of its part of the weeks without it and with it, overrides left aside.
    """

    stream: tuple[str, str]
    event: Event
    n_measured: int
    before: float
    after: float

    @property
    def interval(self) -> Interval:
        """Its whole span."""
        return Interval(_utc(self.event.start), _utc(self.event.end))

    @property
    def basis(self) -> str:
        """Where its effect comes from, in words."""
        said = self.event.ratio
        earlier = f"measured of {self.n_measured} earlier"
        if said is None:
            return earlier if self.n_measured else "nothing is known of its effect"
        told = f"{said - 1:+.0%} in events.csv".replace("%", " %")
        return f"{told}, {earlier}" if self.n_measured else told


def applied_events(fits: Iterable[StreamFit], ahead: TimeGrid) -> tuple[AppliedEvent, ...]:
    """Every event that touches open slots of `ahead`, stream by stream."""
    return tuple(one for fit in fits for one in _of_stream(fit, ahead))


def event_lines(inputs: Inputs, found: Sequence[AppliedEvent]) -> tuple[str, ...]:
    """A line for every event: its span on the queue's clock, contacts before and after, why."""
    return tuple(_line(inputs, one) for one in found)


def told_events(found: Sequence[AppliedEvent]) -> list[dict[str, object]]:
    """Events in plain JSON values."""
    return [
        {
            "queue": one.stream[0],
            "priority": one.stream[1],
            "name": one.event.name,
            "start_utc": utc_stamp(one.interval.start),
            "end_utc": utc_stamp(one.interval.end),
            "expected_factor": one.event.ratio,
            "n_measured": one.n_measured,
            "before": round(one.before, 4),
            "after": round(one.after, 4),
        }
        for one in found
    ]


def _of_stream(fit: StreamFit, ahead: TimeGrid) -> Iterator[AppliedEvent]:
    horizon = fit.horizon
    start, end = (np.datetime64(t.replace(tzinfo=None), "s") for t in (ahead.start, ahead.end))
    for at, event in enumerate(horizon.events):
        first, last = max(event.start, start), min(event.end, end)
        inside = (horizon.stamps >= first) & (horizon.stamps < last)
        if not (inside & horizon.is_open).any():
            continue
        around = (horizon.stamps >= first - _DAY) & (horizon.stamps < last + _DAY)
        others = (*horizon.events[:at], *horizon.events[at + 1 :])
        without = fit.fitted.predict(replace(_part(horizon, around), events=others), _LEVEL)
        yield AppliedEvent(
            fit.stream,
            event,
            sum(f.name == event.name and f.expected >= 1 for f in _measured(fit)),
            float(without.mean[inside[around]].sum()),
            float(fit.prediction.mean[inside].sum()),
        )


def _measured(fit: StreamFit) -> list[Finding]:
    return [finding for finding in fit.fitted.findings if finding.kind == "event"]


def _part(horizon: Horizon, inside: Bools) -> Horizon:
    """Some slots in a row, whole days of which tell whether a queue is closed."""
    return replace(horizon, stamps=horizon.stamps[inside], is_open=horizon.is_open[inside])


def _line(inputs: Inputs, one: AppliedEvent) -> str:
    queue = inputs.queue(one.stream[0])
    name = " ".join(part for part in (queue.title, one.stream[1]) if part)
    when = span_words(one.interval, queue.zone)
    return (
        f"event {one.event.name}: {name}, {when}: {one.before:,.1f} contacts became "
        f"{one.after:,.1f} ({one.basis})"
    )


def _utc(stamp: np.datetime64) -> datetime:
    return datetime.fromtimestamp(int(stamp.astype("datetime64[s]").astype(np.int64)), UTC)
